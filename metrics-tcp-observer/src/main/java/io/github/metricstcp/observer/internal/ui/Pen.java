package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.style.Style;

/**
 * A place on one line of the screen where text is written, piece by piece, up to a right
 * border.
 */
final class Pen {

	private final Buffer buffer;

	private final int y;

	private final int end;

	private int x;

	Pen(Buffer buffer, int x, int y, int width) {
		this.buffer = buffer;
		this.x = x;
		this.y = y;
		this.end = x + width;
	}

	/**
	 * Writes text, cut where the border is.
	 */
	Pen write(String text, Style style) {
		String fitting = DisplayText.fit(text, room());
		this.buffer.setString(this.x, this.y, fitting, style);
		this.x += DisplayText.width(fitting);
		return this;
	}

	/**
	 * Returns a pen for the next cells alone, and leaves them out.
	 */
	Pen part(int width) {
		Pen part = new Pen(this.buffer, this.x, this.y, Math.min(width, room()));
		skip(width);
		return part;
	}

	/**
	 * Goes on where another pen of the same line has ended.
	 */
	Pen at(Pen other) {
		this.x = other.x;
		return this;
	}

	/**
	 * Leaves some cells out.
	 */
	Pen skip(int cells) {
		this.x = Math.min(this.end, this.x + cells);
		return this;
	}

	/**
	 * Writes text at the right border, unless it would run into the text before.
	 */
	Pen right(String text, Style style) {
		int width = DisplayText.width(text);
		if (width < room()) {
			this.buffer.setString(this.end - width, this.y, text, style);
		}
		return this;
	}

	/**
	 * Returns how many cells are left.
	 */
	int room() {
		return this.end - this.x;
	}

}
