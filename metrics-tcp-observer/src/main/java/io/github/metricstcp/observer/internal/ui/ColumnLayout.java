package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The columns that a screen of some width has room for. The most important are there on
 * the narrowest. Names and labels get the remaining cells that they need, and the trend
 * the others: none, if rows read alike otherwise.
 */
final class ColumnLayout {

	/**
	 * The cells between two columns.
	 */
	static final int GAP = 1;

	private static final int NARROW_NAME = 24;

	private static final int WIDE_TARGET = 20;

	private static final int NARROW_TREND = 10;

	/**
	 * With less it says nothing.
	 */
	private static final int LEAST_TREND = 6;

	/**
	 * Labels that rows can do without leave so much to the trend.
	 */
	private static final int ORDINARY_TREND = 24;

	private static final int WIDE_TREND = 60;

	private final Map<Column, Integer> widths = new EnumMap<>(Column.class);

	/**
	 * Creates a layout.
	 * @param width the cells that there are
	 * @param names the cells that names and labels take
	 * @param targetWidth the cells that the longest name of a target takes, 0 if targets
	 * are not shown
	 */
	ColumnLayout(int width, NameWidths names, int targetWidth) {
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
		for (Column column : List.of(Column.P99, Column.P50, Column.KIND, Column.MAX)) {
			// With several targets it matters more than the trend: which one is slow?
			boolean first = column == Column.P99 && targetWidth > 0;
			int others = first ? 0 : GAP + NARROW_TREND + 4 * this.widths.size() - 2;
			if (used + GAP + column.width() + others <= width) {
				used += add(column);
			}
		}
		int room = width - (used - NARROW_NAME) - GAP;
		int labels = names.needed(beside());
		// The trend is left out if that makes them whole
		int needed = Math.max(Math.min(names.name(), room - LEAST_TREND),
				(labels <= room) ? labels : room - NARROW_TREND);
		int wanted = Math.min(names.wanted(beside()), room - ORDINARY_TREND);
		int apart = Math.min(names.least(beside()), room);
		int name = Math.max(Math.max(NARROW_NAME, apart), Math.max(needed, wanted));
		int trend = Math.min(WIDE_TREND, room - name);
		if (trend >= LEAST_TREND) {
			this.widths.put(Column.TREND, trend);
			this.widths.put(Column.METRIC, room - trend);
		}
		else {
			this.widths.put(Column.METRIC, room + GAP);
		}
	}

	/**
	 * Returns the cells beside the names that rows without a kind of their own can use.
	 */
	private int beside() {
		return this.widths.containsKey(Column.KIND) ? GAP + Column.KIND.width() : 0;
	}

	/**
	 * Returns the cells for the labels of a series below its metric.
	 */
	int labelWidth() {
		return width(Column.METRIC) + beside();
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
