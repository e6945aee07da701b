package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The row that is selected among others, and the part of them that is seen: they are
 * scrolled to it.
 *
 * @param <R> the type of the rows
 */
final class RowCursor<R extends SelectableRow<R>> {

	private List<R> rows = List.of();

	private @Nullable R selected;

	// Until a key has chosen a row, the first one is selected
	private boolean chosen;

	private int index;

	private int top;

	private int height = 1;

	/**
	 * Finds the selected row where it is now.
	 * @param rows the rows from top to bottom
	 */
	void follow(List<R> rows) {
		this.rows = rows;
		R selected = this.chosen ? this.selected : null;
		if (selected != null && (this.index >= rows.size() || !rows.get(this.index).isSameAs(selected))) {
			int found = -1;
			for (int i = 0; i < rows.size() && found < 0; i++) {
				found = rows.get(i).isSameAs(selected) ? i : -1;
			}
			for (int i = 0; i < rows.size() && found < 0; i++) {
				found = rows.get(i).isOfSameMetric(selected) ? i : -1;
			}
			this.index = (found >= 0) ? found : this.index;
		}
		select(this.chosen ? this.index : 0);
	}

	/**
	 * Sets how many rows there is room for.
	 */
	void height(int height) {
		this.height = Math.max(1, height);
		select(this.index);
	}

	private void select(int index) {
		this.index = Math.max(0, Math.min(index, this.rows.size() - 1));
		this.selected = this.rows.isEmpty() ? null : this.rows.get(this.index);
		this.top = Math.max(this.index - this.height + 1, Math.min(this.top, this.index));
		this.top = Math.max(0, Math.min(this.top, this.rows.size() - this.height));
	}

	@Nullable R selected() {
		return this.selected;
	}

	/**
	 * Returns the rows that are seen.
	 */
	List<R> seen() {
		return this.rows.subList(this.top, Math.min(this.top + this.height, this.rows.size()));
	}

	/**
	 * Returns the number of rows above those that are seen.
	 */
	int top() {
		return this.top;
	}

	/**
	 * Returns the number of all rows.
	 */
	int size() {
		return this.rows.size();
	}

	/**
	 * Returns the row that a row is below, or the row itself.
	 */
	R above(R row) {
		int above = this.index;
		while (above > 0 && this.rows.get(above).depth() >= row.depth() && row.depth() > 0) {
			above--;
		}
		return this.rows.get(above);
	}

	/**
	 * Selects a row, which is looked for when the rows are followed next.
	 */
	void choose(R row) {
		this.selected = row;
		this.chosen = true;
	}

	/**
	 * Selects the first row, whichever it becomes, until a key chooses one.
	 */
	void chooseNone() {
		this.chosen = false;
		this.top = 0;
	}

	void up() {
		move(-1);
	}

	void down() {
		move(1);
	}

	void pageUp() {
		move(-page());
	}

	void pageDown() {
		move(page());
	}

	void first() {
		move(-this.rows.size());
	}

	void last() {
		move(this.rows.size());
	}

	private int page() {
		return Math.max(1, this.height - 1);
	}

	private void move(int rows) {
		select(this.index + rows);
		this.chosen = true;
	}

}
