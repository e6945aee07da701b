package io.github.metricstcp.observer.internal.ui;

import java.util.Arrays;

/**
 * The difference between the numbers of targets: how much the second of two is more or
 * less than the first, or how much the greatest of several is more than the least.
 *
 * @param from the number that is compared with
 * @param to the other number
 * @param signed whether there are two, of which the second may be less
 * @param dates whether the numbers are dates, in seconds since the epoch
 */
record Difference(double from, double to, boolean signed, boolean dates) {

	/**
	 * The difference of numbers that are not to be compared.
	 */
	static final Difference NONE = new Difference(Double.NaN, Double.NaN, false, false);

	/**
	 * From here on it is written as a factor.
	 */
	private static final double FACTOR = 2;

	private static final UnitFormat PERCENT = UnitFormat.of("percent");

	private static final double LEAST_SHARE = 0.0005;

	/**
	 * Returns the difference of numbers.
	 * @param numbers one for each target, {@code NaN} where there is none
	 */
	static Difference of(double... numbers) {
		return of(false, numbers);
	}

	/**
	 * Returns the difference of dates, of which there is no share.
	 * @param seconds the seconds since the epoch of each target, {@code NaN} where there
	 * are none
	 */
	static Difference ofDates(double... seconds) {
		return of(true, seconds);
	}

	private static Difference of(boolean dates, double... numbers) {
		if (numbers.length == 2) {
			return new Difference(numbers[0], numbers[1], true, dates);
		}
		double[] known = Arrays.stream(numbers).filter((number) -> !Double.isNaN(number)).sorted().toArray();
		return (known.length < 2) ? NONE : new Difference(known[0], known[known.length - 1], false, dates);
	}

	/**
	 * Returns how large it is, however it is directed: the share of the lesser number.
	 * {@code NaN} if there are no two numbers, or if they are dates.
	 */
	double size() {
		if (this.dates) {
			return Double.NaN;
		}
		double lesser = Math.min(Math.abs(this.from), Math.abs(this.to));
		return (this.from == this.to) ? 0 : Math.abs(this.to - this.from) / lesser;
	}

	/**
	 * Returns the difference in percent or, if it is large, as a factor; that of dates as
	 * a duration.
	 */
	String text() {
		double change = (this.to - this.from) / Math.abs(this.from);
		if (Double.isNaN(this.from) || Double.isNaN(this.to)) {
			return "";
		}
		if (this.dates) {
			double seconds = this.to - this.from;
			return ((this.signed && seconds > 0) ? "+" : "") + UnitFormat.SECONDS.value(seconds);
		}
		if (this.from == this.to || Math.abs(change) < LEAST_SHARE) {
			return "0%";
		}
		if (!Double.isFinite(change)) {
			return (this.from == 0) ? "from 0" : UnitFormat.NOTHING;
		}
		if (this.from > 0 && this.to / this.from >= FACTOR) {
			return "×" + UnitFormat.COUNT.value(this.to / this.from);
		}
		return ((this.signed && change > 0) ? "+" : "") + PERCENT.value(change * 100);
	}

}
