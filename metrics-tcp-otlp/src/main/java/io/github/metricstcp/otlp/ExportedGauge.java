package io.github.metricstcp.otlp;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;

/**
 * A gauge: its value. If the exporter sends only increments and decrements, that is the
 * change since the stream began.
 */
final class ExportedGauge extends ExportedSeries {

	private double value = Double.NaN;

	ExportedGauge(SeriesKey key, StreamTimes times) {
		super(key, times);
	}

	@Override
	boolean outlivesStreams() {
		return false;
	}

	@Override
	void record(Operation operation, long operand, boolean first, StreamTimes times) {
		double amount = Double.longBitsToDouble(operand);
		double base = (first || Double.isNaN(this.value)) ? 0 : this.value;
		this.value = switch (operation) {
			case INCREMENT_GAUGE -> base + amount;
			case DECREMENT_GAUGE -> base - amount;
			default -> amount;
		};
	}

	@Override
	int addPoints(Metric.Builder metric, Interval interval) {
		if (Double.isNaN(this.value)) {
			return 0;
		}
		metric.getGaugeBuilder()
			.addDataPoints(NumberDataPoint.newBuilder()
				.addAllAttributes(attributes())
				.setTimeUnixNano(interval.until())
				.setAsDouble(this.value));
		return 1;
	}

}
