package io.github.metricstcp.observer.internal.ui;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The order of rows by a number. Numbers are compared in base units, and only with those
 * of units that are converted into each other: rows of one family of units stand
 * together, and rows without the number come last.
 */
final class SortOrder {

	private SortOrder() {
	}

	/**
	 * Returns the order by a number, the greatest first. Each number is read once,
	 * because it may change while the rows are sorted.
	 * @param <T> the type of what is sorted
	 * @param figures returns the numbers
	 * @param column the column that has the number
	 * @param reversed whether the least comes first. The families of units and the rows
	 * without the number stay where they are
	 */
	static <T> Comparator<T> byNumber(Function<T, Figures> figures, Column column, boolean reversed) {
		Map<T, SortKey> keys = new HashMap<>();
		Function<T, SortKey> key = (each) -> keys.computeIfAbsent(each,
				(absent) -> SortKey.of(figures.apply(absent), column));
		Comparator<SortKey> byNumber = Comparator.comparingDouble(SortKey::number);
		return Comparator.comparing(key,
				Comparator.comparing(SortKey::missing)
					.thenComparing(SortKey::unit, UnitFormat.BY_FAMILY)
					.thenComparing(reversed ? byNumber : byNumber.reversed()));
	}

	/**
	 * A number in the base unit of its family.
	 *
	 * @param missing whether there is no number
	 * @param unit the unit that it was converted from
	 * @param number the number
	 */
	private record SortKey(boolean missing, UnitFormat unit, double number) {

		static SortKey of(Figures figures, Column column) {
			UnitFormat unit = figures.unit(column);
			double number = unit.inBase(figures.number(column));
			return new SortKey(Double.isNaN(number), Double.isNaN(number) ? UnitFormat.COUNT : unit, number);
		}

	}

}
