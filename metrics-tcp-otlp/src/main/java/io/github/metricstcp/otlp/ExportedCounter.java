package io.github.metricstcp.otlp;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;

/**
 * A counter: its total since a start, and the increase since the last export.
 * <p>
 * A total that the exporter sends is the value. If it was there before the target was
 * connected, its start is not known: then a data point of no duration, with that total,
 * comes before the first one, as the data model has it, and is no increase. A total that
 * has fallen is that of an application that was restarted, and its start the end of the
 * stream before. Without totals, the value is the sum of the increments that were
 * received.
 */
final class ExportedCounter extends ExportedSeries {

	// Without a sign, as are all numbers of events

	private long value;

	private long increase;

	// Whether the exporter has sent the total
	private boolean totalKnown;

	private long start;

	// Whether the value at the start is none, and was not sent yet
	private boolean startIsUnknown;

	private long valueAtStart;

	ExportedCounter(SeriesKey key, StreamTimes times) {
		super(key, times);
		this.start = times.firstOpened();
	}

	@Override
	boolean outlivesStreams() {
		return false;
	}

	@Override
	void record(Operation operation, long operand, boolean first, StreamTimes times) {
		if (operation == Operation.SET_COUNTER) {
			set(operand, first, times);
			return;
		}
		if (first) {
			// A total that comes later cannot be compared with the one of before
			this.totalKnown = false;
		}
		this.value += operand;
		this.increase += operand;
	}

	private void set(long total, boolean first, StreamTimes times) {
		if (this.totalKnown) {
			boolean fell = Long.compareUnsigned(total, this.value) < 0;
			this.increase += fell ? total : total - this.value;
			if (fell) {
				begin(first ? times.ended() : times.now(), false);
			}
		}
		else if (this.value == 0 && times.isSnapshotReceived()) {
			// It has begun since the target was connected
			this.increase += total;
		}
		else {
			this.valueAtStart = total;
			begin(times.now(), total != 0);
		}
		this.value = total;
		this.totalKnown = true;
	}

	private void begin(long start, boolean unknown) {
		this.start = start;
		this.startIsUnknown = unknown;
	}

	@Override
	int addPoints(Metric.Builder metric, Interval interval) {
		int points = 0;
		if (interval.isDelta()) {
			if (this.increase != 0) {
				add(metric, interval.since(), interval.until(), this.increase);
				points++;
			}
		}
		else {
			if (this.startIsUnknown) {
				add(metric, this.start, this.start, this.valueAtStart);
				this.startIsUnknown = false;
				points++;
			}
			add(metric, this.start, Math.max(interval.until(), this.start), this.value);
			points++;
		}
		this.increase = 0;
		return points;
	}

	private void add(Metric.Builder metric, long start, long time, long value) {
		NumberDataPoint.Builder point = NumberDataPoint.newBuilder()
			.addAllAttributes(attributes())
			.setStartTimeUnixNano(start)
			.setTimeUnixNano(time);
		if (value >= 0) {
			point.setAsInt(value);
		}
		else {
			point.setAsDouble(((value >>> 1) | (value & 1)) * 2.0);
		}
		metric.getSumBuilder().addDataPoints(point);
	}

}
