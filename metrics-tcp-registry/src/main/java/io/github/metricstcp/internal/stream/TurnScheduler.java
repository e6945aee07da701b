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
 * The scheduling of turns on an event loop: when the next one comes, and when the event
 * loop pauses or sleeps because there is nothing to do.
 * <p>
 * A turn that found nothing pauses the event loop for 20 µs, which the operating system
 * makes 60 to 150 µs, and only after a few of these the event loop sleeps. A pause, on a
 * thread that does I/O, looks wrong, and is there for the threads that record: the one
 * whose event wakes a sleeping event loop pays for the system call, 13 to 57 µs at the
 * 99th percentile, and while recording goes on that would happen all the time. While the
 * event loop pauses, the same percentile is 2 to 3 µs.
 * <p>
 * The next turn is scheduled with a delay of zero and not simply executed: a task that
 * executes itself again is run before any I/O, and the writes would starve.
 */
final class TurnScheduler {

	private static final Logger logger = LoggerFactory.getLogger(TurnScheduler.class);

	/**
	 * How often a turn may find nothing before the event loop sleeps.
	 */
	private static final int EMPTY_TURNS = 6;

	private static final long PAUSE_NANOS = 20_000;

	/**
	 * How often the end of the stream waits for a thread that is about to record.
	 */
	private static final int LAST_PAUSES = 500;

	private final IngressSignal signal;

	private final Turn turn;

	private volatile @Nullable ScheduledExecutorService eventLoop;

	/**
	 * Whether a turn is being done or scheduled. Confined to the event loop, as what
	 * follows.
	 */
	private boolean turning;

	private int emptyTurns;

	/**
	 * Creates a scheduler that has no event loop yet.
	 * @param signal wakes the event loop
	 * @param turn the work
	 */
	TurnScheduler(IngressSignal signal, Turn turn) {
		this.signal = signal;
		this.turn = turn;
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
		this.signal.onWakeUp(() -> eventLoop.execute(this::wakeUp));
	}

	/**
	 * Takes leave of the event loop.
	 */
	void close() {
		this.signal.onWakeUp(() -> {
		});
		this.eventLoop = null;
	}

	ScheduledExecutorService eventLoop() {
		return Objects.requireNonNull(this.eventLoop);
	}

	/**
	 * Begins to turn, if the event loop does not yet.
	 */
	void begin() {
		this.signal.awake();
		if (!this.turning) {
			this.turning = true;
			turnLater();
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

	private void turnLater() {
		try {
			later(this::turn);
		}
		catch (Throwable ex) {
			// Out of memory: the next thread that records has another go
			this.turning = false;
			this.signal.sleep();
			throw ex;
		}
	}

	private void wakeUp() {
		if (!this.turning) {
			this.turning = true;
			turn();
		}
	}

	private void turn() {
		if (!this.turn.isWanted()) {
			this.turning = false;
			return;
		}
		boolean worked = true;
		try {
			worked = this.turn.work();
		}
		catch (Throwable ex) {
			this.turn.recover(ex);
		}
		if (worked || this.turn.hasContinuation()) {
			this.emptyTurns = 0;
		}
		else if (++this.emptyTurns <= EMPTY_TURNS) {
			pause();
		}
		else {
			this.emptyTurns = 0;
			this.signal.sleep();
			if (this.turn.isIdle() || !this.signal.awake()) {
				this.turning = false;
				return;
			}
		}
		turnLater();
	}

	private static void pause() {
		LockSupport.parkNanos(PAUSE_NANOS);
	}

	/**
	 * The work that is done in turns. Called on the event loop.
	 */
	interface Turn {

		/**
		 * Whether there is anybody to work for.
		 */
		boolean isWanted();

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
		 * Whether something waits for nothing but its next turn: a pause would only hold
		 * it up.
		 */
		boolean hasContinuation();

		/**
		 * Goes on after a turn that failed. Never fails itself.
		 */
		void recover(Throwable failure);

	}

}
