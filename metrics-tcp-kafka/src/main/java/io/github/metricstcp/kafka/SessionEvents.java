package io.github.metricstcp.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * The events of one stream, whichever relay's session they come from. Where another
 * session goes on with the stream, what the former one has brought is left out: the
 * increments and samples up to the time of its last event, and the totals from which the
 * other one begins. Both are of one application, so their times are of one clock.
 *
 * @param <S> the type of the object that the listener keeps for a series
 */
final class SessionEvents<S> implements StreamListener<S> {

	private static final long NEVER = Long.MIN_VALUE;

	private final StreamListener<S> listener;

	private final int maxSeries;

	// The time of the last event of the former session, in nanoseconds since the epoch
	private long covered = NEVER;

	private boolean takenOver;

	// Whether totals are the application's own: it sends them at the beginning of a
	// stream. Those of others are of what their relay has seen
	private boolean wholeTotals;

	// Of this session before records are missing for the first time: whether a counter
	// has
	// come with a total first, and whether with an increment

	private boolean totalFirst;

	private boolean incrementFirst;

	private boolean incomplete;

	// The counters that have come in this session, and whether with a total first
	private final IdentityHashMap<S, Boolean> counters = new IdentityHashMap<>();

	// Those that had not come before
	private final Set<S> added = Collections.newSetFromMap(new IdentityHashMap<>());

	// The frame whose event has not come yet
	private byte @Nullable [] frame;

	/**
	 * Creates the events of a stream that has not begun.
	 * @param maxSeries the number of series that the listener is asked for once
	 */
	SessionEvents(StreamListener<S> listener, int maxSeries) {
		this.listener = listener;
		this.maxSeries = maxSeries;
	}

	/**
	 * Goes on with another session.
	 * @param covered the time of the last event so far, in nanoseconds since the epoch
	 * @param begun whether that session has begun before, so that its totals are those
	 * from which the stream has come
	 */
	void takeOver(long covered, boolean begun) {
		flush();
		this.takenOver = true;
		this.covered = covered;
		this.wholeTotals = begun;
		beginSession();
	}

	/**
	 * Called when no event comes any more that the former session has brought.
	 */
	void overlapIsOver() {
		this.covered = NEVER;
	}

	/**
	 * Called when records are missing. The total with which a counter has come first may
	 * be in one of them, so that it seems to have come with an increment. Unless it is
	 * known of the application that it sends no totals, they are its own then.
	 */
	void recordsAreMissing() {
		this.incomplete = true;
		if (this.totalFirst || !this.incrementFirst) {
			this.wholeTotals = true;
			this.counters.values().removeIf((whole) -> !whole);
		}
	}

	private void beginSession() {
		this.totalFirst = false;
		this.incrementFirst = false;
		this.incomplete = false;
		this.counters.clear();
		this.added.clear();
	}

	@Override
	public void opened(String peer) {
		this.takenOver = false;
		this.covered = NEVER;
		this.frame = null;
		beginSession();
		this.listener.opened(peer);
	}

	@Override
	public S series(SeriesKey key) {
		S series = this.listener.series(key);
		if (this.takenOver && this.added.size() < this.maxSeries) {
			this.added.add(series);
		}
		return series;
	}

	@Override
	public void frame(byte[] bytes, int offset, int length) {
		flush();
		if (this.takenOver) {
			this.frame = Arrays.copyOfRange(bytes, offset, offset + length);
		}
		else {
			this.listener.frame(bytes, offset, length);
		}
	}

	/**
	 * Hands over the frame that waits.
	 */
	private void flush() {
		byte[] frame = this.frame;
		if (frame != null) {
			this.frame = null;
			this.listener.frame(frame, 0, frame.length);
		}
	}

	@Override
	public void event(S series, Operation operation, long operand, long seconds, int nanos) {
		if (this.takenOver && isCovered(series, operation, TimeUnit.SECONDS.toNanos(seconds) + nanos)) {
			this.frame = null;
			return;
		}
		flush();
		this.listener.event(series, operation, operand, seconds, nanos);
	}

	private boolean isCovered(S series, Operation operation, long time) {
		return switch (operation) {
			case RECORD_HISTOGRAM -> time <= this.covered;
			case INCREMENT_COUNTER -> {
				isWhole(series, false);
				yield time <= this.covered;
			}
			case SET_COUNTER -> !isWhole(series, true) || (!this.added.contains(series) && isOverlapping(time));
			// Each session has its own values, and they agree before long
			default -> false;
		};
	}

	private boolean isOverlapping(long time) {
		return this.covered != NEVER && time <= this.covered + SessionOrder.OVERLAP;
	}

	/**
	 * Returns whether the totals of a counter are the application's, by its first event.
	 * @param total whether this event is a total
	 */
	private boolean isWhole(S series, boolean total) {
		Boolean known = this.counters.get(series);
		if (known == null) {
			if (!this.incomplete) {
				this.totalFirst |= total;
				this.incrementFirst |= !total;
			}
			known = total || this.wholeTotals || this.added.contains(series);
			if (this.counters.size() < this.maxSeries) {
				this.counters.put(series, known);
			}
		}
		return known;
	}

	@Override
	public void metadata(Metadata metadata) {
		flush();
		this.listener.metadata(metadata);
	}

	@Override
	public void unknown() {
		flush();
		this.listener.unknown();
	}

	@Override
	public void received(int bytes) {
		this.listener.received(bytes);
	}

	@Override
	public void consumed() {
		flush();
		this.listener.consumed();
	}

	@Override
	public void quiet(@Nullable String remark) {
		this.listener.quiet(remark);
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		this.listener.closed(reason, retryDelay);
	}

}
