package io.github.metricstcp.observer.internal.ui;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.tamboui.tui.event.KeyEvent;
import io.github.metricstcp.observer.internal.ui.KeyBinding.Hint;

/**
 * All keys, their meanings and their actions. Footer and help are made of this table, and
 * {@code docs/observer.md} is tested against it.
 */
final class KeyTable {

	private static final Set<View> LIST = EnumSet.of(View.LIST);

	private static final Set<View> DETAIL = EnumSet.of(View.DETAIL);

	private static final Set<View> HELP = EnumSet.of(View.HELP);

	private static final Set<View> METRICS = EnumSet.of(View.LIST, View.DETAIL);

	private static final Set<View> TAIL = EnumSet.of(View.TAIL);

	private static final Set<View> CONTENT = EnumSet.of(View.LIST, View.DETAIL, View.TAIL);

	private static final Set<View> NOT_TYPING = EnumSet.complementOf(EnumSet.of(View.FILTER, View.LEVEL));

	private static final Set<View> EVERYWHERE = EnumSet.allOf(View.class);

	/**
	 * The bindings in the order of help and documentation. The first that has an action
	 * for a key is the one.
	 */
	static final List<KeyBinding> BINDINGS = List.of(
			new KeyBinding("select a row").on(METRICS, ScreenState::up, Key.UP, Key.of('k'))
				.on(METRICS, ScreenState::down, Key.DOWN, Key.of('j'))
				.on(TAIL, ScreenState::olderEvent, Key.UP, Key.of('k'))
				.on(TAIL, ScreenState::newerEvent, Key.DOWN, Key.of('j'))
				.hint(View.TAIL, 3, "older, newer", Key.UP, Key.DOWN)
				.hint(View.DETAIL, 3, (state) -> state.hasOtherRows() ? "other metric" : null, Key.UP, Key.DOWN)
				.on(HELP, ScreenState::helpUp, Key.UP, Key.of('k'))
				.on(HELP, ScreenState::helpDown, Key.DOWN, Key.of('j'))
				.hint(View.HELP, 3, (state) -> state.scrollsHelp() ? "more" : null, Key.UP, Key.DOWN),
			new KeyBinding("page up, down, ends").on(METRICS, ScreenState::pageUp, Key.PAGE_UP, Key.ctrl('b'))
				.on(METRICS, ScreenState::pageDown, Key.PAGE_DOWN, Key.ctrl('f'))
				.on(METRICS, ScreenState::first, Key.of('g'), Key.HOME)
				.on(METRICS, ScreenState::last, Key.of('G'), Key.END)
				.on(TAIL, ScreenState::olderEvents, Key.PAGE_UP, Key.ctrl('b'))
				.on(TAIL, ScreenState::newerEvents, Key.PAGE_DOWN, Key.ctrl('f'))
				.on(TAIL, ScreenState::oldestEvent, Key.of('g'), Key.HOME)
				.on(TAIL, ScreenState::newestEvent, Key.of('G'), Key.END)
				.on(HELP, ScreenState::helpPageUp, Key.PAGE_UP, Key.ctrl('b'))
				.on(HELP, ScreenState::helpPageDown, Key.PAGE_DOWN, Key.ctrl('f')),
			new KeyBinding("show, hide series").on(LIST, ScreenState::expand, Key.RIGHT, Key.of('l'), Key.of('+'))
				.on(LIST, ScreenState::collapse, Key.LEFT, Key.of('h'), Key.of('-'))
				.hint(View.LIST, 4, (state) -> state.expands() ? "series" : null, Key.RIGHT),
			new KeyBinding("show or hide all").on(LIST, ScreenState::toggleAll, Key.of('e')),
			new KeyBinding("mine only, all").on(LIST, ScreenState::toggleOwnOnly, Key.of('m'))
				.hint(View.LIST, 10, (state) -> state.ownOnly() ? "all" : "mine", Key.of('m')),
			new KeyBinding("move labels").on(LIST, ScreenState::scrollLeft, Key.of('<'))
				.on(LIST, ScreenState::scrollRight, Key.of('>')),
			new KeyBinding("look closely, back").on(LIST, ScreenState::lookClosely, Key.ENTER)
				.on(DETAIL, ScreenState::back, Key.ESCAPE, Key.ENTER, Key.BACKSPACE, Key.LEFT, Key.of('h'))
				.hint(View.LIST, 3, (state) -> state.hasRow() ? "detail" : null, Key.ENTER)
				.hint(View.DETAIL, 1, "back", Key.ESCAPE),
			new KeyBinding("chart, distribution").on(DETAIL, ScreenState::toggleDistribution, Key.TAB)
				.hint(View.DETAIL, 4, (state) -> state.togglesDistribution() ? "chart or distribution" : null, Key.TAB),
			new KeyBinding("its events, back").on(METRICS, ScreenState::openTail, Key.of('v'))
				.on(TAIL, ScreenState::closeTail, Key.of('v'), Key.ESCAPE, Key.BACKSPACE, Key.LEFT, Key.of('h'))
				.hint(View.LIST, 11, (state) -> state.hasRow() ? "events" : null, Key.of('v'))
				.hint(View.DETAIL, 8, "events", Key.of('v'))
				.hint(View.TAIL, 1, "back", Key.ESCAPE),
			new KeyBinding("level of a figure").on(METRICS, ScreenState::openLevel, Key.of('L'))
				.hint(View.LIST, 12, (state) -> state.hasRow() ? "level" : null, Key.of('L'))
				.hint(View.DETAIL, 9, "level", Key.of('L')),
			new KeyBinding("sort by next, reverse").on(LIST, ScreenState::sort, Key.of('s'))
				.on(LIST, ScreenState::reverse, Key.of('S'))
				.hint(View.LIST, 6, "sort", Key.of('s')),
			new KeyBinding("keep at the top").on(LIST, ScreenState::togglePin, Key.of('*')),
			new KeyBinding("filter, show all").on(METRICS, ScreenState::openFilter, Key.of('/'))
				.on(LIST, ScreenState::clearFilter, Key.ESCAPE)
				.hint(View.LIST, 5, "filter", Key.of('/')),
			new KeyBinding("freeze, go on").on(CONTENT, (state) -> state.time().toggleFrozen(), Key.SPACE)
				.hint(View.TAIL, 4, KeyTable::freezeHint, Key.SPACE)
				.hint(View.LIST, 7, KeyTable::freezeHint, Key.SPACE)
				.hint(View.DETAIL, 5, KeyTable::freezeHint, Key.SPACE),
			new KeyBinding("10 s, 1 or 5 min, all").on(METRICS, (state) -> state.time().nextWindow(), Key.of('w'))
				.hint(View.LIST, 8, "window", Key.of('w'))
				.hint(View.DETAIL, 6, "window", Key.of('w')),
			new KeyBinding("count from now, undo").on(METRICS, (state) -> state.time().reset(), Key.of('r'))
				.on(METRICS, (state) -> state.time().undoReset(), Key.of('u'))
				.hint(View.LIST, 9, "reset", Key.of('r'))
				.hint(View.LIST, 20, (state) -> state.time().wasReset() ? "undo reset" : null, Key.of('u')),
			new KeyBinding("connect again").on(METRICS, ScreenState::reconnect, Key.of('c')),
			new KeyBinding("quit").on(NOT_TYPING, ScreenState::endScreen, Key.of('q'))
				.on(EVERYWHERE, ScreenState::endScreen, Key.ctrl('c'))
				.hint(View.LIST, 2, "quit", Key.of('q'))
				.hint(View.DETAIL, 2, "quit", Key.of('q'))
				.hint(View.TAIL, 2, "quit", Key.of('q'))
				.hint(View.HELP, 2, "quit", Key.of('q')),
			new KeyBinding("stop, draw all again").on(EVERYWHERE, ScreenState::stop, Key.ctrl('z'))
				.on(EVERYWHERE, ScreenState::repaint, Key.ctrl('l')),
			new KeyBinding("this help").on(CONTENT, ScreenState::openHelp, Key.of('?'), Key.F1)
				.on(HELP, ScreenState::closeHelp, Key.ANY)
				.hint(View.LIST, 1, "help", Key.of('?'))
				.hint(View.DETAIL, 7, "help", Key.of('?'))
				.hint(View.TAIL, 5, "help", Key.of('?'))
				.hint(View.HELP, 1, "back", Key.ANY));

	private KeyTable() {
	}

	private static String freezeHint(ScreenState state) {
		return state.time().frozen() ? "go on" : "freeze";
	}

	/**
	 * Performs the action of a key.
	 * @return whether it has one in the view that is shown
	 */
	static boolean press(KeyEvent key, ScreenState state) {
		for (KeyBinding binding : BINDINGS) {
			Consumer<ScreenState> action = binding.action(state.view(), key);
			if (action != null) {
				action.accept(state);
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns the entries of the footer below a view, from the left.
	 */
	static List<Hint> hints(View view) {
		return BINDINGS.stream()
			.flatMap((binding) -> binding.hints().stream())
			.filter((hint) -> hint.view() == view)
			.sorted(Comparator.comparingInt(Hint::place))
			.toList();
	}

}
