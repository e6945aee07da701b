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

	HistogramSeries(TargetModel target, SeriesKey key, Family family) {
		super(target, key, family);
	}

	@Override
	boolean record(Operation operation, long operand, boolean first) {
		double sample = Double.longBitsToDouble(operand);
		if (!Double.isFinite(sample)) {
			return false;
		}
		this.last = sample;
		this.windows.open().sample(sample);
		return true;
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
	void fill(SeriesSnapshot.Builder snapshot, Window window, long second) {
		snapshot.value = this.last;
		snapshot.last = this.last;
		snapshot.rate1s = rate(this.counts, second, 1);
		snapshot.rate10s = rate(this.counts, second, 10);
		snapshot.rate1m = rate(this.counts, second, 60);
		snapshot.stats(this.windows.stats(window, second));
	}

	@Override
	Points points(long lastSecond, int seconds) {
		return new Points(lastSecond, this.counts.last(lastSecond, seconds, 0),
				this.medians.last(lastSecond, seconds, Double.NaN), this.p99s.last(lastSecond, seconds, Double.NaN));
	}

	@Override
	public synchronized Distribution distribution(Window window) {
		long second = secondOf(target().time().nanos());
		return new Distribution(this.windows.stats(window, second));
	}

	@Override
	void startAnew() {
		this.windows.startAnew();
	}

}
