package io.github.metricstcp.client.model;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * A target of a {@link Gate}: the listener to its streams, which keeps the series that a
 * condition is about and no others, and the time for which it was connected.
 */
final class GateTarget implements StreamListener<Series> {

	private final TargetModel model;

	private final TimeSource time;

	private final Predicate<SeriesKey> watched;

	private final Predicate<SeriesKey> related;

	private final Consumer<Series> added;

	private final Runnable tick;

	private final Runnable ending;

	// Stands for all that no condition is about
	private final Series unwatched;

	// Written by the thread that reads the stream, read by any
	private volatile boolean reached;

	// What follows is guarded by this

	private boolean open;

	// Since when the time is not counted yet
	private long countedUntil;

	private long openNanos;

	// Whether it was connected at each moment since the last interval was closed
	private boolean whole;

	/**
	 * Creates a target that was never connected.
	 * @param model keeps the series
	 * @param time the clock of the run
	 * @param watched the series that a condition is about
	 * @param related the series that are needed besides, without their events
	 * @param added takes each of both, some more than once
	 * @param tick closes the intervals that are over
	 * @param ending called before a stream ends, whose values are not live any more then
	 */
	GateTarget(TargetModel model, TimeSource time, Predicate<SeriesKey> watched, Predicate<SeriesKey> related,
			Consumer<Series> added, Runnable tick, Runnable ending) {
		this.model = model;
		this.time = time;
		this.watched = watched;
		this.related = related;
		this.added = added;
		this.tick = tick;
		this.ending = ending;
		this.unwatched = new DiscardedSeries(new StreamStatus(model.names()), time);
	}

	String name() {
		return this.model.name();
	}

	/**
	 * Whether a whole frame was ever received.
	 */
	boolean isReached() {
		return this.reached;
	}

	synchronized boolean isOpen() {
		return this.open;
	}

	/**
	 * Whether it was connected throughout the last interval that was closed.
	 */
	synchronized boolean wasOpenThroughout() {
		return this.whole;
	}

	/**
	 * Returns for how long it was connected until the last interval was closed, in
	 * seconds.
	 */
	synchronized double openSeconds() {
		return (double) this.openNanos / TimeSource.NANOS_PER_SECOND;
	}

	/**
	 * Counts the time of an interval that is over.
	 */
	synchronized void close(long begin, long end) {
		this.whole = this.open && this.countedUntil <= begin;
		if (this.open && end > this.countedUntil) {
			this.openNanos += end - this.countedUntil;
			this.countedUntil = end;
		}
	}

	@Override
	public void connecting() {
		this.model.connecting();
	}

	@Override
	public void opened(String peer) {
		this.model.opened(peer);
		this.tick.run();
		synchronized (this) {
			this.open = true;
			this.countedUntil = this.time.nanos();
		}
	}

	@Override
	public void received(int bytes) {
		this.tick.run();
		this.model.received(bytes);
	}

	@Override
	public void quiet(@Nullable String remark) {
		this.model.quiet(remark);
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		this.tick.run();
		this.ending.run();
		synchronized (this) {
			if (this.open) {
				this.openNanos += Math.max(0, this.time.nanos() - this.countedUntil);
				this.open = false;
			}
		}
		this.model.closed(reason, retryDelay);
	}

	@Override
	public Series series(SeriesKey key) {
		boolean watched = this.watched.test(key);
		if (!watched && !this.related.test(key)) {
			return this.unwatched;
		}
		Series series = this.model.series(key);
		if (series.key().equals(key)) {
			this.added.accept(series);
		}
		return watched ? series : this.unwatched;
	}

	@Override
	public void metadata(Metadata metadata) {
		this.model.metadata(metadata);
	}

	@Override
	public void event(Series series, Operation operation, long operand, long seconds, int nanos) {
		if (series != this.unwatched) {
			this.model.event(series, operation, operand, seconds, nanos);
		}
	}

	@Override
	public void frame(byte[] bytes, int offset, int length) {
		if (!this.reached) {
			this.reached = true;
		}
	}

}
