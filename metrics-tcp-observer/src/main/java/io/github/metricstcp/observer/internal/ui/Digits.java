package io.github.metricstcp.observer.internal.ui;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers as three digits, which is as much as people read at a glance.
 */
final class Digits {

	private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

	private static final double BEYOND_PREFIXES = 1e21;

	private static final String[] PREFIXES = { "", "k", "M", "G", "T", "P", "E" };

	private Digits() {
	}

	/**
	 * Writes three digits, and none behind the point that a whole number does not need.
	 * @param value a value that is not negative
	 */
	static String three(double value) {
		if (value == 0) {
			return "0";
		}
		if (value >= 1000 || (value == Math.rint(value) && value >= 100)) {
			return String.format(Locale.ROOT, "%d", (long) Math.rint(value));
		}
		BigDecimal rounded = BigDecimal.valueOf(value).round(THREE_DIGITS);
		if (rounded.compareTo(new BigDecimal("0.001")) < 0) {
			return String.format(Locale.ROOT, "%.1e", value);
		}
		if (value == Math.rint(value)) {
			return rounded.setScale(0, RoundingMode.HALF_UP).toPlainString();
		}
		if (rounded.precision() < 3) {
			rounded = rounded.setScale(rounded.scale() + 3 - rounded.precision());
		}
		return rounded.toPlainString();
	}

	/**
	 * Writes three digits or, from a thousand on, a whole number in groups of three.
	 * @param value a value that is not negative
	 */
	static String grouped(double value) {
		return (round(value) < 1000) ? three(value) : String.format(Locale.ROOT, "%,d", (long) Math.rint(value));
	}

	/**
	 * Writes three digits and a decimal prefix.
	 * @param base a value that is not negative
	 * @param unit the unit that the prefix is for, or an empty text
	 */
	static String decimal(double base, String unit) {
		if (base >= BEYOND_PREFIXES) {
			return String.format(Locale.ROOT, "%.2e", base) + (unit.isEmpty() ? "" : " " + unit);
		}
		double rounded = round(base);
		int step = 0;
		while (rounded >= 1000 && step < PREFIXES.length - 1) {
			rounded = round(rounded / 1000);
			step++;
		}
		String word = PREFIXES[step] + unit;
		return word.isEmpty() ? three(rounded) : three(rounded) + " " + word;
	}

	/**
	 * Whether a value is too large for any prefix.
	 */
	static boolean beyondPrefixes(double base) {
		return base >= BEYOND_PREFIXES;
	}

	/**
	 * Rounds to three digits.
	 */
	static double round(double value) {
		return BigDecimal.valueOf(value).round(THREE_DIGITS).doubleValue();
	}

}
