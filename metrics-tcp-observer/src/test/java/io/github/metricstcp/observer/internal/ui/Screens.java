package io.github.metricstcp.observer.internal.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.tamboui.buffer.Buffer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The text on a buffer, and the screens that are expected: text files that
 * {@code -Dobserver.updateScreens=true} writes anew. Look at each of them before they are
 * committed.
 */
final class Screens {

	private static final Path SOURCE = Path.of("src/test/resources/screens");

	private Screens() {
	}

	/**
	 * Returns the lines of a buffer without the blanks at their ends.
	 */
	static List<String> lines(Buffer buffer) {
		List<String> lines = new ArrayList<>();
		for (int y = 0; y < buffer.height(); y++) {
			StringBuilder line = new StringBuilder();
			for (int x = 0; x < buffer.width(); x++) {
				line.append(buffer.get(x, y).symbol());
			}
			lines.add(line.toString().stripTrailing());
		}
		return lines;
	}

	/**
	 * Asserts that a buffer looks as the file of that name says.
	 */
	static void assertLooksLike(String name, Buffer buffer) {
		assertLooksLike(name, lines(buffer));
	}

	/**
	 * Asserts that lines are as the file of that name says.
	 */
	static void assertLooksLike(String name, List<String> lines) {
		String actual = String.join("\n", lines) + "\n";
		try {
			if (Boolean.getBoolean("observer.updateScreens")) {
				Files.createDirectories(SOURCE);
				Files.writeString(SOURCE.resolve(name + ".txt"), actual);
			}
			else {
				assertThat(actual).as("The screen differs from src/test/resources/screens/%s.txt", name)
					.isEqualTo(expected(name));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String expected(String name) throws IOException {
		try (InputStream file = Screens.class.getResourceAsStream("/screens/" + name + ".txt")) {
			assertThat(file).as("There is no src/test/resources/screens/%s.txt", name).isNotNull();
			return new String(file.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
