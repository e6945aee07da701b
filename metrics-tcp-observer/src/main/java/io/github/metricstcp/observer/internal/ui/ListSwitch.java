package io.github.metricstcp.observer.internal.ui;

import io.github.metricstcp.client.model.TargetNames;
import org.jspecify.annotations.Nullable;

/**
 * The list of metrics and, in its place, the targets side by side. What is selected stays
 * so when the one takes the place of the other.
 */
final class ListSwitch {

	private final MetricList list;

	private final ListView listView;

	private final CompareView compareView;

	private final TargetChoice targets;

	ListSwitch(MetricList list, ListView listView, CompareView compareView, TargetChoice targets) {
		this.list = list;
		this.listView = listView;
		this.compareView = compareView;
		this.targets = targets;
	}

	/**
	 * Returns the one that is shown.
	 */
	RowsView shown() {
		return this.targets.sideBySide() ? this.compareView : this.listView;
	}

	View view() {
		return this.targets.sideBySide() ? View.COMPARE : View.LIST;
	}

	/**
	 * Finds the selected row where it is now.
	 */
	void follow() {
		if (this.targets.isOnlyGone()) {
			this.list.only(null);
			this.list.refresh();
		}
		this.listView.follow();
		shown().follow();
	}

	/**
	 * Goes on to another choice of targets.
	 * @param places how many choices to go on, negative to go back
	 */
	void moveTargets(int places) {
		if (!this.targets.hasChoice()) {
			return;
		}
		Row selected = selectInList();
		this.targets.move(places);
		TargetNames only = this.targets.only();
		this.list.only((only != null) ? only.name() : null);
		this.list.refresh();
		if (selected != null) {
			this.listView.reveal(selected);
		}
		selectAsInList();
	}

	/**
	 * Returns the next choice of targets in words, {@code null} if there is none.
	 */
	@Nullable String nextTargets() {
		return this.targets.nextText();
	}

	/**
	 * Selects in the list what is selected in the one that is shown.
	 * @return the row of the list, {@code null} if there is none
	 */
	@Nullable Row selectInList() {
		Row row = this.targets.sideBySide() ? this.compareView.selectedRow() : null;
		if (row != null) {
			this.listView.reveal(row);
		}
		return this.listView.cursor().selected();
	}

	/**
	 * Selects in the list what is selected in the one that is shown.
	 * @return the row that is looked at closely then, {@code null} if there is none
	 */
	@Nullable Row lookedAt() {
		Row selected = selectInList();
		Row lookedAt = this.targets.sideBySide() ? this.compareView.lookedAt() : null;
		return (lookedAt != null && lookedAt.collective()) ? lookedAt : selected;
	}

	/**
	 * Selects what is selected in the list in the one that is shown.
	 */
	void selectAsInList() {
		Row row = this.listView.cursor().selected();
		if (row != null && this.targets.sideBySide()) {
			this.compareView.reveal(row);
		}
	}

	/**
	 * Returns whether the selected row has rows that can be shown below it.
	 */
	boolean expands() {
		if (this.targets.sideBySide()) {
			return this.compareView.expands();
		}
		Row row = this.listView.cursor().selected();
		return row != null && row.expandable() && !row.expanded();
	}

	/**
	 * Keeps the selected metric at the top, or no longer.
	 */
	void togglePin() {
		Row row = selectInList();
		if (row != null) {
			this.listView.togglePin();
			selectAsInList();
		}
	}

	/**
	 * Compares the targets by the next number.
	 */
	void nextMeasure() {
		this.compareView.nextMeasure();
	}

	/**
	 * Reads all rows, when the screen has frozen.
	 */
	void readAll() {
		this.list.readAll();
		if (this.targets.sideBySide()) {
			this.compareView.readAll();
		}
	}

}
