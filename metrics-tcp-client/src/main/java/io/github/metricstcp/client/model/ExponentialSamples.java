package io.github.metricstcp.client.model;

import java.util.DoubleSummaryStatistics;

/**
 * Samples as an exponential histogram: exact count, sum, minimum and maximum, and the
 * counts of buckets.
 * <p>
 * A sample is counted in the bucket that it is in, as it comes, so that nothing is
 * converted. The bounds are the powers of 2<sup>1/64</sup>: the middle of a bucket is at
 * most 0.54 % off each sample in it. If the samples span more than 2<sup>32</sup>, each
 * two neighbours are merged, and that error is 1.1 %, or again twice as great. Not
 * thread-safe.
 *
 * @since 0.1.0
 */
public final class ExponentialSamples {

	/**
	 * The finest scale, and the one that is begun with: 64 buckets for each power of two.
	 */
	public static final int FINEST_SCALE = 6;

	private static final double BUCKETS_PER_NATURAL = (1 << FINEST_SCALE) / Math.log(2);

	private final DoubleSummaryStatistics totals = new DoubleSummaryStatistics();

	private final ExponentialBuckets positive = new ExponentialBuckets();

	private final ExponentialBuckets negative = new ExponentialBuckets();

	private long zeros;

	private int scale = FINEST_SCALE;

	/**
	 * Creates a histogram without samples.
	 */
	public ExponentialSamples() {
	}

	/**
	 * Adds a sample.
	 * @param sample a finite number
	 */
	public void add(double sample) {
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

	/**
	 * Returns the number of samples.
	 * @return the number
	 */
	public long count() {
		return this.totals.getCount();
	}

	/**
	 * Returns the sum of the samples.
	 * @return the sum
	 */
	public double sum() {
		return this.totals.getSum();
	}

	/**
	 * Returns the least sample.
	 * @return the sample, infinity if there is none
	 */
	public double min() {
		return this.totals.getMin();
	}

	/**
	 * Returns the greatest sample.
	 * @return the sample, negative infinity if there is none
	 */
	public double max() {
		return this.totals.getMax();
	}

	/**
	 * Returns the number of samples that are zero.
	 * @return the number
	 */
	public long zeros() {
		return this.zeros;
	}

	/**
	 * Returns the scale: the base of the bounds is 2 to the power of 2 to the power of
	 * its negative.
	 * @return the scale, {@value #FINEST_SCALE} at most
	 */
	public int scale() {
		return this.scale;
	}

	/**
	 * Returns the buckets of samples above zero.
	 * @return the buckets, which change with the samples
	 */
	public ExponentialBuckets positive() {
		return this.positive;
	}

	/**
	 * Returns the buckets of samples below zero, by their magnitudes.
	 * @return the buckets, which change with the samples
	 */
	public ExponentialBuckets negative() {
		return this.negative;
	}

}
