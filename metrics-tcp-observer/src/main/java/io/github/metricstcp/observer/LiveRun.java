package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.observer.ObserverOptions.Live;
import io.github.metricstcp.observer.ObserverOptions.RecordingFile;
import io.github.metricstcp.observer.internal.ui.RunControls;

/**
 * A run that is connected to exporters.
 */
final class LiveRun {

	private final ObserverOptions options;

	private final Live source;

	private final RunOutput output;

	private final Session session;

	LiveRun(ObserverOptions options, Live source, RunOutput output) {
		this.options = options;
		this.source = source;
		this.output = output;
		this.session = output.session();
	}

	/**
	 * Runs until the user, the output or the time ends it.
	 * @return the exit code
	 * @throws IOException if the recording cannot be created, or there is no terminal
	 */
	int run() throws IOException {
		LiveTargets targets;
		try (Recordings recordings = recordings()) {
			targets = new LiveTargets(this.options, this.source, this.output, recordings, System::nanoTime);
			RecordingFile recording = this.source.recording();
			if (recording != null) {
				recordings.start(recording);
			}
			this.output.controls(new RunControls(recordings::progress, recordings::toggle, null, false));
			targets.start();
			this.output.await();
		}
		// After the recording: a client that is blocked, such as by a pipe that nobody
		// reads, may be so for longer than the process has until it is killed
		targets.close();
		this.output.finish();
		boolean judged = !this.options.conditions().isEmpty();
		if ((judged || this.options.duration() != null) && !isReached(targets, judged)) {
			this.output.sayAtEnd("No target was reached.");
			this.session.fail();
		}
		return this.session.exitCode();
	}

	/**
	 * Returns whether one target was reached at least, and says why others were not.
	 * @param all whether it matters of each
	 */
	private boolean isReached(LiveTargets targets, boolean all) {
		if (this.output.isScreen()) {
			// It has shown why not
			return this.output.hasReceived();
		}
		List<ConnectionMessages> connections = targets.connections();
		boolean reached = targets.hasReachedOthers() || connections.stream().anyMatch(ConnectionMessages::reached);
		if (all || !reached) {
			connections.forEach(ConnectionMessages::sayWhyNotReached);
		}
		return reached;
	}

	private Recordings recordings() {
		boolean alone = this.options.format() == Format.NONE && this.options.conditions().isEmpty();
		return new Recordings(this.options.maxSeries(), this.session, alone, Path.of(""),
				Clock.system(ZoneId.systemDefault()));
	}

}
