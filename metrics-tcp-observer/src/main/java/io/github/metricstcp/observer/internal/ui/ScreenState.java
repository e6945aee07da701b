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

	private final ListView listView;

	private final ListSwitch lists;

	private final DetailView detailView;

	private final GroupDetailView groupDetailView;

	private final FilterInput filter;

	private final Consumer<String> reconnect;

	private View view = View.LIST;

	private View behindHelp = View.LIST;

	private boolean quit;

	private boolean repaint;

	ScreenState(ModelReader reader, MetricList list, ListView listView, ListSwitch lists, DetailView detailView,
			GroupDetailView groupDetailView, FilterInput filter, Consumer<String> reconnect) {
		this.reader = reader;
		this.list = list;
		this.listView = listView;
		this.lists = lists;
		this.detailView = detailView;
		this.groupDetailView = groupDetailView;
		this.filter = filter;
		this.reconnect = reconnect;
	}

	/**
	 * Returns the part of the screen that keys act upon.
	 */
	View view() {
		if (this.filter.isOpen()) {
			return View.FILTER;
		}
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

	boolean frozen() {
		return this.reader.frozen();
	}

	/**
	 * Returns the parts of the detail between which there is a change, {@code null} if
	 * there is room for all.
	 */
	@Nullable String detailParts() {
		MetricGroup group = groupInDetail();
		if (group != null) {
			return this.groupDetailView.parts(group.kind());
		}
		return this.detailView.toggles() ? DetailView.CHART_OR_DISTRIBUTION : null;
	}

	/**
	 * Returns the metric that is looked at as a whole, {@code null} if none is.
	 */
	private @Nullable MetricGroup groupInDetail() {
		Row selected = this.listView.selected();
		return (this.view == View.DETAIL && selected != null && selected.collective()) ? selected.group() : null;
	}

	/**
	 * Returns the rows that are gone through: below a detail those of the list.
	 */
	private RowsView rows() {
		return (this.view == View.DETAIL) ? this.listView : this.lists.shown();
	}

	void up() {
		rows().up();
	}

	void down() {
		rows().down();
	}

	void pageUp() {
		if (groupInDetail() != null) {
			this.groupDetailView.scroll(-1);
		}
		else {
			rows().pageUp();
		}
	}

	void pageDown() {
		if (groupInDetail() != null) {
			this.groupDetailView.scroll(1);
		}
		else {
			rows().pageDown();
		}
	}

	void first() {
		if (groupInDetail() != null) {
			this.groupDetailView.scrollToFirst();
		}
		else {
			rows().first();
		}
	}

	void last() {
		if (groupInDetail() != null) {
			this.groupDetailView.scrollToLast();
		}
		else {
			rows().last();
		}
	}

	void expand() {
		rows().expand();
	}

	void collapse() {
		rows().collapse();
	}

	void toggleAll() {
		rows().toggleAll();
	}

	void sort() {
		rows().sortByNext();
	}

	void reverse() {
		rows().reverse();
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
	 * Compares the targets, or ranks the series of a metric, by the next number.
	 */
	void nextMeasure() {
		MetricGroup group = groupInDetail();
		if (group != null) {
			this.groupDetailView.ranking().rankByNext(group.kind());
		}
		else if (view() == View.COMPARE) {
			this.lists.nextMeasure();
		}
	}

	/**
	 * Returns what the next number is, {@code null} if there is no ranking.
	 */
	@Nullable String rankHint() {
		MetricGroup group = groupInDetail();
		return (group != null)
				? "rank by " + this.groupDetailView.ranking().nextMeasure(group.kind()).word(group.kind()) : null;
	}

	/**
	 * Groups the series of a metric by the next label.
	 */
	void groupByNext() {
		MetricGroup group = groupInDetail();
		if (group != null) {
			this.groupDetailView.ranking().groupByNext(group);
		}
	}

	/**
	 * Returns what the series are grouped by next, {@code null} if there is no ranking.
	 */
	@Nullable String groupHint() {
		MetricGroup group = groupInDetail();
		if (group == null || !this.groupDetailView.ranking().hasKeys(group)) {
			return null;
		}
		GroupRanking.GroupKey next = this.groupDetailView.ranking().nextKey(group);
		return (next != null) ? "by " + next.text() : "each series";
	}

	void lookClosely() {
		if (this.lists.selectInList() != null) {
			this.view = View.DETAIL;
		}
	}

	void back() {
		this.view = View.LIST;
		this.lists.selectAsInList();
	}

	/**
	 * Changes between the parts of the detail, where there is no room for all.
	 */
	void toggleDetail() {
		if (groupInDetail() != null) {
			this.groupDetailView.toggle();
		}
		else {
			this.detailView.toggle();
		}
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
			this.lists.readAll();
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
