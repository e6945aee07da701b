package io.github.metricstcp.client.model;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The value of a {@link Level}, as people write it: {@code 200ms}, {@code 10MB},
 * {@code 5/s}, {@code 80%}, {@code 42}.
 *
 * @param text the value as it was written
 * @param amount the amount in the quantity's own unit
 * @param quantity the quantity; of a number without a unit it is in whatever unit the
 * series is sent in
 */
record LevelValue(String text, double amount, Quantity quantity) {

	private static final Pattern FORM = Pattern
		.compile("([+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)\\s*([A-Za-zµ%]*)(/s)?");

	private static final Map<String, SentUnit> UNITS = Map.ofEntries(unit("", Quantity.NUMBER, 1),
			unit("k", Quantity.NUMBER, 1e3), unit("M", Quantity.NUMBER, 1e6), unit("G", Quantity.NUMBER, 1e9),
			unit("%", Quantity.SHARE, 0.01), unit("ns", Quantity.DURATION, 1e-9), unit("us", Quantity.DURATION, 1e-6),
			unit("µs", Quantity.DURATION, 1e-6), unit("ms", Quantity.DURATION, 1e-3), unit("s", Quantity.DURATION, 1),
			unit("m", Quantity.DURATION, 60), unit("min", Quantity.DURATION, 60), unit("h", Quantity.DURATION, 3600),
			unit("d", Quantity.DURATION, 86_400), unit("B", Quantity.BYTES, 1), unit("kB", Quantity.BYTES, 1L << 10),
			unit("KB", Quantity.BYTES, 1L << 10), unit("KiB", Quantity.BYTES, 1L << 10),
			unit("MB", Quantity.BYTES, 1L << 20), unit("MiB", Quantity.BYTES, 1L << 20),
			unit("GB", Quantity.BYTES, 1L << 30), unit("GiB", Quantity.BYTES, 1L << 30),
			unit("TB", Quantity.BYTES, 1L << 40), unit("TiB", Quantity.BYTES, 1L << 40),
			unit("bit", Quantity.BIT_RATE, 1), unit("kbit", Quantity.BIT_RATE, 1e3),
			unit("Mbit", Quantity.BIT_RATE, 1e6), unit("Gbit", Quantity.BIT_RATE, 1e9));

	private static Map.Entry<String, SentUnit> unit(String word, Quantity quantity, double factor) {
		return Map.entry(word, new SentUnit(quantity, factor));
	}

	/**
	 * Returns the value that a text stands for.
	 * @param figure the figure that it is of: a rate is by the second, whether the text
	 * says so or not
	 * @throws IllegalArgumentException if the text is no such value, with a message that
	 * says why
	 */
	static LevelValue parse(String text, LevelFigure figure) {
		Matcher matcher = FORM.matcher(text);
		SentUnit unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
		if (unit == null) {
			throw new IllegalArgumentException(
					"'%s' is no value of a level, such as 200ms, 10MB, 5/s, 80%% or 42".formatted(text));
		}
		double amount = Double.parseDouble(matcher.group(1)) * unit.factor();
		Quantity quantity = unit.quantity();
		boolean perSecond = matcher.group(3) != null;
		if (quantity == Quantity.BIT_RATE && !perSecond) {
			throw new IllegalArgumentException(
					"'%s' must be a number of bits a second, such as 10Mbit/s".formatted(text));
		}
		if (perSecond && figure != LevelFigure.RATE && quantity == Quantity.NUMBER) {
			quantity = Quantity.RATE;
		}
		else if (perSecond && figure != LevelFigure.RATE && quantity != Quantity.BIT_RATE) {
			throw new IllegalArgumentException(
					"'%s' is a rate, and %s is none. Use the figure rate".formatted(text, figure.word()));
		}
		return new LevelValue(text, amount, quantity);
	}

	/**
	 * Returns the value in the unit of a series.
	 * @return the value, {@code null} if it is of another quantity
	 */
	@Nullable Double in(SentUnit unit) {
		if (this.quantity == Quantity.NUMBER) {
			return this.amount;
		}
		if (this.quantity == Quantity.SHARE && unit.quantity() == Quantity.NUMBER) {
			// A ratio is mostly sent without a unit
			return this.amount;
		}
		return (this.quantity == unit.quantity()) ? this.amount / unit.factor() : null;
	}

}
