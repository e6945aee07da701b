package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import io.github.metricstcp.client.wire.Kind;

/**
 * A number by which series are ranked, or compared.
 */
enum Measure {

	/**
	 * The one that says most: the rate of a counter, the value of a gauge, the 99th
	 * percentile of a histogram.
	 */
	USUAL,

	/**
	 * The total of a counter, the value of a gauge, the mean of a histogram.
	 */
	VALUE,

	/**
	 * The increase or samples a second.
	 */
	RATE,

	/**
	 * The median of a histogram.
	 */
	P50,

	/**
	 * The 99th percentile of a histogram.
	 */
	P99,

	/**
	 * The sum of a histogram's samples.
	 */
	TOTAL,

	/**
	 * The greatest value or sample.
	 */
	MAX;

	/**
	 * The measures by which series of all kinds are compared.
	 */
	static final List<Measure> COMPARED = List.of(USUAL, VALUE, RATE, P50, P99);

	/**
	 * Returns the measures that series of a kind are ranked by, the usual one first.
	 */
	static List<Measure> ranking(Kind kind) {
		return switch (kind) {
			case COUNTER -> List.of(RATE, VALUE);
			case GAUGE -> List.of(VALUE, MAX);
			case HISTOGRAM -> List.of(P99, VALUE, MAX, RATE, TOTAL);
		};
	}

	/**
	 * Returns the next of some measures, the first after the last.
	 */
	Measure next(List<Measure> measures) {
		return measures.get((measures.indexOf(this) + 1) % measures.size());
	}

	/**
	 * Returns the measure itself, or the one of a kind that is usual.
	 */
	Measure of(Kind kind) {
		return (this == USUAL) ? ranking(kind).get(0) : this;
	}

	/**
	 * Returns the word for what it is of a kind, empty if there is no such number.
	 */
	String word(Kind kind) {
		return switch (of(kind)) {
			case USUAL -> "";
			case VALUE -> switch (kind) {
				case COUNTER -> "total";
				case GAUGE -> "value";
				case HISTOGRAM -> "mean";
			};
			case RATE -> (kind == Kind.GAUGE) ? "" : "rate";
			case P50 -> (kind == Kind.HISTOGRAM) ? "p50" : "";
			case P99 -> (kind == Kind.HISTOGRAM) ? "p99" : "";
			case TOTAL -> (kind == Kind.HISTOGRAM) ? "total" : "";
			case MAX -> (kind == Kind.COUNTER) ? "" : "max";
		};
	}

	/**
	 * Returns the number, {@code NaN} if there is none.
	 */
	double number(Figures figures) {
		if (word(figures.kind()).isEmpty()) {
			return Double.NaN;
		}
		return switch (of(figures.kind())) {
			case USUAL -> Double.NaN;
			case VALUE -> figures.value();
			case RATE -> figures.rate();
			case P50 -> figures.summary().quantiles().p50();
			case P99 -> figures.summary().quantiles().p99();
			case TOTAL -> (figures.summary().count() > 0) ? figures.summary().sum() : Double.NaN;
			case MAX -> figures.summary().max();
		};
	}

	/**
	 * Returns the number in the unit that its family is written in if no prefix is, in
	 * which numbers of other units can be compared with it.
	 */
	double inBase(Figures figures) {
		return unit(figures).inBase(number(figures));
	}

	/**
	 * Returns the unit of the number.
	 */
	UnitFormat unit(Figures figures) {
		return figures.unit((of(figures.kind()) == RATE) ? Column.RATE : Column.VALUE);
	}

	/**
	 * Returns the word above a column, which says the time that a rate is of.
	 */
	String heading(Kind kind) {
		String word = word(kind);
		return (of(kind) == RATE && !word.isEmpty()) ? word + "/10s" : word;
	}

	/**
	 * Returns the number as a text, in at most so many cells if possible; empty if there
	 * is no such number.
	 */
	String text(Figures figures, int width) {
		return switch (of(figures.kind())) {
			case USUAL -> "";
			case VALUE -> figures.valueText(width);
			case RATE -> figures.text(Column.RATE);
			case P50 -> figures.text(Column.P50);
			case P99 -> figures.text(Column.P99);
			case TOTAL -> word(figures.kind()).isEmpty() ? "" : figures.lower(figures.unit().bare(number(figures)));
			case MAX -> figures.text(Column.MAX);
		};
	}

}
