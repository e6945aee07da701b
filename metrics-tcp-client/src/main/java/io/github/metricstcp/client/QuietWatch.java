package io.github.metricstcp.client;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * A watch over one open stream that remarks when nothing comes for longer than is usual:
 * no whole frame at all, or nothing more on a stream that was busy until then. Confined
 * to the event loop of the connection.
 * <p>
 * A stream is busy while frames come in rounds without a longer pause between them. It is
 * remarked upon once it pauses for three times as long as ever in the last hour. After an
 * hour the remark is withdrawn: such a stream has no events, and whether it ever was busy
 * matters no more.
 */
final class QuietWatch {

	/**
	 * The time for which a pause is remembered, and after which a remark is withdrawn.
	 */
	static final Duration MEMORY = Duration.ofHours(1);

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

	private final LongSupplier nanoTime;

	private long receivedAt;

	// Since when there was no pause of the pause timeout, and the rounds since then

	private long busySince;

	private long roundAt;

	private int rounds;

	// The longest pause that is remembered, and when it was over

	private long longestPause;

	private long longestPauseEnd;

	private @Nullable String remark;

	/**
	 * Creates a watch over a stream that begins now.
	 * @param settings the settings of the client
	 * @param failures the clauses for remarks
	 * @param listener the listener that is given remarks
	 * @param nanoTime the clock, as {@link System#nanoTime()}
	 */
	QuietWatch(ClientSettings settings, ConnectionFailures failures, StreamListener<?> listener,
			LongSupplier nanoTime) {
		this.firstFrameTimeout = settings.firstFrameTimeout();
		this.pauseTimeout = settings.pauseTimeout();
		this.failures = failures;
		this.listener = listener;
		this.nanoTime = nanoTime;
		this.receivedAt = nanoTime.getAsLong();
		this.busySince = this.receivedAt;
		this.roundAt = this.receivedAt;
		this.longestPauseEnd = this.receivedAt;
	}

	/**
	 * Returns the time between two checks.
	 */
	Duration interval() {
		return this.firstFrameTimeout;
	}

	/**
	 * Called when at least one whole frame was received.
	 */
	void received() {
		long now = this.nanoTime.getAsLong();
		long pause = now - this.receivedAt;
		this.receivedAt = now;
		if (pause >= this.longestPause || now - this.longestPauseEnd > MEMORY.toNanos()) {
			this.longestPause = pause;
			this.longestPauseEnd = now;
		}
		if (pause >= this.pauseTimeout.toNanos()) {
			this.busySince = now;
			this.roundAt = now;
			this.rounds = 0;
		}
		else if (now - this.roundAt >= ROUND_NANOS) {
			this.roundAt = now;
			this.rounds++;
		}
		remark(null);
	}

	/**
	 * Remarks upon what is unusual, once, or withdraws the remark.
	 * @param frames the number of whole frames received
	 * @param pending whether there is a part of another frame
	 */
	void check(long frames, boolean pending) {
		if (frames == 0) {
			remark(this.failures.noFrameReceived(pending));
		}
		else {
			remark(isUnusual()
					? "nothing received for more than %s, and the stream was busy".formatted(text(this.pauseTimeout))
					: null);
		}
	}

	private boolean isUnusual() {
		long pause = this.nanoTime.getAsLong() - this.receivedAt;
		boolean busy = this.rounds >= BUSY_ROUNDS && this.receivedAt - this.busySince >= this.pauseTimeout.toNanos();
		return busy && pause >= Math.max(this.pauseTimeout.toNanos(), PAUSE_FACTOR * this.longestPause)
				&& pause < MEMORY.toNanos();
	}

	private void remark(@Nullable String remark) {
		if (!Objects.equals(remark, this.remark)) {
			this.remark = remark;
			this.listener.quiet(remark);
		}
	}

	private static String text(Duration duration) {
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
