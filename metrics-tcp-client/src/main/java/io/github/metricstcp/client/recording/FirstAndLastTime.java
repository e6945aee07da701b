package io.github.metricstcp.client.recording;

import io.github.metricstcp.client.wire.EventSink;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A sink that looks for the first event that has a time, and for the latest one.
 */
final class FirstAndLastTime implements EventSink<String> {

	private boolean found;

	private long first;

	private long last;

	@Override
	public String series(SeriesKey key) {
		return key.name();
	}

	@Override
	public void event(String series, Operation operation, long operand, long seconds, int nanos) {
		if (seconds == 0) {
			return;
		}
		long time = EventTime.nanos(seconds, nanos);
		if (!this.found) {
			this.found = true;
			this.first = time;
			this.last = time;
		}
		this.last = Math.max(this.last, time);
	}

	boolean found() {
		return this.found;
	}

	/**
	 * Returns the time of the first event in nanoseconds since the epoch, 0 if there is
	 * none.
	 */
	long first() {
		return this.first;
	}

	/**
	 * Returns the latest time of all events, 0 if there is none.
	 */
	long last() {
		return this.last;
	}

}
