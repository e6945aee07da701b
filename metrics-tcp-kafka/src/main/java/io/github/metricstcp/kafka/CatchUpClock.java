package io.github.metricstcp.kafka;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.recording.ReplayClock;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a reader that begins in the past: that of a replay until there is nothing
 * more to be replayed, and the system's from then on. It never shows a time to come, and
 * goes back only when the replay does.
 *
 * @since 0.1.0
 */
public final class CatchUpClock implements TimeSource {

	private final TimeSource system;

	private final ReplayClock replay;

	private final long beginning;

	// Guarded by this

	private long shown;

	private boolean live;

	/**
	 * Creates the clock of a topic that is read as fast as it can be.
	 * @param from the time that it shows at first, {@code null} for the system's
	 */
	public CatchUpClock(@Nullable Instant from) {
		this(from, ReplayClock.MAX_SPEED);
	}

	/**
	 * Creates the clock of a topic.
	 * @param from the time that it shows at first, {@code null} for the system's
	 * @param speed the factor by which it is faster than the system's until it is that,
	 * {@link ReplayClock#MAX_SPEED} to show the time of the latest record
	 */
	public CatchUpClock(@Nullable Instant from, double speed) {
		this(from, speed, TimeSource.system());
	}

	CatchUpClock(@Nullable Instant from, double speed, TimeSource system) {
		this.system = system;
		this.live = from == null;
		this.beginning = (from != null) ? nanos(from.toEpochMilli()) : 0;
		this.replay = new ReplayClock(this.beginning, speed);
	}

	private static long nanos(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

	@Override
	public synchronized long nanos() {
		long now = this.system.nanos();
		// Going live, it does not go back to the time of a machine whose clock is behind
		this.shown = this.live ? Math.max(this.shown, now) : Math.min(this.replay.nanos(), now);
		return this.shown;
	}

	/**
	 * Returns the clock that it is until there is nothing more to be replayed.
	 */
	ReplayClock replay() {
		return this.replay;
	}

	/**
	 * Returns the time that it shows at first, in nanoseconds since the epoch.
	 */
	long beginning() {
		return this.beginning;
	}

	/**
	 * Returns the time at which a record is shown: no later than now, for the clock of a
	 * relay may be ahead.
	 * @param millis the time of the record, in milliseconds since the epoch
	 */
	long timeOf(long millis) {
		return Math.min(nanos(millis), this.system.nanos());
	}

	/**
	 * Shows the system's time from now on.
	 */
	synchronized void live() {
		this.live = true;
	}

	/**
	 * Shows the time of the replay again, which goes back.
	 */
	synchronized void beginAnew() {
		this.live = false;
		this.replay.hold();
	}

	/**
	 * Returns whether it shows the system's time.
	 */
	synchronized boolean isLive() {
		return this.live;
	}

}
