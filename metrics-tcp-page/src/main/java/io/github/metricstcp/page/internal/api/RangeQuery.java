package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.GroupPoints;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.SeriesGroup;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.model.Timeline;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one metric over time: one line of all its series together, or one for
 * each value of a label.
 */
final class RangeQuery {

	private static final int MAX_LINES = 50;

	private static final String TARGET = "target";

	private static final Parameter METRIC = Parameter.required("metric",
			"the whole name of a metric, such as http.server.requests");

	private static final Parameter KIND = Parameter.choice("kind",
			"The kind of the metric, where there are several of that name.", MetricSeries.kinds());

	private static final Parameter BY = Parameter.text("by",
			"A label, or target: a line for each of its values, in place of one for all series together.");

	private static final Parameter TOP = Parameter.whole("top",
			"With by: the greatest number of lines. Those with the most events, or the greatest values, are kept, and the "
					+ "others are one line together.",
			8, 1, MAX_LINES);

	private static final Parameter FIGURES = Parameter.list("figures",
			"The figures of which there are points; all that the kind has by default.", Figure.words());

	static final Operation OPERATION = new Operation("range", "range", "One metric over time",
			"Returns points over time of one metric, of all its series together or split by a label, and the figures of "
					+ "the whole time for each line. Counts, rates and additive values are summed up, of ratios and "
					+ "durations of gauges the greatest one is taken, and quantiles are those of all samples together: the "
					+ "p99 of a group is right. The point at index i is of the time that begins i * step seconds after "
					+ "from; null if there is none. The last 300 seconds are kept by the second, an hour in spans of ten "
					+ "seconds.",
			List.of(METRIC, KIND, MetricsQuery.FILTER, BY, TOP, FIGURES, RangeTime.WINDOW, RangeTime.STEP,
					RangeTime.END),
			Members.with(ApiTime.now())
				.and(MetricSeries.members())
				.and(ApiTime.members())
				.and(Schema.Member.of("step", Schema.whole("the time between two points, in seconds")))
				.and(Schema.Member
					.of("lines", Schema.array("the lines, in the order of their label values", Schema.object(List.of(
							Schema.Member.of("value",
									Schema.textOrNull("the value of the label; null without by, of series that do not "
											+ "have the label, and of all others together")),
							Schema.Member.of("rest", Schema.flag("whether it is of all other values together")),
							Schema.Member.of("series", Schema.whole("the number of its series")),
							Schema.Member.of("figures", Schema.object(Figure.members())),
							Schema.Member.of("points", Schema.object(points())))))))
				.and(Schema.Member.of("more",
						Schema.whole("the number of label values that are one line together, because of top")))
				.list());

	private final ObserverModel model;

	RangeQuery(ObserverModel model) {
		this.model = model;
	}

	private static List<Schema.Member> points() {
		return Arrays.stream(Figure.values())
			.map((figure) -> Schema.Member.optional(figure.word(),
					Schema.array(figure.word() + " of each step", Schema.anyNumber("in the unit of the metric"))))
			.toList();
	}

	Document answer(Arguments arguments) {
		MetricSeries metric = metric(arguments);
		List<Figure> figures = figures(arguments, metric.kind());
		TimeRange range = RangeTime.range(arguments, this.model);
		List<Line> all = lines(metric, arguments.text(BY));
		int top = arguments.number(TOP);
		boolean past = RangeTime.isPast(range, this.model);
		List<Line> lines = (all.size() <= top) ? all : ranked(all, top, range, past);
		int more = (all.size() <= top) ? 0 : all.size() - top;
		return (json) -> {
			ApiTime.writeNow(json, this.model);
			metric.writeIdentity(json);
			ApiTime.write(json, range);
			json.writeNumberField("step", range.step());
			json.writeArrayFieldStart("lines");
			for (Line line : lines) {
				write(json, line, range, figures, past);
			}
			json.writeEndArray();
			json.writeNumberField("more", more);
		};
	}

	private MetricSeries metric(Arguments arguments) {
		String name = arguments.text(METRIC);
		String kind = arguments.text(KIND);
		SeriesFilter filter = arguments.filter(MetricsQuery.FILTER);
		List<MetricSeries> metrics = MetricSeries.of(this.model, (series) -> series.name().equals(name)
				&& (kind.isEmpty() || kind.equals(MetricSeries.word(series.kind()))) && filter.matches(series));
		if (metrics.isEmpty()) {
			throw ApiException.notFound(METRIC.name(), "There is no metric \"%s\"%s".formatted(name,
					(kind.isEmpty() && filter.toString().isEmpty()) ? "" : " of that kind that matches the filter"));
		}
		if (metrics.size() > 1) {
			throw ApiException.badParameter(KIND.name(),
					"kind is missing: there are a %s of the name \"%s\"".formatted(metrics.stream()
						.map((each) -> MetricSeries.word(each.kind()))
						.collect(Collectors.joining(" and a ")), name));
		}
		return metrics.get(0);
	}

