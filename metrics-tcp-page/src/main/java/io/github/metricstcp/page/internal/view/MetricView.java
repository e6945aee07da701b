package io.github.metricstcp.page.internal.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.GroupPoints;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesGroup;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.model.Timeline;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One metric: a line for each value of a label, or one for all; a heat map of a
 * histogram; and a table of its series.
 */
public final class MetricView implements View {

	private static final int MAX_LINES = 20;

	/**
	 * How much more another line must have to take the place of one that is shown. Lines
	 * that are about equal would take turns, each time with a whole document.
	 */
	private static final double ADVANTAGE = 1.25;

	private static final String TARGET = "target";

	private final MetricIndex index;

	private final ViewSettings settings;

	private final String id;

	// The label that makes the lines, empty for one line
	private final String by;

	private final int top;

	private final Part part;

	private final Header header;

	private final HeatColumns heat;

	private final SeriesRows rows;

	// The second behind the last point that was written, 0 before the first document
	private long written;

	// Of the last document: another step means other slots
	private int step;

	private int generation;

	// Of the last document: another one means that all is written again
	private List<String> lines = List.of();

	/**
	 * Creates a view of which nothing is written yet.
	 * @param index the metrics
	 * @param settings the filter and the time
	 * @param parameters the parameters of the address: {@code id} of the metric,
	 * {@code by} a label or {@code target}, the number of lines as {@code top}, and the
	 * {@code order} of the table, and the {@code level} beyond which samples are counted
	 * @throws IllegalArgumentException if a parameter is not right
	 */
	public MetricView(MetricIndex index, ViewSettings settings, Map<String, List<String>> parameters) {
		this(index, settings, parameters, Part.ALL);
	}

	/**
	 * Creates a view of which nothing is written yet.
	 * @param part the part that is written
	 */
	MetricView(MetricIndex index, ViewSettings settings, Map<String, List<String>> parameters, Part part) {
		this.index = index;
		this.part = part;
		this.settings = settings;
		this.id = Parameters.text(parameters, "id", "");
		this.by = Parameters.text(parameters, "by", "");
		this.top = (int) Parameters.number(parameters, "top", 8, 1, MAX_LINES);
		this.heat = new HeatColumns(Parameters.decimal(parameters, "level", 0), settings.report());
		this.header = new Header(index, settings.targets(), !settings.report());
		// By targets too if the lines are
		boolean apart = settings.targets().apart() || this.by.equals(TARGET) || settings.report();
		this.rows = new SeriesRows(settings, RowOrder.of(parameters), apart);
	}

	@Override
	public void write(JsonGenerator json) throws IOException {
		json.writeStartObject();
		json.writeStringField("view", "metric");
		writeFields(json);
		json.writeEndObject();
	}

	/**
	 * Writes what the document contains, without its name.
	 */
	void writeFields(JsonGenerator json) throws IOException {
		this.index.refresh();
		long now = this.index.now();
		TimeRange range = this.settings.range(now);
		Metric metric = this.index.find(this.id);
		List<Series> series = (metric == null) ? List.of()
				: metric.series().stream().filter(this.settings::matches).toList();
		if (metric == null || series.isEmpty()) {
			writeHeader(json, range, true);
			json.writeBooleanField("missing", true);
			this.written = 0;
			return;
		}
		write(json, metric, series, range, now);
		this.written = range.to();
		this.step = range.step();
	}

	private void writeHeader(JsonGenerator json, TimeRange range, boolean whole) throws IOException {
		if (this.part == Part.CHART) {
			// It stands in a document that has the rest
			Header.writeTime(json, range, whole);
		}
		else {
			this.header.write(json, range, whole);
		}
	}

	private void write(JsonGenerator json, Metric metric, List<Series> series, TimeRange range, long now)
			throws IOException {
		List<Line> lines = lines(series, now);
		List<String> keys = lines.stream().map(Line::name).toList();
		boolean whole = this.written < range.from() || this.written > range.to() || !keys.equals(this.lines)
				|| this.step != range.step() || this.generation != this.index.generation();
		TimeRange added = whole ? range : added(range);
		boolean map = this.part == Part.ALL && metric.kind() == Kind.HISTOGRAM;
		if (map && !this.heat.add(series, added, range, whole)) {
			whole = true;
			added = range;
			this.heat.add(series, range, range, true);
		}
		this.generation = this.index.generation();
		this.lines = keys;
		writeHeader(json, added, whole);
		writeLines(json, metric, lines, added, now);
		if (this.part == Part.LINES) {
			return;
		}
		writeMetric(json, metric, series, now);
		if (this.part == Part.CHART) {
			return;
		}
		if (map) {
			this.heat.write(json);
		}
		this.rows.write(json, series, now);
	}

