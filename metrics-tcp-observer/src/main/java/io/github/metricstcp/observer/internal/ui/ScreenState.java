package io.github.metricstcp.observer.internal.ui;

import java.util.List;
import java.util.function.Consumer;

import dev.tamboui.tui.event.KeyEvent;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;
import org.jspecify.annotations.Nullable;

/**
 * The part of the screen's state that keys change, and the actions of the keys.
 */
final class ScreenState {

	private final ModelReader reader;

	private final MetricList list;

	private final ListSwitch lists;

	private final DetailKeys detail;

	private final TailKeys tail;

	private final ShownTime time;

	private final HelpScroll helpScroll;

	private final FilterInput filter;

	private final LevelInput level;

	private final Consumer<String> reconnect;

	private final RunControls controls;

	private final ReplayKeys replay;

	private View view = View.LIST;

	private View behindHelp = View.LIST;

	private View behindTail = View.LIST;

	private boolean quit;

	private boolean repaint;

	private boolean stop;

	ScreenState(ModelReader reader, MetricList list, ListSwitch lists, DetailKeys detail, TailView tailView,
			HelpScroll helpScroll, FilterInput filter, LevelInput level, Consumer<String> reconnect,
			RunControls controls, ReplayKeys replay) {
		this.reader = reader;
		this.list = list;
		this.lists = lists;
		this.detail = detail;
		this.time = new ShownTime(reader, list, lists);
		this.tail = new TailKeys(tailView, this.time);
		this.helpScroll = helpScroll;
		this.filter = filter;
		this.level = level;
		this.reconnect = reconnect;
		this.controls = controls;
		this.replay = replay;
	}

	/**
	 * Returns the part of the screen that keys act upon.
	 */
	View view() {
		if (this.level.isOpen()) {
			return View.LEVEL;
		}
		return this.filter.isOpen() ? View.FILTER : shown();
	}

	/**
	 * Returns the part of the screen that is above a line in which something is typed.
	 */
	View shown() {
		return (this.view == View.LIST) ? this.lists.view() : this.view;
	}

	/**
	 * Whether the user wants to quit.
	 */
	boolean quit() {
		return this.quit;
	}

	/**
	 * Whether the user wants everything drawn again, because something else has written
	 * to the terminal. The wish is gone once it was asked for.
	 */
	boolean takeRepaint() {
		boolean repaint = this.repaint;
		this.repaint = false;
		return repaint;
	}

	/**
	 * Whether the user wants the program to be stopped until it is continued. The wish is
	 * gone once it was asked for.
	 */
	boolean takeStop() {
		boolean stop = this.stop;
		this.stop = false;
		return stop;
	}

	/**
	 * Returns the keys of the time that is shown.
	 */
	ShownTime time() {
		return this.time;
	}

	/**
	 * Whether there is a row to look at closely.
	 */
	boolean hasRow() {
		return this.detail.row() != null;
	}

	/**
	 * Whether there is another row to go to.
	 */
	boolean hasOtherRows() {
		return this.list.rows().size() > 1;
	}

	/**
	 * Whether the selected row has series that can be shown below it.
	 */
	boolean expands() {
		return this.lists.expands();
	}

	boolean scrollsHelp() {
		return this.helpScroll.scrolls();
	}

	boolean ownOnly() {
		return this.list.ownOnly();
	}

	/**
	 * Returns the rows of the list, or of the targets side by side.
	 */
	RowsView rows() {
		return this.lists.shown();
	}

	/**
	 * Returns the keys of one metric that is looked at.
	 */
	DetailKeys detail() {
		return this.detail;
	}

	/**
	 * Returns the keys of the events of a metric.
	 */
	TailKeys tail() {
		return this.tail;
	}

	/**
	 * Returns the row that is selected or looked at, {@code null} if there is none.
	 */
	private @Nullable Row selected() {
		return (this.view == View.DETAIL) ? this.detail.row() : this.lists.lookedAt();
	}

	void togglePin() {
		this.lists.togglePin();
	}

	void toggleOwnOnly() {
		this.list.toggleOwnOnly();
	}

