package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * What stands for all series that there are too many of, or that are too long: nothing is
 * kept of them.
 */
final class DiscardedSeries extends Series {

	DiscardedSeries(TargetModel target, SeriesKey key) {
		super(target, key, new Family());
	}

	@Override
	boolean record(Operation operation, long operand, boolean first) {
		return false;
	}

	@Override
	void close(long second) {
	}

	@Override
	void fill(SeriesSnapshot.Builder snapshot, Window window, long second) {
	}

	@Override
	Points points(long lastSecond, int seconds) {
		return new Points(lastSecond, new double[0], new double[0], new double[0]);
	}

	@Override
	void startAnew() {
	}

}
