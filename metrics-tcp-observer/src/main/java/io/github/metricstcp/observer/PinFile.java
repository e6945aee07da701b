package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.github.metricstcp.observer.internal.ui.Pins;

/**
 * The file in which the names of pinned metrics are kept from one run to the next.
 */
final class PinFile {

	private final Path directory;

	private final Path file;

	private final Consumer<String> messages;

	private boolean failed;

	/**
	 * Creates the file of a user.
	 * @param directory where it is, or will be once something is pinned
	 * @param messages takes a message, a sentence
	 */
	PinFile(Path directory, Consumer<String> messages) {
		this.directory = directory;
		this.file = directory.resolve("pins");
		this.messages = messages;
	}

	/**
	 * Returns the pins, each change of which is kept.
	 * @param configured the names that are pinned whatever the file says
	 */
	Pins pins(Collection<String> configured) {
		Set<String> names = read();
		names.addAll(configured);
		return new Pins(names, this::change);
	}

	private Set<String> read() {
		Set<String> names = new TreeSet<>();
		try {
			if (Files.exists(this.file)) {
				names.addAll(Files.readAllLines(this.file));
			}
		}
		catch (IOException ex) {
			fail("read", ex);
		}
		return names;
	}

	/**
	 * Keeps one change: another observer may have made others meanwhile.
	 */
	private void change(String name, boolean pinned) {
		Set<String> names = read();
		// A name of several lines would be several names
		if (name.lines().count() == 1 && (pinned ? names.add(name) : names.remove(name))) {
			try {
				write(names);
			}
			catch (IOException ex) {
				fail("written", ex);
			}
		}
	}

	private void write(Set<String> names) throws IOException {
		Files.createDirectories(this.directory);
		Path unfinished = Files.createTempFile(this.directory, "pins", ".tmp");
		try {
			Files.write(unfinished, names);
			Files.move(unfinished, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(unfinished);
		}
	}

	private void fail(String action, IOException failure) {
		if (!this.failed) {
			this.failed = true;
			this.messages.accept("Metrics stay pinned for this run only: %s can't be %s (%s).".formatted(this.file,
					action, failure.getClass().getSimpleName()));
		}
	}

}
