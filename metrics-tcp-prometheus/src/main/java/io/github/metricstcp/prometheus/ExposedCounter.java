package io.github.metricstcp.prometheus;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * A counter: the total that the exporter sends or, without one, the sum of the increments
 * that were received. A total that has fallen is that of an application that was
 * restarted, which Prometheus sees by itself.
 * <p>
 * A stream that begins with an increment may be one of an application that keeps no
 * totals: then its sum is added to what there was, also once a relay sends that sum as a
 * total. It is not, if that total has all that there was.
 */
final class ExposedCounter extends ExposedSeries {

	// Numbers of events have no sign, as on the wire

	// The value before the first increment of the stream, unless totals have it
	private long before;

	// That of the exporter, or the sum of the increments of this stream
	private long total;

	// Whether it is that of the exporter
	private boolean totalKnown;

	ExposedCounter(SeriesKey key, Labels labels, StreamState state) {
		super(key, labels, state);
	}

	@Override
	void record(Operation operation, long operand, boolean first) {
		if (operation == Operation.SET_COUNTER) {
			set(operand);
		}
		else {
			increment(operand, first);
		}
	}

	private void increment(long amount, boolean first) {
		if (first) {
			this.before += this.total;
			this.total = 0;
			this.totalKnown = false;
		}
		this.total += amount;
	}

	private void set(long total) {
		boolean fallen = Long.compareUnsigned(total, this.total) < 0;
		boolean whole = !this.totalKnown && Long.compareUnsigned(total, this.before + this.total) >= 0;
		if (fallen || whole) {
			this.before = 0;
		}
		this.total = total;
		this.totalKnown = true;
	}

	@Override
	CounterDataPointSnapshot point(Labels labels, BaseUnit unit) {
		long value = this.before + this.total;
		double converted = unit.convert((value >= 0) ? value : ((value >>> 1) | (value & 1)) * 2.0);
		return CounterDataPointSnapshot.builder().labels(labels).value(converted).build();
	}

}
