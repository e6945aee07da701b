package io.github.metricstcp.observer.internal.ui;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;

import io.github.metricstcp.client.model.Ratios;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
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

	/**
	 * The gauge that is a date: the time since the epoch at which a process was started.
	 */
	private static final String START_TIME = "process.start.time";

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

	private static final DateTimeFormatter SHORT_DATE = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT);

	private static final double YEAR_10000 = 253_402_300_800.0;

	private final UnitFamily family;

	/**
	 * The factor that makes a value one of the family's base unit.
	 */
	private final double factor;

	/**
	 * The unit as it was sent, for units that are not known.
	 */
	private final String suffix;

	/**
	 * The prefix of all values, {@code null} if each has its own.
	 */
	private final @Nullable UnitPrefix prefix;

	private UnitFormat(UnitFamily family, double factor, String suffix, @Nullable UnitPrefix prefix) {
		this.family = family;
		this.factor = factor;
		this.suffix = suffix;
		this.prefix = prefix;
	}

	private UnitFormat(UnitFamily family, double factor) {
		this(family, factor, "", null);
	}

	/**
	 * Returns the format of the values of a metric. The names of some say more than their
	 * units.
	 * @param unit the unit as it is on the wire, {@code null} if there is none
	 * @param falseRatio whether it is none if it is a ratio by its name alone, because a
	 * value has gone beyond 1
	 */
	static UnitFormat of(Kind kind, String name, @Nullable String unit, boolean falseRatio) {
		UnitFormat format = of(unit);
		if (kind == Kind.GAUGE && name.equals(START_TIME) && format.family == UnitFamily.DURATION) {
			return new UnitFormat(UnitFamily.DATE, format.factor);
		}
		boolean ratio = Ratios.isRatio(kind, name, unit) && (Ratios.isNamed(name) || !falseRatio);
		return ratio ? new UnitFormat(UnitFamily.PERCENT, 100) : format;
	}

	/**
	 * Returns the format of a unit.
	 * @param unit the unit as it is on the wire, {@code null} or empty if there is none
	 */
	static UnitFormat of(@Nullable String unit) {
		if (unit == null) {
			return new UnitFormat(UnitFamily.NUMBER, 1);
		}
		return switch (unit) {
			case "", "count" -> new UnitFormat(UnitFamily.NUMBER, 1);
			case "count_per_second" -> new UnitFormat(UnitFamily.RATE, 1);
			case "percent" -> new UnitFormat(UnitFamily.PERCENT, 1);
			case "seconds" -> new UnitFormat(UnitFamily.DURATION, 1);
			case "milliseconds" -> new UnitFormat(UnitFamily.DURATION, 1e-3);
			case "microseconds" -> new UnitFormat(UnitFamily.DURATION, 1e-6);
			case "nanoseconds" -> new UnitFormat(UnitFamily.DURATION, 1e-9);
			case "bytes" -> new UnitFormat(UnitFamily.BYTES, 1);
			case "kibibytes" -> new UnitFormat(UnitFamily.BYTES, 1L << 10);
			case "mebibytes" -> new UnitFormat(UnitFamily.BYTES, 1L << 20);
			case "gibibytes" -> new UnitFormat(UnitFamily.BYTES, 1L << 30);
			case "tebibytes" -> new UnitFormat(UnitFamily.BYTES, 1L << 40);
			case "bits_per_second" -> new UnitFormat(UnitFamily.BIT_RATE, 1);
			case "kilobits_per_second" -> new UnitFormat(UnitFamily.BIT_RATE, 1e3);
			case "megabits_per_second" -> new UnitFormat(UnitFamily.BIT_RATE, 1e6);
			case "gigabits_per_second" -> new UnitFormat(UnitFamily.BIT_RATE, 1e9);
			case "terabits_per_second" -> new UnitFormat(UnitFamily.BIT_RATE, 1e12);
			default -> new UnitFormat(UnitFamily.NUMBER, 1, " " + DisplayText.clean(unit), null);
		};
	}

	/**
	 * Whether the sum of the values of several series has a meaning.
	 */
	boolean additive() {
		return switch (this.family) {
			case PERCENT, DURATION, DATE -> false;
			case NUMBER, RATE, BYTES, BIT_RATE -> true;
		};
	}

	/**
	 * Whether the values are dates, which have no rate and no chart.
	 */
	boolean isDate() {
		return this.family == UnitFamily.DATE;
	}

	/**
	 * Returns the format in which values that stand beside each other have the same unit.
	 * @param values the values; those that are no numbers do not matter
	 */
	UnitFormat alike(double... values) {
		double smallest = Double.POSITIVE_INFINITY;
		double largest = 0;
		for (double value : values) {
			double base = Math.abs(value * this.factor);
			if (Double.isFinite(base) && base > 0) {
				smallest = Math.min(smallest, base);
				largest = Math.max(largest, base);
			}
		}
		UnitPrefix common = (largest > 0) ? this.family.common(smallest, largest) : null;
		return new UnitFormat(this.family, this.factor, this.suffix, common);
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
		if (this.family == UnitFamily.DATE) {
			return date(base, DATE);
		}
		String sign = (base < 0) ? "-" : "";
		return sign + (Double.isInfinite(base) ? "∞" : magnitude(Math.abs(base), this.prefix)) + this.suffix;
	}

	/**
	 * Writes a value in at most so many cells if it can be: without a unit that is not
	 * known, or only the end of a date.
	 */
	String fitting(double value, int width) {
		String written = value(value);
		if (DisplayText.width(written) <= width) {
			return written;
		}
		String bare = bare(value);
		return (this.family == UnitFamily.DATE && DisplayText.width(bare) > width) ? date(value * this.factor, DAY)
				: bare;
	}

	private static String date(double seconds, DateTimeFormatter form) {
		if (!(seconds >= 0 && seconds < YEAR_10000)) {
			return duration(seconds);
		}
		return form.format(Instant.ofEpochMilli(Math.round(seconds * 1000)).atZone(ZoneId.systemDefault()));
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
		if (this.family == UnitFamily.DATE && !Double.isNaN(value)) {
			return date(value * this.factor, SHORT_DATE);
		}
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
			case NUMBER -> Digits.decimal(base, "");
			case DURATION -> (base < 60) ? duration(base) : Digits.decimal(base, "s");
			default -> magnitude(base, null);
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
		if (this.family == UnitFamily.BYTES) {
			return Math.pow(2, Math.ceil(Math.log(base) / Math.log(2))) / this.factor;
		}
		double unit = (this.family == UnitFamily.DURATION) ? this.family.prefix(base).size() : 1;
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
		UnitPrefix prefix = this.family.prefix(Math.abs(largest * this.factor));
		double digits = -Math.floor(Math.log10(step * this.factor / prefix.size()) + 1e-9);
		String number = String.format(Locale.ROOT, "%,." + (int) Math.max(0, Math.min(digits, 9)) + "f",
				value * this.factor / prefix.size());
		return number + prefix.word();
	}

	private String magnitude(double base, @Nullable UnitPrefix prefix) {
		if (prefix != null) {
			return (base == 0) ? "0" + prefix.word() : Digits.grouped(base / prefix.size()) + prefix.word();
		}
		return switch (this.family) {
			case NUMBER -> number(base);
			case RATE -> Digits.decimal(base, "") + "/s";
			case PERCENT -> Digits.three(base) + "%";
			case DURATION, DATE -> duration(base);
			case BYTES -> bytes(base);
			case BIT_RATE -> Digits.decimal(base, "bit/s");
		};
	}

	private static String number(double base) {
		if (base < UnitFamily.WRITTEN_IN_FULL && base == Math.rint(base)) {
			return String.format(Locale.ROOT, "%,d", (long) base);
		}
		return Digits.decimal(base, "");
	}

	private static String bytes(double base) {
		if (Digits.beyondPrefixes(base)) {
			return Digits.decimal(base, "B");
		}
		String[] units = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
		double scaled = base;
		int step = 0;
		while (((scaled < 1000) ? Digits.round(scaled) : Math.rint(scaled)) >= 1024 && step < units.length - 1) {
			scaled /= 1024;
			step++;
		}
		return Digits.three(scaled) + " " + units[step];
	}

	private static String duration(double seconds) {
		if (seconds == 0) {
			return "0 s";
		}
		if (Digits.round(seconds * 1e9) < 1000) {
			return Digits.three(seconds * 1e9) + " ns";
		}
		if (Digits.round(seconds * 1e6) < 1000) {
			return Digits.three(seconds * 1e6) + " µs";
		}
		if (Digits.round(seconds * 1e3) < 1000) {
			return Digits.three(seconds * 1e3) + " ms";
		}
		if (Digits.round(seconds) < 60) {
			return Digits.three(seconds) + " s";
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
		return ((days < 1_000_000) ? String.format(Locale.ROOT, "%,d", (long) days) : Digits.decimal(days, "")) + "d";
	}

}
