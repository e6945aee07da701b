package io.github.metricstcp.page.internal.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.GroupPoints;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesGroup;
import io.github.metricstcp.client.model.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * All metrics that match, each with its figures and the points of its chart.
 */
public final class OverviewView implements View {

	private final MetricIndex index;

	private final ViewSettings settings;

	private final int most;

	private final Header header;

	// The series of each metric that match the filter
	private final Map<Metric, Matching> matching = new HashMap<>();

	// The second behind the last point that was written, 0 before the first document
	private long written;

	// Of the last document: another step means other slots
	private int step;

	private int generation;

	/**
	 * Creates a view of which nothing is written yet.
	 * @param index the metrics
	 * @param settings the filter and the time
	 */
	public OverviewView(MetricIndex index, ViewSettings settings) {
		this(index, settings, Integer.MAX_VALUE);
	}

	/**
	 * Creates a view of a limited number of metrics.
	 * @param most the greatest number of metrics, the first by their names
	 */
	OverviewView(MetricIndex index, ViewSettings settings, int most) {
		this.index = index;
		this.settings = settings;
		this.most = most;
		this.header = new Header(index, settings.targets(), true);
	}

	@Override
	public void write(JsonGenerator json) throws IOException {
		this.index.refresh();
		long now = this.index.now();
		TimeRange whole = this.settings.range(now);
		boolean first = this.written < whole.from() || this.written > whole.to() || this.step != whole.step()
				|| this.generation != this.index.generation();
		if (first) {
			this.matching.clear();
			this.generation = this.index.generation();
		}
		TimeRange range = whole;
		if (!first) {
			// The last slot again, for it may not have been over
			long from = Math.max(whole.from(), this.written - whole.step());
			range = new TimeRange(from, (int) Math.max(1, (whole.to() - from) / whole.step()), whole.step());
		}
		json.writeStartObject();
		json.writeStringField("view", "overview");
		this.header.write(json, range, first);
		json.writeArrayFieldStart("metrics");
		int shown = 0;
		for (Metric metric : this.index.metrics()) {
			Matching matching = this.matching.computeIfAbsent(metric, (absent) -> new Matching());
			List<Series> series = matching.of(metric, this.settings);
			if (!series.isEmpty() && shown++ < this.most) {
				write(json, metric, series, range, now, matching.isNew(metric));
			}
		}
		json.writeEndArray();
		json.writeEndObject();
		this.written = whole.to();
		this.step = whole.step();
	}

	private void write(JsonGenerator json, Metric metric, List<Series> series, TimeRange range, long now,
			boolean withIdentity) throws IOException {
		json.writeStartObject();
		json.writeStringField("id", metric.id());
		json.writeNumberField("series", series.size());
		if (withIdentity) {
			Figures.writeIdentity(json, metric);
		}
		Figures.write(json, metric.kind(), series, this.settings.figures(now), this.settings.isPast(), now);
		GroupPoints points = GroupPoints.of(metric.kind(), series, range);
		Figures.writePoints(json, points, metric.kind(), now);
		if (this.settings.targets().apart()) {
			writeTargets(json, metric, series, range, now);
		}
		json.writeEndObject();
	}

	private void writeTargets(JsonGenerator json, Metric metric, List<Series> series, TimeRange range, long now)
			throws IOException {
		json.writeArrayFieldStart("targets");
		for (SeriesGroup target : SeriesGroup.byTarget(series)) {
			json.writeStartObject();
			json.writeStringField("name", target.value());
			Figures.write(json, metric.kind(), target.series(), this.settings.figures(now), this.settings.isPast(),
					now);
			Figures.writePoints(json, GroupPoints.of(metric.kind(), target.series(), range), metric.kind(), now);
			json.writeEndObject();
		}
		json.writeEndArray();
	}

	/**
	 * The series of a metric that match, of those that were looked at so far.
	 */
	private static final class Matching {

		private final List<Series> series = new ArrayList<>();

		private int looked;

		// Null before it was written
		private @Nullable String identity;

		/**
		 * Returns whether the metric is to be named again: it was not yet, or its unit or
		 * description have come since.
		 */
		boolean isNew(Metric metric) {
			String identity = metric.unit() + "\n" + metric.description();
			boolean changed = !identity.equals(this.identity);
			this.identity = identity;
			return changed;
		}

		List<Series> of(Metric metric, ViewSettings settings) {
			List<Series> all = metric.series();
			if (settings.filter().dependsOnUnit()) {
				// Units may come later than the series
				this.series.clear();
				this.looked = 0;
			}
			for (; this.looked < all.size(); this.looked++) {
				Series each = all.get(this.looked);
				if (settings.matches(each)) {
					this.series.add(each);
				}
			}
			return this.series;
		}

	}

}
