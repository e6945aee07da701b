package io.github.metricstcp.prometheus;

/**
 * The stream of a target. Written by the thread that reads it, read by any.
 */
final class StreamState {

	private volatile int number;

	private volatile boolean open;

	/**
	 * Called when a stream begins.
	 */
	void opened() {
		// Not atomic: one thread writes
		int next = this.number + 1;
		this.number = next;
		this.open = true;
	}

	/**
	 * Called when the stream has ended.
	 */
	void closed() {
		this.open = false;
	}

	/**
	 * Returns the number of the stream, 0 before the first one.
	 */
	int number() {
		return this.number;
	}

	boolean isOpen() {
		return this.open;
	}

}
