package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A table of plain text. A column without any text is left out.
 *
 * @since 0.1.0
 */
public final class TextTable {

	private static final String GAP = "  ";

	private final List<String> headings;

	private final Set<String> numbers;

	private final List<List<String>> rows = new ArrayList<>();

	/**
	 * Creates a table of texts without rows.
	 * @param headings the headings of its columns
	 */
	public TextTable(String... headings) {
		this(Set.of(), headings);
	}

	/**
	 * Creates a table without rows.
	 * @param numbers the headings of the columns that have numbers, which stand at the
	 * right
	 * @param headings the headings of all columns
	 */
	TextTable(Set<String> numbers, String... headings) {
		this.headings = List.of(headings);
		this.numbers = numbers;
	}

	/**
	 * Adds a row.
	 * @param cells a text for each column; nothing in it acts upon a terminal afterwards
	 */
	public void add(String... cells) {
		this.rows.add(Arrays.stream(cells).map(DisplayText::clean).toList());
	}

	boolean isEmpty() {
		return this.rows.isEmpty();
	}

	/**
	 * Returns the lines of the table, the headings first. None is cut: a terminal goes on
	 * in its next line.
	 * @return the lines, without blanks at their ends
	 */
	public List<String> lines() {
		int[] widths = IntStream.range(0, this.headings.size()).map(this::width).toArray();
		List<String> lines = new ArrayList<>();
		lines.add(line(this.headings, widths));
		this.rows.forEach((row) -> lines.add(line(row, widths)));
		return lines;
	}

	/**
	 * Returns how many cells a column takes, 0 if none of its rows has a text.
	 */
	private int width(int column) {
		int widest = this.rows.stream().mapToInt((row) -> DisplayText.width(row.get(column))).max().orElse(0);
		return (widest == 0) ? 0 : Math.max(widest, DisplayText.width(this.headings.get(column)));
	}

	private String line(List<String> cells, int[] widths) {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < widths.length; i++) {
			if (widths[i] > 0) {
				line.append(line.isEmpty() ? "" : GAP);
				boolean number = this.numbers.contains(this.headings.get(i));
				line.append(number ? DisplayText.right(cells.get(i), widths[i])
						: DisplayText.left(cells.get(i), widths[i]));
			}
		}
		return line.toString().stripTrailing();
	}

}
