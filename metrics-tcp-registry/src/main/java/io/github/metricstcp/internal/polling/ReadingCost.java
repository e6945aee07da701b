package io.github.metricstcp.internal.polling;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The time that a reading takes, and for which it has to wait until it is due again.
 * <p>
 * A reading that has waited longer than it had to may be early later, by as much as the
 * allowance. So a pause of the JVM that was measured as if the function had been slow
 * makes no difference, and a function is slowed once a second reading has confirmed its
 * cost, or if it costs much. Over time it takes its share and no more.
 * <p>
 * Thread-safe. All times are nanoseconds of one monotonic clock.
 */
final class ReadingCost {

	/**
	 * The time by which a reading may be early at the most: that for which 200 ms have to
	 * wait if nothing else takes long.
	 */
	static final long ALLOWANCE = TimeUnit.SECONDS.toNanos(10);

	// What follows is guarded by this

	private boolean read;

	private long nanos;

	private long readAt;

	private boolean unpaid;

	private long due;

	private long interval;

	private boolean slowed;

	/**
	 * Adds a reading.
	 * @param begin when it began
	 * @param end when it ended
	 */
	synchronized void add(long begin, long end) {
		if (!this.read) {
			this.read = true;
			this.due = begin - ALLOWANCE;
		}
		this.nanos = Math.max(0, end - begin);
		this.readAt = begin;
		this.unpaid = true;
	}

	/**
	 * Returns the time that the last reading took, zero before the first one.
	 */
	synchronized long nanos() {
		return this.nanos;
	}

	/**
	 * Lets the last reading wait, unless that was done before.
	 * @param interval how long, from the beginning of one reading to the next
	 * @param period the time from one round to the next
	 * @param longest how long at the most
	 */
	synchronized void settle(long interval, long period, long longest) {
		if (!this.unpaid) {
			return;
		}
		this.unpaid = false;
		long earliest = this.readAt - ALLOWANCE;
		long wait = Math.max(this.due - earliest, 0) - ALLOWANCE + interval;
		this.due = this.readAt + Math.min(wait, longest);
		this.interval = interval;
		this.slowed = interval > period && wait > period;
	}

	/**
	 * Returns for how long the reading has been due, less than zero if it is not.
	 */
	synchronized long overdue(long now) {
		return this.read ? now - this.due : 0;
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
	 * @param nanos the time that the last reading took
	 * @param interval the time from one reading to the next
	 */
	record Slowed(long nanos, long interval) {
	}

}