	void nextTargets() {
		this.lists.moveTargets(1);
	}

	void previousTargets() {
		this.lists.moveTargets(-1);
	}

	/**
	 * Returns the next choice of targets in words, {@code null} if there is none.
	 */
	@Nullable String targetsHint() {
		return this.lists.nextTargets();
	}

	/**
	 * Compares the targets by the next number.
	 */
	void compareByNext() {
		this.lists.nextMeasure();
	}

	void lookClosely() {
		Row selected = selected();
		if (selected != null) {
			this.view = View.DETAIL;
			this.detail.look(selected);
		}
	}

	void back() {
		this.view = View.LIST;
		this.detail.look(null);
		this.lists.selectAsInList();
	}

	void openFilter() {
		this.view = View.LIST;
		this.detail.look(null);
		this.filter.open();
	}

	void clearFilter() {
		this.filter.clear();
		this.list.filter(this.filter.filter());
	}

	/**
	 * Sets a level of the selected metric, which is typed now.
	 */
	void openLevel() {
		Row selected = selected();
		if (selected != null) {
			this.level.open(selected);
		}
	}

	/**
	 * Gives a key to the line that is typed, if there is one.
	 */
	void type(KeyEvent key) {
		if (this.level.isOpen()) {
			this.level.press(key);
		}
		else if (this.filter.isOpen()) {
			this.filter.press(key);
			this.list.filter(this.filter.filter());
		}
	}

	/**
	 * Gives pasted text to the line that is typed. It is no key: without such a line,
	 * nothing happens.
	 */
	void paste(String text) {
		if (this.level.isOpen()) {
			this.level.paste(text);
		}
		else if (this.filter.isOpen()) {
			this.filter.paste(text);
			this.list.filter(this.filter.filter());
		}
	}

	/**
	 * Shows the events of the selected row.
	 */
	void openTail() {
		Row selected = selected();
		if (selected != null) {
			this.behindTail = this.view;
			this.view = View.TAIL;
			this.tail.open(selected);
		}
	}

	void closeTail() {
		this.tail.close();
		this.view = this.behindTail;
	}

	/**
	 * Connects again to the targets that are not connected, or quiet; if there are none,
	 * to all.
	 */
	void reconnect() {
		List<TargetSnapshot> targets = this.reader.targetsNow()
			.stream()
			.filter((target) -> target.state() != TargetState.ENDED)
			.toList();
		List<TargetSnapshot> troubled = targets.stream()
			.filter((target) -> target.state() != TargetState.CONNECTED || target.remark() != null)
			.toList();
		(troubled.isEmpty() ? targets : troubled).forEach((target) -> this.reconnect.accept(target.name()));
	}

	/**
	 * Starts recording, or ends it.
	 */
	void toggleRecording() {
		this.controls.toggleRecording().run();
	}

	/**
	 * Whether there is something that can be recorded: no replay.
	 */
	boolean records() {
		return !this.controls.equals(RunControls.NONE) && !this.replay.active();
	}

	boolean recording() {
		return !this.controls.recordings().get().isEmpty();
	}

	/**
	 * Returns the keys that control a replay.
	 */
	ReplayKeys replay() {
		return this.replay;
	}

	void openHelp() {
		this.behindHelp = this.view;
		this.view = View.HELP;
		this.helpScroll.toTop();
	}

	/**
	 * Scrolls the help, or closes it where there is nothing to scroll.
	 * @param lines the number of lines downwards
	 */
	private void scrollHelp(int lines) {
		if (this.helpScroll.scrolls()) {
			this.helpScroll.scroll(lines);
		}
		else {
			closeHelp();
		}
	}

	void helpUp() {
		scrollHelp(-1);
	}

	void helpDown() {
		scrollHelp(1);
	}

	void helpPageUp() {
		scrollHelp(-this.helpScroll.page());
	}

	void helpPageDown() {
		scrollHelp(this.helpScroll.page());
	}

	void closeHelp() {
		this.view = this.behindHelp;
	}

	void endScreen() {
		this.quit = true;
	}

	void stop() {
		this.stop = true;
	}

	void repaint() {
		this.repaint = true;
	}

}
