package io.github.metricstcp.client.model;

import org.jspecify.annotations.Nullable;

/**
 * The samples of histograms over time: one distribution for each slot of a range. The
 * samples of any number of series can be added, so that the quantiles of all of them
 * together are right: at most 1 % off. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class Timeline {

	private final TimeRange range;

	private final @Nullable Stats[] slots;

	/**
	 * Creates a timeline without samples.
	 * @param range the time and its slots
	 */
	public Timeline(TimeRange range) {
		this.range = range;
		this.slots = new @Nullable Stats[range.slots()];
	}

	/**
	 * Returns the time and its slots.
	 * @return the range
	 */
	public TimeRange range() {
		return this.range;
	}

	/**
	 * Adds the samples of one second or span.
	 */
	void add(long second, Stats stats) {
		int slot = this.range.slot(second);
		if (slot < 0 || slot >= this.slots.length) {
			return;
		}
		Stats sum = this.slots[slot];
		if (sum == null) {
			sum = new Stats();
			this.slots[slot] = sum;
		}
		sum.merge(stats);
	}

	/**
	 * Adds all samples of another timeline of the same range.
	 * @param other the other timeline
	 * @throws IllegalArgumentException if its range is another one
	 */
	public void add(Timeline other) {
		if (!other.range.equals(this.range)) {
			throw new IllegalArgumentException("%s is not %s".formatted(other.range, this.range));
		}
		for (int slot = 0; slot < this.slots.length; slot++) {
			Stats stats = other.slots[slot];
			if (stats != null) {
				add(this.range.second(slot), stats);
			}
		}
	}

	/**
	 * Returns the bins of a slot, {@code null} if it has no sample.
	 */
	@Nullable SampleBins bins(int slot) {
		Stats stats = this.slots[slot];
		return (stats != null) ? stats.bins() : null;
	}

	/**
	 * Returns the number of samples in a part of the time that are in a range of values.
	 * @param from the first second, since the epoch
	 * @param to the second behind the last one
	 * @param above samples are counted that are above this value, to the bounds of bins
	 * @param upTo and not above this one
	 * @return the number of samples in bins whose values are in that range
	 */
	public long count(long from, long to, double above, double upTo) {
		long count = 0;
		for (int slot = 0; slot < this.slots.length; slot++) {
			long second = this.range.second(slot);
			SampleBins bins = (second >= from && second < to) ? bins(slot) : null;
			for (int i = 0; bins != null && i < bins.size(); i++) {
				double value = SampleBins.value(bins.key(i));
				count += (value > above && value <= upTo) ? bins.count(i) : 0;
			}
		}
		return count;
	}

	/**
	 * Returns the samples of a slot.
	 * @param slot the index of the slot
	 * @return their distribution, without samples if there was none
	 */
	public Distribution distribution(int slot) {
		Stats copy = new Stats();
		Stats stats = this.slots[slot];
		if (stats != null) {
			copy.merge(stats);
		}
		return new Distribution(copy);
	}

	/**
	 * Returns the samples of all slots together.
	 * @return their distribution
	 */
	public Distribution all() {
		Stats all = new Stats();
		for (Stats stats : this.slots) {
			if (stats != null) {
				all.merge(stats);
			}
		}
		return new Distribution(all);
	}

	/**
	 * Returns the number of samples of each slot.
	 * @return an array that is the caller's
	 */
	public double[] counts() {
		double[] counts = new double[this.slots.length];
		for (int slot = 0; slot < counts.length; slot++) {
			Stats stats = this.slots[slot];
			counts[slot] = (stats != null) ? stats.count : 0;
		}
		return counts;
	}

	/**
	 * Returns the mean of the samples of each slot.
	 * @return an array that is the caller's; {@code NaN} where there is no sample
	 */
	public double[] means() {
		double[] means = new double[this.slots.length];
		for (int slot = 0; slot < means.length; slot++) {
			Stats stats = this.slots[slot];
			means[slot] = (stats != null) ? stats.sum() / stats.count : Double.NaN;
		}
		return means;
	}

	/**
	 * Returns a quantile of the samples of each slot.
	 * @param quantile the share, 0 to 1; 1 is the exact maximum
	 * @return an array that is the caller's; {@code NaN} where there is no sample
	 */
	public double[] quantiles(double quantile) {
		double[] quantiles = new double[this.slots.length];
		for (int slot = 0; slot < quantiles.length; slot++) {
			Stats stats = this.slots[slot];
			quantiles[slot] = (stats == null) ? Double.NaN : (quantile < 1) ? stats.quantile(quantile) : stats.max;
		}
		return quantiles;
	}

}
