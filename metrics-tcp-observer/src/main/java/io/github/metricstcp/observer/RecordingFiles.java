package io.github.metricstcp.observer;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import io.github.metricstcp.client.recording.Recorder;
import io.github.metricstcp.observer.ObserverOptions.RecordingFile;

/**
 * The files of one recording of several targets, which has a file for each: the target is
 * a part of its name. Not thread-safe.
 */
final class RecordingFiles {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

	private final Path directory;

	private final String before;

	private final String after;

	private final long maxBytes;

	private final boolean named;

	// The parts of names that are targets
	private final Set<String> taken = new HashSet<>();

	private RecordingFiles(Path directory, String before, String after, long maxBytes, boolean named) {
		this.directory = directory;
		this.before = before;
		this.after = after;
		this.maxBytes = maxBytes;
		this.named = named;
	}

	/**
	 * Returns files whose names the user did not give.
	 * @param directory the directory of the files
	 * @param time the time that is a part of their names
	 */
	static RecordingFiles of(Path directory, LocalDateTime time) {
		return new RecordingFiles(directory, "", "-" + TIME.format(time) + ".bin.gz", Recorder.UNLIMITED, false);
	}

	/**
	 * Returns files whose names are made of one that the user gave.
	 * @param recording the file of all targets
	 */
	static RecordingFiles of(RecordingFile recording) {
		String file = String.valueOf(recording.file().getFileName());
		int point = file.indexOf('.', 1);
		int end = (point < 0) ? file.length() : point;
		return new RecordingFiles(recording.file().resolveSibling(""), file.substring(0, end) + "-",
				file.substring(end), recording.maxBytes(), true);
	}

	/**
	 * Returns the file of the next target, which no other one has.
	 * @param target the target as the user named it
	 */
	Path next(String target) {
		String cleaned = target.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[-.]+", "");
		String first = cleaned.isEmpty() ? "target" : cleaned;
		String name = first;
		for (int i = 2; !this.taken.add(name); i++) {
			name = first + "-" + i;
		}
		return this.directory.resolve(this.before + name + this.after);
	}

	/**
	 * Returns the size after which a recording goes on in another file.
	 */
	long maxBytes() {
		return this.maxBytes;
	}

	/**
	 * Whether the user gave a name that these are made of.
	 */
	boolean areNamed() {
		return this.named;
	}

}
