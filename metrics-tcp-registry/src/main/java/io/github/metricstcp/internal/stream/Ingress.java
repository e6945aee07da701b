package io.github.metricstcp.internal.stream;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The way in: a queue, with a bound or without, that any number of application threads
 * record into and that the event loop polls in turns of its own. How it is woken for what
 * comes in is the business of {@link IngressSignal}.
 */
final class Ingress {

	/**
	 * The most that can be called unlimited by the operators.
	 */
	static final int UNLIMITED = Integer.MAX_VALUE;

	/**
	 * Maximum number of events that wait before a lingering event loop is woken: as many
	 * as a turn takes at once.
	 */
	private static final int MOST_LINGERING = 4096;

	private static final long ROOM_PAUSE_NANOS = 100_000;

	/**
	 * Whether a client is connected. All that an event costs while none is, is reading
	 * this. Written by the event loop when the first client comes and the last one goes.
	 */
	volatile boolean listening;

	private final int limit;

	/**
	 * Number of events waiting that wakes a lingering event loop: half of the limit.
	 */
	private final int urgentSize;

	private final EventClock clock;

	private final EventBuffer<RecordedEvent> buffer;

	private final IngressSignal signal;

	private final StripedCount coalesced = new StripedCount();

	private final StripedCount dropped = new StripedCount();

	/**
	 * Creates an ingress.
	 * @param limit the most events that wait in it
	 * @param clock the time of events
	 */
	Ingress(int limit, EventClock clock) {
		this.limit = limit;
		this.urgentSize = Math.min(limit / 2, MOST_LINGERING);
		this.clock = clock;
		this.buffer = (limit != UNLIMITED) ? new EventQueue<>(limit) : new UnboundedEventQueue<>();
		this.signal = new IngressSignal(this.buffer);
	}

	int limit() {
		return this.limit;
	}

	/**
	 * Returns what wakes the event loop.
	 */
	IngressSignal signal() {
		return this.signal;
	}

	/**
	 * Takes an event if there is room.
	 * @return whether it was taken: {@code false} means that it was not and never will be
	 */
	boolean offer(Series series, double value) {
		// Asked first, so that an event that will not be taken costs neither clock nor
		// garbage
		int waiting = this.buffer.size();
		return waiting < this.limit && this.signal.offer(new RecordedEvent(series, value, this.clock.monotonicTime()),
				waiting >= this.urgentSize);
	}

	int urgentSize() {
		return this.urgentSize;
	}

	/**
	 * Whether as much waits as wakes a lingering event loop.
	 */
	boolean isUrgent() {
		return this.buffer.size() >= this.urgentSize;
	}

	/**
	 * Counts an increment that was not taken.
	 */
	void coalesced() {
		this.coalesced.increment();
	}

	/**
	 * Counts a sample that was not taken.
	 */
	void dropped() {
		this.dropped.increment();
		// It sleeps although there is much to do if it ran out of memory
		this.signal.wakeUrgently();
	}

	/**
	 * Pauses until there may be room.
	 * @return {@code false} if the thread was interrupted
	 */
	boolean awaitRoom() {
		LockSupport.parkNanos(ROOM_PAUSE_NANOS);
		return !Thread.currentThread().isInterrupted();
	}

	/**
	 * Returns the position in the stream of whatever is recorded from now on.
	 */
	long position() {
		return this.buffer.produced();
	}

	/**
	 * Returns how many events were polled: the position of the next one.
	 */
	long polled() {
		return this.buffer.consumed();
	}

	/**
	 * Takes the oldest event. Its room is given back by {@link #release()}, or when there
	 * is nothing more to poll.
	 * @return {@code null} if there is none, or if the thread that records the next one
	 * has been held up in the middle of it
	 */
	@Nullable RecordedEvent poll() {
		return this.signal.poll();
	}

	/**
	 * Gives the room of what was polled back to those who record.
	 */
	void release() {
		this.buffer.release();
	}

	int size() {
		return this.buffer.size();
	}

	boolean isEmpty() {
		return this.buffer.isEmpty();
	}

	long coalescedCount() {
		return this.coalesced.sum();
	}

	long droppedCount() {
		return this.dropped.sum();
	}

}
