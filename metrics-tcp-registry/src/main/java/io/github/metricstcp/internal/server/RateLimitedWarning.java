package io.github.metricstcp.internal.server;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.slf4j.Logger;

/**
 * A warning that strangers can cause as often as they like, logged at most once a minute.
 * Confined to the event loop.
 */
final class RateLimitedWarning {

	private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

	private final Logger logger;

	private final LongSupplier nanoTime;

	private long times;

	private long loggedAt;

	/**
	 * Creates a warning.
	 * @param logger where to log it
	 */
	RateLimitedWarning(Logger logger) {
		this(logger, System::nanoTime);
	}

	/**
	 * Creates a warning.
	 * @param logger where to log it
	 * @param nanoTime the clock, as {@link System#nanoTime()}
	 */
	RateLimitedWarning(Logger logger, LongSupplier nanoTime) {
		this.logger = logger;
		this.nanoTime = nanoTime;
	}

	/**
	 * Logs a warning, unless it was logged within the last minute.
	 * @param message what has happened, in sentences
	 */
	void log(String message) {
		this.times++;
		long now = this.nanoTime.getAsLong();
		if (this.times == 1 || now - this.loggedAt >= INTERVAL_NANOS) {
			this.loggedAt = now;
			this.logger.warn("{} ({} so far, logged at most once a minute)", message, this.times);
		}
		else {
			this.logger.debug("{}", message);
		}
	}

}
