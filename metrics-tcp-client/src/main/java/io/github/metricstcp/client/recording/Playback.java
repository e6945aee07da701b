package io.github.metricstcp.client.recording;

import java.time.Duration;

/**
 * A replay that is paused, made faster or slower, and taken to other times while it goes
 * on, wherever its events come from. The methods that control it may be called by any
 * thread.
 * <p>
 * To go forward, it plays what is between as fast as it goes. To go back, it plays
 * everything from the beginning to that time as fast as it goes, anew, so that values are
 * what they were.
 *
 * @since 0.1.0
 */
public abstract class Playback {

	private static final double[] SPEEDS = { 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, ReplayClock.MAX_SPEED };

	private final ReplayClock clock;

	private final long beginning;

	// What follows is guarded by this

	private boolean rewinding;

	private long rewindTo;

	private boolean ended;

	private boolean stopped;

	private long end;

	/**
	 * Creates a replay that has not begun.
	 * @param clock the clock by which it is played
	 * @param beginning the time at which it begins, in nanoseconds since the epoch
	 */
	protected Playback(ReplayClock clock, long beginning) {
		this.clock = clock;
		this.beginning = beginning;
	}

	/**
	 * Pauses, or goes on.
	 */
	public final void pauseOrGoOn() {
		this.clock.pause(!this.clock.isPaused());
	}

	/**
	 * Makes the replay faster: by the next of the steps from a quarter to 64 times, and
	 * then as fast as it goes.
	 */
	public final void faster() {
		double speed = this.clock.speed();
		for (double step : SPEEDS) {
			if (step > speed) {
				this.clock.speed(step);
				return;
			}
		}
	}

	/**
	 * Makes the replay slower, by the same steps.
	 */
	public final void slower() {
		double speed = this.clock.speed();
		for (int i = SPEEDS.length - 1; i >= 0; i--) {
			if (SPEEDS[i] < speed) {
				this.clock.speed(SPEEDS[i]);
				return;
			}
		}
	}

	/**
	 * Goes forward or back by a time of the replay, but not before its beginning.
	 * @param by the time, negative to go back
	 * @return {@code false} if it cannot go back, because what it plays comes from
	 * another program
	 */
	public final synchronized boolean seek(Duration by) {
		long from = this.rewinding ? this.rewindTo : this.clock.aim();
		long to = Math.max(this.beginning, from + by.toNanos());
		if (this.rewinding) {
			this.rewindTo = to;
		}
		else if (!by.isNegative()) {
			if (!this.ended) {
				this.clock.catchUp(to);
			}
		}
		else if (!isRepeatable()) {
			return false;
		}
		else {
			this.rewindTo = to;
			this.rewinding = true;
			interrupt();
			notifyAll();
		}
		return true;
	}

	/**
	 * Returns the place where the replay is.
	 * @return a snapshot, which does not change
	 */
	public final synchronized ReplayPosition position() {
		boolean seeking = this.rewinding || this.clock.isCatchingUp();
		long time = this.rewinding ? this.rewindTo : this.clock.aim();
		return new ReplayPosition(this.beginning, time, this.end, this.clock.speed(), this.clock.isPaused(), seeking,
				this.ended && !this.rewinding);
	}

	/**
	 * Returns whether the replay has come to what happens now, and is none any more. By
	 * default, it never does.
	 * @return whether it has
	 */
	public boolean isLive() {
		return false;
	}

	/**
	 * Stops the replay for good.
	 */
	public void stop() {
		synchronized (this) {
			this.stopped = true;
			notifyAll();
		}
	}

	/**
	 * Returns whether it is stopped.
	 * @return whether {@link #stop()} was called
	 */
	protected final synchronized boolean isStopped() {
		return this.stopped;
	}

	/**
	 * Returns whether it can be played again.
	 * @return whether it can
	 */
	protected abstract boolean isRepeatable();

	/**
	 * Called when it has to go back, while this is locked. By default, nothing happens:
	 * the player asks {@link #isRewinding()}.
	 */
	protected void interrupt() {
	}

	/**
	 * Returns whether it has to go back.
	 * @return whether the user wants that, and it is not at its beginning again
	 */
	protected final synchronized boolean isRewinding() {
		return this.rewinding;
	}

	/**
	 * Waits until it has to go back.
	 * @return {@code false} if it is stopped
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	protected final synchronized boolean awaitRewinding() throws InterruptedException {
		while (!this.rewinding && !this.stopped) {
			wait();
		}
		return !this.stopped;
	}

	/**
	 * Plays from the beginning on, as fast as it goes to the time that the user wants to
	 * go back to.
	 */
	protected final synchronized void rewind() {
		this.clock.rewind(this.beginning);
		this.clock.catchUp(this.rewindTo);
		this.rewinding = false;
		this.ended = false;
	}

	/**
	 * Waits for nothing until a time is reached, or a later one that the user wants to go
	 * to.
	 * @param time nanoseconds since the epoch
	 */
	protected final synchronized void skipTo(long time) {
		this.clock.catchUp(Math.max(this.clock.aim(), time));
	}

	/**
	 * Sets whether it has come to its end, from which it may go back.
	 * @param ended whether it has
	 */
	protected final synchronized void ended(boolean ended) {
		this.ended = ended;
	}

	/**
	 * Sets the time at which it ends.
	 * @param end nanoseconds since the epoch, 0 as long as it is not known
	 */
	protected final synchronized void end(long end) {
		this.end = end;
	}

}
