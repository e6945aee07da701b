package io.github.metricstcp.client.model;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.github.metricstcp.client.wire.Kind;

/**
 * A figure of a series that a {@link Level} can be set for.
 */
enum LevelFigure {

	VALUE("value"), RATE("rate"), COUNT("count"), MEAN("mean"), MIN("min"), MAX("max"), P50("p50"), P90("p90"),
	P95("p95"), P99("p99"), P999("p99.9");

	private final String word;

	LevelFigure(String word) {
		this.word = word;
	}

	/**
	 * Returns the figure of a word.
	 * @throws IllegalArgumentException if there is none, with a message that lists them
	 */
	static LevelFigure parse(String word) {
		return Arrays.stream(values())
			.filter((figure) -> figure.word.equals(word))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("'%s' is no figure of a level. There are %s".formatted(word,
					Arrays.stream(values()).map((figure) -> figure.word).collect(Collectors.joining(", ")))));
	}

	String word() {
		return this.word;
	}

	/**
	 * Returns whether series of a kind have this figure.
	 */
	boolean isOf(Kind kind) {
		return switch (this) {
			case VALUE -> kind != Kind.HISTOGRAM;
			case RATE, COUNT -> kind != Kind.GAUGE;
			case MIN, MAX -> kind != Kind.COUNTER;
			case MEAN, P50, P90, P95, P99, P999 -> kind == Kind.HISTOGRAM;
		};
	}

	/**
	 * Returns whether of a kind it is a number of samples, whatever unit they have.
	 */
	boolean isNumberOfSamples(Kind kind) {
		return kind == Kind.HISTOGRAM && (this == COUNT || this == RATE);
	}

	/**
	 * Returns the figure of a series of which there is one, {@code NaN} if it is not
	 * known.
	 */
	double of(SeriesSnapshot snapshot) {
		return of(snapshot.key().kind(), snapshot.value(), snapshot.rates().tenSeconds(), snapshot.summary());
	}

	/**
	 * Returns the figure of series of which there is one.
	 * @param kind the kind of the series
	 * @param value the value of a gauge or the total of a counter
	 * @param rate the increase or the samples, by the second
	 * @param summary the summary of the window that counts
	 * @return the figure, {@code NaN} if it is not known
	 */
	double of(Kind kind, double value, double rate, Summary summary) {
		return switch (this) {
			case VALUE -> value;
			case RATE -> rate;
			case COUNT -> (kind == Kind.COUNTER) ? summary.sum() : (double) summary.count();
			case MEAN -> summary.mean();
			case MIN -> summary.min();
			case MAX -> summary.max();
			case P50 -> summary.quantiles().p50();
			case P90 -> summary.quantiles().p90();
			case P95 -> summary.quantiles().p95();
			case P99 -> summary.quantiles().p99();
			case P999 -> summary.quantiles().p999();
		};
	}

}
