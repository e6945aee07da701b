package io.github.metricstcp.stream;

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

	private long currentOffset() {
		return TimeUnit.MILLISECONDS.toNanos(this.clock.wallTime()) - this.clock.monotonicTime();
	}

}
