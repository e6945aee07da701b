package io.github.metricstcp.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The source files of the main code of the module whose tests run.
 */
public final class SourceFiles {

	private static final Path MAIN = Path.of("src/main/java");

	// A block, or a line of its own: none is in a text then
	private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*/\\*[\\s\\S]*?\\*/|^\\s*//.*$");

	private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

	private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\\n]++|\\\\.)*+\"");

	private static final Pattern NUMBER = Pattern.compile("%(\\d+\\$)?[-+,0(#]*\\d*(\\.\\d+)?[dfeg]");

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

	/**
	 * Returns the formats that have a number in the form of the machine's locale, in
	 * which even digits may be others. Either the number is {@code %s}, or
	 * {@code Locale.ROOT} comes first.
	 * @return the formats, each with its file
	 */
	public static List<String> formatsOfTheLocale() {
		try (Stream<Path> files = Files.walk(MAIN)) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.flatMap((file) -> formatsOfTheLocale(file).stream())
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> formatsOfTheLocale(Path file) {
		String code = JOINED.matcher(COMMENT.matcher(text(file)).replaceAll("")).replaceAll("");
		List<String> found = new ArrayList<>();
		Matcher literals = LITERAL.matcher(code);
		while (literals.find()) {
			boolean isRoot = code.substring(0, literals.start()).stripTrailing().endsWith("format(Locale.ROOT,");
			if (!isRoot && NUMBER.matcher(literals.group()).find()) {
				found.add("%s: %s".formatted(MAIN.relativize(file), literals.group()));
			}
		}
		return found;
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
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
