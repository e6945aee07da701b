package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.metricstcp.client.recording.Playback;
import io.github.metricstcp.client.recording.ReplayPosition;

/**
 * The actions of the keys that control a replay. Where there is none they do nothing.
 */
final class ReplayKeys {

	private static final Duration LEAST_STEP = Duration.ofSeconds(10);

	/**
	 * The number of steps in which a long recording is gone through.
	 */
	private static final int STEPS = 60;

	private final RunControls controls;

	private final Consumer<String> notices;

	/**
	 * Creates the keys.
	 * @param notices takes a sentence for the user
	 */
	ReplayKeys(RunControls controls, Consumer<String> notices) {
		this.controls = controls;
		this.notices = notices;
	}

	boolean active() {
		return this.controls.replay() != null;
	}

	boolean paused() {
		Playback replay = this.controls.replay();
		return replay != null && replay.position().paused();
	}

	void pauseOrGoOn() {
		Playback replay = this.controls.replay();
		if (replay != null) {
			replay.pauseOrGoOn();
		}
	}

	void slower() {
		Playback replay = this.controls.replay();
		if (replay != null) {
			replay.slower();
		}
	}

	void faster() {
		Playback replay = this.controls.replay();
		if (replay != null) {
			replay.faster();
		}
	}

	void back() {
		Playback replay = this.controls.replay();
		if (replay != null && !replay.seek(step(replay).negated())) {
			this.notices.accept("A recording from a pipe can't go back.");
		}
	}

	void forward() {
		Playback replay = this.controls.replay();
		if (replay != null) {
			boolean unused = replay.seek(step(replay));
		}
	}

	/**
	 * Returns the time that a key goes by: ten seconds, of a recording of more than ten
	 * minutes a sixtieth.
	 */
	private static Duration step(Playback replay) {
		ReplayPosition position = replay.position();
		Duration part = Duration.ofNanos(Math.max(0, position.end() - position.beginning())).dividedBy(STEPS);
		return (position.end() != 0 && part.compareTo(LEAST_STEP) > 0) ? Duration.ofSeconds(part.toSeconds())
				: LEAST_STEP;
	}

}
