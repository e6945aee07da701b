package io.github.metricstcp.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the files of the page, as they are in the jar.
 */
class PageFilesTests {

	private static final Path SCRIPTS = Path.of("src/main/javascript");

	private static final int MOST_BYTES = 150 * 1024;

	/**
	 * The ways in which a text can become markup or a program.
	 */
	private static final Pattern SINKS = Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write"
			+ "|\\beval\\b|new Function|DOMParser|createContextualFragment|srcdoc|setTimeout\\(['\"`]");

	static List<Path> scripts() throws IOException {
		try (Stream<Path> files = Files.list(SCRIPTS)) {
			return files.sorted().toList();
		}
	}

	@Test
	void pageHasWhatItRefersToAndNothingFromElsewhere() throws IOException {
		String page = new String(file("index.html"), StandardCharsets.UTF_8);
		List<String> files = Pattern.compile("(?:src|href)=\"([^\"#]+)\"")
			.matcher(page)
			.results()
			.map((match) -> match.group(1))
			.toList();
		assertThat(files).contains("page.js", "page.css", "uPlot.iife.min.js", "uPlot.min.css", "icon.svg");
		int bytes = compressed(file("index.html"));
		for (String name : files) {
			bytes += compressed(file(name));
		}
		assertThat(bytes).as("bytes of all files, compressed").isLessThan(MOST_BYTES);
		assertThat(page).doesNotContain("<style", "style=", "onclick=", "://");
	}

	@ParameterizedTest
	@MethodSource("scripts")
	void noScriptMakesMarkupOfTexts(Path script) throws IOException {
		assertThat(SINKS.matcher(Files.readString(script)).results().map(MatchResult::group)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("scripts")
	void eachScriptIsPartOfThePage(Path script) throws IOException {
		String name = script.getFileName().toString();
		List<String> others = new ArrayList<>();
		for (Path other : scripts()) {
			others.add(Files.readString(other));
		}
		assertThat(name.equals("main.js") || others.stream().anyMatch((text) -> text.contains("'./" + name + "'")))
			.as(name + " is imported")
			.isTrue();
		assertThat(Files.readAllLines(script)).hasSizeLessThanOrEqualTo(500)
			.allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(140));
	}

	@Test
	void eachScriptIsOnTheMap() throws IOException {
		String map = Files.readString(Path.of("../docs/architecture.md"));
		String section = map.substring(map.indexOf("## The page's scripts"), map.indexOf("## Decisions"));
		List<String> listed = Pattern.compile("`([a-z]+)`")
			.matcher(section)
			.results()
			.map((name) -> name.group(1) + ".js")
			.toList();
		assertThat(listed).containsExactlyInAnyOrderElementsOf(
				scripts().stream().map((script) -> script.getFileName().toString()).toList());
	}

	@Test
	void licenseOfTheChartsIsInTheJar() {
		assertThat(LivePage.class.getResource("/META-INF/licenses/uplot/LICENSE")).isNotNull();
	}

	private static byte[] file(String name) throws IOException {
		try (InputStream input = LivePage.class.getResourceAsStream(name)) {
			assertThat(input).as(name).isNotNull();
			return input.readAllBytes();
		}
	}

	private static int compressed(byte[] bytes) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(bytes);
		}
		return compressed.size();
	}

}
