package io.github.metricstcp.observer.internal.ui;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Locale;

import io.github.metricstcp.client.model.TimeSource;

import org.jspecify.annotations.Nullable;

/**
 * The way in which values of one unit are written for people: three digits and a prefix
 * that fits, as in {@code 1.50 KiB}, {@code 12.3 ms} or {@code 2m 05s}.
 */
final class UnitFormat {

	/**
	 * The text in place of a number that is not known.
	 */
	static final String NOTHING = "–";

	static final UnitFormat COUNT = of(null);

	static final UnitFormat SECONDS = of("seconds");

	static final UnitFormat BYTES = of("bytes");

	/**
	 * Puts units that are converted into each other beside each other, and plain numbers
	 * last.
	 */
	static final Comparator<UnitFormat> BY_FAMILY = Comparator
		.comparing((UnitFormat unit) -> unit.family, Comparator.reverseOrder())
		.thenComparing((unit) -> unit.suffix, Comparator.reverseOrder());

	private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

	/**
	 * Up to here whole numbers are written in full, for a total that grows should be seen
	 * to grow.
	 */
	private static final double WRITTEN_IN_FULL = 10_000_000;

	private static final double BEYOND_PREFIXES = 1e21;

	private final Family family;

	/**
	 * The factor that makes a value one of the family's base unit.
	 */
	private final double factor;

	/**
	 * The unit as it was sent, for units that are not known.
	 */
	private final String suffix;

	private UnitFormat(Family family, double factor, String suffix) {
		this.family = family;
		this.factor = factor;
		this.suffix = suffix;
	}

	/**
	 * Returns the format of a unit.
	 * @param unit the unit as it is on the wire, {@code null} or empty if there is none
	 */
	static UnitFormat of(@Nullable String unit) {
		if (unit == null) {
			return new UnitFormat(Family.NUMBER, 1, "");
		}
		return switch (unit) {
			case "", "count" -> new UnitFormat(Family.NUMBER, 1, "");
			case "count_per_second" -> new UnitFormat(Family.RATE, 1, "");
			case "percent" -> new UnitFormat(Family.PERCENT, 1, "");
			case "seconds" -> new UnitFormat(Family.DURATION, 1, "");
			case "milliseconds" -> new UnitFormat(Family.DURATION, 1e-3, "");
			case "microseconds" -> new UnitFormat(Family.DURATION, 1e-6, "");
			case "nanoseconds" -> new UnitFormat(Family.DURATION, 1e-9, "");
			case "bytes" -> new UnitFormat(Family.BYTES, 1, "");
			case "kibibytes" -> new UnitFormat(Family.BYTES, 1L << 10, "");
			case "mebibytes" -> new UnitFormat(Family.BYTES, 1L << 20, "");
			case "gibibytes" -> new UnitFormat(Family.BYTES, 1L << 30, "");
			case "tebibytes" -> new UnitFormat(Family.BYTES, 1L << 40, "");
			case "bits_per_second" -> new UnitFormat(Family.BIT_RATE, 1, "");
			case "kilobits_per_second" -> new UnitFormat(Family.BIT_RATE, 1e3, "");
			case "megabits_per_second" -> new UnitFormat(Family.BIT_RATE, 1e6, "");
			case "gigabits_per_second" -> new UnitFormat(Family.BIT_RATE, 1e9, "");
			case "terabits_per_second" -> new UnitFormat(Family.BIT_RATE, 1e12, "");
			default -> new UnitFormat(Family.NUMBER, 1, " " + DisplayText.clean(unit));
		};
	}

	/**
	 * Whether the sum of the values of several series has a meaning.
	 */
	boolean additive() {
		return this.family != Family.PERCENT && this.family != Family.DURATION;
	}

