package io.github.metricstcp.otlp;

import java.util.DoubleSummaryStatistics;

import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;

/**
 * Samples as an exponential histogram: exact count, sum, minimum and maximum, and the
 * counts of buckets.
 * <p>
 * A sample is counted in the bucket that it is in, as it comes, so that nothing is
 * converted. The bounds are the powers of 2<sup>1/64</sup>: the middle of a bucket is at
 * most 0.54 % off each sample in it. If the samples span more than 2<sup>32</sup>, each
 * two neighbours are merged, and that error is 1.1 %, or again twice as great. Not
 * thread-safe.
 */
final class ExponentialSamples {

	/**
	 * The finest scale, and the one that is begun with: 64 buckets for each power of two.
	 */
	static final int FINEST_SCALE = 6;

	private static final double BUCKETS_PER_NATURAL = (1 << FINEST_SCALE) / Math.log(2);

	private final DoubleSummaryStatistics totals = new DoubleSummaryStatistics();

	private final ExponentialBuckets positive = new ExponentialBuckets();

	private final ExponentialBuckets negative = new ExponentialBuckets();

	private long zeros;

	private int scale = FINEST_SCALE;

	/**
	 * Adds a sample.
	 * @param sample a finite number
	 */
	void add(double sample) {
		this.totals.accept(sample);
		if (sample == 0) {
			this.zeros++;
			return;
		}
		ExponentialBuckets buckets = (sample > 0) ? this.positive : this.negative;
		int index = finestIndex(Math.abs(sample)) >> (FINEST_SCALE - this.scale);
		int merges = buckets.mergesFor(index);
		if (merges > 0) {
			this.scale -= merges;
			this.positive.merge(merges);
			this.negative.merge(merges);
		}
		buckets.add(index >> merges);
	}

	/**
	 * Returns the index of a magnitude's bucket, whose upper bound belongs to it.
	 */
	private static int finestIndex(double magnitude) {
		long bits = Double.doubleToRawLongBits(magnitude);
		boolean powerOfTwo = magnitude >= Double.MIN_NORMAL && (bits & ((1L << 52) - 1)) == 0;
		// Of those the logarithm could be off by a little, and people choose them as
		// samples
		return (powerOfTwo ? Math.getExponent(magnitude) << FINEST_SCALE
				: (int) Math.ceil(Math.log(magnitude) * BUCKETS_PER_NATURAL)) - 1;
	}

	long count() {
		return this.totals.getCount();
	}

	/**
	 * Adds count, sum, minimum, maximum and buckets to a message. There must be a sample.
	 */
	void addTo(ExponentialHistogramDataPoint.Builder point) {
		point.setCount(count())
			.setScale(this.scale)
			.setZeroCount(this.zeros)
			.setMin(this.totals.getMin())
			.setMax(this.totals.getMax())
			.setPositive(this.positive.message())
			.setNegative(this.negative.message());
		if (this.totals.getMin() >= 0) {
			// The sum of samples that may be negative is no counter, as receivers take it
			// for
			point.setSum(this.totals.getSum());
		}
	}

}
