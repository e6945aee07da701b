package io.github.metricstcp.page.internal.api;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.GroupPoints;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.wire.Kind;

/**
 * The figures of some series of one metric together: the value now, and the others over
 * some time. A number that does not apply to their kind, or is not known, is {@code NaN}.
 */
final class Figures {

	private final Kind kind;

	private final double value;

	// Whether the value is that of a time that is over
	private final boolean past;

	private final Distribution samples;

	// Over the time: the sum of increases, and how many seconds are known
	private final double increase;

	private final int seconds;

	private final double least;

	private final double greatest;

	private Figures(Kind kind, double value, boolean past, Distribution samples, double[] points, int step) {
		this.kind = kind;
		this.value = value;
		this.past = past;
		this.samples = samples;
		double sum = 0;
		int known = 0;
		double least = Double.NaN;
		double greatest = Double.NaN;
		for (double point : points) {
			if (!Double.isNaN(point)) {
				sum += point * step;
				known++;
				least = (least <= point) ? least : point;
				greatest = (greatest >= point) ? greatest : point;
			}
		}
		this.increase = (known > 0) ? sum : Double.NaN;
		this.seconds = known * step;
		this.least = least;
		this.greatest = greatest;
	}

	/**
	 * Returns the figures of some series.
	 * @param metric the series
	 * @param range the time of all figures but the value
	 */
	static Figures of(MetricSeries metric, TimeRange range) {
		return of(metric, range, false);
	}

	/**
	 * Returns the figures of some series.
	 * @param metric the series
	 * @param range the time of all figures
	 * @param past whether that time is over: then the value of gauges is that at its end,
	 * and the total of counters is not known
	 */
	static Figures of(MetricSeries metric, TimeRange range, boolean past) {
		GroupPoints points = GroupPoints.of(metric.kind(), metric.series(), range);
		boolean gauges = metric.kind() == Kind.GAUGE;
		double value = past ? points.lastValue() : value(metric);
		return new Figures(metric.kind(), value, past, points.samples().all(),
				gauges ? points.values() : points.rates(), range.step());
	}

	private static double value(MetricSeries metric) {
		double value = Double.NaN;
		for (Series each : metric.series()) {
			double latest = (metric.kind() != Kind.HISTOGRAM) ? each.latest() : Double.NaN;
			if (!Double.isNaN(latest)) {
				value = Double.isNaN(value) ? latest : (metric.isAdditive() ? value + latest : Math.max(value, latest));
			}
		}
		return value;
	}

	/**
	 * Returns a figure.
	 */
	double get(Figure figure) {
		if (!figure.isOf(this.kind)) {
			return Double.NaN;
		}
		return switch (figure) {
			case VALUE -> this.value;
			case RATE -> (this.seconds > 0) ? this.increase / this.seconds : Double.NaN;
			case COUNT -> (this.kind == Kind.HISTOGRAM) ? (double) this.samples.count() : this.increase;
			case MEAN -> (this.samples.count() > 0) ? this.samples.sum() / this.samples.count() : Double.NaN;
			case MIN -> (this.kind == Kind.HISTOGRAM) ? this.samples.min() : this.least;
			case MAX -> (this.kind == Kind.HISTOGRAM) ? this.samples.max() : this.greatest;
			case P50 -> this.samples.quantile(0.5);
			case P90 -> this.samples.quantile(0.9);
			case P99 -> this.samples.quantile(0.99);
		};
	}

	/**
	 * Returns the samples of histograms, none of other kinds.
	 */
	Distribution samples() {
		return this.samples;
	}

	/**
	 * Writes all figures that the series have.
	 * @param json an object that is begun
	 */
	void write(JsonGenerator json) throws IOException {
		for (Figure figure : Figure.of(this.kind)) {
			if (figure == Figure.VALUE && this.past) {
				json.writeFieldName(figure.word());
				JsonNumbers.writeKnown(json, this.value);
			}
			else {
				figure.write(json, this.kind, get(figure));
			}
		}
	}

}
