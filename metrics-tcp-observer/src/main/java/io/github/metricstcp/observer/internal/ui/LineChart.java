package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import org.jspecify.annotations.Nullable;

/**
 * Lines over time in dots of Braille, eight to a cell, with the scale at the left, the
 * time below, and the names of the lines at their ends.
 */
final class LineChart {

	private static final int DOTS_ACROSS = 2;

	private static final int DOTS_DOWN = 4;

	/**
	 * The bits of a cell's dots, by row and column.
	 */
	private static final int[][] DOT = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

	private static final char BRAILLE = '\u2800';

	private final List<Line> lines;

	private final UnitFormat unit;

	private final String suffix;

	private final Scale scale;

	private final String start;

	/**
	 * Creates a chart.
	 * @param lines the lines, the one that matters most last: where two meet, its colour
	 * is seen
	 * @param unit the unit of the values
	 * @param rate whether the values are rates a second, whose scale begins at zero
	 * @param start the text below the first value; the last one is now
	 */
	LineChart(List<Line> lines, UnitFormat unit, boolean rate, String start) {
		this.lines = lines;
		this.unit = unit;
		this.suffix = rate ? "/s" : "";
		this.scale = Scale.of(lines, unit, rate);
		this.start = start;
	}

	/**
	 * Draws the chart.
	 * @param axis the style of scale and time
	 */
	void draw(Buffer buffer, Rect area, Style axis) {
		List<Double> ticks = this.scale.ticks((area.height() - 1) / 2);
		int labels = ticks.stream().mapToInt((tick) -> DisplayText.width(label(tick))).max().orElse(0);
		int names = this.lines.stream().mapToInt((line) -> DisplayText.width(line.name)).max().orElse(0);
		int width = area.width() - labels - 2 - ((names > 0) ? names + 1 : 0);
		int height = area.height() - 1;
		if (width < 4 || height < 2) {
			return;
		}
		int left = area.x() + labels + 2;
		for (int y = 0; y < height; y++) {
			buffer.setString(left - 1, area.y() + y, "│", axis);
		}
		for (double tick : ticks) {
			int y = area.y() + (height * DOTS_DOWN - 1 - dot(tick, height)) / DOTS_DOWN;
			buffer.setString(area.x(), y, DisplayText.right(label(tick), labels), axis);
			buffer.setString(left - 1, y, "┤", axis);
		}
		buffer.setString(left, area.y() + height, this.start, axis);
		buffer.setString(left + width - 3, area.y() + height, "now", axis);
		drawLines(buffer, new Rect(left, area.y(), width, height));
		drawNames(buffer, new Rect(left + width + 1, area.y(), names, height));
	}

	/**
	 * Draws the names beside the last values, and below each other where these are too
	 * near.
	 */
	private void drawNames(Buffer buffer, Rect area) {
		List<Line> named = this.lines.stream()
			.filter((line) -> !line.name.isEmpty() && Double.isFinite(line.last()))
			.sorted(Comparator.comparingDouble(Line::last).reversed())
			.toList();
		int free = 0;
		for (int i = 0; i < named.size(); i++) {
			Line line = named.get(i);
			int y = (area.height() * DOTS_DOWN - 1 - dot(line.last(), area.height())) / DOTS_DOWN;
			// The names below this one need a line each
			y = Math.min(Math.max(y, free), area.height() - (named.size() - i));
			buffer.setString(area.x(), area.y() + y, line.name, line.style);
			free = y + 1;
		}
	}

	private String label(double tick) {
		double largest = Math.max(Math.abs(this.scale.bottom()), Math.abs(this.scale.top()));
		return this.unit.scaled(tick, largest, this.scale.step()) + this.suffix;
	}

