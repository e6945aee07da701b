package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.metricstcp.client.recording.Recorder;
import io.github.metricstcp.client.recording.RecordingProgress;
import io.github.metricstcp.observer.ObserverOptions.RecordingFile;

/**
 * The recordings of a run: a file for each target, because a recording does not name the
 * target of an event. They are started and ended together.
 */
final class Recordings implements AutoCloseable {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

	private final int maxSeries;

	private final Session session;

	private final boolean endsRun;

	private final Path directory;

	private final Clock clock;

	// By the names of the targets. Guarded by this
	private final Map<String, Recorder> recorders = new LinkedHashMap<>();

	// The parts of files' names that are targets. Guarded by this
	private final Set<String> fileNames = new HashSet<>();

	// The files that this has named. Guarded by this
	private final Set<Path> named = new HashSet<>();

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
	 * Adds a target.
	 * @param target the target as the user named it
	 * @return the listener that records its streams, once that is started
	 */
	synchronized Recorder add(String target) {
		Recorder recorder = new Recorder(this.maxSeries, this::failed);
		this.recorders.put(target, recorder);
		return recorder;
	}

	/**
	 * Adds one of several targets, and starts recording it to a file of its own.
	 * @param target the target as the user named it
	 * @param recording the file of all, from whose name that of this one is made
	 * @return the listener that records its streams
	 */
	synchronized Recorder add(String target, RecordingFile recording) {
		Recorder recorder = add(target);
		String file = String.valueOf(recording.file().getFileName());
		int point = file.indexOf('.', 1);
		String own = (point < 0) ? "%s-%s".formatted(file, name(target, this.fileNames))
				: "%s-%s%s".formatted(file.substring(0, point), name(target, this.fileNames), file.substring(point));
		try {
			recorder.start(recording.file().resolveSibling(own), recording.maxBytes());
		}
		catch (IOException ex) {
			failed(ex.getMessage() + ".");
		}
		return recorder;
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
	 * Ends all recordings or, if there are none, starts one of each target.
	 */
	synchronized void toggle() {
		if (!progress().isEmpty()) {
			stop();
			return;
		}
		String time = TIME.format(LocalDateTime.now(this.clock));
		Set<String> names = new HashSet<>();
		this.recorders.forEach((target, recorder) -> {
			String name = name(target, names);
			try {
				Path file = this.directory.resolve(name + "-" + time + ".bin.gz");
				recorder.start(file, Recorder.UNLIMITED);
				this.named.add(file);
			}
			catch (IOException ex) {
				this.session.say(ex.getMessage() + ".");
			}
		});
	}

	/**
	 * Returns the name of a target as a part of the name of a file.
	 * @param taken the names of other targets, to which this one is added
	 */
	private static String name(String target, Set<String> taken) {
		String cleaned = target.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[-.]+", "");
		String first = cleaned.isEmpty() ? "target" : cleaned;
		String name = first;
		for (int i = 2; !taken.add(name); i++) {
			name = first + "-" + i;
		}
		return name;
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
		String files = progress().stream()
			.map(RecordingProgress::file)
			.filter(this.named::contains)
			.map(Path::toString)
			.collect(Collectors.joining(", "));
		this.recorders.values().forEach(Recorder::stop);
		this.named.clear();
		if (!files.isEmpty()) {
			this.session.say("Recorded to " + files + ".");
		}
	}

	@Override
	public synchronized void close() {
		stop();
	}

}
