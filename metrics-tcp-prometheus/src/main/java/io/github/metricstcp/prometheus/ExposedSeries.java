package io.github.metricstcp.prometheus;

import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import org.jspecify.annotations.Nullable;

/**
 * A series of a target. Thread-safe: it is written by the thread that reads the stream,
 * and read by scrapes.
 */
abstract class ExposedSeries {

	/**
	 * The time without an event after which a series that outlives streams is released
	 * all the same, if the stream has not had it.
	 */
	static final long KEPT_NANOS = TimeUnit.HOURS.toNanos(1);

	private final SeriesKey key;

	private final Labels labels;

	private final StreamState state;

	// Confined to the thread that reads the stream

	// The number of the stream that has asked for it last
	private int asked;

	private long lastEvent;

	// What follows, and all that subclasses have, is guarded by this

	// The number of the stream that the last event was in
	private int stream;

	/**
	 * Creates a series without events.
	 * @param key its key
	 * @param labels its labels as Prometheus has them
	 * @param state the stream of its target
	 */
	ExposedSeries(SeriesKey key, Labels labels, StreamState state) {
		this.key = key;
		this.labels = labels;
		this.state = state;
	}

	final SeriesKey key() {
		return this.key;
	}

	final Labels labels() {
		return this.labels;
	}

	/**
	 * Called when the stream asks for the series, to give it back with events.
	 */
	final void asked() {
		this.asked = this.state.number();
		this.lastEvent = this.state.now();
	}

	/**
	 * Whether the series need not be kept: the stream has not had it.
	 */
	final boolean isOver() {
		boolean awaited = outlivesStreams() && this.state.now() - this.lastEvent < KEPT_NANOS;
		return this.asked != this.state.number() && !awaited;
	}

	/**
	 * Keeps an event.
	 */
	final synchronized void event(Operation operation, long operand) {
		int number = this.state.number();
		boolean first = this.stream != number;
		this.stream = number;
		this.lastEvent = this.state.now();
		record(operation, operand, first);
	}

	/**
	 * Returns what is exposed.
	 * @param unit the unit that it is exposed in
	 * @return the data point, {@code null} if there is none: the target is away, or does
	 * not send the series any more
	 */
	final synchronized @Nullable DataPointSnapshot scrape(BaseUnit unit) {
		boolean live = this.state.isOpen() && (outlivesStreams() || this.stream == this.state.number());
		return live ? point(this.labels, unit) : null;
	}

	/**
	 * Whether a value is kept although a new stream does not begin with it.
	 */
	boolean outlivesStreams() {
		return false;
	}

	/**
	 * Keeps an event.
	 * @param first whether it is the first one of a new stream
	 */
	abstract void record(Operation operation, long operand, boolean first);

	/**
	 * Returns the data point.
	 * @return the data point, {@code null} if there is no value
	 */
	abstract @Nullable DataPointSnapshot point(Labels labels, BaseUnit unit);

}
