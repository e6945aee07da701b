package io.github.metricstcp.kafka;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.recording.Playback;
import io.github.metricstcp.client.recording.ReplayPosition;

/**
 * The replay of the time of a topic that is in the past, until it is that of now. It goes
 * back by reading the topic again.
 */
final class TopicPlayback extends Playback {

	private final CatchUpClock clock;

	// Whether a record was shown. Confined to the thread that reads
	private boolean begun;

	TopicPlayback(KafkaSource source, CatchUpClock clock) {
		super(clock.replay(), clock.beginning());
		this.clock = clock;
		Instant to = source.to();
		if (to != null) {
			end(TimeUnit.MILLISECONDS.toNanos(to.toEpochMilli()));
		}
	}

	/**
	 * Returns the time until a record is to be shown, in nanoseconds; 0 if it is at once,
	 * as the first one is. If that is not known, it is {@link Long#MAX_VALUE}.
	 * @param millis the time of the record, in milliseconds since the epoch
	 */
	long nanosUntil(long millis) {
		if (isRewinding() || isStopped()) {
			return Long.MAX_VALUE;
		}
		long time = this.clock.timeOf(millis);
		if (isLive() || time < this.clock.beginning()) {
			return 0;
		}
		if (!this.begun) {
			this.begun = true;
			skipTo(time);
		}
		this.clock.replay().start();
		return this.clock.replay().nanosUntil(time);
	}

	/**
	 * Returns the time that is shown, which is that of now once it is live, in
	 * milliseconds since the epoch.
	 */
	long millis() {
		return TimeUnit.NANOSECONDS.toMillis(this.clock.nanos());
	}

	/**
	 * Called when no record is at hand: time stands still until there is one.
	 */
	void hold() {
		this.clock.replay().hold();
	}

	/**
	 * Returns whether nothing more is shown for now, even if there is nothing more in the
	 * topic.
	 */
	boolean isHeld() {
		if (isLive()) {
			return false;
		}
		ReplayPosition position = position();
		return isRewinding() || (position.paused() && !position.seeking());
	}

	/**
	 * Goes on with what comes.
	 */
	void goLive() {
		this.clock.live();
	}

	@Override
	public boolean isLive() {
		return this.clock.isLive();
	}

	/**
	 * Called when all was read up to the time at which reading ends.
	 */
	void end() {
		this.clock.replay().stop();
		end(this.clock.nanos());
		ended(true);
	}

	/**
	 * Returns whether nothing is read until the user wants to go back.
	 */
	boolean isOver() {
		return position().ended() || isRewinding();
	}

	/**
	 * Waits until the user wants to go back.
	 * @return {@code false} if it is stopped
	 */
	boolean awaitGoingBack() {
		try {
			return awaitRewinding();
		}
		catch (InterruptedException ex) {
			// It is closed
			return false;
		}
	}

	/**
	 * Begins anew, on the way to the time that the user wants to go back to.
	 */
	void beginAnew() {
		this.begun = false;
		this.clock.beginAnew();
		rewind();
	}

	@Override
	protected boolean isRepeatable() {
		return true;
	}

}
