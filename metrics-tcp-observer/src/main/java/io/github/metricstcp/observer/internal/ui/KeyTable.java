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

	private static final Set<View> LIST = EnumSet.of(View.LIST, View.COMPARE);

	private static final Set<View> COMPARE = EnumSet.of(View.COMPARE);

	private static final Set<View> DETAIL = EnumSet.of(View.DETAIL);

	private static final Set<View> HELP = EnumSet.of(View.HELP);

	private static final Set<View> METRICS = EnumSet.of(View.LIST, View.COMPARE, View.DETAIL);

	private static final Set<View> NOT_TYPING = EnumSet.complementOf(EnumSet.of(View.FILTER));

	private static final Set<View> EVERYWHERE = EnumSet.allOf(View.class);

	/**
	 * The bindings in the order of help and documentation. The first that has an action
	 * for a key is the one.
	 */
	static final List<KeyBinding> BINDINGS = List.of(
			new KeyBinding("select a row").on(METRICS, ScreenState::up, Key.UP, Key.of('k'))
				.on(METRICS, ScreenState::down, Key.DOWN, Key.of('j'))
				.hint(View.DETAIL, 3, "other metric", Key.UP, Key.DOWN),
			new KeyBinding("page up, down, ends").on(METRICS, ScreenState::pageUp, Key.PAGE_UP, Key.ctrl('b'))
				.on(METRICS, ScreenState::pageDown, Key.PAGE_DOWN, Key.ctrl('f'))
				.on(METRICS, ScreenState::first, Key.of('g'), Key.HOME)
				.on(METRICS, ScreenState::last, Key.of('G'), Key.END),
			new KeyBinding("show, hide series").on(LIST, ScreenState::expand, Key.RIGHT, Key.of('l'), Key.of('+'))
				.on(LIST, ScreenState::collapse, Key.LEFT, Key.of('h'), Key.of('-'))
				.hint(View.LIST, 4, "series", Key.RIGHT),
			new KeyBinding("show or hide all").on(LIST, ScreenState::toggleAll, Key.of('e')),
			new KeyBinding("look closely, back").on(LIST, ScreenState::lookClosely, Key.ENTER)
				.on(DETAIL, ScreenState::back, Key.ESCAPE, Key.ENTER, Key.BACKSPACE, Key.LEFT, Key.of('h'))
				.hint(View.LIST, 3, "detail", Key.ENTER)
				.hint(View.DETAIL, 1, "back", Key.ESCAPE),
			new KeyBinding("chart, distribution").on(DETAIL, ScreenState::toggleDetail, Key.TAB)
				.hint(View.DETAIL, 4, ScreenState::detailParts, Key.TAB),
			new KeyBinding("sort by next, reverse").on(LIST, ScreenState::sort, Key.of('s'))
				.on(LIST, ScreenState::reverse, Key.of('S'))
				.hint(View.LIST, 6, "sort", Key.of('s')),
			new KeyBinding("choose targets").on(LIST, ScreenState::nextTargets, Key.of('t'))
				.on(LIST, ScreenState::previousTargets, Key.of('T'))
				.hint(View.LIST, -1, ScreenState::targetsHint, Key.of('t')),
			new KeyBinding("rank, group by next").on(DETAIL, ScreenState::nextMeasure, Key.of('o'))
				.on(COMPARE, ScreenState::nextMeasure, Key.of('o'))
				.on(DETAIL, ScreenState::groupByNext, Key.of('b'))
				.hint(View.DETAIL, -1, ScreenState::rankHint, Key.of('o'))
				.hint(View.DETAIL, 0, ScreenState::groupHint, Key.of('b'))
				.hint(View.COMPARE, 0, "other numbers", Key.of('o')),
			new KeyBinding("filter, show all").on(METRICS, ScreenState::openFilter, Key.of('/'))
				.on(LIST, ScreenState::clearFilter, Key.ESCAPE)
				.hint(View.LIST, 5, "filter", Key.of('/')),
			new KeyBinding("freeze, go on").on(METRICS, ScreenState::toggleFrozen, Key.SPACE)
				.hint(View.LIST, 7, KeyTable::freezeHint, Key.SPACE)
				.hint(View.DETAIL, 5, KeyTable::freezeHint, Key.SPACE),
			new KeyBinding("10 s, 1 or 5 min, all").on(METRICS, ScreenState::nextWindow, Key.of('w'))
				.hint(View.LIST, 8, "window", Key.of('w'))
				.hint(View.DETAIL, 6, "window", Key.of('w')),
			new KeyBinding("count from now on").on(METRICS, ScreenState::reset, Key.of('r'))
				.hint(View.LIST, 9, "reset", Key.of('r')),
			new KeyBinding("connect again").on(METRICS, ScreenState::reconnect, Key.of('c')),
			new KeyBinding("quit").on(NOT_TYPING, ScreenState::endScreen, Key.of('q'))
				.on(EVERYWHERE, ScreenState::endScreen, Key.ctrl('c'))
				.hint(View.LIST, 2, "quit", Key.of('q'))
				.hint(View.DETAIL, 2, "quit", Key.of('q'))
				.hint(View.HELP, 2, "quit", Key.of('q')),
			new KeyBinding("draw all again").on(EVERYWHERE, ScreenState::repaint, Key.ctrl('l')),
			new KeyBinding("this help").on(METRICS, ScreenState::openHelp, Key.of('?'), Key.F1)
				.on(HELP, ScreenState::closeHelp, Key.ANY)
				.hint(View.LIST, 1, "help", Key.of('?'))
				.hint(View.DETAIL, 7, "help", Key.of('?'))
				.hint(View.HELP, 1, "back", Key.ANY));

	private KeyTable() {
	}

	private static String freezeHint(ScreenState state) {
		return state.frozen() ? "go on" : "freeze";
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
	 * Returns the entries of the footer below a view, from the left. What is below the
	 * list is below the targets side by side too.
	 */
	static List<Hint> hints(View view) {
		return BINDINGS.stream()
			.flatMap((binding) -> binding.hints().stream())
			.filter((hint) -> hint.view() == view || (hint.view() == View.LIST && view == View.COMPARE))
			.sorted(Comparator.comparingInt(Hint::place))
			.toList();
	}

}
