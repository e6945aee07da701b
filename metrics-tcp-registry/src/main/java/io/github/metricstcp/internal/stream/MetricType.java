package io.github.metricstcp.internal.stream;

import io.github.metricstcp.proto.Metadata;

/**
 * The kinds of metric that the wire knows.
 *
 * @since 0.1.0
 */
public enum MetricType {

	/**
	 * A total that increments add to.
	 */
	COUNTER(Metadata.MetricType.COUNTER_VALUE),

	/**
	 * A value that goes up and down.
	 */
	GAUGE(Metadata.MetricType.GAUGE_VALUE),

	/**
	 * Single samples, whose distribution is the receiver's to compute.
	 */
	HISTOGRAM(Metadata.MetricType.HISTOGRAM_VALUE);

	final int number;

	MetricType(int number) {
		this.number = number;
	}

}
