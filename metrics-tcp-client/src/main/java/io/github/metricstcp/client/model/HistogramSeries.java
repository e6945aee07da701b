package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * A histogram: samples, each of them counted. Those that are infinite or no number are no
 * samples.
 */
sealed class HistogramSeries extends WindowedSeries permits PauseSeries {

	private final SecondRing counts = SecondRing.of(0);

	private final SecondRing medians = SecondRing.of(Double.NaN);

	private final SecondRing p99s = SecondRing.of(Double.NaN);

	private final @Nullable SampleHistory history;

	private double last = Double.NaN;

	HistogramSeries(SeriesKey key, Family family, StreamStatus status, TimeSource time, @Nullable History history) {
		super(key, family, status, time);
		this.history = (history != null) ? new SampleHistory(history) : null;
	}

	@Override
	Effect record(Operation operation, long operand, boolean first, long second) {
		double sample = Double.longBitsToDouble(operand);
		if (!Double.isFinite(sample)) {
			return Effect.NONE;
		}
		this.last = sample;
		keep(second, sample);
		return Effect.CHANGE;
	}

	@Override
	final void keep(double sample) {
		windows().open().sample(sample);
	}

	@Override
	final void close(long second) {
		Stats open = windows().openSecond();
		this.counts.put(second, (double) open.count);
		this.medians.put(second, rounded(open.quantile(0.5)));
		this.p99s.put(second, rounded(open.quantile(0.99)));
		if (this.history != null) {
			this.history.close(second, open);
		}
		windows().close(second);
	}

	/**
	 * Returns a quantile, which is up to 1 % off, to the seven digits of a float.
	 */
	private static double rounded(double quantile) {
		double rounded = (float) quantile;
		return (Math.abs(rounded) >= Float.MIN_NORMAL && Double.isFinite(rounded)) ? rounded : quantile;
	}

	@Override
	final double value() {
		return this.last;
	}

	@Override
	final Rates rates(long second) {
		return rates(this.counts, second);
	}

	@Override
	final Summary summary(Window window, long second) {
		return windows().stats(window, second).summary();
	}

	@Override
	final Summary summary(Window window, long second, MergedSamples samples) {
		Stats totals = new Stats();
		windows().forEach(window, second, (each) -> {
			totals.mergeTotals(each);
			samples.add(each);
		});
		return totals.summary();
	}

	@Override
	final Points points(long lastSecond, int seconds) {
		return new Points(lastSecond, this.counts.last(lastSecond, seconds), this.medians.last(lastSecond, seconds),
				this.p99s.last(lastSecond, seconds));
	}

	@Override
	final double[] values(TimeRange range, long second) {
		if (!range.isCoarse() || this.history == null) {
			return ValueHistory.valuesOf(this.counts, false, range, second);
		}
		Timeline timeline = new Timeline(range);
		add(timeline);
		return timeline.counts();
	}

	@Override
	final void add(Timeline timeline) {
		if (this.history != null) {
			this.history.addTo(timeline);
		}
	}

	@Override
	final synchronized void letGo() {
		if (this.history != null) {
			this.history.release();
		}
	}

	@Override
	final Distribution distribution(Window window, long second) {
		return new Distribution(windows().stats(window, second));
	}

}
