package io.github.metricstcp.observer;

import io.github.metricstcp.client.model.TimeSource;

/**
 * The clock of a run, with an end to its last second: a report is of whole seconds, and
 * has all that was received.
 */
final class ReportClock implements TimeSource {

	private final TimeSource time;

	private volatile long least = Long.MIN_VALUE;

	ReportClock(TimeSource time) {
		this.time = time;
	}

	@Override
	public long nanos() {
		return Math.max(this.time.nanos(), this.least);
	}

	/**
	 * Goes on to the end of the second.
	 */
	void endSecond() {
		this.least = (TimeSource.secondOf(nanos()) + 1) * NANOS_PER_SECOND;
	}

}
