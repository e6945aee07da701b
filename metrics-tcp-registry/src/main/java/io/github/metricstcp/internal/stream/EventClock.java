package io.github.metricstcp.internal.stream;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;

/**
 * The time of events: nanoseconds of the monotonic clock, anchored to the wall clock,
 * which has only milliseconds. Reading the monotonic clock is all that an application
 * thread does; the event loop converts.
 */
final class EventClock {

	// Twice the wall clock's resolution: less is rounding, more is a clock that was set
	private static final long TOLERANCE = TimeUnit.MILLISECONDS.toNanos(2);

	private static final int MOST_READS = 10;

	private final Clock clock;

	// Confined to the event loop
	private long offset;

	EventClock(Clock clock) {
		this.clock = clock;
		this.offset = currentOffset();
	}

	/**
	 * Follows the wall clock if it was set, or has drifted from the monotonic clock. The
	 * wall clock is read in whole milliseconds, rounded down: of several offsets the
	 * largest is the true one.
	 */
	void anchor() {
		long current = currentOffset();
		if (current > this.offset || this.offset - current > TOLERANCE) {
			this.offset = current;
		}
	}

	long monotonicTime() {
		return this.clock.monotonicTime();
	}

	long epochNanos() {
		return epochNanos(monotonicTime());
	}

	long epochNanos(long monotonicTime) {
		return monotonicTime + this.offset;
	}

	/**
	 * Reads both clocks at the same time, or as good as: again if the thread was held up
	 * in between.
	 */
	private long currentOffset() {
		long offset = 0;
		long smallestGap = Long.MAX_VALUE;
		for (int i = 0; i < MOST_READS && smallestGap > TOLERANCE / 10; i++) {
			long before = this.clock.monotonicTime();
			long wallTime = this.clock.wallTime();
			long gap = this.clock.monotonicTime() - before;
			if (gap < smallestGap) {
				smallestGap = gap;
				offset = TimeUnit.MILLISECONDS.toNanos(wallTime) - before;
			}
		}
		return offset;
	}

}
