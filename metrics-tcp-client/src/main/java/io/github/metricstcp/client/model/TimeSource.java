package io.github.metricstcp.client.model;

import java.util.concurrent.TimeUnit;

/**
 * A clock that never goes back: the system's, a recording's, or a test's.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TimeSource {

	/**
	 * The number of nanoseconds in a second.
	 */
	long NANOS_PER_SECOND = 1_000_000_000;

	/**
	 * Returns the time.
	 * @return nanoseconds since the epoch
	 */
	long nanos();

	/**
	 * Returns the second that a time is in.
	 * @param nanos nanoseconds since the epoch
	 * @return whole seconds since the epoch
	 */
	static long secondOf(long nanos) {
		return Math.floorDiv(nanos, NANOS_PER_SECOND);
	}

	/**
	 * Returns a clock that is anchored to the system's wall clock now, and monotonic from
	 * then on.
	 * @return a clock
	 */
	static TimeSource system() {
		long offset = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
		return () -> System.nanoTime() + offset;
	}

}
