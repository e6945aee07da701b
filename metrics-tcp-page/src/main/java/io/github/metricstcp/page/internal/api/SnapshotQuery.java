package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TimeRange;

/**
 * The figures of each series now.
 */
final class SnapshotQuery {

	private static final int WINDOW = 60;

	private static final Parameter SORT = Parameter.choice("sort",
			"A figure: the series with the greatest one come first, those without it last. By default series come in the "
					+ "order of their names.",
			Figure.words());

	private static final Parameter WINDOW_PARAMETER = ApiTime.window(WINDOW);

	static final Operation OPERATION = new Operation("snapshot", "snapshot", "The figures of each series now",
			"Returns each series that matches with its labels and its figures over the last time (60 seconds by "
					+ "default): of counters value (the total), rate and count (the increase); of gauges value, min and "
					+ "max; of histograms, such as timers, rate, count, mean, min, p50, p90, p99 and max. Durations are in "
					+ "the unit of the metric, usually seconds. A number that is not known is null. For one figure of "
					+ "several series together, such as p99 by uri, use range.",
			List.of(MetricsQuery.FILTER, WINDOW_PARAMETER, SORT, Limit.PARAMETER),
			Members.with(ApiTime.now())
				.and(ApiTime.members())
				.and(Limit.members("series", "the series", Members.with(MetricSeries.members())
					.and(Schema.Member.of("target", Schema.text("the target that sends it, as the user named it")))
					.and(Schema.Member.of("labels", Schema.texts("the labels and their values")))
					.and(Figure.members())
					.list()))
				.list());

	private final ObserverModel model;

	SnapshotQuery(ObserverModel model) {
		this.model = model;
	}

	Document answer(Arguments arguments) {
		SeriesFilter filter = arguments.filter(MetricsQuery.FILTER);
		String sort = arguments.text(SORT);
		int limit = arguments.number(Limit.PARAMETER);
		TimeRange range = ApiTime.last(this.model, arguments.number(WINDOW_PARAMETER));
		List<Entry> entries = new ArrayList<>();
		for (MetricSeries metric : MetricSeries.of(this.model, filter::matches)) {
			for (Series each : metric.series()) {
				entries.add(new Entry(metric.with(List.of(each)), range));
			}
		}
		if (!sort.isEmpty()) {
			Figure figure = Figure.of(sort);
			entries.removeIf((entry) -> !figure.isOf(entry.metric.kind()));
			entries.sort(Comparator.comparingDouble((entry) -> -entry.known(figure)));
		}
		return (json) -> {
			ApiTime.writeNow(json, this.model);
			ApiTime.write(json, range);
			Limit.write(json, "series", entries, limit, SnapshotQuery::write);
		};
	}

	private static void write(JsonGenerator json, Entry entry) throws IOException {
		Series series = entry.metric.series().get(0);
		entry.metric.writeIdentity(json);
		json.writeStringField("target", series.target());
		json.writeObjectFieldStart("labels");
		for (Map.Entry<String, String> label : series.labels().entrySet()) {
			json.writeStringField(label.getKey(), label.getValue());
		}
		json.writeEndObject();
		entry.figures().write(json);
	}

	/**
	 * A series, whose figures are read when they are needed: not of all there need be
	 * any.
	 */
	private static final class Entry {

		private final MetricSeries metric;

		private final TimeRange range;

		// NaN until it is known
		private double sorted = Double.NaN;

		Entry(MetricSeries metric, TimeRange range) {
			this.metric = metric;
			this.range = range;
		}

		/**
		 * Returns the figure to sort by, below all others if it is not known.
		 */
		double known(Figure figure) {
			if (Double.isNaN(this.sorted)) {
				double value = figures().get(figure);
				this.sorted = Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
			}
			return this.sorted;
		}

		Figures figures() {
			return Figures.of(this.metric, this.range);
		}

	}

}
