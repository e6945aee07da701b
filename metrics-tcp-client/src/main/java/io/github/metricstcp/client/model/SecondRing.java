package io.github.metricstcp.client.model;

import java.util.Arrays;

/**
 * One value for each of the last 300 seconds that have passed. Not thread-safe.
 */
final class SecondRing {

	static final int SECONDS = 300;

	private static final double[] NOTHING = {};

	// Made when the first value comes: many series never have one
	private double[] values = NOTHING;

	private long last;

	/**
	 * Puts the value of a second behind the others.
	 * @param second the second, later than the last one
	 * @param value its value
	 * @param between the value of the seconds since the last one
	 */
	void put(long second, double value, double between) {
		if (this.values.length == 0) {
			this.values = new double[SECONDS];
			Arrays.fill(this.values, Double.NaN);
		}
		else {
			for (long each = Math.max(this.last + 1, second - SECONDS + 1); each < second; each++) {
				this.values[slot(each)] = between;
			}
		}
		this.values[slot(second)] = value;
		this.last = second;
	}

	/**
	 * Returns the values of the seconds up to one, oldest first, {@code NaN} where there
	 * is none.
	 * @param second the last second
	 * @param count the number of seconds, at most {@link #SECONDS}
	 * @param after the value of the seconds since the last one put
	 */
	double[] last(long second, int count, double after) {
		double[] result = new double[count];
		for (int i = 0; i < count; i++) {
			result[i] = value(second - count + 1 + i, after);
		}
		return result;
	}

	/**
	 * Returns the sum of the values of the seconds up to one.
	 */
	double sum(long second, int count) {
		double sum = 0;
		for (long each = second - count + 1; each <= second; each++) {
			double value = value(each, 0);
			sum += Double.isNaN(value) ? 0 : value;
		}
		return sum;
	}

	private double value(long second, double after) {
		if (this.values.length == 0 || second <= this.last - SECONDS) {
			return Double.NaN;
		}
		return (second > this.last) ? after : this.values[slot(second)];
	}

	private static int slot(long second) {
		return (int) Math.floorMod(second, (long) SECONDS);
	}

}
