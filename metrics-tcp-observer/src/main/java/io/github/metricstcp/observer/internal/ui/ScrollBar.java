package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;

/**
 * The bar at the right border that shows which part of something longer is seen.
 */
final class ScrollBar {

	/**
	 * The cell of the bar, and one that keeps it from what is beside it.
	 */
	static final int WIDTH = 2;

	private ScrollBar() {
	}

	/**
	 * Draws the bar, unless everything is seen.
	 * @param area the place of the lines that are seen, with the bar
	 * @param top the number of lines above them
	 * @param lines the number of all lines
	 */
	static void draw(Buffer buffer, Rect area, int top, int lines, Style style) {
		int height = area.height();
		if (lines <= height) {
			return;
		}
		int length = Math.max(1, height * height / lines);
		int from = (int) ((long) top * (height - length) / (lines - height));
		for (int i = 0; i < length; i++) {
			buffer.setString(area.right() - 1, area.y() + from + i, "▐", style);
		}
	}

}