	/**
	 * Writes a value.
	 * @return the value, {@value #NOTHING} if it is not a number
	 */
	String value(double value) {
		if (Double.isNaN(value)) {
			return NOTHING;
		}
		double base = value * this.factor;
		String sign = (base < 0) ? "-" : "";
		return sign + (Double.isInfinite(base) ? "∞" : magnitude(Math.abs(base))) + this.suffix;
	}

	/**
	 * Writes a duration in whole seconds.
	 * @param nanos the duration in nanoseconds
	 */
	static String wholeSeconds(long nanos) {
		return SECONDS.value((double) Math.floorDiv(nanos, TimeSource.NANOS_PER_SECOND));
	}

	/**
	 * Writes a value without a unit that is not known, where there is no room for it.
	 */
	String bare(double value) {
		String written = value(value);
		return written.substring(0, written.length() - (Double.isNaN(value) ? 0 : this.suffix.length()));
	}

	/**
	 * Writes how much is added in a second.
	 * @return the rate, {@value #NOTHING} if it is not a number
	 */
	String rate(double perSecond) {
		if (Double.isNaN(perSecond)) {
			return NOTHING;
		}
		String sign = (perSecond < 0) ? "-" : "";
		double base = Math.abs(perSecond * this.factor);
		if (Double.isInfinite(base)) {
			return sign + "∞/s";
		}
		return sign + switch (this.family) {
			case NUMBER -> decimal(base, "");
			case DURATION -> (base < 60) ? duration(base) : decimal(base, "s");
			default -> magnitude(base);
		} + "/s";
	}

	/**
	 * Returns a value in the unit that its family is written in if no prefix is.
	 */
	double inBase(double value) {
		return value * this.factor;
	}

	/**
	 * Returns the next round number, for the steps of a scale.
	 * @param value a positive value
	 */
	double roundedUp(double value) {
		double base = value * this.factor;
		if (this.family == Family.BYTES) {
			return Math.pow(2, Math.ceil(Math.log(base) / Math.log(2))) / this.factor;
		}
		double unit = (this.family == Family.DURATION) ? prefix(base).size() : 1;
		double power = Math.pow(10, Math.floor(Math.log10(base / unit)));
		for (double factor : new double[] { 1, 2, 5 }) {
			// A little less is enough: 0.1 is no binary number
			if (base <= factor * power * unit * (1 + 1e-9)) {
				return factor * power * unit / this.factor;
			}
		}
		return 10 * power * unit / this.factor;
	}

	/**
	 * Writes a value of a scale, with as many digits as its steps need and the same
	 * prefix for all of its values.
	 * @param value the value
	 * @param largest the largest value of the scale by magnitude
	 * @param step the distance of two values
	 */
	String scaled(double value, double largest, double step) {
		Prefix prefix = prefix(Math.abs(largest * this.factor));
		double digits = -Math.floor(Math.log10(step * this.factor / prefix.size()) + 1e-9);
		String number = String.format(Locale.ROOT, "%,." + (int) Math.max(0, Math.min(digits, 9)) + "f",
				value * this.factor / prefix.size());
		return number + prefix.word();
	}

	private Prefix prefix(double base) {
		return switch (this.family) {
			case PERCENT -> new Prefix(1, "%");
			case DURATION -> Prefix.of(base, new double[] { 1e-9, 1e-6, 1e-3, 1, 120, 7200, 172800 },
					new double[] { 1e-9, 1e-6, 1e-3, 1, 60, 3600, 86400 }, " ns", " µs", " ms", " s", " min", " h",
					" d");
			case BYTES -> Prefix.of(base, 1024, " B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB");
			case BIT_RATE -> Prefix.of(base, 1000, " bit/s", " kbit/s", " Mbit/s", " Gbit/s", " Tbit/s");
			case NUMBER, RATE -> (base < WRITTEN_IN_FULL) ? new Prefix(1, "")
					: Prefix.of(base, 1000, "", " k", " M", " G", " T", " P", " E");
		};
	}

