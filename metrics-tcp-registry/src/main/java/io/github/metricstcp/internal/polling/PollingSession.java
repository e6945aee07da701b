package io.github.metricstcp.internal.polling;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.metricstcp.internal.stream.EventStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polling from the time the first client connects until the last one disconnects.
 * Confined to the event loop.
 */
final class PollingSession {

	private static final Logger logger = LoggerFactory.getLogger(PollingSession.class);

	/**
	 * The longest frequency that does not overflow a scheduler's arithmetic.
	 */
	private static final Duration NEVER = Duration.ofDays(365);

	private static final AtomicInteger threadNumber = new AtomicInteger();

	private final int number;

	private final EventStream stream;

	private final Supplier<List<Reading>> readings;

	private final ExecutorService threads;

	private final ScheduledFuture<?> polling;

	private final ScheduledFuture<?> watching;

	private @Nullable PollingRound round;

	/**
	 * Begins to poll.
	 * @param number a number that grows from session to session
	 * @param stream where values are sent
	 * @param frequency how often to poll
	 * @param readings supplies the readings of a round
	 * @param eventLoop the thread that keeps the time
	 */
	PollingSession(int number, EventStream stream, Duration frequency, Supplier<List<Reading>> readings,
			ScheduledExecutorService eventLoop) {
		this.number = number;
		this.stream = stream;
		this.readings = readings;
		long period = Math.min(TimeUnit.NANOSECONDS.convert(frequency), NEVER.toNanos());
		long timeout = PollingRound.FUNCTION_TIMEOUT.toNanos();
		this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, period + timeout, TimeUnit.NANOSECONDS,
				new SynchronousQueue<>(), PollingSession::newThread);
		this.polling = eventLoop.scheduleAtFixedRate(() -> guard(this::poll), 0, period, TimeUnit.NANOSECONDS);
		this.watching = eventLoop.scheduleAtFixedRate(() -> guard(this::watch), timeout, timeout / 2,
				TimeUnit.NANOSECONDS);
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "metrics-tcp-poller-" + threadNumber.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Runs a task that must not fail, or it would never be run again.
	 */
	private static void guard(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.error("Failed to poll gauges and functions; retrying at the next poll", ex);
		}
	}

	private void poll() {
		this.stream.sweep();
		if (this.round == null || this.round.isOver()) {
			begin(new PollingRound(this.number, this.readings.get()));
		}
	}

	/**
	 * Polls once more, whatever the round in progress has read already, then never.
	 * @param whenDone called when all values are sent, or there is no thread for it
	 */
	void pollLast(Runnable whenDone) {
		this.polling.cancel(false);
		guard(this.stream::sweep);
		if (this.round != null) {
			this.round.end();
		}
		begin(PollingRound.last(this.number, this.readings.get(), whenDone));
	}

	private void begin(PollingRound next) {
		this.round = next;
		try {
			this.threads.execute(next);
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			// No thread to be had now; the next poll tries again
			next.end();
			logger.warn("Cannot poll gauges and functions", ex);
		}
	}

	private void watch() {
		PollingRound next = (this.round != null) ? this.round.continueWithoutHanging() : null;
		if (next != null) {
			begin(next);
		}
	}

	/**
	 * Ends the session. A function that is being read is not interrupted.
	 */
	void end() {
		this.polling.cancel(false);
		this.watching.cancel(false);
		if (this.round != null) {
			this.round.end();
		}
		// Not shutdownNow: what is being read is the application's, not ours to interrupt
		this.threads.shutdown();
	}

}
