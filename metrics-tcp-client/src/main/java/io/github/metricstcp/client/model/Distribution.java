package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import com.datadoghq.sketch.ddsketch.DDSketch;

/**
 * How samples are distributed: exact count, sum, minimum and maximum; quantiles and bins
 * to 1 %. Does not change.
 *
 * @since 0.1.0
 */
public final class Distribution {

	private final Stats stats;

	Distribution(Stats stats) {
		this.stats = stats;
	}

	/**
	 * Returns the distribution of the samples of several distributions.
	 * @param distributions any number of them
	 */
	public static Distribution merged(Collection<Distribution> distributions) {
		Stats merged = new Stats();
		distributions.forEach((each) -> merged.merge(each.stats));
		return new Distribution(merged);
	}

	/**
	 * Returns how many samples there are.
	 */
	public long count() {
		return this.stats.count;
	}

	/**
	 * Returns what they sum up to.
	 */
	public double sum() {
		return this.stats.sum;
	}

	/**
	 * Returns the least of them, {@code NaN} if there is none.
	 */
	public double min() {
		return (this.stats.count > 0) ? this.stats.min : Double.NaN;
	}

	/**
	 * Returns the greatest of them, {@code NaN} if there is none.
	 */
	public double max() {
		return (this.stats.count > 0) ? this.stats.max : Double.NaN;
	}

	/**
	 * Returns a quantile, {@code NaN} if there is no sample.
	 * @param quantile 0 to 1
	 */
	public double quantile(double quantile) {
		return this.stats.quantile(quantile);
	}

	/**
	 * Returns the bins that hold samples, the lowest first. Each is about 2 % wide.
	 */
	public List<Bin> bins() {
		List<Bin> bins = new ArrayList<>();
		DDSketch sketch = this.stats.sketch;
		if (sketch == null) {
			return bins;
		}
		sketch.getNegativeValueStore()
			.getDescendingIterator()
			.forEachRemaining((bin) -> bins.add(new Bin(-Stats.MAPPING.upperBound(bin.getIndex()),
					-Stats.MAPPING.lowerBound(bin.getIndex()), Math.round(bin.getCount()))));
		long zeros = this.stats.count - bins.stream().mapToLong(Bin::count).sum()
				- Math.round(sketch.getPositiveValueStore().getTotalCount());
		if (zeros > 0) {
			bins.add(new Bin(0, 0, zeros));
		}
		sketch.getPositiveValueStore()
			.getAscendingIterator()
			.forEachRemaining((bin) -> bins.add(new Bin(Stats.MAPPING.lowerBound(bin.getIndex()),
					Stats.MAPPING.upperBound(bin.getIndex()), Math.round(bin.getCount()))));
		return Collections.unmodifiableList(bins);
	}

	/**
	 * A range of values and how many samples are in it.
	 *
	 * @param lower where it begins
	 * @param upper where it ends
	 * @param count how many samples are in it
	 */
	public record Bin(double lower, double upper, long count) {
	}

}
