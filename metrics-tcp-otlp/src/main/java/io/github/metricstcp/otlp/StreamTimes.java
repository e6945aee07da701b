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

	// Written by any thread
	private volatile boolean over;

	// What follows is confined to the thread that reads the stream

	private long firstOpened;

	private long opened;

	private long ended;

	private long now;

	private boolean snapshotReceived;

	private boolean looking;

	private long nextLook;

	private boolean seriesRefused;

	private boolean seriesReleased;

	private long released;

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
		if (!this.looking && isSnapshotOver()) {
			this.snapshotReceived = true;
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
		boolean due = this.looking && this.now >= this.nextLook;
		if (due) {
			this.nextLook = this.now + SNAPSHOT_NANOS;
		}
		return due;
	}

	/**
	 * Called when a series was refused for which there may be room later.
	 */
	void seriesRefused() {
		this.seriesRefused = true;
	}

	/**
	 * Called when series were released that may come again.
	 */
	void seriesReleased(long now) {
		this.seriesReleased = true;
		this.released = Math.max(this.released, now);
	}

	/**
	 * Called when there will be no more streams. Thread-safe.
	 */
	void over() {
		this.over = true;
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
		return this.open && !this.over;
	}

	/**
	 * Returns the time at which the latest bytes were received.
	 */
	long now() {
		return this.now;
	}

	/**
	 * Returns the time since which all events were received of a series that is not
	 * known. If series were refused, it may be one of them.
	 */
	long knownSince() {
		return this.seriesRefused ? Math.max(this.now, this.released) : Math.max(this.firstOpened, this.released);
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
	 * Whether a series that is not known has begun at {@link #knownSince()} or later: the
	 * values have come of all series that there were when the first stream began, or a
	 * later one. Not if it may be one that was refused, nor if it may be one that was
	 * released and is there still: then the snapshot of this stream has it.
	 */
	boolean isUnknownNew() {
		return !this.seriesRefused && (this.seriesReleased ? isSnapshotOver() : this.snapshotReceived);
	}

}
