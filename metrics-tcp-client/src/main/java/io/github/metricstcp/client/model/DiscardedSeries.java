package io.github.metricstcp.client.model;

import java.util.Arrays;
import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A series of which nothing is kept. It stands for all that are too long, or beyond the
 * limit.
 */
final class DiscardedSeries extends Series {

	DiscardedSeries(StreamStatus status, TimeSource time) {
		super(new SeriesKey(Kind.COUNTER, "", Map.of()), new Family(), status, time);
	}

	@Override
	Effect record(Operation operation, long operand, boolean first, long second) {
		return Effect.NONE;
	}

	@Override
	void close(long second) {
	}

	@Override
	Summary summary(Window window, long second) {
		return new Stats().summary();
	}

	@Override
	Points points(long lastSecond, int seconds) {
		return new Points(lastSecond, new double[0], new double[0], new double[0]);
	}

	@Override
	void setAside() {
	}

	@Override
	void bringBack() {
	}

	@Override
	double[] values(TimeRange range, long second) {
		double[] values = new double[range.slots()];
		Arrays.fill(values, Double.NaN);
		return values;
	}

	@Override
	void startAnew() {
	}

}
