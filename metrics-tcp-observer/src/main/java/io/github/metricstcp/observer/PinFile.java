package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.github.metricstcp.observer.internal.ui.Pins;
import org.jspecify.annotations.Nullable;

/**
 * The file in which the names of pinned metrics are kept from one run to the next.
 */
final class PinFile {

	private final @Nullable Path directory;

	private final Consumer<String> messages;

	private boolean failed;

	/**
	 * Creates the file of a user.
	 * @param directory where it is, or will be once something is pinned; {@code null} if
	 * there is no place for it
	 * @param messages takes a message, a sentence
	 */
	PinFile(@Nullable Path directory, Consumer<String> messages) {
		this.directory = directory;
		this.messages = messages;
	}

	/**
	 * Returns the pins, each change of which is kept.
	 * @param configured the names that are pinned whatever the file says
	 */
	Pins pins(Collection<String> configured) {
		Set<String> names = new TreeSet<>(configured);
		Path directory = this.directory;
		if (directory != null) {
			Set<String> kept = read(file(directory));
			if (kept != null) {
				names.addAll(kept);
			}
		}
		return new Pins(names, this::change);
	}

	private static Path file(Path directory) {
		return directory.resolve("pins");
	}

	/**
	 * Returns the names in the file, {@code null} if it cannot be read.
	 */
	private @Nullable Set<String> read(Path file) {
		try {
			return new TreeSet<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
		}
		catch (IOException ex) {
			fail(file, "read", ex);
			return null;
		}
	}

	/**
	 * Keeps one change: another observer may have made others meanwhile.
	 */
	private void change(String name, boolean pinned) {
		Path directory = this.directory;
		if (directory == null) {
			fail("the user has no home directory");
			return;
		}
		Path file = file(directory);
		Set<String> names = read(file);
		// To write would lose the names that cannot be read. And a name of several lines
		// would be several names
		if (names != null && name.lines().count() == 1 && (pinned ? names.add(name) : names.remove(name))) {
			try {
				write(directory, file, names);
			}
			catch (IOException ex) {
				fail(file, "written", ex);
			}
		}
	}

	private static void write(Path directory, Path file, Set<String> names) throws IOException {
		Files.createDirectories(directory);
		Path unfinished = Files.createTempFile(directory, "pins", ".tmp");
		try {
			Files.write(unfinished, names);
			Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(unfinished);
		}
	}

	private void fail(Path file, String action, IOException failure) {
		fail("%s can't be %s (%s)".formatted(file, action, failure.getClass().getSimpleName()));
	}

	private void fail(String reason) {
		if (!this.failed) {
			this.failed = true;
			this.messages.accept("Metrics stay pinned for this run only: " + reason + ".");
		}
	}

}
