package io.github.metricstcp.observer.internal.ui;

import java.util.List;
import java.util.function.Consumer;

import dev.tamboui.tui.event.KeyEvent;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;

/**
 * The part of the screen's state that keys change, and the actions of the keys.
 */
final class ScreenState {

	private final ModelReader reader;

	private final MetricList list;

	private final ListView listView;

	private final DetailView detailView;

	private final TailView tailView;

	private final HelpScroll helpScroll;

	private final FilterInput filter;

	private final LevelInput level;

	private final Consumer<String> reconnect;

	private final ShownTime time;

	private View view = View.LIST;

	private View behindHelp = View.LIST;

	private View behindTail = View.LIST;

	private boolean quit;

	private boolean repaint;

	private boolean stop;

	ScreenState(ModelReader reader, MetricList list, ListView listView, DetailView detailView, TailView tailView,
			HelpScroll helpScroll, FilterInput filter, LevelInput level, Consumer<String> reconnect) {
		this.reader = reader;
		this.list = list;
		this.listView = listView;
		this.detailView = detailView;
		this.tailView = tailView;
		this.helpScroll = helpScroll;
		this.filter = filter;
		this.level = level;
		this.reconnect = reconnect;
		this.time = new ShownTime(reader, list);
	}

	/**
	 * Returns the part of the screen that keys act upon.
	 */
	View view() {
		if (this.level.isOpen()) {
			return View.LEVEL;
		}
		return this.filter.isOpen() ? View.FILTER : this.view;
	}

	/**
	 * Returns the part of the screen that is above a line in which something is typed.
	 */
	View shown() {
		return this.view;
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

	ShownTime time() {
		return this.time;
	}

	/**
	 * Whether there is a row to look at closely.
	 */
	boolean hasRow() {
		return this.listView.selected() != null;
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
		Row row = this.listView.selected();
		return row != null && row.expandable() && !row.expanded();
	}

	boolean scrollsHelp() {
		return this.helpScroll.scrolls();
	}

	boolean ownOnly() {
		return this.list.ownOnly();
	}

	boolean togglesDistribution() {
		return this.detailView.toggles();
	}

	void up() {
		this.listView.up();
	}

	void down() {
		this.listView.down();
	}

	void pageUp() {
		this.listView.pageUp();
	}

	void pageDown() {
		this.listView.pageDown();
	}

	void first() {
		this.listView.first();
	}

	void last() {
		this.listView.last();
	}

	void expand() {
		this.listView.expand();
	}

	void collapse() {
		this.listView.collapse();
	}

	void toggleAll() {
		this.listView.toggleAll();
	}

	void togglePin() {
		this.listView.togglePin();
	}

	void toggleOwnOnly() {
		this.list.toggleOwnOnly();
	}

	void scrollLeft() {
		this.listView.scrollLeft();
	}

	void scrollRight() {
		this.listView.scrollRight();
	}

	void sort() {
		this.listView.sortByNext();
	}

	void reverse() {
		this.listView.reverse();
	}

	void lookClosely() {
		if (this.listView.selected() != null) {
			this.view = View.DETAIL;
		}
	}

	void back() {
		this.view = View.LIST;
	}

	void toggleDistribution() {
		this.detailView.toggle();
	}

	void openFilter() {
		this.view = View.LIST;
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
		Row selected = this.listView.selected();
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
	 * Shows the events of the selected row as they come, which a frozen screen would not.
	 */
	void openTail() {
		Row selected = this.listView.selected();
		if (selected == null) {
			return;
		}
		this.time.goOn();
		this.behindTail = this.view;
		this.view = View.TAIL;
		this.tailView.open(selected);
	}

	void closeTail() {
		this.tailView.close();
		this.view = this.behindTail;
	}

	void olderEvent() {
		scrollTail(1);
	}

	void newerEvent() {
		scrollTail(-1);
	}

	void olderEvents() {
		scrollTail(this.tailView.page());
	}

	void newerEvents() {
		scrollTail(-this.tailView.page());
	}

	void oldestEvent() {
		scrollTail(EventTail.KEPT);
	}

	void newestEvent() {
		scrollTail(-EventTail.KEPT);
	}

	/**
	 * Moves among the events, which stand still for that.
	 */
	private void scrollTail(int lines) {
		this.time.freeze();
		this.tailView.scroll(lines);
	}

	/**
	 * Connects again to the targets that are not connected, or quiet; if there are none,
	 * to all.
	 */
	void reconnect() {
		List<TargetSnapshot> targets = this.reader.targetsNow();
		List<TargetSnapshot> troubled = targets.stream()
			.filter((target) -> target.state() != TargetState.CONNECTED || target.remark() != null)
			.toList();
		(troubled.isEmpty() ? targets : troubled).forEach((target) -> this.reconnect.accept(target.name()));
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
