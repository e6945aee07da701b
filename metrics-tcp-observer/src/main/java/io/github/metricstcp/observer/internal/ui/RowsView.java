package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;

/**
 * A view of metrics and their series in rows, of which one is selected.
 */
interface RowsView {

	/**
	 * Finds the selected row where it is now.
	 */
	void follow();

	void draw(Buffer buffer, Rect area);

	/**
	 * Returns what selects a row.
	 */
	RowCursor<?> cursor();

	/**
	 * Shows what is below the selected row.
	 */
	void expand();

	/**
	 * Hides what is below the selected row or, if nothing is, the row itself and all
	 * beside it; then the row above them is selected.
	 */
	void collapse();

	/**
	 * Moves labels, so that more of their beginnings is seen.
	 */
	void scrollLeft();

	/**
	 * Moves labels, so that more of their ends is seen.
	 */
	void scrollRight();

	/**
	 * Shows or hides all series.
	 */
	void toggleAll();

	void sortByNext();

	void reverse();

}
