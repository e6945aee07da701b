package io.github.metricstcp.otlp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Metadata;
import io.opentelemetry.proto.metrics.v1.Metric;
import org.jspecify.annotations.Nullable;

/**
 * All series of one kind and name of a target, which are one metric, and their metadata.
 * Thread-safe.
 */
final class ExportedFamily {

	private final FamilyKey key;

	// The number of the stream that has had a series that is new, or metadata. Confined
	// to the thread that reads the stream
	private int asked;

	private volatile @Nullable Metadata metadata;

	// Guarded by itself
	private final List<ExportedSeries> series = new ArrayList<>();

	ExportedFamily(FamilyKey key) {
		this.key = key;
	}

	void metadata(Metadata metadata) {
		this.metadata = metadata;
	}

	@Nullable String unit() {
		Metadata metadata = this.metadata;
		return (metadata != null) ? metadata.unit() : null;
	}

	void add(ExportedSeries added) {
		synchronized (this.series) {
			this.series.add(added);
		}
	}

	/**
	 * Called when a stream has a series that is new, or metadata.
	 * @param stream the number of the stream
	 */
	void asked(int stream) {
		this.asked = stream;
	}

	/**
	 * Whether there are no series, and metadata not of a stream.
	 * @param stream the number of the stream
	 */
	boolean isOver(int stream) {
		return this.asked != stream && isEmpty();
	}

	boolean isEmpty() {
		synchronized (this.series) {
			return this.series.isEmpty();
		}
	}

	/**
	 * Removes series.
	 * @param unwanted tells which
	 * @return those that were removed
	 */
	List<ExportedSeries> remove(Predicate<ExportedSeries> unwanted) {
		synchronized (this.series) {
			List<ExportedSeries> removed = this.series.stream().filter(unwanted).toList();
			if (!removed.isEmpty()) {
				this.series.removeIf(new HashSet<>(removed)::contains);
			}
			return removed;
		}
	}

	/**
	 * Returns the series.
	 * @return a copy, in the order in which they came
	 */
	List<ExportedSeries> series() {
		synchronized (this.series) {
			return List.copyOf(this.series);
		}
	}

	/**
	 * Returns the metric, without data points.
	 */
	Metric.Builder metric(Temporality temporality) {
		Metadata metadata = this.metadata;
		String description = (metadata != null) ? metadata.description() : null;
		Metric.Builder metric = Metric.newBuilder()
			.setName(this.key.name())
			.setDescription((description != null) ? description : "")
			.setUnit(MetricUnits.codeOf(this.key.kind(), this.key.name(), unit()));
		switch (this.key.kind()) {
			case COUNTER -> metric.getSumBuilder().setIsMonotonic(true).setAggregationTemporality(temporality.wire());
			case GAUGE -> metric.getGaugeBuilder();
			case HISTOGRAM -> metric.getExponentialHistogramBuilder().setAggregationTemporality(temporality.wire());
		}
		return metric;
	}

}
