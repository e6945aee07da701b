package io.github.metricstcp.prometheus;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * A gauge: its value, which may be infinite or no number. If the exporter sends only
 * increments and decrements, it is the change since the stream began.
 */
final class ExposedGauge extends ExposedSeries {

	private double value;

	ExposedGauge(SeriesKey key, Labels labels, StreamState state) {
		super(key, labels, state);
	}

	@Override
	void record(Operation operation, long operand, boolean first) {
		double amount = Double.longBitsToDouble(operand);
		double base = (first || Double.isNaN(this.value)) ? 0 : this.value;
		this.value = switch (operation) {
			case INCREMENT_GAUGE -> base + amount;
			case DECREMENT_GAUGE -> base - amount;
			default -> amount;
		};
	}

	@Override
	GaugeDataPointSnapshot point(Labels labels, BaseUnit unit) {
		return GaugeDataPointSnapshot.builder().labels(labels).value(unit.convert(this.value)).build();
	}

}
