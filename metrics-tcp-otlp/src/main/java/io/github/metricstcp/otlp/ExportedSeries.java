package io.github.metricstcp.otlp;

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

	private final SeriesKey key;

	private final StreamTimes times;

	// What follows, and all that subclasses have, is guarded by this

	// The number of the stream that the last event was in
	private int stream;

	// Whether there was an event since the last export
	private boolean changed;

	ExportedSeries(SeriesKey key, StreamTimes times) {
		this.key = key;
		this.times = times;
	}

	final SeriesKey key() {
		return this.key;
	}

	/**
	 * Keeps an event.
	 */
	final synchronized void event(Operation operation, long operand) {
		int number = this.times.number();
		boolean first = this.stream != number;
		this.stream = number;
		this.changed = true;
		record(operation, operand, first, this.times);
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
		return wanted ? addPoints(metric, interval) : 0;
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
