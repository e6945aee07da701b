package io.github.metricstcp.internal.stream;

/**
 * One encoded event that waits for clients that lag. Immutable, on the heap and shared by
 * all of them: one that is dropped is garbage, never a leak.
 */
final class Frame implements QueuedFrames {

	final Series series;

	final byte[] bytes;

	Frame(Series series, byte[] bytes) {
		this.series = series;
		this.bytes = bytes;
	}

	@Override
	public int events() {
		return 1;
	}

}
