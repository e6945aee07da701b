package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.metricstcp.client.recording.Recorder;
import io.github.metricstcp.client.recording.RecordingProgress;
import io.github.metricstcp.observer.ObserverOptions.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * The recordings of a run: a file for each target, because a recording does not name the
 * target of an event. They are started and ended together, and targets that join while
 * they are written are recorded from then on. Thread-safe.
 */
final class Recordings implements AutoCloseable {

	private final int maxSeries;

	private final Session session;

	private final boolean endsRun;

	private final Path directory;

	private final Clock clock;

	// What follows is guarded by this

	// By the names of the targets
	private final Map<String, Recorder> recorders = new LinkedHashMap<>();

	// The files of those that join, null while nothing is recorded
	private @Nullable RecordingFiles files;

	// The files that this has named
	private final Set<Path> named = new LinkedHashSet<>();

	// Those of them whose targets are not there any more
	private final List<Path> complete = new ArrayList<>();

	/**
	 * Creates recordings without targets.
	 * @param maxSeries the number of series whose values a file begins with
	 * @param session takes messages and failures
	 * @param endsRun whether a recording that fails is the end of the run
	 * @param directory the directory of files whose names the user did not give
	 * @param clock the clock for their names
	 */
	Recordings(int maxSeries, Session session, boolean endsRun, Path directory, Clock clock) {
		this.maxSeries = maxSeries;
		this.session = session;
		this.endsRun = endsRun;
		this.directory = directory;
		this.clock = clock;
	}

	/**
	 * Adds a target. It is recorded if the others are.
	 * @param target the target as the user named it
	 * @return the listener that records its streams, once that is started
	 */
	synchronized Recorder add(String target) {
		Recorder recorder = new Recorder(this.maxSeries, this::failed);
		this.recorders.put(target, recorder);
		if (this.files != null) {
			start(target, recorder, this.files);
		}
		return recorder;
	}

	private void start(String target, Recorder recorder, RecordingFiles files) {
		Path file = files.next(target);
		try {
			recorder.start(file, files.maxBytes());
			if (!files.areNamed()) {
				this.named.add(file);
			}
		}
		catch (IOException ex) {
			String sentence = ex.getMessage() + ".";
			if (files.areNamed()) {
				failed(sentence);
			}
			else {
				this.session.say(sentence);
			}
		}
	}

	/**
	 * Ends the recording of a target that will not come back.
	 */
	synchronized void remove(String target) {
		Recorder recorder = this.recorders.remove(target);
		if (recorder != null) {
			RecordingProgress progress = recorder.progress();
			if (progress != null && this.named.contains(progress.file())) {
				this.complete.add(progress.file());
			}
			recorder.close();
		}
	}

	private void failed(String sentence) {
		this.session.say(sentence);
		this.session.fail();
		if (this.endsRun) {
			this.session.end();
		}
	}

	/**
	 * Starts recording all targets to a file, of which there is one.
	 * @throws IOException if it cannot be written, with a sentence that says why
	 */
	synchronized void start(RecordingFile recording) throws IOException {
		for (Recorder recorder : this.recorders.values()) {
			recorder.start(recording.file(), recording.maxBytes());
		}
	}

	/**
	 * Starts recording each target that is added, to a file of its own.
	 * @param recording the file of all, from whose name those of them are made
	 */
	synchronized void startEach(RecordingFile recording) {
		this.files = RecordingFiles.of(recording);
	}

	/**
	 * Ends all recordings or, if there are none, starts one of each target.
	 */
	synchronized void toggle() {
		boolean awaited = this.files != null && this.recorders.isEmpty();
		if (awaited || !progress().isEmpty()) {
			stop();
			return;
		}
		RecordingFiles files = RecordingFiles.of(this.directory, LocalDateTime.now(this.clock));
		this.files = files;
		this.recorders.forEach((target, recorder) -> start(target, recorder, files));
	}

	/**
	 * Returns the recordings that are being written.
	 */
	synchronized List<RecordingProgress> progress() {
		return this.recorders.values().stream().map(Recorder::progress).filter(Objects::nonNull).toList();
	}

	/**
	 * Ends all recordings, and says where those are whose files the user did not name.
	 */
	private void stop() {
		progress().stream().map(RecordingProgress::file).filter(this.named::contains).forEach(this.complete::add);
		this.recorders.values().forEach(Recorder::stop);
		this.files = null;
		String files = this.complete.stream().map(Path::toString).collect(Collectors.joining(", "));
		this.named.clear();
		this.complete.clear();
		if (!files.isEmpty()) {
			this.session.say("Recorded to " + files + ".");
		}
	}

	@Override
	public synchronized void close() {
		stop();
	}

}
