package io.github.metricstcp.client.comparison;

import java.util.List;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The figures of the series of one identity, of all targets of a side together.
 *
 * @param kind their kind
 * @param unit their unit, {@code null} if they have none
 * @param count the number of events or samples that the figures are made of
 * @param rate the rate of a counter or histogram
 * @param samples the samples of a histogram
 * @param value the value of a gauge
 * @param least the least value that a gauge had
 * @param greatest the greatest value that a gauge had
 */
record Measurement(Kind kind, @Nullable String unit, double count, double rate, Distribution samples, double value,
		double least, double greatest) {

	/**
	 * Measures series of one identity.
	 * @param series the series, at least one
	 * @param seconds the time that rates are of
	 * @return their figures, {@code null} if nothing was received of them
	 */
	static @Nullable Measurement of(List<Series> series, double seconds) {
		Kind kind = series.get(0).kind();
		String unit = series.get(0).unit();
		Distribution samples = Distribution
			.merged(() -> series.stream().map((each) -> each.distribution(Window.ALL)).iterator());
		return switch (kind) {
			case COUNTER -> counter(series, unit, samples, seconds);
			case GAUGE -> gauge(series, unit, samples);
			case HISTOGRAM -> (samples.count() == 0) ? null : new Measurement(kind, unit, (double) samples.count(),
					samples.count() / seconds, samples, Double.NaN, Double.NaN, Double.NaN);
		};
	}

	private static @Nullable Measurement counter(List<Series> series, @Nullable String unit, Distribution none,
			double seconds) {
		double increase = 0;
		long events = 0;
		for (Series each : series) {
			SeriesSnapshot snapshot = each.snapshot(Window.ALL);
			increase += snapshot.summary().sum();
			events += snapshot.summary().count();
		}
		// Of bytes there are many in an event, and of sums there are few
		return (events == 0) ? null : new Measurement(Kind.COUNTER, unit, Math.min(increase, (double) events),
				increase / seconds, none, Double.NaN, Double.NaN, Double.NaN);
	}

	private static @Nullable Measurement gauge(List<Series> series, @Nullable String unit, Distribution none) {
		double value = Double.NaN;
		double least = Double.NaN;
		double greatest = Double.NaN;
		for (Series each : series) {
			SeriesSnapshot snapshot = each.snapshot(Window.ALL);
			boolean additive = each.isAdditive();
			value = joined(value, snapshot.value(), additive);
			least = joined(least, snapshot.summary().min(), additive);
			greatest = joined(greatest, snapshot.summary().max(), additive);
		}
		return Double.isNaN(value) ? null
				: new Measurement(Kind.GAUGE, unit, 1, Double.NaN, none, value, least, greatest);
	}

	private static double joined(double one, double other, boolean additive) {
		if (Double.isNaN(one)) {
			return other;
		}
		return Double.isNaN(other) ? one : (additive ? one + other : Math.max(one, other));
	}

	/**
	 * Returns the figures that series of a kind have, the one first by which it is seen
	 * whether there are any.
	 */
	static List<ComparedFigure> figures(Kind kind) {
		return switch (kind) {
			case COUNTER -> List.of(ComparedFigure.RATE);
			case GAUGE -> List.of(ComparedFigure.VALUE);
			case HISTOGRAM -> List.of(ComparedFigure.RATE, ComparedFigure.MEAN, ComparedFigure.P50, ComparedFigure.P99,
					ComparedFigure.MAX);
		};
	}

	double get(ComparedFigure figure) {
		return switch (figure) {
			case RATE -> this.rate;
			case MEAN -> this.samples.sum() / this.samples.count();
			case P50 -> this.samples.quantile(0.5);
			case P99 -> this.samples.quantile(0.99);
			case MAX -> this.samples.max();
			case VALUE -> this.value;
		};
	}

}
