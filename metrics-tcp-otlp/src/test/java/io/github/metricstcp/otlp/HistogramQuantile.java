package io.github.metricstcp.otlp;

import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint.Buckets;

/**
 * Quantiles as a receiver of an exponential histogram computes them: the middle of the
 * bucket that the sample of that place is in.
 */
final class HistogramQuantile {

	private HistogramQuantile() {
	}

	static double of(ExponentialHistogramDataPoint point, double quantile) {
		long place = Math.max(1, (long) Math.ceil(quantile * point.getCount()));
		Buckets negative = point.getNegative();
		for (int i = negative.getBucketCountsCount() - 1; i >= 0; i--) {
			place -= negative.getBucketCounts(i);
			if (place <= 0) {
				return -middle(point.getScale(), negative.getOffset() + i);
			}
		}
		place -= point.getZeroCount();
		if (place <= 0) {
			return 0;
		}
		Buckets positive = point.getPositive();
		for (int i = 0; i < positive.getBucketCountsCount(); i++) {
			place -= positive.getBucketCounts(i);
			if (place <= 0) {
				return middle(point.getScale(), positive.getOffset() + i);
			}
		}
		throw new IllegalStateException("The buckets have fewer samples than the histogram");
	}

	private static double middle(int scale, int index) {
		double lower = bound(scale, index);
		double upper = bound(scale, index + 1);
		return 2 / (1 / lower + 1 / upper);
	}

	/**
	 * Returns the lower bound of a bucket, which does not belong to it.
	 */
	static double bound(int scale, int index) {
		return Math.pow(2, index * Math.pow(2, -scale));
	}

}
