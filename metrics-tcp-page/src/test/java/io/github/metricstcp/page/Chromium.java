package io.github.metricstcp.page;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A browser without a network that opens a file from disk.
 */
final class Chromium {

	static final String NAME = "chromium";

	private static final int SECONDS = 60;

	private final Path directory;

	private int runs;

	/**
	 * Creates a browser.
	 * @param directory an empty directory for its profile and its output
	 */
	Chromium(Path directory) {
		this.directory = directory;
	}

	/**
	 * Opens a page.
	 * @param address the address of a file
	 * @param options more options of the browser
	 * @return what the page has become, and what its console says
	 */
	Opened open(String address, String... options) throws IOException, InterruptedException {
		File out = this.directory.resolve("out-" + this.runs).toFile();
		File err = this.directory.resolve("err-" + this.runs++).toFile();
		List<String> command = new ArrayList<>(List.of(NAME, "--headless=new", "--no-sandbox", "--disable-gpu",
				"--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:1",
				"--user-data-dir=" + this.directory.resolve("profile"), "--window-size=1280,3000",
				"--virtual-time-budget=3000", "--enable-logging=stderr", "--dump-dom"));
		command.addAll(List.of(options));
		command.add(address);
		Process process = new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
		try {
			assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("the browser has ended").isTrue();
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
		List<String> console = Files.readAllLines(err.toPath())
			.stream()
			.filter((line) -> line.contains("CONSOLE"))
			.toList();
		return new Opened(Files.readString(out.toPath()), console);
	}

	/**
	 * A page that was opened.
	 *
	 * @param page its markup in the end
	 * @param console the lines of its console
	 */
	record Opened(String page, List<String> console) {

	}

}
