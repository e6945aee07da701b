package io.github.metricstcp.documentation;

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
 * A page of the documentation.
 *
 * @param file the file
 * @param text its text
 */
record Page(Path file, String text) {

	/**
	 * The root of the project.
	 */
	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern SNIPPET = Pattern.compile("^```(\\w+)\\n(.*?)^```$",
			Pattern.MULTILINE | Pattern.DOTALL);

	/**
	 * Returns the README, the pages of {@code docs}, and those beside modules.
	 */
	static List<Page> all() {
		List<Page> pages = new ArrayList<>();
		try (Stream<Path> files = Files.find(ROOT, 2, (file, attributes) -> file.toString().endsWith(".md"))) {
			files.sorted().map(Page::read).forEach(pages::add);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return pages;
	}

	/**
	 * Returns a page.
	 * @param name its name, relative to the root
	 */
	static Page of(String name) {
		return read(ROOT.resolve(name));
	}

	private static Page read(Path file) {
		try {
			return new Page(file, Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the snippets in a language of the pages that users read.
	 * @param language the language, as it stands behind the fence
	 */
	static Stream<Snippet> snippets(String language) {
		return all().stream()
			.filter(Page::isForUsers)
			.flatMap(Page::snippets)
			.filter((snippet) -> snippet.language().equals(language));
	}

	private boolean isForUsers() {
		return name().equals("README.md") || name().startsWith("docs/") || name().equals("benchmarks/README.md");
	}

	/**
	 * Returns the name, relative to the root.
	 */
	String name() {
		return ROOT.relativize(this.file).toString().replace('\\', '/');
	}

	/**
	 * Returns all lines that are part of no snippet.
	 */
	String prose() {
		return Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL).matcher(this.text).replaceAll("");
	}

	private Stream<Snippet> snippets() {
		List<Snippet> snippets = new ArrayList<>();
		Matcher matcher = SNIPPET.matcher(this.text);
		while (matcher.find()) {
			int line = (int) this.text.substring(0, matcher.start()).lines().count() + 1;
			snippets.add(new Snippet(name() + ":" + line, matcher.group(1), matcher.group(2)));
		}
		return snippets.stream();
	}

	/**
	 * A fenced block.
	 *
	 * @param place the page and the line
	 * @param language the language behind the fence
	 * @param text the lines between the fences
	 */
	record Snippet(String place, String language, String text) {

		@Override
		public String toString() {
			return this.place;
		}

	}

}
