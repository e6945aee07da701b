package io.github.metricstcp.internal.stream;

/**
 * An event as an application thread hands it to the event loop: 32 bytes, nothing encoded
 * yet.
 */
final class RecordedEvent {

	final Series series;

	/**
	 * The amount, the sample or the value, as recorded.
	 */
	final double value;

	/**
	 * The clock's monotonic time at recording, in nanoseconds.
	 */
	final long monotonicTime;

	RecordedEvent(Series series, double value, long monotonicTime) {
		this.series = series;
		this.value = value;
		this.monotonicTime = monotonicTime;
	}

}
