package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The unit in which the values of a series are sent.
 *
 * @param quantity the quantity that it measures
 * @param factor the factor that makes a value one of the quantity's own unit
 */
record SentUnit(Quantity quantity, double factor) {

	static final SentUnit NUMBER = new SentUnit(Quantity.NUMBER, 1);

	/**
	 * Returns whether the sum of the values of several series has a meaning. That of
	 * gauges that are durations or parts of something has none.
	 */
	static boolean isAdditive(Kind kind, String name, @Nullable String unit) {
		Quantity quantity = of(kind, name, unit).quantity();
		return kind != Kind.GAUGE
				|| (quantity != Quantity.DURATION && quantity != Quantity.SHARE && !Ratios.isRatio(kind, name, unit));
	}

	/**
	 * Returns the unit of a series.
	 * @param unit the unit as the wire has it, {@code null} if there is none
	 */
	static SentUnit of(Kind kind, String name, @Nullable String unit) {
		if (unit == null) {
			return NUMBER;
		}
		return switch (unit) {
			case "count_per_second" -> new SentUnit(Quantity.RATE, 1);
			case "percent" -> new SentUnit(Quantity.SHARE, Ratios.isRatio(kind, name, unit) ? 1 : 0.01);
			case "seconds" -> new SentUnit(Quantity.DURATION, 1);
			case "milliseconds" -> new SentUnit(Quantity.DURATION, 1e-3);
			case "microseconds" -> new SentUnit(Quantity.DURATION, 1e-6);
			case "nanoseconds" -> new SentUnit(Quantity.DURATION, 1e-9);
			case "bytes" -> new SentUnit(Quantity.BYTES, 1);
			case "kibibytes" -> new SentUnit(Quantity.BYTES, 1L << 10);
			case "mebibytes" -> new SentUnit(Quantity.BYTES, 1L << 20);
			case "gibibytes" -> new SentUnit(Quantity.BYTES, 1L << 30);
			case "tebibytes" -> new SentUnit(Quantity.BYTES, 1L << 40);
			case "bits_per_second" -> new SentUnit(Quantity.BIT_RATE, 1);
			case "kilobits_per_second" -> new SentUnit(Quantity.BIT_RATE, 1e3);
			case "megabits_per_second" -> new SentUnit(Quantity.BIT_RATE, 1e6);
			case "gigabits_per_second" -> new SentUnit(Quantity.BIT_RATE, 1e9);
			case "terabits_per_second" -> new SentUnit(Quantity.BIT_RATE, 1e12);
			default -> NUMBER;
		};
	}

}
