package io.github.metricstcp.otlp;

import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;

/**
 * A series of a target, and what is to be sent of it. Thread-safe: it is written by the
 * thread that reads the stream, and read by the one that sends.
 */
abstract class ExportedSeries {

	/**
	 * The time without an event after which a series that outlives streams is released
	 * all the same, if the stream has not had it.
	 */
	static final long KEPT_NANOS = TimeUnit.HOURS.toNanos(1);

	private final SeriesKey key;

	private final StreamTimes times;

	// Confined to the thread that reads the stream

	// The number of the stream that has asked for it last
	private int asked;

	private long lastEvent;

	// What follows, and all that subclasses have, is guarded by this

	// The number of the stream that the last event was in
	private int stream;

	// Whether there was an event since the last export
	private boolean changed;

	// The time of the last data point
	private long lastPoint;

	ExportedSeries(SeriesKey key, StreamTimes times) {
		this.key = key;
		this.times = times;
	}

	final SeriesKey key() {
		return this.key;
	}

	/**
	 * Called when the stream asks for the series, to give it back with events.
	 */
	final void asked() {
		this.asked = this.times.number();
		this.lastEvent = this.times.now();
	}

	/**
	 * Keeps an event.
	 */
	final synchronized void event(Operation operation, long operand) {
		int number = this.times.number();
		boolean first = this.stream != number;
		this.stream = number;
		this.lastEvent = this.times.now();
		this.changed = true;
		record(operation, operand, first, this.times);
	}

	/**
	 * Whether the series need not be kept: the stream has not had it, and all that was to
	 * be sent of it is in a request.
	 */
	final boolean isOver() {
		boolean awaited = outlivesStreams() && this.times.now() - this.lastEvent < KEPT_NANOS;
		return this.asked != this.times.number() && !awaited && !isChanged();
	}

	/**
	 * Whether there is something to send of a target that is gone.
	 */
	final synchronized boolean isChanged() {
		return this.changed;
	}

	/**
	 * Returns the time of the last data point, 0 if there was none. To be called by those
	 * that hold the lock.
	 */
	final long lastPoint() {
		return this.lastPoint;
	}

	/**
	 * Adds what is to be sent to the series' metric. A series of a target that is gone,
	 * or that it does not send any more, is sent once more and then no longer.
	 * @return the number of data points, 0 if there is nothing to send
	 */
	final synchronized int addTo(Metric.Builder metric, Interval interval) {
		boolean live = this.times.isOpen() && (outlivesStreams() || this.stream == this.times.number());
		boolean wanted = this.changed || live;
		this.changed = false;
		int points = wanted ? addPoints(metric, interval) : 0;
		if (points > 0) {
			this.lastPoint = interval.until();
		}
		return points;
	}

	/**
	 * Called when nothing of it is sent, as of one that the user does not want.
	 */
	final synchronized void passOver() {
		this.changed = false;
	}

	/**
	 * Whether it is to be told when the data points that were added last are taken.
	 */
	boolean awaitsAnswer() {
		return false;
	}

	/**
	 * Called when the data points that were added last are taken.
	 */
	void taken() {
	}

	final Iterable<KeyValue> attributes() {
		return this.key.labels()
			.entrySet()
			.stream()
			.map((label) -> KeyValue.newBuilder()
				.setKey(label.getKey())
				.setValue(AnyValue.newBuilder().setStringValue(label.getValue()))
				.build())
			.toList();
	}

	/**
	 * Whether a value is kept although a new stream does not begin with it.
	 */
	abstract boolean outlivesStreams();

	/**
	 * Keeps an event.
	 * @param first whether it is the first one of a new stream
	 */
	abstract void record(Operation operation, long operand, boolean first, StreamTimes times);

	/**
	 * Adds the data points of an export.
	 * @return their number
	 */
	abstract int addPoints(Metric.Builder metric, Interval interval);

}
