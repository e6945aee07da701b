package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A histogram: samples, each of them counted. Those that are infinite or no number are no
 * samples.
 */
final class HistogramSeries extends Series {

	private final SecondRing counts = SecondRing.of(0);

	private final SecondRing medians = SecondRing.of(Double.NaN);

	private final SecondRing p99s = SecondRing.of(Double.NaN);

	private final WindowedStats windows = new WindowedStats();

	private final DeferredValues deferred = new DeferredValues();

	private double last = Double.NaN;

	HistogramSeries(SeriesKey key, Family family, StreamStatus status, TimeSource time) {
		super(key, family, status, time);
	}

	@Override
	Effect record(Operation operation, long operand, boolean first, long second) {
		double sample = Double.longBitsToDouble(operand);
		if (!Double.isFinite(sample)) {
			return Effect.NONE;
		}
		this.last = sample;
		if (isOpen(second)) {
			this.windows.open().sample(sample);
		}
		else if (this.deferred.add(second, sample)) {
			settle();
		}
		return Effect.CHANGE;
	}

	@Override
	void settle() {
		for (int i = 0; i < this.deferred.size(); i++) {
			advanceTo(this.deferred.second(i));
			this.windows.open().sample(this.deferred.value(i));
		}
		this.deferred.clear();
	}

	@Override
	void close(long second) {
		Stats open = this.windows.openSecond();
		this.counts.put(second, (double) open.count);
		this.medians.put(second, rounded(open.quantile(0.5)));
		this.p99s.put(second, rounded(open.quantile(0.99)));
		this.windows.close(second);
	}

	/**
	 * Returns a quantile, which is up to 1 % off, to the seven digits of a float.
	 */
	private static double rounded(double quantile) {
		double rounded = (float) quantile;
		return (Math.abs(rounded) >= Float.MIN_NORMAL && Double.isFinite(rounded)) ? rounded : quantile;
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
	Summary summary(Window window, long second, MergedSamples samples) {
		Stats totals = new Stats();
		this.windows.forEach(window, second, (each) -> {
			totals.mergeTotals(each);
			samples.add(each);
		});
		return totals.summary();
	}

	@Override
	Points points(long lastSecond, int seconds) {
		return new Points(lastSecond, this.counts.last(lastSecond, seconds), this.medians.last(lastSecond, seconds),
				this.p99s.last(lastSecond, seconds));
	}

	@Override
	Distribution distribution(Window window, long second) {
		return new Distribution(this.windows.stats(window, second));
	}

	@Override
	void setAside() {
		this.windows.setAside();
	}

	@Override
	void bringBack() {
		this.windows.bringBack();
	}

	@Override
	void startAnew() {
		this.windows.startAnew();
	}

}
