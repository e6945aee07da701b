package io.github.metricstcp.client.model;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Counts of bins by their keys, in an array with a place for each key between the least
 * and the greatest one. Adding is fast, but far more room is taken than by
 * {@link SampleBins}: for sums that are made now. Not thread-safe.
 */
final class BinCounts {

	private static final int ROOM = 64;

	/**
	 * Samples of all magnitudes from a nanosecond to a century have 2,000 bins. A target
	 * that sends 1e-300 and 1e300 must not take half a megabyte of each metric.
	 */
	private static final int MOST_ROOM = 4096;

	private long[] counts = {};

	// The key of the first place
	private int from;

	// What is too far away from the others
	private @Nullable SampleBins outliers;

	/**
	 * Adds samples of a bin.
	 */
	void add(int key, long count) {
		int place = key - this.from;
		if (place < 0 || place >= this.counts.length) {
			if (!makeRoom(key)) {
				addOutlier(key, count);
				return;
			}
			place = key - this.from;
		}
		this.counts[place] += count;
	}

	private void addOutlier(int key, long count) {
		if (this.outliers == null) {
			this.outliers = new SampleBins();
		}
		this.outliers.add(key, count);
	}

	/**
	 * Makes room for a bin.
	 * @return whether it is near enough to the others
	 */
	private boolean makeRoom(int key) {
		if (this.counts.length == 0) {
			this.from = key - ROOM / 2;
			this.counts = new long[ROOM];
			return true;
		}
		int length = this.counts.length;
		int missing = (key < this.from) ? this.from - key : key - this.from - length + 1;
		if (length + missing > MOST_ROOM) {
			return false;
		}
		int more = Math.min(missing + length / 2, MOST_ROOM - length);
		if (key >= this.from) {
			this.counts = Arrays.copyOf(this.counts, length + more);
			return true;
		}
		long[] counts = new long[length + more];
		System.arraycopy(this.counts, 0, counts, more, length);
		this.counts = counts;
		this.from -= more;
		return true;
	}

	/**
	 * Adds all samples to other bins.
	 */
	void addTo(SampleBins bins) {
		for (int i = 0; i < this.counts.length; i++) {
			if (this.counts[i] > 0) {
				bins.add(this.from + i, this.counts[i]);
			}
		}
		if (this.outliers != null) {
			bins.merge(this.outliers);
		}
	}

}
