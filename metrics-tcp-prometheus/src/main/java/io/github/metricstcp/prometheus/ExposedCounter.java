package io.github.metricstcp.prometheus;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * A counter: the total that the exporter sends or, without one, the sum of the increments
 * that were received. A total that has fallen is that of an application that was
 * restarted, which Prometheus sees by itself.
 */
final class ExposedCounter extends ExposedSeries {

	// Without a sign, as are all numbers of events
	private long value;

	ExposedCounter(SeriesKey key, Labels labels, StreamState state) {
		super(key, labels, state);
	}

	@Override
	void record(Operation operation, long operand, boolean first) {
		this.value = (operation == Operation.SET_COUNTER) ? operand : this.value + operand;
	}

	@Override
	CounterDataPointSnapshot point(Labels labels, BaseUnit unit) {
		double total = (this.value >= 0) ? this.value : ((this.value >>> 1) | (this.value & 1)) * 2.0;
		return CounterDataPointSnapshot.builder().labels(labels).value(unit.convert(total)).build();
	}

}
