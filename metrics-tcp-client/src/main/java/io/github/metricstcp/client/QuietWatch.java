package io.github.metricstcp.client;

import java.time.Duration;

import io.github.metricstcp.client.wire.StreamListener;

/**
 * A watch over one open stream that remarks when nothing comes for longer than is usual:
 * no frame at all, or nothing more on a stream that was busy. Confined to the event loop
 * of the connection.
 */
final class QuietWatch {

	/**
	 * The snapshot that a stream begins with comes at once. Receptions later than this
	 * after the last one that counted are of events.
	 */
	private static final long ROUND_NANOS = 100_000_000L;

	/**
	 * A stream is busy if it was received in so many rounds.
	 */
	private static final int BUSY_ROUNDS = 5;

	/**
	 * The pause of a busy stream is remarked upon if it is so much longer than the
	 * longest one before.
	 */
	private static final int PAUSE_FACTOR = 3;

	private final Duration firstFrameTimeout;

	private final Duration pauseTimeout;

	private final ConnectionFailures failures;

	private final StreamListener<?> listener;

	private long receivedAt = System.nanoTime();

	private long roundAt = this.receivedAt;

	private long longestPause;

	private int rounds;

	private boolean remarked;

	QuietWatch(ClientSettings settings, ConnectionFailures failures, StreamListener<?> listener) {
		this.firstFrameTimeout = settings.firstFrameTimeout();
		this.pauseTimeout = settings.pauseTimeout();
		this.failures = failures;
		this.listener = listener;
	}

	/**
	 * Returns the time between two checks.
	 */
	Duration interval() {
		return this.firstFrameTimeout;
	}

	/**
	 * Called when bytes were received.
	 */
	void received() {
		long now = System.nanoTime();
		this.longestPause = Math.max(this.longestPause, now - this.receivedAt);
		this.receivedAt = now;
		if (now - this.roundAt >= ROUND_NANOS) {
			this.roundAt = now;
			this.rounds++;
		}
		this.remarked = false;
	}

	/**
	 * Remarks upon what is unusual, once until bytes are received again.
	 * @param frames the number of frames received
	 * @param pending whether there is a part of another frame
	 */
	void check(long frames, boolean pending) {
		if (this.remarked) {
			return;
		}
		if (frames == 0) {
			this.remarked = true;
			this.listener.quiet(this.failures.noFrameReceived(pending));
			return;
		}
		long pause = System.nanoTime() - this.receivedAt;
		if (this.rounds >= BUSY_ROUNDS
				&& pause >= Math.max(this.pauseTimeout.toNanos(), PAUSE_FACTOR * this.longestPause)) {
			this.remarked = true;
			this.listener
				.quiet("nothing received for more than %s, and the stream was busy".formatted(text(this.pauseTimeout)));
		}
	}

	private static String text(Duration duration) {
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
