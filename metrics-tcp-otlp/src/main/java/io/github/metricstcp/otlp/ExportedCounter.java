package io.github.metricstcp.otlp;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;

/**
 * A counter: its value since a start, and the increase since the last export.
 * <p>
 * If the exporter sends totals, the value follows them: what a total has grown by since
 * the one before are increments that did not come. A series that begins after the
 * snapshot of a stream is new, so that its total began at 0 and is known to be the sum of
 * its increments, before the exporter has sent any. If a total was there before the
 * target was connected, its start is not known: then a data point of no duration, with
 * that total, comes before the first one, and is no increase. It is sent until it was
 * taken. A total that has fallen is that of an application that was restarted: the value
 * is that total, and its start the end of the stream before, or the last data point if
 * that was later. Without totals, the value is the sum of the increments that were
 * received.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/metrics/data-model/#cumulative-streams-handling-unknown-start-time">The
 * data model of OpenTelemetry, on unknown starts</a>
 */
final class ExportedCounter extends ExportedSeries {

	// Numbers of events have no sign, as on the wire

	private long value;

	private long increase;

	// That of the exporter, or the sum of the increments of this stream
	private long total;

	// Whether it is that of the exporter
	private boolean totalKnown;

	// Whether there was an event
	private boolean seen;

	private long start;

	// Whether the value at the start is none, and was not taken yet
	private boolean startIsUnknown;

	private long valueAtStart;

	// The number of starts, and that of the one that was sent last

	private int starts;

	private int startSent;

	ExportedCounter(SeriesKey key, StreamTimes times) {
		super(key, times);
		this.start = times.knownSince();
	}

	@Override
	boolean outlivesStreams() {
		return false;
	}

	@Override
	void record(Operation operation, long operand, boolean first, StreamTimes times) {
		if (operation == Operation.SET_COUNTER) {
			set(operand, first, times);
		}
		else {
			increment(operand, first, times);
		}
		this.seen = true;
	}

	private void increment(long amount, boolean first, StreamTimes times) {
		if (first) {
			this.total = 0;
			// While the snapshot comes, this may be a series that was there before. One
			// that has come in an earlier stream may have gone on meanwhile
			this.totalKnown = this.seen ? times.isSnapshotOver() : times.isUnknownNew();
		}
		this.total += amount;
		grow(amount);
	}

	private void set(long total, boolean first, StreamTimes times) {
		if (this.totalKnown && Long.compareUnsigned(total, this.total) >= 0) {
			grow(total - this.total);
		}
		else if (this.totalKnown) {
			this.value = 0;
			begin(first ? times.ended() : times.now(), false);
			grow(total);
		}
		else if (!this.seen && times.isUnknownNew()) {
			// It has begun since the target was connected
			grow(total);
		}
		else if (!this.seen || first || total != this.total) {
			this.value = total;
			this.valueAtStart = total;
			begin(times.now(), total != 0);
		}
		this.total = total;
		this.totalKnown = true;
	}

	private void grow(long amount) {
		this.value += amount;
		this.increase += amount;
	}

	private void begin(long start, boolean unknown) {
		// Times of data points that follow each other do not overlap
		this.start = Math.max(start, Math.max(this.start, lastPoint()));
		this.startIsUnknown = unknown;
		this.starts++;
	}

	@Override
	synchronized boolean awaitsAnswer() {
		return this.startIsUnknown && this.startSent == this.starts;
	}

	@Override
	synchronized void taken() {
		// It may have begun anew meanwhile
		if (this.startSent == this.starts) {
			this.startIsUnknown = false;
		}
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
				this.startSent = this.starts;
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
