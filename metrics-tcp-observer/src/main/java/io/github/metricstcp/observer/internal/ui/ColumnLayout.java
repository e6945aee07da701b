package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The columns that a screen of some width has room for. The most important are there on
 * the narrowest; the remaining cells go to names and trend.
 */
final class ColumnLayout {

	/**
	 * The cells between two columns.
	 */
	static final int GAP = 1;

	private static final int NARROW_NAME = 24;

	private static final int WIDE_NAME = 56;

	private static final int WIDE_TARGET = 20;

	private static final int NARROW_TREND = 10;

	private static final int WIDE_TREND = 60;

	private final Map<Column, Integer> widths = new EnumMap<>(Column.class);

	/**
	 * Creates the layout of a list with one target.
	 * @param width the cells of the screen
	 */
	ColumnLayout(int width) {
		this(width, 0);
	}

	/**
	 * Creates the layout of a list.
	 * @param width the cells of the screen
	 * @param targetWidth the cells that the longest name of a target takes, 0 if targets
	 * are not shown
	 */
	ColumnLayout(int width, int targetWidth) {
		int used = NARROW_NAME;
		if (targetWidth > 0) {
			// Before the others, so that it is there on the narrowest
			int most = Math.max(Column.TARGET.width(), Math.min(WIDE_TARGET, width / 6));
			this.widths.put(Column.TARGET, Math.max(Column.TARGET.width(), Math.min(targetWidth, most)));
			used += GAP + width(Column.TARGET);
		}
		for (Column column : List.of(Column.VALUE, Column.RATE)) {
			used += add(column);
		}
		int forTrend = GAP + NARROW_TREND;
		for (Column column : List.of(Column.P99, Column.P50, Column.KIND, Column.MAX)) {
			int roomForNames = 4 * this.widths.size() - 2;
			if (used + GAP + column.width() + forTrend + roomForNames <= width) {
				used += add(column);
			}
		}
		int left = Math.max(0, width - used - forTrend);
		int name = NARROW_NAME + Math.min(WIDE_NAME - NARROW_NAME, left * 3 / 5);
		int trend = Math.min(WIDE_TREND, NARROW_TREND + left - (name - NARROW_NAME));
		this.widths.put(Column.TREND, trend);
		this.widths.put(Column.METRIC, width - (used - NARROW_NAME) - GAP - trend);
	}

	private int add(Column column) {
		this.widths.put(column, column.width());
		return GAP + column.width();
	}

	/**
	 * Returns the columns from left to right.
	 */
	List<Column> columns() {
		return new ArrayList<>(this.widths.keySet());
	}

	/**
	 * Returns how many cells a column takes.
	 */
	int width(Column column) {
		Integer width = this.widths.get(column);
		if (width == null) {
			throw new IllegalArgumentException("There is no column " + column + " at this width");
		}
		return width;
	}

}
