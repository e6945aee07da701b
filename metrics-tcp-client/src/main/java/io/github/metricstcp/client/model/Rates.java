package io.github.metricstcp.client.model;

/**
 * The increase of a counter, or the number of a histogram's samples, by the second, over
 * seconds that have passed. {@code NaN} for a gauge, and if the target was never
 * connected for a whole second.
 *
 * @param oneSecond the rate of the last second
 * @param tenSeconds the mean rate of the last ten seconds
 * @param oneMinute the mean rate of the last sixty seconds
 * @since 0.1.0
 */
public record Rates(double oneSecond, double tenSeconds, double oneMinute) {

	/**
	 * No rates.
	 */
	public static final Rates NONE = new Rates(Double.NaN, Double.NaN, Double.NaN);

}
