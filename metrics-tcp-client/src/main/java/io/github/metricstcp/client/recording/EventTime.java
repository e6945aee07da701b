package io.github.metricstcp.client.recording;

import io.github.metricstcp.client.model.TimeSource;

/**
 * The time of an event as the rest of the program counts it.
 */
final class EventTime {

	private EventTime() {
	}

	/**
	 * Returns the time of an event in nanoseconds since the epoch, the nearest that can
	 * be expressed in them.
	 */
	static long nanos(long seconds, int nanos) {
		long limit = TimeSource.secondOf(Long.MAX_VALUE) - 1;
		return Math.max(-limit, Math.min(limit, seconds)) * TimeSource.NANOS_PER_SECOND + nanos;
	}

}
