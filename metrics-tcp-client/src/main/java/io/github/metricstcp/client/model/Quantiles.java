package io.github.metricstcp.client.model;

/**
 * Quantiles of samples, each at most 1 % off; {@code NaN} if there is no sample.
 *
 * @param p50 the median
 * @param p90 the 90th percentile
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param p999 the 99.9th percentile
 * @since 0.1.0
 */
public record Quantiles(double p50, double p90, double p95, double p99, double p999) {

	/**
	 * The quantiles of no samples.
	 */
	public static final Quantiles NONE = new Quantiles(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

}
