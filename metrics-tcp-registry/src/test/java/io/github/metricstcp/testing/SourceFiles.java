package io.github.metricstcp.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The source files of the main code of the module whose tests run.
 */
public final class SourceFiles {

	private static final Path MAIN = Path.of("src/main/java");

	private SourceFiles() {
	}

	/**
	 * Returns the files that have more lines than they may.
	 * @param most how many lines a file may have
	 * @return the files, each with its number of lines
	 */
	public static List<String> longerThan(int most) {
		try (Stream<Path> files = Files.walk(MAIN)) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.filter((file) -> lines(file) > most)
				.map((file) -> "%s: %d lines".formatted(MAIN.relativize(file), lines(file)))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long lines(Path file) {
		try (Stream<String> lines = Files.lines(file)) {
			return lines.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