	private void writeMetric(JsonGenerator json, Metric metric, List<Series> series, long now) throws IOException {
		json.writeObjectFieldStart("metric");
		json.writeStringField("id", metric.id());
		Figures.writeIdentity(json, metric);
		json.writeNumberField("series", series.size());
		Figures.write(json, metric.kind(), series, this.settings.figures(now), this.settings.isPast(), now);
		json.writeEndObject();
		json.writeArrayFieldStart("labels");
		for (String label : SeriesGroup.labels(series)) {
			json.writeString(label);
		}
		json.writeEndArray();
	}

	private TimeRange added(TimeRange range) {
		// The last slot again, for it may not have been over
		long from = Math.max(range.from(), this.written - range.step());
		return new TimeRange(from, (int) Math.max(1, (range.to() - from) / range.step()), range.step());
	}

	private List<Line> lines(List<Series> series, long now) {
		List<Line> all = lines(series);
		if (all.size() <= this.top) {
			return all;
		}
		List<Ranked> ranked = new ArrayList<>();
		TimeRange range = this.settings.ranked(now);
		for (int i = 0; i < all.size(); i++) {
			double weight = Figures.weight(all.get(i).series(), range);
			ranked.add(new Ranked(i, this.lines.contains(all.get(i).name()) ? ADVANTAGE * weight : weight));
		}
		ranked.sort(Comparator.comparingDouble(Ranked::weight).reversed());
		List<Line> lines = new ArrayList<>();
		ranked.subList(0, this.top)
			.stream()
			.sorted(Comparator.comparingInt(Ranked::index))
			.forEach((each) -> lines.add(all.get(each.index())));
		List<Series> rest = ranked.subList(this.top, ranked.size())
			.stream()
			.flatMap((each) -> all.get(each.index()).series().stream())
			.toList();
		lines.add(new Line("%s others".formatted(ranked.size() - this.top), null, true, rest));
		return lines;
	}

	/**
	 * Returns a line for each value of the label, and for each target if they are shown
	 * apart.
	 */
	private List<Line> lines(List<Series> series) {
		if (this.by.isEmpty()) {
			return List.of(new Line("", null, false, series));
		}
		if (this.by.equals(TARGET)) {
			return SeriesGroup.byTarget(series)
				.stream()
				.map((group) -> new Line(key(group.value()), group.value(), false, group.series()))
				.toList();
		}
		boolean apart = this.settings.targets().apart();
		List<Line> lines = new ArrayList<>();
		for (SeriesGroup group : SeriesGroup.byLabel(this.by, series)) {
			String key = key(group.value());
			if (!apart) {
				lines.add(new Line(key, null, false, group.series()));
				continue;
			}
			for (SeriesGroup target : SeriesGroup.byTarget(group.series())) {
				lines.add(new Line(key, target.value(), false, target.series()));
			}
		}
		return lines;
	}

	private static String key(@Nullable String value) {
		return Objects.requireNonNullElse(value, "");
	}

	private void writeLines(JsonGenerator json, Metric metric, List<Line> lines, TimeRange range, long now)
			throws IOException {
		TimeRange figures = this.settings.figures(now);
		json.writeArrayFieldStart("lines");
		for (Line line : lines) {
			json.writeStartObject();
			json.writeStringField("key", line.key());
			if (line.target() != null) {
				json.writeStringField("target", line.target());
			}
			json.writeBooleanField("rest", line.rest());
			json.writeNumberField("series", line.series().size());
			Figures.write(json, metric.kind(), line.series(), figures, this.settings.isPast(), now);
			GroupPoints points = GroupPoints.of(metric.kind(), line.series(), range);
			json.writeObjectFieldStart("points");
			if (metric.kind() == Kind.GAUGE) {
				Numbers.writeExact(json, "value", points.values());
			}
			else {
				Numbers.write(json, "rate", points.rates(now));
			}
			if (metric.kind() == Kind.HISTOGRAM) {
				Timeline samples = points.samples();
				Numbers.write(json, "mean", samples.means());
				Figures.writeQuantiles(json, samples);
				Numbers.write(json, "max", samples.quantiles(1));
			}
			json.writeEndObject();
			json.writeEndObject();
		}
		json.writeEndArray();
	}

	/**
	 * A part of the view.
	 */
	enum Part {

		/**
		 * Everything.
		 */
		ALL,

		/**
		 * The lines and the metric, without heat map and table.
		 */
		CHART,

		/**
		 * The lines: the rest is the same for each label that makes them.
		 */
		LINES

	}

	/**
	 * A line of the chart.
	 *
	 * @param key the value of the label, empty if the series do not have it
	 * @param target the target that it is of, {@code null} if it is of all
	 * @param rest whether it is of all other values together
	 * @param series the series
	 */
	private record Line(String key, @Nullable String target, boolean rest, List<Series> series) {

		/**
		 * Returns what tells it apart from other lines.
		 */
		String name() {
			return this.key + "\n" + this.target;
		}

	}

	/**
	 * The place of a line, and the figure by which it is ranked.
	 */
	private record Ranked(int index, double weight) {

	}

}
