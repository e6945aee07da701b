package io.github.metricstcp.internal.server;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A warning of what strangers can cause as often as they like, logged at most once a
 * minute. Confined to the event loop.
 */
final class RateLimitedWarning {

	private static final Logger logger = LoggerFactory.getLogger(MetricsTcpServer.class);

	private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

	private final LongSupplier nanoTime;

	private long times;

	private long loggedAt;

	RateLimitedWarning() {
		this(System::nanoTime);
	}

	/**
	 * Creates a warning.
	 * @param nanoTime the clock, as {@link System#nanoTime()}
	 */
	RateLimitedWarning(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Logs a warning, unless it was logged within the last minute.
	 * @param message what has happened, with its {@code {}} filled
	 */
	void log(String message) {
		this.times++;
		long now = this.nanoTime.getAsLong();
		if (this.times == 1 || now - this.loggedAt >= INTERVAL_NANOS) {
			this.loggedAt = now;
			logger.warn("{} {} so far, logged at most once a minute.", message, this.times);
		}
		else {
			logger.debug("{}", message);
		}
	}

}
