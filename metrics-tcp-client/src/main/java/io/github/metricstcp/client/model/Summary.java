package io.github.metricstcp.client.model;

/**
 * A summary of the values of a {@link Window}. A number that does not apply to a kind of
 * series is {@code NaN}.
 *
 * @param count the number of a histogram's samples; of a counter or gauge, the number of
 * events (counters: since {@link Window#ALL all} began)
 * @param sum the sum of a histogram's samples; of a counter, its increase
 * @param min the least sample or value
 * @param max the greatest sample or value
 * @param quantiles the quantiles of a histogram's samples
 * @since 0.1.0
 */
public record Summary(long count, double sum, double min, double max, Quantiles quantiles) {

	/**
	 * Returns the mean of the samples.
	 * @return the mean, {@code NaN} if there is no sample
	 */
	public double mean() {
		return (this.count > 0) ? this.sum / this.count : Double.NaN;
	}

}
