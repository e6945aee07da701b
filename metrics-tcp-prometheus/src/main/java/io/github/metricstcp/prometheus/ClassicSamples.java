package io.github.metricstcp.prometheus;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;

/**
 * Samples in classic buckets, whose counts are exact. Not thread-safe.
 */
final class ClassicSamples {

	// With infinity as the last one
	private final double[] bounds;

	private final long[] counts;

	private final DoubleSummaryStatistics totals = new DoubleSummaryStatistics();

	/**
	 * Creates a histogram without samples.
	 * @param bounds the upper bounds of the buckets, which belong to them
	 */
	ClassicSamples(double[] bounds) {
		this.bounds = Arrays.copyOf(bounds, bounds.length + 1);
		this.bounds[bounds.length] = Double.POSITIVE_INFINITY;
		this.counts = new long[this.bounds.length];
	}

	/**
	 * Adds a sample.
	 * @param sample a finite number
	 */
	void add(double sample) {
		this.totals.accept(sample);
		int place = Arrays.binarySearch(this.bounds, sample);
		this.counts[(place >= 0) ? place : -place - 1]++;
	}

	double sum() {
		return this.totals.getSum();
	}

	/**
	 * Returns the buckets as they are exposed.
	 */
	ClassicHistogramBuckets buckets() {
		return ClassicHistogramBuckets.of(this.bounds, this.counts);
	}

}
