package io.github.metricstcp.internal.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An event loop that runs its tasks when a test says so, whatever their delays are.
 */
final class ManualEventLoop extends AbstractExecutorService implements ScheduledExecutorService {

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private long lastDelayNanos;

	private int failures;

	private boolean failsToExecute;

	/**
	 * Runs what is there now, and not what it leads to.
	 */
	void runOnce() {
		for (int i = this.tasks.size(); i > 0; i--) {
			this.tasks.remove().run();
		}
	}

	/**
	 * Has the next attempts to schedule a task fail for want of memory.
	 */
	void failToSchedule(int times) {
		this.failures = times;
	}

	/**
	 * Has the next attempt to execute a task fail for want of memory.
	 */
	void failToExecute() {
		this.failsToExecute = true;
	}

	/**
	 * Returns the delay of the task that was scheduled last.
	 */
	long lastDelayNanos() {
		return this.lastDelayNanos;
	}

	/**
	 * Returns how many tasks are there now.
	 */
	int tasks() {
		return this.tasks.size();
	}

	/**
	 * Runs the task that came last, before all others.
	 */
	void runLast() {
		this.tasks.removeLast().run();
	}

	boolean isIdle() {
		return this.tasks.isEmpty();
	}

	/**
	 * Runs until there is nothing left to do.
	 */
	void runAll() {
		for (int i = 0; !this.tasks.isEmpty(); i++) {
			if (i > 100_000) {
				throw new IllegalStateException("The event loop never comes to rest");
			}
			runOnce();
		}
	}

	@Override
	public void execute(Runnable command) {
		if (this.failsToExecute) {
			this.failsToExecute = false;
			throw new OutOfMemoryError("Deliberate");
		}
		this.tasks.add(command);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
		if (this.failures > 0) {
			this.failures--;
			throw new OutOfMemoryError("Deliberate");
		}
		ManualTask<Void> task = new ManualTask<>(command);
		this.tasks.add(task);
		this.lastDelayNanos = unit.toNanos(delay);
		return task;
	}

	@Override
	public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long delay, long period, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long delay, long period, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void shutdown() {
		this.tasks.clear();
	}

	@Override
	public List<Runnable> shutdownNow() {
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return false;
	}

	@Override
	public boolean isTerminated() {
		return false;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return true;
	}

	private static final class ManualTask<V> extends FutureTask<V> implements ScheduledFuture<V> {

		ManualTask(Runnable task) {
			super(task, null);
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return 0;
		}

		@Override
		public int compareTo(Delayed other) {
			return 0;
		}

	}

}
