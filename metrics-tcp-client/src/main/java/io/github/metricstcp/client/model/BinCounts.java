package io.github.metricstcp.client.model;

import java.util.Arrays;

/**
 * Counts of bins by their keys, in an array with a place for each key between the least
 * and the greatest one. Adding is fast, but far more room is taken than by
 * {@link SampleBins}: for sums that are made now. Not thread-safe.
 */
final class BinCounts {

	private static final int ROOM = 64;

	private long[] counts = {};

	// The key of the first place
	private int from;

	/**
	 * Adds samples of a bin.
	 */
	void add(int key, long count) {
		int place = key - this.from;
		if (place < 0 || place >= this.counts.length) {
			makeRoom(key);
			place = key - this.from;
		}
		this.counts[place] += count;
	}

	private void makeRoom(int key) {
		if (this.counts.length == 0) {
			this.from = key - ROOM / 2;
			this.counts = new long[ROOM];
			return;
		}
		int length = this.counts.length;
		int missing = (key < this.from) ? this.from - key : key - this.from - length + 1;
		int more = missing + length / 2;
		if (key >= this.from) {
			this.counts = Arrays.copyOf(this.counts, length + more);
			return;
		}
		long[] counts = new long[length + more];
		System.arraycopy(this.counts, 0, counts, more, length);
		this.counts = counts;
		this.from -= more;
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
	}

}
