package io.github.metricstcp.client.recording;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.metricstcp.client.model.TimeSource;

/**
 * The clock of a replay: it shows the time of the recording, and goes at the speed of the
 * replay. It stands still before the replay, after it and while it is paused. It goes
 * back only when a {@link Playback} does.
 *
 * @since 0.1.0
 */
public final class ReplayClock implements TimeSource {

	/**
	 * The speed of a replay that waits for nothing: the clock shows the time of the
	 * latest event.
	 */
	public static final double MAX_SPEED = Double.POSITIVE_INFINITY;

	/**
	 * A longer time without events is skipped, for more likely a clock was set.
	 */
	private static final long MAX_GAP = TimeUnit.HOURS.toNanos(1);

	private final LongSupplier system;

	// What follows is guarded by this

	private double speed;

	private long shown;

	// The time by the system's clock at which it showed that
	private long shownAt;

	private boolean started;

	private boolean paused;

	// Whether it shows the time of the latest event until that reaches a time
	private boolean catchingUp;

	private long caughtUpAt;

	/**
	 * Creates a clock that stands still.
	 * @param beginning the time that it shows, in nanoseconds since the epoch
	 * @param speed the factor by which it is faster than the system's clock,
	 * {@link #MAX_SPEED} to wait for nothing
	 */
	public ReplayClock(long beginning, double speed) {
		this(beginning, speed, System::nanoTime);
	}

	ReplayClock(long beginning, double speed, LongSupplier system) {
		this.shown = beginning;
		this.speed = speed;
		this.system = system;
	}

	@Override
	public synchronized long nanos() {
		advance();
		return this.shown;
	}

	/**
	 * Shows the time that has come.
	 */
	private void advance() {
		long now = this.system.getAsLong();
		if (this.started && !this.paused && !this.catchingUp && this.speed != MAX_SPEED) {
			this.shown += (long) ((now - this.shownAt) * this.speed);
		}
		this.shownAt = now;
	}

	/**
	 * Starts to go, if it stands still.
	 */
	public synchronized void start() {
		advance();
		this.started = true;
	}

	/**
	 * Stands still until it is started again, as when nothing is at hand to be played.
	 */
	public synchronized void hold() {
		advance();
		this.started = false;
	}

	/**
	 * Stands still from now on, for the replay is over.
	 */
	public synchronized void stop() {
		hold();
		this.catchingUp = false;
	}

	synchronized double speed() {
		return this.speed;
	}

	synchronized void speed(double speed) {
		advance();
		this.speed = speed;
	}

	synchronized boolean isPaused() {
		return this.paused;
	}

	synchronized void pause(boolean paused) {
		advance();
		this.paused = paused;
	}

	/**
	 * Waits for nothing until a time is reached.
	 */
	synchronized void catchUp(long time) {
		advance();
		this.catchingUp = time > this.shown;
		this.caughtUpAt = time;
	}

	/**
	 * Goes back to a time.
	 */
	synchronized void rewind(long time) {
		advance();
		this.shown = time;
		this.catchingUp = false;
	}

	synchronized boolean isCatchingUp() {
		return this.catchingUp;
	}

	/**
	 * Returns the time that it shows or, if it waits for nothing until another one, that
	 * one.
	 */
	synchronized long aim() {
		advance();
		return this.catchingUp ? this.caughtUpAt : this.shown;
	}

	/**
	 * Returns the time until the clock shows a time, in nanoseconds of the system's
	 * clock; 0 if it does already. If it waits for nothing, it does at once. If it is
	 * paused, nobody knows: {@link Long#MAX_VALUE}.
	 * @param time the time of the next event, in nanoseconds since the epoch
	 * @return the time to wait for, in nanoseconds
	 */
	public synchronized long nanosUntil(long time) {
		advance();
		if (this.catchingUp && time >= this.caughtUpAt) {
			this.catchingUp = false;
			this.shown = Math.max(this.shown, this.caughtUpAt);
		}
		long gap = time - this.shown;
		if (gap <= 0) {
			return 0;
		}
		if (this.paused && !this.catchingUp) {
			return Long.MAX_VALUE;
		}
		if (this.catchingUp || this.speed == MAX_SPEED || gap > MAX_GAP) {
			this.shown = time;
			return 0;
		}
		return (long) Math.ceil(gap / this.speed);
	}

}
