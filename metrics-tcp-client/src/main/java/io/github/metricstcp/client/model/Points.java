package io.github.metricstcp.client.model;

/**
 * The values of a series over some seconds, one point for each second that has passed,
 * the oldest first; {@code NaN} where there is none.
 *
 * @since 0.1.0
 */
public final class Points {

	private final long lastSecond;

	private final double[] values;

	private final double[] medians;

	private final double[] p99s;

	Points(long lastSecond, double[] values, double[] medians, double[] p99s) {
		this.lastSecond = lastSecond;
		this.values = values;
		this.medians = medians;
		this.p99s = p99s;
	}

	/**
	 * Returns the second of the last point.
	 * @return whole seconds since the epoch
	 */
	public long lastSecond() {
		return this.lastSecond;
	}

	/**
	 * Returns of a counter, its increase in each second; of a gauge, its value at the end
	 * of it; of a histogram, the number of samples.
	 * @return an array that is the caller's
	 */
	public double[] values() {
		return this.values.clone();
	}

	/**
	 * Returns the median of each second's samples.
	 * @return an array that is the caller's, empty unless the series is a histogram
	 */
	public double[] medians() {
		return this.medians.clone();
	}

	/**
	 * Returns the 99th percentile of each second's samples.
	 * @return an array that is the caller's, empty unless the series is a histogram
	 */
	public double[] p99s() {
		return this.p99s.clone();
	}

}
