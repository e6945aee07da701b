package io.github.metricstcp.client.recording;

import java.io.IOException;
import java.time.Duration;

import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * A replay that is paused, made faster or slower, and taken to other times while it goes
 * on. One thread plays; the methods that control it may be called by any.
 * <p>
 * To go forward, it plays what is between as fast as it goes. To go back, it plays
 * everything from the beginning to that time as fast as it goes, to a new listener, so
 * that values are what they were.
 *
 * @since 0.1.0
 */
public final class ReplayControl {

	private static final double[] SPEEDS = { 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, ReplayClock.MAX_SPEED };

	private final Recording recording;

	private final ReplayClock clock;

	private final int maxSeries;

	// What follows is guarded by this

	private @Nullable Replay replay;

	private boolean rewinding;

	private long rewindTo;

	private boolean ended;

	private boolean stopped;

	private long end;

	/**
	 * Creates a control.
	 * @param recording the recording; it is not closed
	 * @param clock the clock, which is started and stopped
	 * @param maxSeries the maximum number of series that are decoded without an object
	 * for each event
	 */
	public ReplayControl(Recording recording, ReplayClock clock, int maxSeries) {
		this.recording = recording;
		this.clock = clock;
		this.maxSeries = maxSeries;
	}

	/**
	 * Plays the recording to its end, or until it is stopped or has to go back.
	 * @param listener the listener, called by this thread
	 * @return a sentence if the recording ends in the middle of a frame, otherwise
	 * {@code null}
	 * @throws IOException if it cannot be read, or is no stream from some place on. The
	 * part before has been played.
	 */
	public @Nullable String play(StreamListener<?> listener) throws IOException {
		Replay replay = new Replay(this.recording, this.clock, this.maxSeries);
		synchronized (this) {
			if (this.stopped || this.rewinding) {
				return null;
			}
			this.replay = replay;
			this.ended = false;
		}
		try {
			return replay.run(listener);
		}
		finally {
			synchronized (this) {
				this.replay = null;
				this.ended = !this.rewinding;
			}
		}
	}

	/**
	 * Waits until the replay has to go back, and goes to the beginning of the recording.
	 * To be called when {@link #play} has returned, and before it is called again.
	 * @param forget forgets what was played; called before the clock goes back
	 * @return {@code false} if it is stopped
	 * @throws IOException if the recording cannot be read any more
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	public boolean awaitRewind(Runnable forget) throws IOException, InterruptedException {
		synchronized (this) {
			while (!this.rewinding && !this.stopped) {
				wait();
			}
			if (this.stopped) {
				return false;
			}
		}
		forget.run();
		this.recording.rewind();
		synchronized (this) {
			this.clock.rewind(this.recording.beginning());
			this.clock.catchUp(this.rewindTo);
			this.rewinding = false;
			this.ended = false;
		}
		return true;
	}

	/**
	 * Finds out when the recording ends, if it is {@link Recording#isRepeatable()
	 * repeatable}: reads its last file.
	 */
	public void findEnd() {
		if (this.recording.isRepeatable()) {
			long end = this.recording.findEnd(this::isStopped);
			synchronized (this) {
				this.end = end;
			}
		}
	}

	private synchronized boolean isStopped() {
		return this.stopped;
	}

	/**
	 * Pauses, or goes on.
	 */
	public void pauseOrGoOn() {
		this.clock.pause(!this.clock.isPaused());
	}

	/**
	 * Makes the replay faster: by the next of the steps from a quarter to 64 times, and
	 * then as fast as it goes.
	 */
	public void faster() {
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
	public void slower() {
		double speed = this.clock.speed();
		for (int i = SPEEDS.length - 1; i >= 0; i--) {
			if (SPEEDS[i] < speed) {
				this.clock.speed(SPEEDS[i]);
				return;
			}
		}
	}

	/**
	 * Goes forward or back by a time of the recording, but not before its beginning.
	 * @param by the time, negative to go back
	 * @return {@code false} if it cannot go back, because the recording comes from
	 * another program
	 */
	public synchronized boolean seek(Duration by) {
		long from = this.rewinding ? this.rewindTo : this.clock.aim();
		long to = Math.max(this.recording.beginning(), from + by.toNanos());
		if (this.rewinding) {
			this.rewindTo = to;
		}
		else if (!by.isNegative()) {
			if (!this.ended) {
				this.clock.catchUp(to);
			}
		}
		else if (!this.recording.isRepeatable()) {
			return false;
		}
		else {
			this.rewindTo = to;
			this.rewinding = true;
			if (this.replay != null) {
				this.replay.interrupt();
			}
			notifyAll();
		}
		return true;
	}

	/**
	 * Returns the place where the replay is.
	 * @return a snapshot, which does not change
	 */
	public synchronized ReplayPosition position() {
		boolean seeking = this.rewinding || this.clock.isCatchingUp();
		long time = this.rewinding ? this.rewindTo : this.clock.aim();
		return new ReplayPosition(this.recording.beginning(), time, this.end, this.clock.speed(), this.clock.isPaused(),
				seeking, this.ended && !this.rewinding);
	}

	/**
	 * Stops the replay for good. The listener is not called any more when this returns,
	 * unless it holds the replay up for more than 3 seconds.
	 */
	public void stop() {
		Replay replay;
		synchronized (this) {
			this.stopped = true;
			replay = this.replay;
			notifyAll();
		}
		if (replay != null) {
			replay.stop();
		}
	}

}
