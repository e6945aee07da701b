package io.github.metricstcp.page.internal.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.metricstcp.client.model.Level;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Rates;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesGroup;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.Summary;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The judgement of a level for one metric of one target, by all of its series that the
 * level is about together.
 *
 * @param metric the series
 * @param value the figure, {@code NaN} if it is not known
 * @param holds whether it is beyond the level
 * @param mismatch why the level does not fit the metric, {@code null} if it does
 */
record Judgement(MetricSeries metric, double value, boolean holds, @Nullable String mismatch) {

	/**
	 * Judges a level for all metrics that it is about.
	 * @param range the time over which figures are taken
	 * @return the judgements, none of targets that are not connected: they may be
	 * different by now
	 */
	static List<Judgement> of(Level level, ObserverModel model, TimeRange range) {
		Set<String> known = model.targets()
			.stream()
			.map(TargetModel::snapshot)
			.filter((target) -> target.state() == TargetState.CONNECTED || target.state() == TargetState.ENDED)
			.map(TargetSnapshot::name)
			.collect(Collectors.toSet());
		List<Judgement> judgements = new ArrayList<>();
		for (MetricSeries metric : MetricSeries.of(model,
				(series) -> known.contains(series.target()) && level.matches(series.key()))) {
			for (SeriesGroup group : SeriesGroup.byTarget(metric.series())) {
				judgements.add(of(level, metric.with(group.series()), range));
			}
		}
		return judgements;
	}

	/**
	 * Returns this judgement with another outcome.
	 */
	Judgement holding(boolean holds) {
		return new Judgement(this.metric, this.value, holds, this.mismatch);
	}

	private static Judgement of(Level level, MetricSeries metric, TimeRange range) {
		String mismatch = level.mismatch(metric.series().get(0).key(), metric.unit());
		if (mismatch != null) {
			return new Judgement(metric, Double.NaN, false, mismatch);
		}
		if (metric.kind() == Kind.GAUGE && !metric.isAdditive()) {
			// Of values that cannot be added, one is enough
			for (Series each : metric.series()) {
				SeriesSnapshot snapshot = snapshot(metric.with(List.of(each)), range);
				if (level.isBeyond(snapshot)) {
					return new Judgement(metric, figure(level, snapshot), true, null);
				}
			}
		}
		SeriesSnapshot snapshot = snapshot(metric, range);
		return new Judgement(metric, figure(level, snapshot), level.isBeyond(snapshot), null);
	}

	/**
	 * Returns the state of several series as if they were one.
	 */
	private static SeriesSnapshot snapshot(MetricSeries metric, TimeRange range) {
		Figures figures = Figures.of(metric, range);
		boolean counter = metric.kind() == Kind.COUNTER;
		Summary summary = new Summary(figures.samples().count(),
				counter ? figures.get(Figure.COUNT) : figures.samples().sum(), figures.get(Figure.MIN),
				figures.get(Figure.MAX), figures.samples().quantiles());
		return new SeriesSnapshot(metric.series().get(0).key(), metric.unit(), true, 0, 0, figures.get(Figure.VALUE), 0,
				true, new Rates(Double.NaN, figures.get(Figure.RATE), Double.NaN), summary);
	}

	/**
	 * Returns the figure that the level is about.
	 */
	private static double figure(Level level, SeriesSnapshot snapshot) {
		Summary summary = snapshot.summary();
		return switch (level.figure()) {
			case "value" -> snapshot.value();
			case "rate" -> snapshot.rates().tenSeconds();
			case "count" -> (snapshot.key().kind() == Kind.COUNTER) ? summary.sum() : (double) summary.count();
			case "mean" -> summary.mean();
			case "min" -> summary.min();
			case "max" -> summary.max();
			case "p50" -> summary.quantiles().p50();
			case "p90" -> summary.quantiles().p90();
			case "p95" -> summary.quantiles().p95();
			case "p99" -> summary.quantiles().p99();
			case "p99.9" -> summary.quantiles().p999();
			default -> Double.NaN;
		};
	}

}
