package io.github.metricstcp.observer.internal.ui;

import java.util.Collection;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.GroupSnapshot;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.Summary;
import io.github.metricstcp.client.wire.Kind;

/**
 * The numbers of one row. A number that there is not is {@code NaN}.
 *
 * @param kind the kind of the row's series
 * @param unit the format of their values
 * @param mark the sign before the value that says how it is meant
 * @param value the total of a counter, the value of a gauge, the mean of a histogram
 * @param rate increase or samples a second, over the last ten seconds
 * @param summary count, sum, minimum, maximum and quantiles in the window
 * @param lastChange the time of the last change, in nanoseconds since the epoch
 * @param live whether the application still has these values
 * @param incomplete whether samples of it may have been dropped by the exporter
 */
record Figures(Kind kind, UnitFormat unit, String mark, double value, double rate, Summary summary, long lastChange,
		boolean live, boolean incomplete) {

	private static final String GROWTH = "+";

	/**
	 * The exporter does not send totals: there may have been more increments than those
	 * that were received.
	 */
	private static final String AT_LEAST = "≥ ";

	/**
	 * The exporter has sent no value: it is the change since it was connected.
	 */
	private static final String CHANGE = "Δ ";

	private static final String SUM = "Σ ";

	private static final String MAXIMUM = "≤ ";

	/**
	 * Returns the numbers of one series.
	 * @param sinceReset whether a counter's value is its increase since a reset
	 */
	static Figures of(SeriesSnapshot snapshot, boolean sinceReset) {
		Kind kind = snapshot.key().kind();
		boolean growth = sinceReset && kind == Kind.COUNTER;
		String mark = mark(kind, growth, snapshot.totalKnown());
		double value = switch (kind) {
			case COUNTER -> growth ? snapshot.summary().sum() : snapshot.value();
			case GAUGE -> snapshot.value();
			case HISTOGRAM -> snapshot.summary().mean();
		};
		UnitFormat unit = UnitFormat.of(kind, snapshot.key().name(), snapshot.unit(), snapshot.summary().max());
		return new Figures(kind, unit, mark, value, snapshot.rates().tenSeconds(), snapshot.summary(),
				snapshot.lastChange(), snapshot.live(), false);
	}

	/**
	 * Returns the numbers of several series of one kind and name.
	 * @param snapshots the series, at least one
	 * @param merged the samples of all of them
	 * @param sinceReset whether a counter's value is its increase since a reset
	 */
	static Figures of(Collection<SeriesSnapshot> snapshots, Distribution merged, boolean sinceReset) {
		GroupSnapshot group = GroupSnapshot.of(snapshots, merged);
		Kind kind = group.family().kind();
		UnitFormat unit = UnitFormat.of(kind, group.family().name(), group.unit(), group.summary().max());
		boolean growth = sinceReset && kind == Kind.COUNTER;
		// One that is not known makes the sum so
		String mark = mark(kind, growth, group.totalKnown());
		if (kind == Kind.GAUGE) {
			mark = (unit.additive() ? SUM : MAXIMUM) + mark;
		}
		double value = switch (kind) {
			case COUNTER -> growth ? group.summary().sum() : group.sum();
			case GAUGE -> unit.additive() ? group.sum() : group.greatest();
			case HISTOGRAM -> group.summary().mean();
		};
		return new Figures(kind, unit, mark, value, group.rates().tenSeconds(), group.summary(), group.lastChange(),
				group.live(), false);
	}

	private static String mark(Kind kind, boolean growth, boolean totalKnown) {
		return switch (kind) {
			case COUNTER -> growth ? GROWTH : (totalKnown ? "" : AT_LEAST);
			case GAUGE -> totalKnown ? "" : CHANGE;
			case HISTOGRAM -> "";
		};
	}

	/**
	 * Returns these numbers with the mark of samples that are missing.
	 * @param dropping whether an exporter of the series has dropped samples. Counters and
	 * gauges lack nothing then: their totals and values are sent again
	 */
	Figures incomplete(boolean dropping) {
		return new Figures(this.kind, this.unit, this.mark, this.value, this.rate, this.summary, this.lastChange,
				this.live, dropping && this.kind == Kind.HISTOGRAM);
	}

	/**
	 * Returns the number that a column is sorted by.
	 */
	double number(Column column) {
		return switch (column) {
			case METRIC, KIND, TARGET, TREND -> Double.NaN;
			case VALUE -> this.value;
			case RATE -> this.rate;
			case P50 -> this.summary.quantiles().p50();
			case P99 -> this.summary.quantiles().p99();
			case MAX -> sum() ? Double.NaN : this.summary.max();
		};
	}

	/**
	 * Whether the value is the sum of several gauges, beside which the greatest of a
	 * single one would mislead.
	 */
	boolean sum() {
		return this.mark.startsWith(SUM);
	}

	/**
	 * Returns the unit of the number that a column is sorted by.
	 */
	UnitFormat unit(Column column) {
		return (column == Column.RATE && this.kind == Kind.HISTOGRAM) ? UnitFormat.COUNT : this.unit;
	}

	/**
	 * Returns the text of a column.
	 */
	String text(Column column) {
		return switch (column) {
			case METRIC, TARGET, TREND -> "";
			case KIND -> kindWord();
			case VALUE -> valueText(column.width());
			case RATE -> switch (this.kind) {
				case COUNTER -> this.unit.rate(this.rate);
				case GAUGE -> "";
				case HISTOGRAM -> lower(UnitFormat.of(null).rate(this.rate));
			};
			case P50 -> (this.kind == Kind.HISTOGRAM) ? rowUnit().bare(this.summary.quantiles().p50()) : "";
			case P99 -> (this.kind == Kind.HISTOGRAM) ? rowUnit().bare(this.summary.quantiles().p99()) : "";
			case MAX ->
				(this.kind == Kind.COUNTER || this.unit.isDate()) ? "" : lower(rowUnit().bare(this.summary.max()));
		};
	}

	/**
	 * Returns the format of the values in a row, which have one unit: they are compared.
	 */
	private UnitFormat rowUnit() {
		return switch (this.kind) {
			case COUNTER -> this.unit;
			case GAUGE -> this.unit.alike(this.value, this.summary.max());
			case HISTOGRAM -> this.unit.alike(this.value, this.summary.quantiles().p50(),
					this.summary.quantiles().p99(), this.summary.max());
		};
	}

	/**
	 * Whether there was something in the window: a counter that grew, samples of a
	 * histogram.
	 */
	boolean happened() {
		return switch (this.kind) {
			case COUNTER -> this.summary.sum() > 0;
			case GAUGE -> false;
			case HISTOGRAM -> this.summary.count() > 0;
		};
	}

	/**
	 * Returns the text of the value, in at most so many cells if possible.
	 */
	String valueText(int width) {
		if (Double.isNaN(this.value)) {
			return UnitFormat.NOTHING;
		}
		return this.mark + rowUnit().fitting(this.value, width - DisplayText.width(this.mark));
	}

	String kindWord() {
		return switch (this.kind) {
			case COUNTER -> "counter";
			case GAUGE -> "gauge";
			case HISTOGRAM -> "histogram";
		};
	}

	/**
	 * Returns a number as the least that it may be, if samples of it were dropped.
	 */
	String lower(String number) {
		return (this.incomplete && !number.equals(UnitFormat.NOTHING)) ? AT_LEAST + number : number;
	}

}
