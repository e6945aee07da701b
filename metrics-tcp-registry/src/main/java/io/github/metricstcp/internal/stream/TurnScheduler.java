package io.github.metricstcp.internal.stream;

import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduling of turns on an event loop: when the next one comes, by the rule of the
 * {@link Linger}, and when the event loop sleeps until it is woken.
 * <p>
 * A turn that follows at once is scheduled with a delay of zero and not simply executed:
 * a task that executes itself again is run before any I/O, and the writes would starve.
 * <p>
 * Nothing that fails in a turn or in its scheduling ends the stream: if no next turn
 * could be scheduled, the event loop counts as asleep, and the next event wakes it.
 */
final class TurnScheduler {

	private static final Logger logger = LoggerFactory.getLogger(TurnScheduler.class);

	/**
	 * Time that the end of the stream waits at once, on the event loop: the one place
	 * where it blocks.
	 */
	private static final long PAUSE_NANOS = 20_000;

	/**
	 * Number of such pauses, 10 ms in all. The thread that is waited for has claimed a
	 * slot of the ingress and not filled it yet. There is nothing else left for the event
	 * loop to do.
	 */
	private static final int LAST_PAUSES = 500;

	private final IngressSignal signal;

	private final Turn turn;

	private final Linger linger;

	private volatile @Nullable ScheduledExecutorService eventLoop;

	/**
	 * Whether a turn is being done or scheduled. Confined to the event loop, as what
	 * follows.
	 */
	private boolean turning;

	/**
	 * The next turn, while the event loop lingers.
	 */
	private @Nullable Future<?> next;

	/**
	 * Creates a scheduler that has no event loop yet.
	 * @param signal wakes the event loop
	 * @param turn the work
	 * @param linger the rule for when the next turn comes
	 */
	TurnScheduler(IngressSignal signal, Turn turn, Linger linger) {
		this.signal = signal;
		this.turn = turn;
		this.linger = linger;
	}

	/**
	 * Takes an event loop.
	 * @throws IllegalStateException if there is another one already
	 */
	void open(ScheduledExecutorService eventLoop) {
		if (this.eventLoop != null) {
			throw new IllegalStateException("Another exporter streams this registry already");
		}
		this.eventLoop = eventLoop;
		// A turn that the last event loop never came to is gone with it
		this.turning = false;
		this.next = null;
		this.signal.onWakeUp(() -> eventLoop.execute(this::wakeUp));
	}

	/**
	 * Takes leave of the event loop.
	 */
	void close() {
		this.signal.onWakeUp(() -> {
		});
		if (this.next != null) {
			this.next.cancel(false);
			this.next = null;
		}
		this.eventLoop = null;
	}

	ScheduledExecutorService eventLoop() {
		return Objects.requireNonNull(this.eventLoop);
	}

	/**
	 * Begins to turn, if the event loop does not yet.
	 */
	void begin() {
		if (!this.turning) {
			this.signal.awake();
			turnAtOnce();
		}
	}

	private void turnAtOnce() {
		this.turning = false;
		try {
			turnAfter(0);
			this.turning = true;
		}
		finally {
			if (!this.turning) {
				// Out of memory: the next thread that records has another go
				sleep();
			}
		}
	}

	/**
	 * Does at once all the work that there is, for the end of the stream.
	 */
	void finish() {
		boolean more = true;
		while (more) {
			more = this.turn.work();
		}
		// For what stands behind an event that a thread was held up over
		for (int i = 0; !this.turn.isIdle() && i < LAST_PAUSES; i++) {
			pause();
			this.turn.work();
		}
	}

	/**
	 * Runs a task after the event loop has done what I/O there is.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the task itself says what went wrong
	void later(Runnable task) {
		eventLoop().schedule(() -> {
			try {
				task.run();
			}
			catch (Throwable ex) {
				logger.error("The metrics stream failed", ex);
			}
		}, 0, TimeUnit.NANOSECONDS);
	}

	/**
	 * Runs a task after some time.
	 * @param millis the time, in milliseconds
	 */
	Future<?> later(Runnable task, long millis) {
		return eventLoop().schedule(task, millis, TimeUnit.MILLISECONDS);
	}

	private void turnAfter(long nanos) {
		this.next = eventLoop().schedule(this::turn, nanos, TimeUnit.NANOSECONDS);
	}

	private void sleep() {
		this.turning = false;
		this.signal.sleep();
	}

	private void wakeUp() {
		if (this.next != null) {
			// Woken from lingering, as can happen again and again: after the I/O
			this.next.cancel(false);
			turnAtOnce();
			return;
		}
		this.turning = true;
		turn();
	}

	private void turn() {
		this.next = null;
		this.signal.awake();
		if (!this.turn.hasClients()) {
			this.turning = false;
			return;
		}
		boolean goesOn = false;
		try {
			goOn(work());
			goesOn = true;
		}
		catch (Throwable ex) {
			logger.error("The metrics stream could not go on at once; the next event wakes it", ex);
		}
		finally {
			if (!goesOn) {
				sleep();
			}
		}
	}

	private void goOn(boolean worked) {
		long delay = 0;
		if (!this.turn.hasContinuation()) {
			delay = worked ? this.linger.afterWork(this.turn.polled()) : this.linger.afterNothing();
		}
		if (delay == Linger.SLEEP) {
			sleep();
			if (this.turn.isIdle() || !this.signal.awake()) {
				return;
			}
			this.turning = true;
			// Not at once: what cannot be seen yet may take a while to come
			delay = Linger.SHORTEST_NANOS;
		}
		else if (delay > 0) {
			this.signal.linger();
			if (this.turn.isUrgent() && this.signal.awake()) {
				delay = 0;
			}
		}
		turnAfter(delay);
	}

	private boolean work() {
		try {
			return this.turn.work();
		}
		catch (Throwable ex) {
			this.turn.recover(ex);
			return true;
		}
	}

	private static void pause() {
		LockSupport.parkNanos(PAUSE_NANOS);
	}

	/**
	 * The work that is done in turns. Called on the event loop.
	 */
	interface Turn {

		/**
		 * Whether a client is connected.
		 */
		boolean hasClients();

		/**
		 * Does one turn's work.
		 * @return whether there was any
		 */
		boolean work();

		/**
		 * Whether nothing waits to be done, as far as the event loop can see.
		 */
		boolean isIdle();

		/**
		 * Whether something waits for nothing but its next turn: lingering would only
		 * hold it up.
		 */
		boolean hasContinuation();

		/**
		 * Returns how many events the last turn found.
		 */
		long polled();

		/**
		 * Whether so much waits that the event loop should not linger.
		 */
		boolean isUrgent();

		/**
		 * Goes on after a turn that failed. Never fails itself.
		 */
		void recover(Throwable failure);

	}

}
