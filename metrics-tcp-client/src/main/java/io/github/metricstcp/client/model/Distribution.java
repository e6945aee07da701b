package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The distribution of samples: exact count, sum, minimum and maximum; quantiles and bins
 * to 1 %. It does not change.
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
	 * @return one distribution of all their samples
	 */
	public static Distribution merged(Iterable<Distribution> distributions) {
		MergedSamples merged = new MergedSamples();
		distributions.forEach((each) -> each.addTo(merged));
		return of(merged);
	}

	/**
	 * Returns the distribution of the samples of several histograms.
	 * @param samples the samples, which may go on growing
	 * @return their distribution now
	 */
	public static Distribution of(MergedSamples samples) {
		return new Distribution(samples.stats());
	}

	/**
	 * Adds the samples to others.
	 * @param samples the samples that these are added to
	 */
	public void addTo(MergedSamples samples) {
		samples.add(this.stats);
	}

	Stats stats() {
		return this.stats;
	}

	/**
	 * Returns the number of samples.
	 * @return the number
	 */
	public long count() {
		return this.stats.count;
	}

	/**
	 * Returns the sum of the samples.
	 * @return the sum, 0 if there is no sample
	 */
	public double sum() {
		return this.stats.sum();
	}

	/**
	 * Returns the least sample.
	 * @return the sample, {@code NaN} if there is none
	 */
	public double min() {
		return (this.stats.count > 0) ? this.stats.min : Double.NaN;
	}

	/**
	 * Returns the greatest sample.
	 * @return the sample, {@code NaN} if there is none
	 */
	public double max() {
		return (this.stats.count > 0) ? this.stats.max : Double.NaN;
	}

	/**
	 * Returns a quantile: the least value that such a share of all samples do not exceed.
	 * @param quantile the share, 0 to 1
	 * @return the quantile, at most 1 % off; {@code NaN} if there is no sample
	 */
	public double quantile(double quantile) {
		return this.stats.quantile(quantile);
	}

	/**
	 * Returns the quantiles that a {@link Summary} has.
	 * @return the quantiles, at most 1 % off
	 */
	public Quantiles quantiles() {
		return this.stats.quantiles();
	}

	/**
	 * Returns the bins that hold samples. Each is about 2 % wide.
	 * @return the bins, the lowest first; unmodifiable
	 */
	public List<Bin> bins() {
		List<Bin> bins = new ArrayList<>();
		SampleBins samples = this.stats.bins();
		for (int i = 0; samples != null && i < samples.size(); i++) {
			int key = samples.key(i);
			bins.add(new Bin(SampleBins.lowerBound(key), SampleBins.upperBound(key), samples.count(i)));
		}
		return Collections.unmodifiableList(bins);
	}

	/**
	 * A range of values, and the number of samples in it.
	 *
	 * @param lower its lower bound
	 * @param upper its upper bound
	 * @param count the number of samples
	 */
	public record Bin(double lower, double upper, long count) {
	}

}
