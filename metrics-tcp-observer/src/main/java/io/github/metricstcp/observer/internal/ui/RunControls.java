package io.github.metricstcp.observer.internal.ui;

import java.util.List;
import java.util.function.Supplier;

import io.github.metricstcp.client.recording.Playback;
import io.github.metricstcp.client.recording.RecordingProgress;
import org.jspecify.annotations.Nullable;

/**
 * The part of a run that the screen shows and its keys act upon, beside the model.
 *
 * @param recordings returns the recordings that are being written
 * @param toggleRecording starts recording or, if something is recorded, ends it
 * @param replay the replay, {@code null} if the run is none
 * @param inputIsTaken whether the standard input is a recording, so that keys come from
 * the terminal itself
 * @since 0.1.0
 */
public record RunControls(Supplier<List<RecordingProgress>> recordings, Runnable toggleRecording,
		@Nullable Playback replay, boolean inputIsTaken) {

	/**
	 * The controls of a run that neither records nor replays.
	 */
	public static final RunControls NONE = new RunControls(List::of, () -> {
	}, null, false);

	/**
	 * Returns the replay.
	 * @return the replay, {@code null} if there is none, or it has come to what happens
	 * now
	 */
	@Override
	public @Nullable Playback replay() {
		Playback replay = this.replay;
		return (replay != null && !replay.isLive()) ? replay : null;
	}

}
