package io.github.metricstcp.otlp;

import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.opentelemetry.proto.metrics.v1.Metric;

/**
 * A series of which nothing is sent. It stands for all that do not match, are too long or
 * beyond the limit.
 */
final class UnexportedSeries extends ExportedSeries {

	UnexportedSeries(StreamTimes times) {
		super(new SeriesKey(Kind.COUNTER, "", Map.of()), times);
	}

	@Override
	boolean outlivesStreams() {
		return false;
	}

	@Override
	void record(Operation operation, long operand, boolean first, StreamTimes times) {
	}

	@Override
	int addPoints(Metric.Builder metric, Interval interval) {
		return 0;
	}

}
