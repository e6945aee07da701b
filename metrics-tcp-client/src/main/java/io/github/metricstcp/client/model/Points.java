package io.github.metricstcp.client.model;

/**
 * The course of a series over some seconds, one point for each second that has passed,
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
	 * Returns which second the last point is, since the epoch.
	 */
	public long lastSecond() {
		return this.lastSecond;
	}

	/**
	 * Returns of a counter, by how much it grew in each second; of a gauge, its value at
	 * the end of it; of a histogram, how many samples there were. The array is the
	 * caller's.
	 */
	public double[] values() {
		return this.values.clone();
	}

	/**
	 * Returns of a histogram, the median of each second's samples; of others, nothing.
	 * The array is the caller's.
	 */
	public double[] medians() {
		return this.medians.clone();
	}

	/**
	 * Returns of a histogram, the 99th percentile of each second's samples; of others,
	 * nothing. The array is the caller's.
	 */
	public double[] p99s() {
		return this.p99s.clone();
	}

}
