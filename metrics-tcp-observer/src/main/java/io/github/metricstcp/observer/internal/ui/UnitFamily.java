package io.github.metricstcp.observer.internal.ui;

import org.jspecify.annotations.Nullable;

/**
 * A family of units that are converted into each other.
 */
enum UnitFamily {

	/**
	 * Numbers without a unit, or with one that is not known.
	 */
	NUMBER,

	/**
	 * Numbers a second.
	 */
	RATE,

	/**
	 * Percentages.
	 */
	PERCENT,

	/**
	 * Durations, in seconds.
	 */
	DURATION,

	/**
	 * Amounts of data, in bytes.
	 */
	BYTES,

	/**
	 * Rates of data, in bits a second.
	 */
	BIT_RATE,

	/**
	 * Dates, in seconds since the epoch.
	 */
	DATE;

	/**
	 * Up to here whole numbers are written in full, for a total that grows should be seen
	 * to grow.
	 */
	static final double WRITTEN_IN_FULL = 10_000_000;

	private static final double MINUTE = 60;

	private static final UnitPrefix NONE = new UnitPrefix(1, "");

	private static final UnitPrefix[] NUMBERS = UnitPrefix.powers(1000, "", " k", " M", " G", " T", " P", " E");

	private static final UnitPrefix[] RATES = UnitPrefix.powers(1000, "/s", " k/s", " M/s", " G/s", " T/s", " P/s",
			" E/s");

	private static final UnitPrefix[] PERCENTAGES = { new UnitPrefix(1, "%") };

	private static final UnitPrefix[] DURATIONS = { new UnitPrefix(1e-9, " ns"), new UnitPrefix(1e-6, " µs"),
			new UnitPrefix(1e-3, " ms"), new UnitPrefix(1, " s") };

	private static final UnitPrefix[] SIZES = UnitPrefix.powers(1024, " B", " KiB", " MiB", " GiB", " TiB", " PiB",
			" EiB");

	private static final UnitPrefix[] BIT_RATES = UnitPrefix.powers(1000, " bit/s", " kbit/s", " Mbit/s", " Gbit/s",
			" Tbit/s");

	/**
	 * The longer units of durations, which only scales use, each from twice its size on.
	 */
	private static final UnitPrefix[] LONG_DURATIONS = { new UnitPrefix(60, " min"), new UnitPrefix(3600, " h"),
			new UnitPrefix(86_400, " d") };

	/**
	 * A value that is less than this part of a unit is hard to read in it.
	 */
	private static final double LEAST_PART = 0.1;

	private static final double MOST_UNITS = 100_000;

	private UnitPrefix[] prefixes() {
		return switch (this) {
			case NUMBER -> NUMBERS;
			case RATE -> RATES;
			case PERCENT -> PERCENTAGES;
			case DURATION -> DURATIONS;
			case BYTES -> SIZES;
			case BIT_RATE -> BIT_RATES;
			case DATE -> new UnitPrefix[] { NONE };
		};
	}

	/**
	 * Returns the prefix for a scale up to a value.
	 * @param base the value without a sign, in the family's own unit
	 */
	UnitPrefix prefix(double base) {
		return switch (this) {
			// What is a rate is said behind the number
			case NUMBER, RATE -> (base < WRITTEN_IN_FULL) ? NONE : largest(NUMBERS, base);
			case DURATION -> {
				UnitPrefix prefix = largest(DURATIONS, base);
				for (UnitPrefix longer : LONG_DURATIONS) {
					prefix = (base >= 2 * longer.size()) ? longer : prefix;
				}
				yield prefix;
			}
			case PERCENT, BYTES, BIT_RATE, DATE -> largest(prefixes(), base);
		};
	}

	/**
	 * Returns the one prefix for values that are read beside each other: that of the
	 * largest, or a smaller one that lets the smallest be read as well.
	 * @param smallest the smallest value but zero, without a sign
	 * @param largest the largest value, without a sign
	 * @return the prefix, {@code null} if each value has its own
	 */
	@Nullable UnitPrefix common(double smallest, double largest) {
		return switch (this) {
			case DATE, PERCENT -> null;
			case NUMBER -> (largest < WRITTEN_IN_FULL) ? NONE : null;
			case DURATION -> (smallest < MINUTE) ? shared(smallest, largest) : null;
			case RATE, BYTES, BIT_RATE -> shared(smallest, largest);
		};
	}

	private UnitPrefix shared(double smallest, double largest) {
		UnitPrefix[] prefixes = prefixes();
		int index = index(prefixes, largest);
		while (index > 0 && smallest < LEAST_PART * prefixes[index].size()
				&& largest < MOST_UNITS * prefixes[index - 1].size()) {
			index--;
		}
		return prefixes[index];
	}

	private static UnitPrefix largest(UnitPrefix[] prefixes, double base) {
		return prefixes[index(prefixes, base)];
	}

	private static int index(UnitPrefix[] prefixes, double base) {
		int index = prefixes.length - 1;
		while (index > 0 && base < prefixes[index].size()) {
			index--;
		}
		return index;
	}

}
