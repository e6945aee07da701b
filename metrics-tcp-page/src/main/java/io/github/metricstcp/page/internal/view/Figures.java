package io.github.metricstcp.page.internal.view;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.GroupPoints;
import io.github.metricstcp.client.model.MetricOrigin;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.model.Timeline;
import io.github.metricstcp.client.wire.Kind;

/**
 * The figures of some series of one metric together, as they stand beside a chart: the
 * value now, and rate and quantiles over the last ten seconds.
 */
final class Figures {

	/**
	 * The names of all figures, in their order as columns.
	 */
	static final List<String> NAMES = List.of("count", "rate", "value", "mean", "p50", "p90", "p99", "max");

	private Figures() {
	}

	static String word(Kind kind) {
		return switch (kind) {
			case COUNTER -> "counter";
			case GAUGE -> "gauge";
			case HISTOGRAM -> "histogram";
		};
	}

	/**
	 * Writes what does not change of a metric.
	 */
	static void writeIdentity(JsonGenerator json, Metric metric) throws IOException {
		json.writeStringField("kind", word(metric.kind()));
		json.writeStringField("name", metric.name());
		json.writeBooleanField("mine", MetricOrigin.of(metric.name()) == MetricOrigin.APPLICATION);
		String unit = metric.unit();
		if (unit != null) {
			json.writeStringField("unit", unit);
		}
		String description = metric.description();
		if (description != null) {
			json.writeStringField("description", description);
		}
	}

	/**
	 * Writes the points of the chart of some series.
	 * @param now the second that is not over
	 */
	static void writePoints(JsonGenerator json, GroupPoints points, Kind kind, long now) throws IOException {
		json.writeObjectFieldStart("points");
		if (kind == Kind.GAUGE) {
			Numbers.writeExact(json, "value", points.values());
		}
		else {
			Numbers.write(json, "rate", points.rates(now));
		}
		if (kind == Kind.HISTOGRAM) {
			Numbers.write(json, "p50", points.samples().quantiles(0.5));
			Numbers.write(json, "p99", points.samples().quantiles(0.99));
		}
		json.writeEndObject();
	}

	/**
	 * Writes the quantiles of each slot.
	 */
	static void writeQuantiles(JsonGenerator json, Timeline samples) throws IOException {
		Numbers.write(json, "p50", samples.quantiles(0.5));
		Numbers.write(json, "p90", samples.quantiles(0.9));
		Numbers.write(json, "p99", samples.quantiles(0.99));
	}

	/**
	 * Writes the figures of some series.
	 * @param series at least one
	 * @param range the time that rates and quantiles are of
	 * @param past whether that time is over: then so is the value of a gauge, and what a
	 * counter had counted is not known
	 * @param now the second that is not over
	 */
	static void write(JsonGenerator json, Kind kind, List<Series> series, TimeRange range, boolean past, long now)
			throws IOException {
		GroupPoints last = GroupPoints.of(kind, series, range);
		if (kind != Kind.HISTOGRAM) {
			Numbers.writeAny(json, "value", past ? last.lastValue() : value(series));
		}
		if (kind != Kind.GAUGE) {
			Numbers.write(json, "rate", mean(last, now));
		}
		if (kind == Kind.HISTOGRAM) {
			Distribution samples = last.samples().all();
			json.writeNumberField("count", samples.count());
			Numbers.write(json, "mean", (samples.count() > 0) ? samples.sum() / samples.count() : Double.NaN);
			Numbers.write(json, "p50", samples.quantile(0.5));
			Numbers.write(json, "p90", samples.quantile(0.9));
			Numbers.write(json, "p99", samples.quantile(0.99));
			Numbers.write(json, "max", samples.max());
		}
	}

	/**
	 * Returns the figure by which groups are ranked where not all can be shown: the
	 * increase of counters, the number of samples, or the last value of gauges.
	 * @param range the time that these are of
	 */
	static double weight(List<Series> series, TimeRange range) {
		Kind kind = series.get(0).kind();
		if (kind == Kind.GAUGE) {
			double last = GroupPoints.of(kind, series, range).lastValue();
			return Double.isNaN(last) ? 0 : Math.abs(last);
		}
		double sum = 0;
		// Without the samples of histograms: merging those of a minute costs much
		for (Series each : series) {
			for (double value : each.values(range)) {
				sum += Double.isNaN(value) ? 0 : value;
			}
		}
		return sum;
	}

	/**
	 * Returns the number by which series are ranked by a figure, {@code NaN} if their
	 * kind does not have it.
	 * @param name the name of the figure
	 * @param series at least one
	 * @param range the time that rates and quantiles are of
	 * @param past whether that time is over
	 */
	static double rank(String name, List<Series> series, TimeRange range, boolean past) {
		Kind kind = series.get(0).kind();
		if (name.equals("value")) {
			return (kind == Kind.HISTOGRAM) ? Double.NaN
					: (past ? GroupPoints.of(kind, series, range).lastValue() : value(series));
		}
		if (name.equals("rate") || name.equals("count")) {
			return (kind == Kind.GAUGE) ? Double.NaN : weight(series, range);
		}
		// Most of very many series have no samples, and looking at those costs much
		if (kind != Kind.HISTOGRAM || weight(series, range) == 0) {
			return Double.NaN;
		}
		Distribution samples = GroupPoints.of(kind, series, range).samples().all();
		return switch (name) {
			case "mean" -> samples.sum() / samples.count();
			case "p50" -> samples.quantile(0.5);
			case "p90" -> samples.quantile(0.9);
			case "p99" -> samples.quantile(0.99);
			default -> samples.max();
		};
	}

	private static double value(List<Series> series) {
		boolean additive = series.get(0).isAdditive();
		double value = Double.NaN;
		for (Series each : series) {
			double latest = each.latest();
			if (!Double.isNaN(latest)) {
				value = Double.isNaN(value) ? latest : (additive ? value + latest : Math.max(value, latest));
			}
		}
		return value;
	}

	/**
	 * Returns the mean rate over the seconds that are over, which are not all of the last
	 * slot.
	 */
	private static double mean(GroupPoints points, long now) {
		double[] rates = points.rates();
		TimeRange range = points.range();
		double sum = 0;
		long seconds = 0;
		for (int slot = 0; slot < rates.length; slot++) {
			if (!Double.isNaN(rates[slot])) {
				sum += rates[slot] * range.step();
				seconds += Math.min(range.step(), now - range.second(slot));
			}
		}
		return (seconds > 0) ? sum / seconds : Double.NaN;
	}

}
