package io.github.metricstcp.internal.polling;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of all values, or of the rest of them.
 */
final class PollingRound implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(PollingRound.class);

	/**
	 * How long a function may take before the others go on without it.
	 */
	static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(2);

	private static final long BUSY_PAUSE_NANOS = 1_000_000;

	private final int session;

	/**
	 * Whether no other round comes after this one.
	 */
	private final boolean last;

	private final Runnable whenDone;

	// Guarded by this
	private final Iterator<PolledValue> rest;

	/**
	 * The values that another thread was reading when it was their turn.
	 */
	private final Queue<PolledValue> busy;

	// Guarded by this
	private boolean over;

	// Guarded by this
	private @Nullable PolledValue reading;

	// Guarded by this
	private long readingSince;

	PollingRound(int session, Collection<List<PolledValue>> values) {
		this(session, all(values), new ConcurrentLinkedQueue<>(), false, () -> {
		});
	}

	private PollingRound(int session, Iterator<PolledValue> rest, Queue<PolledValue> busy, boolean last,
			Runnable whenDone) {
		this.session = session;
		this.rest = rest;
		this.busy = busy;
		this.last = last;
		this.whenDone = whenDone;
	}

	/**
	 * Creates the round after which no other one comes.
	 * @param session the session that it is for
	 * @param values the values of each meter
	 * @param whenDone called when the round has ended
	 * @return the round
	 */
	static PollingRound last(int session, Collection<List<PolledValue>> values, Runnable whenDone) {
		return new PollingRound(session, all(values), new ConcurrentLinkedQueue<>(), true, whenDone);
	}

	private static Iterator<PolledValue> all(Collection<List<PolledValue>> values) {
		return values.stream().flatMap(List::stream).toList().iterator();
	}

	@Override
	public void run() {
		try {
			for (PolledValue value = next(); value != null; value = next()) {
				if (!poll(value)) {
					this.busy.add(value);
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
	 * Polls the values that another thread was reading, and may have read before they
	 * changed for the last time.
	 */
	private void pollBusy() {
		long begin = System.nanoTime();
		for (PolledValue value = nextBusy(); value != null; value = nextBusy()) {
			while (!poll(value)) {
				if (isOver() || System.nanoTime() - begin >= FUNCTION_TIMEOUT.toNanos()) {
					return;
				}
				LockSupport.parkNanos(BUSY_PAUSE_NANOS);
			}
		}
	}

	/**
	 * Polls a value, unless another thread is reading it.
	 */
	private boolean poll(PolledValue value) {
		if (!value.begin(this.session)) {
			return false;
		}
		int reader = this.session;
		while (reader != PolledValue.NO_SESSION) {
			try {
				poll(value, reader);
			}
			finally {
				reader = value.end();
			}
		}
		return true;
	}

	private void poll(PolledValue value, int reader) {
		try {
			value.send(read(value), reader);
		}
		catch (Throwable ex) {
			if (value.warn()) {
				warn(value, ex);
			}
		}
	}

	private double read(PolledValue value) {
		reading(value);
		try {
			return value.read();
		}
		finally {
			reading(null);
			// A function that interrupts its thread means itself
			Thread.interrupted();
		}
	}

	private static void warn(PolledValue value, Throwable failure) {
		try {
			logger.warn("Failed to poll the meter '{}'. Retrying at each poll; logged once.", value.meterName, failure);
		}
		catch (Throwable ex) {
			logger.warn("Failed to poll the meter '{}' with a {} that cannot be logged", value.meterName,
					failure.getClass().getName());
		}
	}

	private synchronized void reading(@Nullable PolledValue value) {
		this.reading = value;
		this.readingSince = System.nanoTime();
	}

	private synchronized @Nullable PolledValue next() {
		return (!this.over && this.rest.hasNext()) ? this.rest.next() : null;
	}

	private synchronized @Nullable PolledValue nextBusy() {
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
		PolledValue hanging = this.reading;
		if (this.over || hanging == null || System.nanoTime() - this.readingSince <= FUNCTION_TIMEOUT.toNanos()) {
			return null;
		}
		this.over = true;
		if (hanging.warn()) {
			logger.warn("Polling the meter '{}' takes more than {} s: its function should not block. Other meters are "
					+ "not affected.", hanging.meterName, FUNCTION_TIMEOUT.toSeconds());
		}
		return new PollingRound(this.session, this.rest, this.busy, this.last, this.whenDone);
	}

}
