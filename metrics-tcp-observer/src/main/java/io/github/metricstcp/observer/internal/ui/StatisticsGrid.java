package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;

/**
 * Numbers with their names before them, in as many columns as there is room for. Numbers
 * below each other are aligned.
 */
final class StatisticsGrid {

	private static final int GAP = 3;

	private static final Pattern NUMBER = Pattern.compile("(\\D*[\\d,]*)((?:\\.\\d+)?)(.*)");

	private final boolean decimal;

	private final List<String> names = new ArrayList<>();

	private final List<String> numbers = new ArrayList<>();

	private StatisticsGrid(boolean decimal) {
		this.decimal = decimal;
	}

	/**
	 * Returns a grid of numbers of one unit, which are aligned at the point.
	 */
	static StatisticsGrid ofOneUnit() {
		return new StatisticsGrid(true);
	}

	/**
	 * Returns a grid of numbers of several units, which are aligned at the right.
	 */
	static StatisticsGrid ofSeveralUnits() {
		return new StatisticsGrid(false);
	}

	StatisticsGrid add(String name, String number) {
		this.names.add(name);
		this.numbers.add(number);
		return this;
	}

	/**
	 * Draws the grid.
	 * @return the line below it
	 */
	int draw(Buffer buffer, Rect area, Theme theme) {
		List<Block> columns = columns(area.width());
		int x = area.x();
		for (Block column : columns) {
			for (int i = 0; i < column.names.size() && i < area.height(); i++) {
				new Pen(buffer, x, area.y() + i, area.right() - x)
					.write(DisplayText.left(column.names.get(i), column.nameWidth) + " ", theme.faint())
					.write(DisplayText.right(column.numbers.get(i), column.numberWidth), theme.text());
			}
			x += column.width() + GAP;
		}
		return area.y() + (columns.isEmpty() ? 0 : columns.get(0).names.size());
	}

	/**
	 * Returns the columns: as few lines as possible, and then no more columns than those
	 * need.
	 */
	private List<Block> columns(int width) {
		int size = this.names.size();
		for (int lines = 1; lines < size; lines++) {
			List<Block> columns = columns((size + lines - 1) / lines, lines);
			if (columns.stream().mapToInt((column) -> column.width() + GAP).sum() - GAP <= width) {
				return columns;
			}
		}
		return columns(1, size);
	}

	private List<Block> columns(int count, int lines) {
		List<Block> columns = new ArrayList<>();
		for (int i = 0; i < count && i < this.names.size(); i++) {
			List<String> names = new ArrayList<>();
			List<String> numbers = new ArrayList<>();
			for (int line = 0; line < lines && line * count + i < this.names.size(); line++) {
				names.add(this.names.get(line * count + i));
				numbers.add(this.numbers.get(line * count + i));
			}
			columns.add(new Block(names, this.decimal ? aligned(numbers) : numbers));
		}
		return columns;
	}

	/**
	 * Pads numbers so that their points are below each other.
	 */
	private static List<String> aligned(List<String> numbers) {
		int[] widths = new int[3];
		List<String[]> split = new ArrayList<>();
		for (String number : numbers) {
			String[] parts = parts(number);
			split.add(parts);
			for (int i = 0; i < parts.length; i++) {
				widths[i] = Math.max(widths[i], DisplayText.width(parts[i]));
			}
		}
		return split.stream()
			.map((parts) -> DisplayText.right(parts[0], widths[0]) + DisplayText.left(parts[1], widths[1])
					+ DisplayText.left(parts[2], widths[2]))
			.toList();
	}

	/**
	 * Splits a number into its whole part, the decimals and the unit.
	 */
	private static String[] parts(String number) {
		Matcher matcher = NUMBER.matcher(number);
		return matcher.matches() ? new String[] { matcher.group(1), matcher.group(2), matcher.group(3) }
				: new String[] { number, "", "" };
	}

	/**
	 * Names and numbers below each other.
	 */
	private static final class Block {

		private final List<String> names;

		private final List<String> numbers;

		private final int nameWidth;

		private final int numberWidth;

		Block(List<String> names, List<String> numbers) {
			this.names = names;
			this.numbers = numbers;
			this.nameWidth = widest(names);
			this.numberWidth = widest(numbers);
		}

		private static int widest(List<String> texts) {
			return texts.stream().mapToInt(DisplayText::width).max().orElse(0);
		}

		int width() {
			return this.nameWidth + 1 + this.numberWidth;
		}

	}

}
