package io.github.metricstcp.otlp;

import java.util.concurrent.TimeUnit;

/**
 * The streams of a target, as far as its series need them. Written by the thread that
 * reads the stream; number and state are read by any.
 */
final class StreamTimes {

	/**
	 * The time that an exporter may take to send the values that a stream begins with.
	 */
	private static final long SNAPSHOT_NANOS = TimeUnit.SECONDS.toNanos(5);

	private volatile int number;

	private volatile boolean open;

	// What follows is confined to the thread that reads the stream

	private long firstOpened;

	private long opened;

	private long ended;

	private long now;

	private boolean snapshotReceived;

	/**
	 * Called when a stream begins.
	 */
	void opened(long now) {
		if (this.number == 0) {
			this.firstOpened = now;
			this.ended = now;
		}
		this.opened = now;
		this.now = now;
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
		this.snapshotReceived |= isSnapshotOver();
	}

	/**
	 * Called when the stream has ended.
	 */
	void closed(long now) {
		if (this.open) {
			this.ended = now;
			this.open = false;
		}
	}

	int number() {
		return this.number;
	}

	boolean isOpen() {
		return this.open;
	}

	/**
	 * Returns the time at which the latest bytes were received.
	 */
	long now() {
		return this.now;
	}

	/**
	 * Returns the time at which the first stream began.
	 */
	long firstOpened() {
		return this.firstOpened;
	}

	/**
	 * Returns the time at which the stream before this one ended.
	 */
	long ended() {
		return this.ended;
	}

	/**
	 * Whether the values have come of all series that there were when this stream began:
	 * another one of this stream has begun since.
	 */
	boolean isSnapshotOver() {
		return this.now - this.opened > SNAPSHOT_NANOS;
	}

	/**
	 * Whether the values have come of all series that there were when the first stream
	 * began, or a later one: another one has begun since the target was connected.
	 */
	boolean isSnapshotReceived() {
		return this.snapshotReceived;
	}

}