	private String magnitude(double base) {
		return switch (this.family) {
			case NUMBER -> number(base);
			case RATE -> decimal(base, "") + "/s";
			case PERCENT -> digits(base) + "%";
			case DURATION -> duration(base);
			case BYTES -> bytes(base);
			case BIT_RATE -> decimal(base, "bit/s");
		};
	}

	private static String number(double base) {
		if (base < WRITTEN_IN_FULL && base == Math.rint(base)) {
			return String.format(Locale.ROOT, "%,d", (long) base);
		}
		return decimal(base, "");
	}

	private static String decimal(double base, String unit) {
		if (base >= BEYOND_PREFIXES) {
			return String.format(Locale.ROOT, "%.2e", base) + (unit.isEmpty() ? "" : " " + unit);
		}
		double rounded = round(base);
		String[] prefixes = { "", "k", "M", "G", "T", "P", "E" };
		int step = 0;
		while (rounded >= 1000 && step < prefixes.length - 1) {
			rounded = round(rounded / 1000);
			step++;
		}
		String word = prefixes[step] + unit;
		return word.isEmpty() ? digits(rounded) : digits(rounded) + " " + word;
	}

	private static String bytes(double base) {
		if (base >= BEYOND_PREFIXES) {
			return decimal(base, "B");
		}
		String[] units = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
		double scaled = base;
		int step = 0;
		while (((scaled < 1000) ? round(scaled) : Math.rint(scaled)) >= 1024 && step < units.length - 1) {
			scaled /= 1024;
			step++;
		}
		return digits(scaled) + " " + units[step];
	}

	private static String duration(double seconds) {
		if (seconds == 0) {
			return "0 s";
		}
		if (round(seconds * 1e9) < 1000) {
			return digits(seconds * 1e9) + " ns";
		}
		if (round(seconds * 1e6) < 1000) {
			return digits(seconds * 1e6) + " µs";
		}
		if (round(seconds * 1e3) < 1000) {
			return digits(seconds * 1e3) + " ms";
		}
		if (round(seconds) < 60) {
			return digits(seconds) + " s";
		}
		double whole = Math.rint(seconds);
		if (whole < 3600) {
			return String.format(Locale.ROOT, "%dm %02ds", (long) whole / 60, (long) whole % 60);
		}
		double minutes = Math.rint(seconds / 60);
		if (minutes < 24 * 60) {
			return String.format(Locale.ROOT, "%dh %02dm", (long) minutes / 60, (long) minutes % 60);
		}
		double hours = Math.rint(seconds / 3600);
		if (hours < 100 * 24) {
			return String.format(Locale.ROOT, "%dd %02dh", (long) hours / 24, (long) hours % 24);
		}
		double days = Math.rint(seconds / 86400);
		return ((days < 1_000_000) ? String.format(Locale.ROOT, "%,d", (long) days) : decimal(days, "")) + "d";
	}

	/**
	 * Writes three digits, and none behind the point that a whole number does not need.
	 */
	private static String digits(double value) {
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

	private static double round(double value) {
		return BigDecimal.valueOf(value).round(THREE_DIGITS).doubleValue();
	}

	/**
	 * A family of units that are converted into each other.
	 */
	private enum Family {

		NUMBER, RATE, PERCENT, DURATION, BYTES, BIT_RATE

	}

	/**
	 * A divisor and the word that is written for it.
	 */
	private record Prefix(double size, String word) {

		static Prefix of(double base, double ratio, String... words) {
			double[] sizes = new double[words.length];
			for (int i = 0; i < sizes.length; i++) {
				sizes[i] = Math.pow(ratio, i);
			}
			return of(base, sizes, sizes, words);
		}

		static Prefix of(double base, double[] thresholds, double[] sizes, String... words) {
			int i = words.length - 1;
			while (i > 0 && base < thresholds[i]) {
				i--;
			}
			return new Prefix(sizes[i], words[i]);
		}

	}

}
