package io.github.metricstcp.prometheus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.metricstcp.client.wire.Kind;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import org.jspecify.annotations.Nullable;

/**
 * A metric of one scrape: the series of one kind and name of all targets. Not
 * thread-safe.
 */
final class ExposedMetric {

	private final Kind kind;

	private final ExposedFamily.Naming naming;

	private @Nullable String description;

	private final List<DataPointSnapshot> points = new ArrayList<>();

	private final Set<Labels> labels = new HashSet<>();

	private boolean known;

	/**
	 * Creates a metric without series.
	 */
	ExposedMetric(Kind kind, ExposedFamily.Naming naming) {
		this.kind = kind;
		this.naming = naming;
	}

	/**
	 * Adds a series, unless it has no value now.
	 * @return {@code false} if there is one with the same labels
	 */
	boolean add(ExposedSeries series, ExposedFamily.Naming naming) {
		this.known = true;
		DataPointSnapshot point = series.scrape(naming.base());
		if (point == null) {
			return true;
		}
		if (!this.labels.add(series.labels())) {
			return false;
		}
		if (this.description == null) {
			this.description = naming.description();
		}
		return this.points.add(point);
	}

	Kind kind() {
		return this.kind;
	}

	ExposedFamily.Naming naming() {
		return this.naming;
	}

	/**
	 * Whether there are series, be it of targets that are away.
	 */
	boolean isKnown() {
		return this.known;
	}

	boolean isEmpty() {
		return this.points.isEmpty();
	}

	int size() {
		return this.points.size();
	}

	/**
	 * Returns what is exposed.
	 * @param name the name that is free
	 */
	MetricSnapshot snapshot(String name) {
		String suffix = this.naming.base().suffix();
		boolean named = !suffix.isEmpty() && name.endsWith("_" + suffix);
		MetricMetadata metadata = new MetricMetadata(name, this.description, named ? new Unit(suffix) : null);
		return switch (this.kind) {
			case COUNTER -> new CounterSnapshot(metadata, points(CounterDataPointSnapshot.class));
			case GAUGE -> new GaugeSnapshot(metadata, points(GaugeDataPointSnapshot.class));
			case HISTOGRAM -> new HistogramSnapshot(metadata, points(HistogramDataPointSnapshot.class));
		};
	}

	private <P> List<P> points(Class<P> type) {
		return this.points.stream().map(type::cast).toList();
	}

}
