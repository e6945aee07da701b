package io.github.metricstcp.client.model;

/**
 * A clock that never goes back: the system's, a recording's, or a test's.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TimeSource {

	/**
	 * Returns the time in nanoseconds since the epoch.
	 */
	long nanos();

	/**
	 * Returns the system's clock, anchored to its wall clock once and monotonic from then
	 * on.
	 */
	static TimeSource system() {
		long offset = System.currentTimeMillis() * 1_000_000 - System.nanoTime();
		return () -> System.nanoTime() + offset;
	}

}
