package io.github.metricstcp.internal.polling;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The time that a reading takes, and for which it has to wait until it is due again.
 * <p>
 * One that takes longer than the time before is an outlier until it is confirmed: it
 * counts as the one before. So a pause of the JVM that was measured as if the function
 * had been slow makes no difference, whatever else is slow. Until a thousand times its
 * excess has passed, but no more than 30 seconds, no other outlier of that reading is
 * passed over: one that is slow each second time does not get around the budget.
 * <p>
 * Thread-safe. All times are nanoseconds of one monotonic clock.
 */
final class ReadingCost {

	/**
	 * The longest time from one reading to the next.
	 */
	static final long LONGEST_INTERVAL = TimeUnit.SECONDS.toNanos(30);

	private static final long EXCESS_FACTOR = 1000;

	// What follows is guarded by this

	private boolean read;

	private long measured;

	private long nanos;

	private long readAt;

	/**
	 * The time from which on an outlier is passed over.
	 */
	private long tolerantFrom;

	private long interval;

	private boolean slowed;

	/**
	 * Adds a reading.
	 * @param begin when it began
	 * @param end when it ended
	 */
	synchronized void add(long begin, long end) {
		long previous = this.measured;
		this.measured = Math.max(0, end - begin);
		this.nanos = this.measured;
		long excess = this.measured - previous;
		if (excess > 0 && (!this.read || begin - this.tolerantFrom >= 0)) {
			this.nanos = previous;
			this.tolerantFrom = begin + Math.min(excess, LONGEST_INTERVAL / EXCESS_FACTOR) * EXCESS_FACTOR;
		}
		this.readAt = begin;
		this.read = true;
	}

	/**
	 * Returns the time that a reading takes, zero before the second one.
	 */
	synchronized long nanos() {
		return this.nanos;
	}

	/**
	 * Sets how long the reading waits.
	 * @param interval how long, from the beginning of one reading to the next
	 * @param period the time from one round to the next
	 */
	synchronized void settle(long interval, long period) {
		this.interval = interval;
		this.slowed = interval > period;
	}

	/**
	 * Returns for how long the reading has been due, less than zero if it is not.
	 */
	synchronized long overdue(long now) {
		return age(now) - this.interval;
	}

	/**
	 * Returns how long ago the last reading began.
	 */
	synchronized long age(long now) {
		return now - this.readAt;
	}

	/**
	 * Returns the cost and the interval if the reading is not read in each round.
	 */
	synchronized @Nullable Slowed slowed() {
		return this.slowed ? new Slowed(this.nanos, this.interval) : null;
	}

	/**
	 * The state of a reading that is not read in each round.
	 *
	 * @param nanos the time that a reading takes
	 * @param interval the time from one reading to the next
	 */
	record Slowed(long nanos, long interval) {
	}

}
