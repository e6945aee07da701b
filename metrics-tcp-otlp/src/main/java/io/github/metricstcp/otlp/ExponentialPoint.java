package io.github.metricstcp.otlp;

import io.github.metricstcp.client.model.ExponentialBuckets;
import io.github.metricstcp.client.model.ExponentialSamples;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;

/**
 * Samples as they are sent.
 */
final class ExponentialPoint {

	private ExponentialPoint() {
	}

	/**
	 * Adds count, sum, minimum, maximum and buckets to a message. There must be a sample.
	 */
	static void add(ExponentialSamples samples, ExponentialHistogramDataPoint.Builder point) {
		point.setCount(samples.count())
			.setScale(samples.scale())
			.setZeroCount(samples.zeros())
			.setMin(samples.min())
			.setMax(samples.max())
			.setPositive(message(samples.positive()))
			.setNegative(message(samples.negative()));
		if (samples.min() >= 0) {
			// The sum of samples that may be negative is no counter, as receivers take it
			// for
			point.setSum(samples.sum());
		}
	}

	private static ExponentialHistogramDataPoint.Buckets message(ExponentialBuckets buckets) {
		ExponentialHistogramDataPoint.Buckets.Builder message = ExponentialHistogramDataPoint.Buckets.newBuilder();
		if (!buckets.isEmpty()) {
			message.setOffset(buckets.lowest());
			for (int index = buckets.lowest(); index <= buckets.highest(); index++) {
				message.addBucketCounts(buckets.count(index));
			}
		}
		return message.build();
	}

}
