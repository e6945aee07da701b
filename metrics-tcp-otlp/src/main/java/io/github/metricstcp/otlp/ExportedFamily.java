package io.github.metricstcp.otlp;

import java.util.ArrayList;
import java.util.List;

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
