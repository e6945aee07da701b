package io.github.metricstcp.client.model;

/**
 * The status of a target's streams, as far as its series need it. Written by the thread
 * that reads the stream, read by any.
 */
final class StreamStatus {

	private volatile TargetNames target;

	private volatile int number;

	private volatile boolean open;

	private volatile long firstOpened = Long.MAX_VALUE;

	/**
	 * Creates the status of a target that was never connected.
	 * @param target the names of the target
	 */
	StreamStatus(TargetNames target) {
		this.target = target;
	}

	TargetNames target() {
		return this.target;
	}

	/**
	 * Changes the names by which a user knows the target.
	 */
	void target(TargetNames target) {
		this.target = target;
	}

	/**
	 * Called when a stream begins.
	 */
	void opened(long now) {
		// Not atomic: one thread writes
		int next = this.number + 1;
		this.number = next;
		this.firstOpened = Math.min(this.firstOpened, now);
		this.open = true;
	}

	/**
	 * Called when the stream has ended.
	 */
	void closed() {
		this.open = false;
	}

	/**
	 * Returns the number of the latest stream, 0 if there was none yet.
	 */
	int number() {
		return this.number;
	}

	boolean isOpen(int stream) {
		return this.open && this.number == stream;
	}

	/**
	 * Returns the time of the first stream's beginning, in nanoseconds since the epoch.
	 */
	long firstOpened() {
		return this.firstOpened;
	}

}
