package io.github.metricstcp.observer.internal.ui;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.tamboui.tui.event.KeyEvent;
import io.github.metricstcp.observer.internal.ui.KeyBinding.Hint;
import org.jspecify.annotations.Nullable;

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

	private static final Set<View> TAIL = EnumSet.of(View.TAIL);

	private static final Set<View> CONTENT = EnumSet.of(View.LIST, View.COMPARE, View.DETAIL, View.TAIL);

	private static final Set<View> NOT_TYPING = EnumSet.complementOf(EnumSet.of(View.FILTER, View.LEVEL));

	private static final Set<View> EVERYWHERE = EnumSet.allOf(View.class);

	/**
	 * The bindings in the order of help and documentation. The first that has an action
	 * for a key is the one.
	 */
	static final List<KeyBinding> BINDINGS = List.of(
			new KeyBinding("select a row").on(LIST, (state) -> state.rows().cursor().up(), Key.UP, Key.of('k'))
				.on(LIST, (state) -> state.rows().cursor().down(), Key.DOWN, Key.of('j'))
				.on(DETAIL, (state) -> state.detail().up(), Key.UP, Key.of('k'))
				.on(DETAIL, (state) -> state.detail().down(), Key.DOWN, Key.of('j'))
				.on(TAIL, (state) -> state.tail().older(), Key.UP, Key.of('k'))
				.on(TAIL, (state) -> state.tail().newer(), Key.DOWN, Key.of('j'))
				.hint(View.TAIL, 3, "older, newer", Key.UP, Key.DOWN)
				.hint(View.DETAIL, 3, (state) -> state.hasOtherRows() ? "other metric" : null, Key.UP, Key.DOWN)
				.on(HELP, ScreenState::helpUp, Key.UP, Key.of('k'))
				.on(HELP, ScreenState::helpDown, Key.DOWN, Key.of('j'))
				.hint(View.HELP, 3, (state) -> state.scrollsHelp() ? "more" : null, Key.UP, Key.DOWN),
			new KeyBinding("page up, down, ends")
				.on(LIST, (state) -> state.rows().cursor().pageUp(), Key.PAGE_UP, Key.ctrl('b'))
				.on(LIST, (state) -> state.rows().cursor().pageDown(), Key.PAGE_DOWN, Key.ctrl('f'))
				.on(LIST, (state) -> state.rows().cursor().first(), Key.of('g'), Key.HOME)
				.on(LIST, (state) -> state.rows().cursor().last(), Key.of('G'), Key.END)
				.on(DETAIL, (state) -> state.detail().pageUp(), Key.PAGE_UP, Key.ctrl('b'))
				.on(DETAIL, (state) -> state.detail().pageDown(), Key.PAGE_DOWN, Key.ctrl('f'))
				.on(DETAIL, (state) -> state.detail().first(), Key.of('g'), Key.HOME)
				.on(DETAIL, (state) -> state.detail().last(), Key.of('G'), Key.END)
				.on(TAIL, (state) -> state.tail().pageOlder(), Key.PAGE_UP, Key.ctrl('b'))
				.on(TAIL, (state) -> state.tail().pageNewer(), Key.PAGE_DOWN, Key.ctrl('f'))
				.on(TAIL, (state) -> state.tail().oldest(), Key.of('g'), Key.HOME)
				.on(TAIL, (state) -> state.tail().newest(), Key.of('G'), Key.END)
				.on(HELP, ScreenState::helpPageUp, Key.PAGE_UP, Key.ctrl('b'))
				.on(HELP, ScreenState::helpPageDown, Key.PAGE_DOWN, Key.ctrl('f')),
			new KeyBinding("show, hide series")
				.on(LIST, (state) -> state.rows().expand(), Key.RIGHT, Key.of('l'), Key.of('+'))
				.on(LIST, (state) -> state.rows().collapse(), Key.LEFT, Key.of('h'), Key.of('-'))
				.hint(View.LIST, 4, (state) -> state.expands() ? "series" : null, Key.RIGHT),
			new KeyBinding("show or hide all").on(LIST, (state) -> state.rows().toggleAll(), Key.of('e')),
			new KeyBinding("mine only, all").on(LIST, ScreenState::toggleOwnOnly, Key.of('m'))
				.hint(View.LIST, 10, (state) -> state.ownOnly() ? "all" : "mine", Key.of('m')),
			new KeyBinding("move labels, targets").on(LIST, (state) -> state.rows().scrollLeft(), Key.of('<'))
				.on(LIST, (state) -> state.rows().scrollRight(), Key.of('>')),
			new KeyBinding("look closely, back").on(LIST, ScreenState::lookClosely, Key.ENTER)
				.on(DETAIL, ScreenState::back, Key.ESCAPE, Key.ENTER, Key.BACKSPACE, Key.LEFT, Key.of('h'))
				.hint(View.LIST, 3, (state) -> state.hasRow() ? "detail" : null, Key.ENTER)
				.hint(View.DETAIL, 1, "back", Key.ESCAPE),
			new KeyBinding("chart, distribution").on(DETAIL, (state) -> state.detail().toggle(), Key.TAB)
				.hint(View.DETAIL, 4, (state) -> state.detail().parts(), Key.TAB),
			new KeyBinding("its events, back").on(METRICS, ScreenState::openTail, Key.of('v'))
				.on(TAIL, ScreenState::closeTail, Key.of('v'), Key.ESCAPE, Key.BACKSPACE, Key.LEFT, Key.of('h'))
				.hint(View.LIST, 11, (state) -> state.hasRow() ? "events" : null, Key.of('v'))
				.hint(View.DETAIL, 8, "events", Key.of('v'))
				.hint(View.TAIL, 1, "back", Key.ESCAPE),
			new KeyBinding("level of a figure").on(METRICS, ScreenState::openLevel, Key.of('L'))
				.hint(View.LIST, 12, (state) -> state.hasRow() ? "level" : null, Key.of('L'))
				.hint(View.DETAIL, 9, "level", Key.of('L')),
			new KeyBinding("sort by next, reverse").on(LIST, (state) -> state.rows().sortByNext(), Key.of('s'))
				.on(LIST, (state) -> state.rows().reverse(), Key.of('S'))
				.hint(View.LIST, 6, "sort", Key.of('s')),
			new KeyBinding("keep at the top").on(LIST, ScreenState::togglePin, Key.of('*')),
			new KeyBinding("choose targets").on(LIST, ScreenState::nextTargets, Key.of('t'))
				.on(LIST, ScreenState::previousTargets, Key.of('T'))
				.hint(View.LIST, -1, ScreenState::targetsHint, Key.of('t')),
			new KeyBinding("rank, group by next").on(DETAIL, (state) -> state.detail().rankByNext(), Key.of('o'))
				.on(COMPARE, ScreenState::compareByNext, Key.of('o'))
				.on(DETAIL, (state) -> state.detail().groupByNext(), Key.of('b'))
				.hint(View.DETAIL, -1, (state) -> state.detail().nextRank(), Key.of('o'))
				.hint(View.DETAIL, 0, (state) -> state.detail().nextGroup(), Key.of('b'))
				.hint(View.COMPARE, 0, "other numbers", Key.of('o')),
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
			new KeyBinding("record, end recording").on(METRICS, ScreenState::toggleRecording, Key.of('R'))
				.hint(View.LIST, 13, KeyTable::recordHint, Key.of('R')),
			new KeyBinding("replay: pause, go on").on(METRICS, (state) -> state.replay().pauseOrGoOn(), Key.of('p'))
				.hint(View.LIST, 14, KeyTable::pauseHint, Key.of('p')),
			new KeyBinding("replay: back, forward").on(METRICS, (state) -> state.replay().back(), Key.of('['))
				.on(METRICS, (state) -> state.replay().forward(), Key.of(']')),
			new KeyBinding("replay: slower, faster").on(METRICS, (state) -> state.replay().slower(), Key.of('{'))
				.on(METRICS, (state) -> state.replay().faster(), Key.of('}')),
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

	private static @Nullable String recordHint(ScreenState state) {
		return state.records() ? (state.recording() ? "end recording" : "record") : null;
	}

	private static @Nullable String pauseHint(ScreenState state) {
		return state.replay().active() ? (state.replay().paused() ? "go on" : "pause") : null;
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
