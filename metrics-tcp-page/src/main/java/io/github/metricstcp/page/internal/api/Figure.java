package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.wire.Kind;

/**
 * A number that series of some kinds have.
 */
enum Figure {

	VALUE("the total of a counter, or the value of a gauge, now"),

	RATE("the increase of a counter, or the samples of a histogram, by the second"),

	COUNT("the increase of a counter, or the number of samples of a histogram"),

	MEAN("the mean of the samples"),

	MIN("the least sample, at most 1 % off, or the least value of a gauge at the end of a second"),

	P50("the median of the samples, at most 1 % off"),

	P90("the 90th percentile of the samples, at most 1 % off"),

	P99("the 99th percentile of the samples, at most 1 % off"),

	MAX("the greatest sample, or the greatest value of a gauge at the end of a second");

	private final String description;

	Figure(String description) {
		this.description = description;
	}

	/**
	 * Returns the figure of a word that is one.
	 */
	static Figure of(String word) {
		return valueOf(word.toUpperCase(Locale.ROOT));
	}

	/**
	 * Returns the words of all figures.
	 */
	static List<String> words() {
		return Arrays.stream(values()).map(Figure::word).toList();
	}

	/**
	 * Returns the figures of a kind.
	 */
	static List<Figure> of(Kind kind) {
		return Arrays.stream(values()).filter((figure) -> figure.isOf(kind)).toList();
	}

	/**
	 * Returns the name of the figure in requests and answers.
	 */
	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns whether series of a kind have this figure.
	 */
	boolean isOf(Kind kind) {
		return switch (this) {
			case VALUE -> kind != Kind.HISTOGRAM;
			case RATE, COUNT -> kind != Kind.GAUGE;
			case MIN, MAX -> kind != Kind.COUNTER;
			case MEAN, P50, P90, P99 -> kind == Kind.HISTOGRAM;
		};
	}

	/**
	 * Returns the members that objects with figures have for them.
	 */
	static List<Schema.Member> members() {
		return Arrays.stream(values()).map((figure) -> Schema.Member.optional(figure.word(), figure.schema())).toList();
	}

	private Schema schema() {
		String unit = switch (this) {
			case RATE, COUNT -> " (for a counter in the unit of the metric)";
			default -> ", in the unit of the metric";
		};
		String text = this.description + unit + "; only of kinds that have it";
		return switch (this) {
			case VALUE, MIN, MAX -> Schema.anyNumber(text);
			default -> Schema.number(text);
		};
	}

	/**
	 * Writes the figure.
	 * @param json an object that is begun
	 * @param kind the kind of the series: the least sample of a histogram is known to 1 %
	 * only
	 * @param value the figure of some series
	 */
	void write(JsonGenerator json, Kind kind, double value) throws IOException {
		json.writeFieldName(word());
		switch (this) {
			case VALUE -> JsonNumbers.write(json, value);
			case COUNT, MAX -> JsonNumbers.writeKnown(json, value);
			case RATE, MEAN, P50, P90, P99 -> JsonNumbers.writeRounded(json, value);
			case MIN -> {
				if (kind == Kind.HISTOGRAM) {
					JsonNumbers.writeRounded(json, value);
				}
				else {
					JsonNumbers.writeKnown(json, value);
				}
			}
		}
	}

}
