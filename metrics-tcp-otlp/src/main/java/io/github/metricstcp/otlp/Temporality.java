package io.github.metricstcp.otlp;

import io.opentelemetry.proto.metrics.v1.AggregationTemporality;

/**
 * The time that the sums and histograms of one export are of.
 *
 * @since 0.1.0
 */
public enum Temporality {

	/**
	 * All the time since the series began.
	 */
	CUMULATIVE(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE),

	/**
	 * The time since the export before.
	 */
	DELTA(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);

	private final AggregationTemporality wire;

	Temporality(AggregationTemporality wire) {
		this.wire = wire;
	}

	AggregationTemporality wire() {
		return this.wire;
	}

}
