package io.github.metricstcp.observer.internal.ui;

import java.util.Collection;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.wire.Kind;

/**
 * The numbers of one row. What there is none of is {@code NaN}.
 *
 * @param kind what the row is
 * @param unit how its values are written
 * @param mark what stands before the value to say how it is meant
 * @param value the total of a counter, the value of a gauge, the mean of a histogram
 * @param rate increase or samples a second, over the last ten seconds
 * @param count how many samples the window has
 * @param sum what they sum up to; of a counter, what it grew by in the window
 * @param min the least of the window
 * @param p50 the median of the window's samples
 * @param p90 the 90th percentile
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param p999 the 99.9th percentile
 * @param max the greatest of the window
 * @param lastChange when it last changed, in nanoseconds since the epoch
 * @param live whether what is shown is still what the application has
 */
record Figures(Kind kind, UnitFormat unit, String mark, double value, double rate, long count, double sum, double min,
		double p50, double p90, double p95, double p99, double p999, double max, long lastChange, boolean live) {

	private static final String GROWTH = "+";

	/**
	 * The exporter does not tell totals: it is what was seen, and there may have been
	 * more.
	 */
	private static final String AT_LEAST = "≥ ";

	private static final String SUM = "Σ ";

	private static final String MAXIMUM = "≤ ";

	static Figures of(SeriesSnapshot snapshot, boolean sinceReset) {
		Kind kind = snapshot.series().kind();
		boolean growth = sinceReset && kind == Kind.COUNTER;
		double value = switch (kind) {
			case COUNTER -> growth ? snapshot.sum() : snapshot.value();
			case GAUGE -> snapshot.value();
			case HISTOGRAM -> snapshot.mean();
		};
		boolean atLeast = kind == Kind.COUNTER && !growth && !snapshot.totalTold();
		return new Figures(kind, UnitFormat.of(snapshot.series().unit()), growth ? GROWTH : (atLeast ? AT_LEAST : ""),
				value, snapshot.rate10s(), snapshot.count(), snapshot.sum(), snapshot.min(), snapshot.p50(),
				snapshot.p90(), snapshot.p95(), snapshot.p99(), snapshot.p999(), snapshot.max(), snapshot.lastChange(),
				snapshot.live());
	}

	/**
	 * Returns what several series of one kind and name come to.
	 * @param snapshots the series, at least one
	 * @param merged the samples of all of them
	 */
	static Figures of(Collection<SeriesSnapshot> snapshots, Distribution merged, boolean sinceReset) {
		Figures first = of(snapshots.iterator().next(), sinceReset);
		double value = Double.NaN;
		double rate = Double.NaN;
		double sum = Double.NaN;
		double min = Double.NaN;
		double max = Double.NaN;
		long count = 0;
		long lastChange = Long.MIN_VALUE;
		boolean live = false;
		for (SeriesSnapshot snapshot : snapshots) {
			Figures each = of(snapshot, sinceReset);
			value = (first.kind == Kind.GAUGE && !first.unit.additive()) ? greater(value, each.value)
					: plus(value, each.value);
			rate = plus(rate, each.rate);
			count += each.count;
			sum = plus(sum, each.sum);
			min = -greater(-min, -each.min);
			max = greater(max, each.max);
			lastChange = Math.max(lastChange, each.lastChange);
			live |= each.live;
		}
		String mark = switch (first.kind) {
			case COUNTER -> first.mark;
			case GAUGE -> first.unit.additive() ? SUM : MAXIMUM;
			case HISTOGRAM -> "";
		};
		if (first.kind == Kind.HISTOGRAM) {
			value = (count > 0) ? sum / count : Double.NaN;
		}
		return new Figures(first.kind, first.unit, mark, value, rate, count, sum, min, merged.quantile(0.5),
				merged.quantile(0.9), merged.quantile(0.95), merged.quantile(0.99), merged.quantile(0.999), max,
				lastChange, live);
	}

	/**
	 * Returns the number that a column is sorted by.
	 */
	double number(Column column) {
		return switch (column) {
			case METRIC, KIND, TREND -> Double.NaN;
			case VALUE -> this.value;
			case RATE -> this.rate;
			case P50 -> this.p50;
			case P99 -> this.p99;
			case MAX -> this.max;
		};
	}

	/**
	 * Returns what is written in a column.
	 */
	String text(Column column) {
		return switch (column) {
			case METRIC, TREND -> "";
			case KIND -> kindWord();
			case VALUE -> valueText(column.width());
			case RATE -> switch (this.kind) {
				case COUNTER -> this.unit.rate(this.rate);
				case GAUGE -> "";
				case HISTOGRAM -> UnitFormat.of(null).rate(this.rate);
			};
			case P50 -> (this.kind == Kind.HISTOGRAM) ? this.unit.bare(this.p50) : "";
			case P99 -> (this.kind == Kind.HISTOGRAM) ? this.unit.bare(this.p99) : "";
			case MAX -> (this.kind == Kind.COUNTER) ? "" : this.unit.bare(this.max);
		};
	}

	/**
	 * Returns the value as it is written in so many cells.
	 */
	String valueText(int width) {
		if (Double.isNaN(this.value)) {
			return UnitFormat.NOTHING;
		}
		String text = this.mark + this.unit.value(this.value);
		return (DisplayText.width(text) <= width) ? text : this.mark + this.unit.bare(this.value);
	}

	String kindWord() {
		return switch (this.kind) {
			case COUNTER -> "counter";
			case GAUGE -> "gauge";
			case HISTOGRAM -> "histogram";
		};
	}

	private static double plus(double total, double value) {
		return Double.isNaN(total) ? value : (Double.isNaN(value) ? total : total + value);
	}

	private static double greater(double one, double other) {
		return Double.isNaN(one) ? other : (Double.isNaN(other) ? one : Math.max(one, other));
	}

}
