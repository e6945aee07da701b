package io.github.metricstcp.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One of the page's scripts, in a browser.
 */
final class ScriptModule {

	private final Path directory;

	private final List<String> names;

	/**
	 * Creates a module.
	 * @param directory where the files of the test and of the browser are
	 * @param names the names of the scripts, by which expressions know them
	 */
	ScriptModule(Path directory, String... names) {
		this.directory = directory;
		this.names = List.of(names);
	}

	/**
	 * Returns the value of an expression as text.
	 */
	String evaluate(String expression) throws Exception {
		String imports = this.names.stream()
			.map((name) -> "import * as %s from '%s';".formatted(name,
					Path.of("src/main/javascript/%s.js".formatted(name)).toAbsolutePath().toUri()))
			.collect(Collectors.joining("\n"));
		Path page = Files.writeString(this.directory.resolve("test.html"), """
				<!doctype html>
				<meta charset="utf-8" />
				<pre id="result"></pre>
				<script type="module">
				%s
				document.getElementById('result').textContent = %s;
				</script>
				""".formatted(imports, expression));
		Path profile = Files.createDirectories(this.directory.resolve("browser"));
		Chromium chromium = new Chromium(profile);
		// The virtual time of the browser may end before a picture that another thread of
		// it makes
		Chromium.Opened opened = await().atMost(Duration.ofMinutes(1))
			.until(() -> chromium.open(page.toUri().toString(), "--allow-file-access-from-files"),
					(each) -> !each.page().contains("<pre id=\"result\"></pre>") || !each.console().isEmpty());
		assertThat(opened.console()).isEmpty();
		return opened.page()
			.replaceAll("(?s).*<pre id=\"result\">(.*?)</pre>.*", "$1")
			.replace("&lt;", "<")
			.replace("&gt;", ">")
			.replace("&amp;", "&");
	}

}
