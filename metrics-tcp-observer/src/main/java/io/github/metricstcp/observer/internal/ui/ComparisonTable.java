package io.github.metricstcp.observer.internal.ui;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.metricstcp.client.comparison.Change;
import io.github.metricstcp.client.comparison.ComparedFigure;
import io.github.metricstcp.client.wire.Kind;

/**
 * The changes of a comparison as a plain table.
 *
 * @since 0.1.0
 */
public final class ComparisonTable {

	private static final Set<String> NUMBERS = Set.of("BEFORE", "AFTER", "DIFFERENCE", "CHANGE");

	private final List<Change> changes;

	/**
	 * Creates the table of changes.
	 * @param changes the changes, those that come first in the table first
	 */
	public ComparisonTable(List<Change> changes) {
		this.changes = List.copyOf(changes);
	}

	/**
	 * Returns the lines of the table, the headings first. None is cut.
	 * @return the lines
	 */
	public List<String> lines() {
		TextTable table = new TextTable(NUMBERS, "METRIC", "KIND", "FIGURE", "BEFORE", "AFTER", "DIFFERENCE", "CHANGE",
				"LABELS");
		this.changes.forEach((change) -> add(table, change));
		return table.lines();
	}

	private static void add(TextTable table, Change change) {
		Kind kind = change.key().kind();
		boolean rate = change.figure() == ComparedFigure.RATE;
		UnitFormat unit = (rate && kind == Kind.HISTOGRAM) ? UnitFormat.COUNT
				: UnitFormat.of(kind, change.key().name(), change.unit(), false);
		table.add(change.key().name(), kind.name().toLowerCase(Locale.ROOT), change.figure().word(),
				text(unit, rate, change.before()), text(unit, rate, change.after()), difference(unit, rate, change),
				change(unit, change),
				change.key()
					.labels()
					.entrySet()
					.stream()
					.map((label) -> label.getKey() + "=" + label.getValue())
					.collect(Collectors.joining(" ")));
	}

	private static String text(UnitFormat unit, boolean rate, double value) {
		return rate ? unit.rate(value) : unit.value(value);
	}

	private static String difference(UnitFormat unit, boolean rate, Change change) {
		double difference = change.difference();
		if (Double.isNaN(difference)) {
			return "";
		}
		// That of dates is a duration
		UnitFormat format = unit.isDate() ? UnitFormat.SECONDS : unit;
		return ((difference > 0) ? "+" : "") + text(format, rate, difference);
	}

	private static String change(UnitFormat unit, Change change) {
		if (Double.isNaN(change.before())) {
			return "only after";
		}
		if (Double.isNaN(change.after())) {
			return "only before";
		}
		return unit.isDate() ? "" : Difference.of(change.before(), change.after()).text();
	}

}
