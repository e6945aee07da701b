package io.github.metricstcp.observer.internal.ui;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

	private static final Comparator<Series> ORDER = Comparator.comparing(Series::name, String.CASE_INSENSITIVE_ORDER)
		.thenComparing(Series::name)
		.thenComparing(Series::kind)
		.thenComparing(MetricTable::labels)
		.thenComparing(Series::target);

	private final ObserverModel model;

	/**
	 * Creates the table of a model.
	 * @param model the model
	 */
	public MetricTable(ObserverModel model) {
		this.model = model;
	}

	/**
	 * Returns the lines of the table as it is now, the headings first.
	 * @param filter the series that are in it
	 * @param width the cells of a line, beyond which it is cut, or
	 * {@link TextTable#UNLIMITED}
	 * @return the lines, none if there is no such series
	 */
	public List<String> lines(SeriesFilter filter, int width) {
		List<TargetModel> targets = this.model.targets();
		Set<String> dropping = targets.stream()
			.filter((target) -> target.losses().dropped() > 0)
			.map(TargetModel::name)
			.collect(Collectors.toSet());
		FalseRatios ratios = FalseRatios.of(this.model.series());
		TextTable table = new TextTable(NUMBERS, "METRIC", "KIND", "VALUE", "RATE", "P50", "P99", "MAX", "TARGET",
				"LABELS");
		this.model.series()
			.stream()
			.filter((series) -> filter.matches(series.key()))
			.sorted(ORDER)
			.forEach((series) -> add(table, series, ratios, dropping.contains(series.target()), targets.size() > 1));
		return table.isEmpty() ? List.of() : table.lines(width);
	}

	private static void add(TextTable table, Series series, FalseRatios ratios, boolean dropping,
			boolean severalTargets) {
		Figures figures = Figures.of(series.snapshot(Window.ALL), false, ratios).incomplete(dropping);
		table.add(series.name(), figures.kindWord(), figures.valueText(Integer.MAX_VALUE), figures.text(Column.RATE),
				figures.text(Column.P50), figures.text(Column.P99), figures.text(Column.MAX),
				severalTargets ? series.target() : "", labels(series));
	}

	private static String labels(Series series) {
		return series.labels()
			.entrySet()
			.stream()
			.map((label) -> label.getKey() + "=" + label.getValue())
			.collect(Collectors.joining(" "));
	}

}
