package io.github.metricstcp.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One of the page's scripts, in a browser.
 */
final class ScriptModule {

	private final Path directory;

	private final String name;

	/**
	 * Creates a module.
	 * @param directory where the files of the test and of the browser are
	 * @param name the name of the script, by which expressions know it
	 */
	ScriptModule(Path directory, String name) {
		this.directory = directory;
		this.name = name;
	}

	/**
	 * Returns the value of an expression as text.
	 */
	String evaluate(String expression) throws Exception {
		Path module = Path.of("src/main/javascript/%s.js".formatted(this.name)).toAbsolutePath();
		Path page = Files.writeString(this.directory.resolve("test.html"), """
				<!doctype html>
				<meta charset="utf-8" />
				<pre id="result"></pre>
				<script type="module">
				import * as %s from '%s';
				document.getElementById('result').textContent = %s;
				</script>
				""".formatted(this.name, module.toUri(), expression));
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
