package io.github.metricstcp.client.model;

/**
 * The samples of several histograms together. Each histogram adds its own into the same
 * bins, so that there is no copy of them. Not thread-safe.
 *
 * <pre>{@code
 * MergedSamples samples = new MergedSamples();
 * for (Series each : requests) {
 * 	total += each.snapshot(Window.ONE_MINUTE, samples).rates().oneSecond();
 * }
 * double p99 = Distribution.of(samples).quantile(0.99);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MergedSamples {

	private final Stats totals = new Stats();

	private final BinCounts negative = new BinCounts();

	private long zeros;

	// Apart from the others: between the bin of zero and that of 1 there are 35,000
	private final BinCounts positive = new BinCounts();

	/**
	 * Creates a sum without samples.
	 */
	public MergedSamples() {
	}

	void add(Stats stats) {
		this.totals.mergeTotals(stats);
		SampleBins bins = stats.bins();
		for (int i = 0; bins != null && i < bins.size(); i++) {
			add(bins.key(i), bins.count(i));
		}
	}

	private void add(int key, long count) {
		if (key == 0) {
			this.zeros += count;
		}
		else {
			((key > 0) ? this.positive : this.negative).add(key, count);
		}
	}

	/**
	 * Returns the statistics of the samples so far, for the caller to keep.
	 */
	Stats stats() {
		SampleBins bins = new SampleBins();
		this.negative.addTo(bins);
		if (this.zeros > 0) {
			bins.add(0, this.zeros);
		}
		this.positive.addTo(bins);
		Stats stats = new Stats();
		stats.mergeTotals(this.totals);
		stats.mergeBins(bins);
		return stats;
	}

}
