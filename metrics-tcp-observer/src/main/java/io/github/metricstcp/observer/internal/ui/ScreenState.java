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

	private final FilterInput filter;

	private final Consumer<String> reconnect;

	private final RunControls controls;

	private final ReplayKeys replay;

	private View view = View.LIST;

	private View behindHelp = View.LIST;

	private boolean quit;

	private boolean repaint;

	ScreenState(ModelReader reader, MetricList list, ListView listView, DetailView detailView, FilterInput filter,
			Consumer<String> reconnect, RunControls controls, ReplayKeys replay) {
		this.reader = reader;
		this.list = list;
		this.listView = listView;
		this.detailView = detailView;
		this.filter = filter;
		this.reconnect = reconnect;
		this.controls = controls;
		this.replay = replay;
	}

	/**
	 * Returns the part of the screen that keys act upon.
	 */
	View view() {
		return this.filter.isOpen() ? View.FILTER : this.view;
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

	boolean frozen() {
		return this.reader.frozen();
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
	 * Gives a key to the filter that is typed.
	 */
	void type(KeyEvent key) {
		this.filter.press(key);
		this.list.filter(this.filter.filter());
	}

	/**
	 * Gives pasted text to the filter that is typed.
	 */
	void paste(String text) {
		this.filter.paste(text);
		this.list.filter(this.filter.filter());
	}

	void toggleFrozen() {
		if (!this.reader.frozen()) {
			this.list.readAll();
		}
		this.reader.toggleFrozen();
		if (!this.reader.frozen()) {
			// What was read meanwhile ends where the screen was frozen
			this.list.forgetReadings();
		}
	}

	void nextWindow() {
		if (!this.reader.frozen()) {
			this.reader.nextWindow();
			this.list.forgetReadings();
		}
	}

	void reset() {
		if (!this.reader.frozen()) {
			this.reader.reset();
			this.list.forgetReadings();
		}
	}

	/**
	 * Connects again to the targets that are not connected, or quiet; if there are none,
	 * to all.
	 */
	void reconnect() {
		List<TargetSnapshot> targets = this.reader.targets();
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
	}

	void closeHelp() {
		this.view = this.behindHelp;
	}

	void endScreen() {
		this.quit = true;
	}

	void repaint() {
		this.repaint = true;
	}

}
