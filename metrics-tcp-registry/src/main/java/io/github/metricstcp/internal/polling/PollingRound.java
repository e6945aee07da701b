package io.github.metricstcp.internal.polling;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One poll of readings, or of the rest of them.
 */
final class PollingRound implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(PollingRound.class);

	/**
	 * Time that a function may take before the others go on without it.
	 */
	static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(2);

	private static final long BUSY_PAUSE_NANOS = 1_000_000;

	private final int session;

	private final Clock clock;

	/**
	 * Supplies the readings, on the thread that reads them.
	 */
	private final Supplier<List<Reading>> first;

	/**
	 * Whether no other round comes after this one.
	 */
	private final boolean last;

	private final Runnable whenDone;

	// Guarded by this
	private final Deque<Reading> rest;

	/**
	 * The readings that another thread was at when it was their turn.
	 */
	private final Queue<Reading> busy;

	// Guarded by this
	private boolean over;

	// Guarded by this
	private @Nullable Reading reading;

	// Guarded by this
	private long readingSince;

	/**
	 * Creates a round.
	 * @param session the session that it is for
	 * @param clock the clock that measures the readings
	 * @param readings supplies the readings of the round
	 */
	PollingRound(int session, Clock clock, Supplier<List<Reading>> readings) {
		this(session, clock, readings, new ArrayDeque<>(), new ConcurrentLinkedQueue<>(), false, () -> {
		});
	}

	private PollingRound(int session, Clock clock, Supplier<List<Reading>> readings, Deque<Reading> rest,
			Queue<Reading> busy, boolean last, Runnable whenDone) {
		this.session = session;
		this.clock = clock;
		this.first = readings;
		this.rest = rest;
		this.busy = busy;
		this.last = last;
		this.whenDone = whenDone;
	}

	/**
	 * Creates the round after which no other one comes.
	 * @param session the session that it is for
	 * @param clock the clock that measures the readings
	 * @param readings supplies the readings of all meters
	 * @param whenDone called when the round has ended
	 * @return the round
	 */
	static PollingRound last(int session, Clock clock, Supplier<List<Reading>> readings, Runnable whenDone) {
		return new PollingRound(session, clock, readings, new ArrayDeque<>(), new ConcurrentLinkedQueue<>(), true,
				whenDone);
	}

	@Override
	public void run() {
		try {
			addAll(this.first.get());
			for (Reading next = next(); next != null; next = next()) {
				if (!poll(next)) {
					this.busy.add(next);
				}
			}
			if (this.last) {
				pollBusy();
			}
		}
		finally {
			end();
		}
	}

	/**
	 * Polls what another thread was reading, and may have read before it changed for the
	 * last time.
	 */
	private void pollBusy() {
		long begin = System.nanoTime();
		for (Reading next = nextBusy(); next != null; next = nextBusy()) {
			while (!poll(next)) {
				if (isOver() || System.nanoTime() - begin >= FUNCTION_TIMEOUT.toNanos()) {
					return;
				}
				LockSupport.parkNanos(BUSY_PAUSE_NANOS);
			}
		}
	}

	/**
	 * Polls, unless another thread does.
	 */
	private boolean poll(Reading polled) {
		if (!polled.begin(this.session)) {
			return false;
		}
		int reader = this.session;
		while (reader != Reading.NO_SESSION) {
			try {
				poll(polled, reader);
			}
			finally {
				reader = polled.end();
			}
		}
		return true;
	}

	private void poll(Reading polled, int reader) {
		try {
			read(polled);
			addAll(polled.accept(reader));
		}
		catch (Throwable ex) {
			if (polled.warn()) {
				warn(polled, ex);
			}
		}
	}

	private void read(Reading polled) {
		Long begin = time();
		reading(polled);
		try {
			polled.read();
		}
		finally {
			reading(null);
			// A function that interrupts its thread means itself
			Thread.interrupted();
			Long end = time();
			if (begin != null && end != null) {
				polled.cost.add(begin, end);
			}
		}
	}

	/**
	 * Returns the time, {@code null} if the application's clock throws: planning fails
	 * then, and logs that.
	 */
	private @Nullable Long time() {
		try {
			return this.clock.monotonicTime();
		}
		catch (Throwable ex) {
			return null;
		}
	}

	private static void warn(Reading polled, Throwable failure) {
		try {
			logger.warn("Failed to poll the meter '{}'. Retrying at each poll; logged once.", polled.meterName,
					failure);
		}
		catch (Throwable ex) {
			logger.warn("Failed to poll the meter '{}' with a {} that cannot be logged", polled.meterName,
					failure.getClass().getName());
		}
	}

	private synchronized void reading(@Nullable Reading polled) {
		this.reading = polled;
		this.readingSince = System.nanoTime();
	}

	private synchronized void addAll(List<? extends Reading> more) {
		// Else another round has the rest, and the next poll reads these
		if (!this.over) {
			this.rest.addAll(more);
		}
	}

	private synchronized @Nullable Reading next() {
		return this.over ? null : this.rest.poll();
	}

	private synchronized @Nullable Reading nextBusy() {
		return this.over ? null : this.busy.poll();
	}

	/**
	 * Ends the round for good, unless another one goes on with the rest.
	 */
	synchronized void end() {
		if (!this.over) {
			this.over = true;
			this.whenDone.run();
		}
	}

	synchronized boolean isOver() {
		return this.over;
	}

	/**
	 * Ends the round for its thread if that has been reading one value for too long.
	 * @return the round that goes on with the rest on another thread, {@code null} if
	 * this one has not been ended
	 */
	synchronized @Nullable PollingRound continueWithoutHanging() {
		Reading hanging = this.reading;
		if (this.over || hanging == null || System.nanoTime() - this.readingSince <= FUNCTION_TIMEOUT.toNanos()) {
			return null;
		}
		this.over = true;
		if (hanging.warn()) {
			logger.warn("Polling the meter '{}' takes more than {} s: its function should not block. Other meters are "
					+ "not affected.", hanging.meterName, FUNCTION_TIMEOUT.toSeconds());
		}
		return new PollingRound(this.session, this.clock, List::of, this.rest, this.busy, this.last, this.whenDone);
	}

}
