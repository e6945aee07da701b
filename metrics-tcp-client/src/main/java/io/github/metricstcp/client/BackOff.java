package io.github.metricstcp.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The delays between attempts to connect: each twice the one before up to a longest, and
 * all of them cut short at random by up to a half, so that clients do not return all at
 * once. Not thread-safe.
 */
final class BackOff {

	private final long first;

	private final long longest;

	private long next;

	/**
	 * Creates the delays.
	 * @param first the first delay
	 * @param longest the longest delay
	 */
	BackOff(Duration first, Duration longest) {
		this.first = first.toNanos();
		this.longest = longest.toNanos();
		this.next = this.first;
	}

	/**
	 * Returns the delay until the next attempt.
	 */
	Duration next() {
		long nanos = Math.min(this.next, this.longest);
		this.next = Math.min(2 * nanos, this.longest);
		return Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
	}

	/**
	 * Begins again with the first delay.
	 */
	void reset() {
		this.next = this.first;
	}

}
