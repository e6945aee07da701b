package io.github.metricstcp.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the map of the live page's files: each has a row with the first sentence of
 * its own comment. With {@code -Ddocumentation.update=true} the map is written anew.
 */
class PageMapTests {

	private static final String BEGIN = "<!-- page files: this table is written by PageMapTests -->\n";

	private static final String END = "<!-- /page files -->";

	private static final Path MODULE = Page.ROOT.resolve("metrics-tcp-page/src/main");

	private static final Path PACKAGE = MODULE.resolve("java/io/github/metricstcp/page");

	private static final Path SCRIPTS = MODULE.resolve("javascript");

	private static final Pattern COMMENT = Pattern.compile("^/\\*\\*$(.*?)\\*/$", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern TAG = Pattern.compile("\\s(?:@\\w+ |<p>).*", Pattern.DOTALL);

	private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+ ([^}]*)}");

	@Test
	void theArchitectureNamesEachFileOfThePageAndItsConcern() throws IOException {
		Page page = Page.of("docs/architecture.md");
		int begin = page.text().indexOf(BEGIN) + BEGIN.length();
		int end = page.text().indexOf(END);
		String updated = page.text().substring(0, begin) + map() + page.text().substring(end);
		if (Boolean.getBoolean("documentation.update")) {
			Files.writeString(page.file(), updated);
		}
		else {
			assertThat(page.text()).as("Run the tests of this module with -Ddocumentation.update=true")
				.isEqualTo(updated);
		}
	}

	private static String map() throws IOException {
		StringBuilder map = new StringBuilder("| file | concern |\n| --- | --- |\n");
		for (Path folder : folders()) {
			Path description = folder.resolve("package-info.java");
			if (Files.exists(description)) {
				String name = PACKAGE.getParent().relativize(folder).toString().replace('\\', '.').replace('/', '.');
				row(map, "**`" + name + "`**", description);
			}
			else {
				map.append("| **`").append(folder.getFileName()).append("`** | The scripts in the browser |\n");
			}
			for (Path file : files(folder)) {
				row(map, "`" + file.getFileName().toString().replace(".java", "") + "`", file);
			}
		}
		return map.toString();
	}

	private static void row(StringBuilder map, String name, Path file) throws IOException {
		String concern = concern(Files.readString(file));
		assertThat(concern).as("The comment at the beginning of " + file).isNotEmpty();
		map.append("| ").append(name).append(" | ").append(concern).append(" |\n");
	}

	private static List<Path> folders() throws IOException {
		try (Stream<Path> folders = Files.walk(PACKAGE)) {
			return Stream.concat(folders.filter((folder) -> !files(folder).isEmpty()).sorted(), Stream.of(SCRIPTS))
				.toList();
		}
	}

	private static List<Path> files(Path folder) {
		if (!Files.isDirectory(folder)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().matches(".*\\.(java|js)"))
				.filter((file) -> !file.endsWith("package-info.java"))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the first sentence of the first comment of a file, without a full stop.
	 */
	static String concern(String source) {
		Matcher comment = COMMENT.matcher(source);
		if (!comment.find()) {
			return "";
		}
		String text = comment.group(1).replaceAll("(?m)^ \\* ?", "");
		text = TAG.matcher(text).replaceFirst("").replaceAll("\\s+", " ").strip();
		text = INLINE_TAG.matcher(text).replaceAll("`$1`").replace("|", "\\|");
		return text.replaceFirst("\\.( .*)?$", "");
	}

	@Test
	void firstSentenceOfACommentIsTheConcern() {
		assertThat(concern("""
				package a;

				/**
				 * The {@code Host} of a request:
				 * one of these. Nothing else.
				 *
				 * @param name a. b
				 */
				""")).isEqualTo("The `Host` of a request: one of these");
		assertThat(concern("/**\n * A line.\n * <p>\n * More.\n */\n")).isEqualTo("A line");
		assertThat(concern("import a;\n")).isEmpty();
	}

}