	private void drawLines(Buffer buffer, Rect area) {
		int[][] dots = new int[area.height()][area.width()];
		@Nullable Style[][] styles = new Style[area.height()][area.width()];
		boolean filled = this.lines.size() == 1;
		for (Line line : this.lines) {
			int previous = -1;
			for (int x = 0; x < area.width() * DOTS_ACROSS; x++) {
				double value = line.at(x, area.width() * DOTS_ACROSS);
				if (!Double.isFinite(value)) {
					previous = -1;
					continue;
				}
				int y = dot(value, area.height());
				int from = filled ? 0 : ((previous < 0) ? y : Math.min(y, previous));
				int to = (previous < 0 || filled) ? y : Math.max(y, previous);
				for (int step = from; step <= to; step++) {
					int down = area.height() * DOTS_DOWN - 1 - step;
					dots[down / DOTS_DOWN][x / DOTS_ACROSS] |= DOT[down % DOTS_DOWN][x % DOTS_ACROSS];
					styles[down / DOTS_DOWN][x / DOTS_ACROSS] = line.style;
				}
				previous = y;
			}
		}
		for (int y = 0; y < area.height(); y++) {
			for (int x = 0; x < area.width(); x++) {
				Style style = styles[y][x];
				if (style != null) {
					buffer.setString(area.x() + x, area.y() + y, String.valueOf((char) (BRAILLE + dots[y][x])), style);
				}
			}
		}
	}

	private int dot(double value, int height) {
		int top = height * DOTS_DOWN - 1;
		double share = (value - this.scale.bottom()) / (this.scale.top() - this.scale.bottom());
		return Math.max(0, Math.min(top, (int) Math.round(share * top)));
	}

	/**
	 * One line of the chart.
	 */
	static final class Line {

		private final double[] values;

		private final Style style;

		private final String name;

		private Line(double[] values, Style style, String name) {
			this.values = values;
			this.style = style;
			this.name = name;
		}

		/**
		 * Creates a line without a name.
		 * @param values the values at equal distances, the latest last; NaN makes a gap
		 * @param style its colour
		 */
		Line(double[] values, Style style) {
			this(values, style, "");
		}

		/**
		 * Returns a line with a name, which is drawn through values however far they lie
		 * apart.
		 * @param name the name at its end
		 * @param values the values at equal distances, the latest last; NaN where there
		 * is none
		 * @param style its colour
		 */
		static Line through(String name, double[] values, Style style) {
			return new Line(Gaps.bridged(values), style, name);
		}

		/**
		 * Returns the last value that is known, {@code NaN} if none is.
		 */
		double last() {
			for (int i = this.values.length - 1; i >= 0; i--) {
				if (Double.isFinite(this.values[i])) {
					return this.values[i];
				}
			}
			return Double.NaN;
		}

		/**
		 * Returns the largest of the values that fall on one of so many places.
		 */
		double at(int place, int places) {
			int from = (int) ((long) place * this.values.length / places);
			int to = Math.max(from + 1, (int) ((long) (place + 1) * this.values.length / places));
			double largest = Double.NaN;
			for (int i = from; i < to && i < this.values.length; i++) {
				if (Double.isFinite(this.values[i]) && !(this.values[i] <= largest)) {
					largest = this.values[i];
				}
			}
			return largest;
		}

	}

	/**
	 * Round numbers that enclose the values of all lines.
	 */
	private record Scale(double bottom, double top, double step) {

		static Scale of(List<Line> lines, UnitFormat unit, boolean fromZero) {
			double min = Double.POSITIVE_INFINITY;
			double max = Double.NEGATIVE_INFINITY;
			for (Line line : lines) {
				for (double value : line.values) {
					if (Double.isFinite(value)) {
						min = Math.min(min, value);
						max = Math.max(max, value);
					}
				}
			}
			if (min > max) {
				return new Scale(0, 1, 1);
			}
			if (fromZero || max - min <= Math.abs(max) * 1e-9) {
				min = Math.min(0, min);
				max = Math.max(0, max);
			}
			if (min == max) {
				return new Scale(0, 1, 1);
			}
			double step = unit.roundedUp((max - min) / 4);
			double bottom = Math.floor(min / step) * step;
			double top = Math.ceil(max / step) * step;
			return new Scale(bottom, (top > bottom) ? top : bottom + step, step);
		}

		List<Double> ticks(int most) {
			long steps = Math.round((this.top - this.bottom) / this.step);
			long stride = 1;
			while (steps / stride > Math.max(1, most)) {
				stride++;
			}
			List<Double> ticks = new ArrayList<>();
			for (long i = 0; i <= steps; i += stride) {
				ticks.add(this.bottom + i * this.step);
			}
			return ticks;
		}

	}

}
