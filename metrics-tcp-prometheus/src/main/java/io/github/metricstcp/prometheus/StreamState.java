package io.github.metricstcp.prometheus;

import java.util.concurrent.TimeUnit;

/**
 * The streams of a target, as far as its series need them. Written by the thread that
 * reads the stream; number and state are read by any. Times are those of a clock without
 * a date.
 */
final class StreamState {

	/**
	 * The time that an exporter may take to send the values that a stream begins with.
	 */
	private static final long SNAPSHOT_NANOS = TimeUnit.SECONDS.toNanos(5);

	private volatile int number;

	private volatile boolean open;

	// What follows is confined to the thread that reads the stream

	private long opened;

	private long now;

	private boolean looking;

	private long nextLook;

	/**
	 * Called when a stream begins.
	 */
	void opened(long now) {
		this.opened = now;
		this.now = now;
		this.looking = false;
		// Not atomic: one thread writes
		int next = this.number + 1;
		this.number = next;
		this.open = true;
	}

	/**
	 * Called when bytes of the stream were received.
	 */
	void received(long now) {
		this.now = now;
		if (!this.looking && now - this.opened > SNAPSHOT_NANOS) {
			this.looking = true;
			this.nextLook = now + SNAPSHOT_NANOS;
		}
	}

	/**
	 * Whether series may be released that this stream has not had. Not before its
	 * snapshot is over and as much time has passed again: a process that has stood still
	 * while it sent the snapshot sends the rest of it then.
	 * @return whether they may; then not again for some seconds
	 */
	boolean isLookDue() {
		boolean due = this.looking && this.now - this.nextLook >= 0;
		if (due) {
			this.nextLook = this.now + SNAPSHOT_NANOS;
		}
		return due;
	}

	/**
	 * Returns the time at which the latest bytes were received.
	 */
	long now() {
		return this.now;
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
