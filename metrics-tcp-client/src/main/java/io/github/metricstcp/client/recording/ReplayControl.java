package io.github.metricstcp.client.recording;

import java.io.IOException;

import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * The replay of a recording. One thread plays it.
 *
 * @since 0.1.0
 */
public final class ReplayControl extends Playback {

	private final Recording recording;

	private final ReplayClock clock;

	private final int maxSeries;

	// Guarded by this
	private @Nullable Replay replay;

	/**
	 * Creates a control.
	 * @param recording the recording; it is not closed
	 * @param clock the clock, which is started and stopped
	 * @param maxSeries the maximum number of series that are decoded without an object
	 * for each event
	 */
	public ReplayControl(Recording recording, ReplayClock clock, int maxSeries) {
		super(clock, recording.beginning());
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
			if (isStopped() || isRewinding()) {
				return null;
			}
			this.replay = replay;
			ended(false);
		}
		try {
			return replay.run(listener);
		}
		finally {
			synchronized (this) {
				this.replay = null;
				ended(!isRewinding());
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
		if (!awaitRewinding()) {
			return false;
		}
		forget.run();
		this.recording.rewind();
		rewind();
		return true;
	}

	/**
	 * Finds out when the recording ends, if it is {@link Recording#isRepeatable()
	 * repeatable}: reads its last file.
	 */
	public void findEnd() {
		if (isRepeatable()) {
			end(this.recording.findEnd(this::isStopped));
		}
	}

	@Override
	protected boolean isRepeatable() {
		return this.recording.isRepeatable();
	}

	@Override
	protected void interrupt() {
		if (this.replay != null) {
			this.replay.interrupt();
		}
	}

	/**
	 * Stops the replay for good. The listener is not called any more when this returns,
	 * unless it holds the replay up for more than 3 seconds.
	 */
	@Override
	public void stop() {
		Replay replay;
		synchronized (this) {
			super.stop();
			replay = this.replay;
		}
		if (replay != null) {
			replay.stop();
		}
	}

}
