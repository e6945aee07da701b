package io.github.metricstcp.client.model;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of some values: their exact count, sum, minimum and maximum, and, for
 * samples, their bins for quantiles. Not thread-safe.
 */
final class Stats {

	/**
	 * More samples go to a sketch, which takes each of them faster than bins do but has a
	 * kilobyte from the first one on.
	 */
	private static final int FEW = 64;

	long count;

	private final ExactSum sum = new ExactSum();

	double min = Double.POSITIVE_INFINITY;

	double max = Double.NEGATIVE_INFINITY;

	private @Nullable SampleBins bins;

	// The samples that are not in the bins yet
	private @Nullable DDSketch sketch;

	/**
	 * Returns statistics of samples of which only the bins are left.
	 * @param bins the bins, which are the statistics' from now on
	 * @param sum the exact sum of the samples
	 * @param max the greatest sample
	 */
	static Stats of(SampleBins bins, double sum, double max) {
		Stats stats = new Stats();
		stats.bins = bins;
		stats.count = bins.total();
		stats.sum.add(sum);
		stats.max = max;
		if (bins.size() > 0) {
			stats.min = Math.min(max, SampleBins.value(bins.key(0)));
		}
		return stats;
	}

	/**
	 * Adds a value without a sketch.
	 */
	void add(double value) {
		this.count++;
		this.sum.add(value);
		range(value);
	}

	/**
	 * Widens minimum and maximum to a value, unless that is no number.
	 */
	void range(double value) {
		if (!Double.isNaN(value)) {
			this.min = Math.min(this.min, value);
			this.max = Math.max(this.max, value);
		}
	}

	double sum() {
		return this.sum.value();
	}

	/**
	 * Adds a value to the bins as well.
	 */
	void sample(double value) {
		add(value);
		// Beyond it, which is just short of the greatest number, there are no bins
		double limit = SampleBins.MAPPING.maxIndexableValue();
		double limited = Math.max(-limit, Math.min(limit, value));
		DDSketch sketch = this.sketch;
		if (sketch != null) {
			sketch.accept(limited);
		}
		else {
			sampleOfFew(limited);
		}
	}

	private void sampleOfFew(double sample) {
		if (this.bins == null) {
			this.bins = new SampleBins();
		}
		this.bins.add(SampleBins.key(sample), 1);
		if (this.count > FEW) {
			this.sketch = new DDSketch(SampleBins.MAPPING, () -> new CollapsingLowestDenseStore(SampleBins.MAX_BINS));
		}
	}

	void merge(Stats other) {
		mergeTotals(other);
		SampleBins samples = other.bins();
		if (samples != null) {
			mergeBins(samples);
		}
	}

	/**
	 * Adds count, sum, minimum and maximum of other values, and no bins.
	 */
	void mergeTotals(Stats other) {
		this.count += other.count;
		this.sum.add(other.sum);
		this.min = Math.min(this.min, other.min);
		this.max = Math.max(this.max, other.max);
	}

	/**
	 * Adds the bins of samples whose totals were added.
	 */
	void mergeBins(SampleBins samples) {
		if (this.bins == null) {
			this.bins = new SampleBins();
		}
		this.bins.merge(samples);
	}

	/**
	 * Removes all values. Once there are many samples, room for as many is kept.
	 */
	void clear() {
		if (this.bins != null) {
			this.bins.clear();
		}
		if (this.count <= FEW) {
			this.sketch = null;
		}
		else if (this.sketch != null) {
			this.sketch.clear();
		}
		this.count = 0;
		this.sum.clear();
		this.min = Double.POSITIVE_INFINITY;
		this.max = Double.NEGATIVE_INFINITY;
	}

	/**
	 * Returns a quantile, at most 1 % off: the least value that such a share of all
	 * values do not exceed. {@code NaN} if there is no value.
	 */
	double quantile(double quantile) {
		SampleBins samples = bins();
		if (samples == null || this.count == 0) {
			return Double.NaN;
		}
		double value = samples.valueAt(Math.max(1, (long) Math.ceil(quantile * this.count)));
		return Math.max(this.min, Math.min(this.max, value));
	}

	Quantiles quantiles() {
		return (this.bins == null) ? Quantiles.NONE
				: new Quantiles(quantile(0.5), quantile(0.9), quantile(0.95), quantile(0.99), quantile(0.999));
	}

	Summary summary() {
		boolean known = this.min <= this.max;
		return new Summary(this.count, sum(), known ? this.min : Double.NaN, known ? this.max : Double.NaN,
				quantiles());
	}

	/**
	 * Returns the bins of all samples, {@code null} if there was never one.
	 */
	@Nullable SampleBins bins() {
		if (this.sketch != null && this.bins != null && !this.sketch.isEmpty()) {
			this.bins.merge(this.sketch);
			this.sketch.clear();
		}
		return this.bins;
	}

}
