package io.github.metricstcp.client.model;

import java.util.Arrays;

/**
 * Counts of buckets whose bounds are powers of one base, for magnitudes of one sign. A
 * place for each index between the least and the greatest one. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class ExponentialBuckets {

	/**
	 * The greatest number of buckets. At the finest scale they cover 32 powers of two:
	 * from a microsecond to an hour.
	 */
	public static final int MAX_BUCKETS = 2048;

	private static final int MARGIN = 16;

	private long[] counts = {};

	// The index of the first place
	private int from;

	private int lowest = Integer.MAX_VALUE;

	private int highest = Integer.MIN_VALUE;

	ExponentialBuckets() {
	}

	/**
	 * Returns whether there is no sample.
	 * @return whether there is none
	 */
	public boolean isEmpty() {
		return this.lowest > this.highest;
	}

	/**
	 * Returns how often neighbours must be merged so that there is room for a bucket.
	 */
	int mergesFor(int index) {
		long low = Math.min(this.lowest, index);
		long high = Math.max(this.highest, index);
		int merges = 0;
		while ((high >> merges) - (low >> merges) >= MAX_BUCKETS) {
			merges++;
		}
		return merges;
	}

	/**
	 * Counts a sample in a bucket that there is room for.
	 */
	void add(int index) {
		add(index, 1);
	}

	private void add(int index, long count) {
		makeRoom(index);
		this.counts[index - this.from] += count;
		this.lowest = Math.min(this.lowest, index);
		this.highest = Math.max(this.highest, index);
	}

	private void makeRoom(int index) {
		if (this.counts.length == 0) {
			this.counts = new long[2 * MARGIN];
			this.from = index - MARGIN;
		}
		int before = this.from - index;
		int behind = index - this.from - this.counts.length + 1;
		if (before > 0) {
			int more = before + MARGIN;
			long[] moved = new long[this.counts.length + more];
			System.arraycopy(this.counts, 0, moved, more, this.counts.length);
			this.counts = moved;
			this.from -= more;
		}
		else if (behind > 0) {
			this.counts = Arrays.copyOf(this.counts, this.counts.length + behind + MARGIN);
		}
	}

	/**
	 * Merges each bucket with its neighbour, some number of times.
	 */
	void merge(int times) {
		if (isEmpty()) {
			return;
		}
		long[] old = this.counts;
		int oldFrom = this.from;
		int low = this.lowest;
		int high = this.highest;
		this.counts = new long[0];
		this.lowest = Integer.MAX_VALUE;
		this.highest = Integer.MIN_VALUE;
		for (int index = low; index <= high; index++) {
			if (old[index - oldFrom] > 0) {
				add(index >> times, old[index - oldFrom]);
			}
		}
	}

	/**
	 * Returns the index of the first bucket that has samples. Bucket <i>i</i> has those
	 * above the power <i>i</i> of the base, up to and with the next one.
	 * @return the index, meaningless if there is no sample
	 */
	public int lowest() {
		return this.lowest;
	}

	/**
	 * Returns the index of the last bucket that has samples.
	 * @return the index, meaningless if there is no sample
	 */
	public int highest() {
		return this.highest;
	}

	/**
	 * Returns the number of samples in a bucket.
	 * @param index an index from the lowest to the highest one
	 * @return the number
	 */
	public long count(int index) {
		return this.counts[index - this.from];
	}

}
