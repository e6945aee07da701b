package io.github.metricstcp.internal.polling;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.metricstcp.internal.stream.EventStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polling from the time the first client connects until the last one disconnects.
 * Confined to the event loop.
 * <p>
 * Slow readings have a round of their own, on another thread, so that they delay no
 * others.
 */
final class PollingSession {

	private static final Logger logger = LoggerFactory.getLogger(PollingSession.class);

	private static final AtomicInteger threadNumber = new AtomicInteger();

	private final int number;

	private final EventStream stream;

	private final PollingPlanner planner;

	private final ScheduledExecutorService eventLoop;

	private final ExecutorService threads;

	private final ScheduledFuture<?> polling;

	private final ScheduledFuture<?> watching;

	private @Nullable PollingRound prompt;

	private @Nullable PollingRound slow;

	/**
	 * Whether no more rounds are to begin.
	 */
	private boolean ending;

	/**
	 * Whether a round has been planned, as the first one is, with all readings.
	 */
	private volatile boolean planned;

	/**
	 * Begins to poll.
	 * @param number a number that grows from session to session
	 * @param stream where values are sent
	 * @param period the nanoseconds from one poll to the next
	 * @param planner plans the rounds
	 * @param eventLoop the thread that keeps the time
	 */
	PollingSession(int number, EventStream stream, long period, PollingPlanner planner,
			ScheduledExecutorService eventLoop) {
		this.number = number;
		this.stream = stream;
		this.planner = planner;
		this.eventLoop = eventLoop;
		long timeout = PollingRound.FUNCTION_TIMEOUT.toNanos();
		// So that a slow round finds the thread of the one before
		long idle = Math.max(period, ReadingCost.LONGEST_INTERVAL) + timeout;
		this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, idle, TimeUnit.NANOSECONDS,
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
		if (this.prompt == null || this.prompt.isOver()) {
			this.prompt = new PollingRound(this.number, this.planner.clock, this::plan);
			begin(this.prompt);
		}
	}

	/**
	 * Returns the prompt readings of a round, and has the slow ones polled. Called on the
	 * thread that reads: planning takes as long as there are meters.
	 */
	private List<Reading> plan() {
		try {
			PollingPlan plan = this.planner.plan(!this.planned);
			this.planned = true;
			if (!plan.slow().isEmpty()) {
				pollLater(plan.slow());
			}
			return plan.prompt();
		}
		catch (Throwable ex) {
			this.planner.failed(ex);
			return this.planner.readings();
		}
	}

	private void pollLater(List<Reading> readings) {
		try {
			this.eventLoop.execute(() -> guard(() -> pollSlow(readings)));
		}
		catch (RejectedExecutionException ex) {
			// The event loop has ended, and no client is connected
		}
	}

	private void pollSlow(List<Reading> readings) {
		// Else they remain due
		if (!this.ending && (this.slow == null || this.slow.isOver())) {
			this.slow = new PollingRound(this.number, this.planner.clock, () -> readings);
			begin(this.slow);
		}
	}

	/**
	 * Polls once more, whatever the round in progress has read already, then never.
	 * @param whenDone called when all values are sent, or there is no thread for it
	 */
	void pollLast(Runnable whenDone) {
		this.polling.cancel(false);
		guard(this.stream::sweep);
		endRounds();
		this.prompt = PollingRound.last(this.number, this.planner.clock, this::planLast, whenDone);
		begin(this.prompt);
	}

	private List<Reading> planLast() {
		try {
			return this.planner.plan(true).readings();
		}
		catch (Throwable ex) {
			this.planner.failed(ex);
			return this.planner.readings();
		}
	}

	private void endRounds() {
		this.ending = true;
		if (this.prompt != null) {
			this.prompt.end();
		}
		if (this.slow != null) {
			this.slow.end();
		}
	}

	private void begin(PollingRound next) {
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
		this.prompt = watch(this.prompt);
		this.slow = watch(this.slow);
	}

	private @Nullable PollingRound watch(@Nullable PollingRound round) {
		PollingRound next = (round != null) ? round.continueWithoutHanging() : null;
		if (next == null) {
			return round;
		}
		begin(next);
		return next;
	}

	/**
	 * Ends the session. A function that is being read is not interrupted.
	 */
	void end() {
		endRounds();
		// Not shutdownNow: what is being read is the application's, not ours to interrupt
		this.threads.shutdown();
		// Last, as an event loop that has ended may reject it
		this.polling.cancel(false);
		this.watching.cancel(false);
	}

}
