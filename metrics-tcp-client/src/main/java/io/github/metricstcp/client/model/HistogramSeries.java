package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A histogram: samples, each of them counted. Those that are infinite or no number are no
 * samples.
 */
final class HistogramSeries extends Series {

	private final SecondRing counts = new SecondRing();

	private final SecondRing medians = new SecondRing();

	private final SecondRing p99s = new SecondRing();

	private final WindowedStats windows = new WindowedStats();

	private double last = Double.NaN;

	HistogramSeries(SeriesKey key, Family family, StreamStatus status, TimeSource time) {
		super(key, family, status, time);
	}

	@Override
	Effect record(Operation operation, long operand, boolean first) {
		double sample = Double.longBitsToDouble(operand);
		if (!Double.isFinite(sample)) {
			return Effect.NONE;
		}
		this.last = sample;
		this.windows.open().sample(sample);
		return Effect.CHANGE;
	}

	@Override
	void close(long second) {
		Stats open = this.windows.openSecond();
		this.counts.put(second, (double) open.count, 0);
		this.medians.put(second, open.quantile(0.5), Double.NaN);
		this.p99s.put(second, open.quantile(0.99), Double.NaN);
		this.windows.close(second);
	}

	@Override
	double value() {
		return this.last;
	}

	@Override
	Rates rates(long second) {
		return rates(this.counts, second);
	}

	@Override
	Summary summary(Window window, long second) {
		return this.windows.stats(window, second).summary();
	}

	@Override
	Points points(long lastSecond, int seconds) {
		return new Points(lastSecond, this.counts.last(lastSecond, seconds, 0),
				this.medians.last(lastSecond, seconds, Double.NaN), this.p99s.last(lastSecond, seconds, Double.NaN));
	}

	@Override
	Distribution distribution(Window window, long second) {
		return new Distribution(this.windows.stats(window, second));
	}

	@Override
	void startAnew() {
		this.windows.startAnew();
	}

}