	private static List<Figure> figures(Arguments arguments, Kind kind) {
		List<Figure> figures = arguments.list(FIGURES).stream().map(Figure::of).distinct().toList();
		for (Figure figure : figures) {
			if (!figure.isOf(kind)) {
				throw ApiException.badParameter(FIGURES.name(),
						"A %s has no %s. It has %s".formatted(MetricSeries.word(kind), figure.word(),
								Figure.of(kind).stream().map(Figure::word).collect(Collectors.joining(", "))));
			}
		}
		return figures.isEmpty() ? Figure.of(kind) : figures;
	}

	private static List<Line> lines(MetricSeries metric, String by) {
		if (by.isEmpty()) {
			return List.of(new Line(null, false, metric));
		}
		List<SeriesGroup> groups = by.equals(TARGET) ? SeriesGroup.byTarget(metric.series())
				: SeriesGroup.byLabel(by, metric.series());
		return groups.stream().map((group) -> new Line(group.value(), false, metric.with(group.series()))).toList();
	}

	/**
	 * Returns the greatest lines in their order, and one of all others.
	 */
	private static List<Line> ranked(List<Line> lines, int top, TimeRange range, boolean past) {
		List<Ranked> ranked = new ArrayList<>();
		for (int i = 0; i < lines.size(); i++) {
			ranked.add(new Ranked(i, weight(lines.get(i), range, past)));
		}
		ranked.sort(Comparator.comparingDouble((each) -> -each.weight()));
		List<Line> result = new ArrayList<>();
		ranked.subList(0, top)
			.stream()
			.sorted(Comparator.comparingInt(Ranked::index))
			.forEach((each) -> result.add(lines.get(each.index())));
		List<Series> rest = ranked.subList(top, ranked.size())
			.stream()
			.flatMap((each) -> lines.get(each.index()).metric().series().stream())
			.toList();
		result.add(new Line(null, true, lines.get(0).metric().with(rest)));
		return result;
	}

	private static double weight(Line line, TimeRange range, boolean past) {
		Figures figures = Figures.of(line.metric(), range, past);
		double weight = (line.metric().kind() == Kind.GAUGE) ? Math.abs(figures.get(Figure.VALUE))
				: figures.get(Figure.COUNT);
		return Double.isNaN(weight) ? 0 : weight;
	}

	private static void write(JsonGenerator json, Line line, TimeRange range, List<Figure> figures, boolean past)
			throws IOException {
		json.writeStartObject();
		json.writeStringField("value", line.value());
		json.writeBooleanField("rest", line.rest());
		json.writeNumberField("series", line.metric().series().size());
		json.writeObjectFieldStart("figures");
		Figures.of(line.metric(), range, past).write(json);
		json.writeEndObject();
		GroupPoints points = GroupPoints.of(line.metric().kind(), line.metric().series(), range);
		json.writeObjectFieldStart("points");
		for (Figure figure : figures) {
			json.writeArrayFieldStart(figure.word());
			for (double value : points(figure, line.metric(), points)) {
				// The least and the greatest of a slot too: it has one value
				if (line.metric().kind() == Kind.GAUGE) {
					JsonNumbers.writeKnown(json, value);
				}
				else {
					JsonNumbers.writeRounded(json, value);
				}
			}
			json.writeEndArray();
		}
		json.writeEndObject();
		json.writeEndObject();
	}

	/**
	 * Returns the points of a figure. A gauge has one value at the end of each step.
	 */
	private static double[] points(Figure figure, MetricSeries metric, GroupPoints points) {
		if (metric.kind() == Kind.GAUGE) {
			return points.values();
		}
		Timeline samples = points.samples();
		return switch (figure) {
			case RATE -> points.rates();
			case COUNT -> Arrays.stream(points.rates()).map((rate) -> rate * points.range().step()).toArray();
			case MEAN -> samples.means();
			case MIN -> IntStream.range(0, points.range().slots())
				.mapToDouble((slot) -> samples.distribution(slot).min())
				.toArray();
			case P50 -> samples.quantiles(0.5);
			case P90 -> samples.quantiles(0.9);
			case P99 -> samples.quantiles(0.99);
			case MAX -> samples.quantiles(1);
			case VALUE -> new double[0];
		};
	}

	/**
	 * A line.
	 *
	 * @param value the value of the label, {@code null} if there is none
	 * @param rest whether it is of all other values together
	 * @param metric its series
	 */
	private record Line(@Nullable String value, boolean rest, MetricSeries metric) {

	}

	/**
	 * A line and the number by which it is ranked.
	 */
	private record Ranked(int index, double weight) {

	}

}
