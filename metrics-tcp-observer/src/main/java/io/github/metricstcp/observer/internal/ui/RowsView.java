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

	void up();

	void down();

	void pageUp();

	void pageDown();

	void first();

	void last();

	/**
	 * Shows the series of the selected metric.
	 */
	void expand();

	/**
	 * Hides the series of the selected metric.
	 */
	void collapse();

	/**
	 * Shows or hides all series.
	 */
	void toggleAll();

	void sortByNext();

	void reverse();

}
