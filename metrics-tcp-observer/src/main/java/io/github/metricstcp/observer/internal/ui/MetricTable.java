package io.github.metricstcp.observer.internal.ui;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.Window;

/**
 * The series of a model as a plain table, each with what is known of it since the
 * beginning.
 *
 * @since 0.1.0
 */
public final class MetricTable {

	private static final Set<String> NUMBERS = Set.of("VALUE", "RATE", "P50", "P99", "MAX");

	private static final Comparator<String> NAMES = String.CASE_INSENSITIVE_ORDER
		.thenComparing(Comparator.naturalOrder());

	private final ObserverModel model;

	/**
	 * Creates the table of a model.
	 * @param model the model
	 */
	public MetricTable(ObserverModel model) {
		this.model = model;
	}

	/**
	 * Returns the lines of the table as it is now, the headings first. None is cut. The
	 * labels that tell the rows of a metric apart come first in them, and those that all
	 * of its rows have last.
	 * @param filter the series that are in it
	 * @return the lines, none if there is no such series
	 */
	public List<String> lines(SeriesFilter filter) {
		List<TargetModel> targets = this.model.targets();
		Set<String> dropping = targets.stream()
			.filter((target) -> target.losses().dropped() > 0)
			.map(TargetModel::name)
			.collect(Collectors.toSet());
		Map<String, List<Series>> metrics = this.model.series()
			.stream()
			.filter(filter::matches)
			.collect(Collectors.groupingBy(Series::name, () -> new TreeMap<>(NAMES), Collectors.toList()));
		FalseRatios ratios = FalseRatios.of(this.model.series());
		TextTable table = new TextTable(NUMBERS, "METRIC", "KIND", "VALUE", "RATE", "P50", "P99", "MAX", "TARGET",
				"LABELS");
		metrics.values()
			.stream()
			.flatMap(MetricTable::rows)
			.forEach((row) -> add(table, row, ratios, dropping.contains(row.series().target()), targets.size() > 1));
		return table.isEmpty() ? List.of() : table.lines();
	}

	private static Stream<Row> rows(List<Series> metric) {
		LabelOrder order = new LabelOrder(metric.stream().map(Series::labels).toList());
		return metric.stream().map((series) -> Row.of(series, order)).sorted(Row.ORDER);
	}

	private static void add(TextTable table, Row row, FalseRatios ratios, boolean dropping, boolean severalTargets) {
		Series series = row.series();
		Figures figures = Figures.of(series.snapshot(Window.ALL), false, ratios).incomplete(dropping);
		table.add(series.name(), figures.kindWord(), figures.valueText(Integer.MAX_VALUE), figures.text(Column.RATE),
				figures.text(Column.P50), figures.text(Column.P99), figures.text(Column.MAX),
				severalTargets ? series.target() : "", row.labels());
	}

	/**
	 * A series and its labels as they are written.
	 */
	private record Row(Series series, String labels) {

		static final Comparator<Row> ORDER = Comparator.comparing((Row row) -> row.series.kind())
			.thenComparing(Row::labels)
			.thenComparing((row) -> row.series.target());

		static Row of(Series series, LabelOrder order) {
			return new Row(series,
					order.all(series.labels())
						.entrySet()
						.stream()
						.map((label) -> label.getKey() + "=" + label.getValue())
						.collect(Collectors.joining(" ")));
		}

	}

}
