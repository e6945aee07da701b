package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.List;

import dev.tamboui.style.Style;

/**
 * A line of clean text in several styles. It can be moved to the left where it is wider
 * than its place.
 */
final class StyledText {

	/**
	 * The mark of something that is hidden at the left.
	 */
	private static final String HIDDEN = "‹";

	private final List<Piece> pieces = new ArrayList<>();

	private int width;

	StyledText add(String text, Style style) {
		this.pieces.add(new Piece(text, style));
		this.width += DisplayText.width(text);
		return this;
	}

	boolean isEmpty() {
		return this.width == 0;
	}

	/**
	 * Returns how many cells it takes.
	 */
	int width() {
		return this.width;
	}

	/**
	 * Draws as much of the text as there is room for.
	 * @param pen the place
	 * @param offset how far it is moved to the left, at most until its end is seen
	 * @param mark the style of the mark at the left, if it is moved
	 * @return how far it can be moved
	 */
	int draw(Pen pen, int offset, Style mark) {
		int most = Math.max(0, this.width - pen.room());
		int hidden = Math.min(offset, most);
		int skipped = 0;
		if (hidden > 0) {
			pen.write(HIDDEN, mark);
			// And the cell that the mark is in
			skipped = hidden + 1;
		}
		int behind = this.width;
		for (Piece piece : this.pieces) {
			int width = DisplayText.width(piece.text);
			behind -= width;
			if (skipped < width) {
				String rest = DisplayText.after(piece.text, skipped);
				// What ends at the border is cut too if there is something behind it
				boolean cut = behind > 0 && width - skipped == pen.room();
				pen.write(cut ? rest + " " : rest, piece.style);
			}
			skipped = Math.max(0, skipped - width);
		}
		return most;
	}

	private record Piece(String text, Style style) {
	}

}
