package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

import picocli.CommandLine.TypeConversionException;

/**
 * A file with a key and a value on each line. Lines that begin with a number sign are
 * remarks.
 */
final class KeyValueFile {

	private KeyValueFile() {
	}

	/**
	 * Reads a file.
	 * @param file the file
	 * @param settings takes each key and its value
	 * @throws IllegalArgumentException if the file or a line of it is wrong, with a
	 * sentence that names it
	 */
	static void read(Path file, BiConsumer<String, String> settings) {
		List<String> lines = lines(file);
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i).strip();
			if (!line.isEmpty() && !line.startsWith("#")) {
				with("%s, line %s".formatted(file, i + 1), () -> readLine(line, settings));
			}
		}
	}

	/**
	 * Returns the lines of a file.
	 * @param file the file
	 * @throws IllegalArgumentException if it cannot be read, with a sentence that says
	 * why
	 */
	static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("%s can't be read: %s".formatted(file, reason(ex)), ex);
		}
	}

	private static String reason(IOException failure) {
		if (failure instanceof NoSuchFileException) {
			return "there is no such file";
		}
		if (failure instanceof AccessDeniedException) {
			return "access is denied";
		}
		return (failure instanceof CharacterCodingException) ? "it is not UTF-8" : String.valueOf(failure.getMessage());
	}

	/**
	 * Names what is wrong.
	 * @param name what is read
	 * @param reading reads it
	 */
	static void with(String name, Runnable reading) {
		try {
			reading.run();
		}
		catch (IllegalArgumentException | TypeConversionException ex) {
			throw new IllegalArgumentException("%s: %s".formatted(name, ex.getMessage()), ex);
		}
	}

	private static void readLine(String line, BiConsumer<String, String> settings) {
		int equals = line.indexOf('=');
		ObserverOptions.require(equals > 0, "it is not written KEY = VALUE");
		String key = line.substring(0, equals).strip();
		String value = line.substring(equals + 1).strip();
		ObserverOptions.require(!value.isEmpty(), "'%s' has no value".formatted(key));
		settings.accept(key, value);
	}

}
