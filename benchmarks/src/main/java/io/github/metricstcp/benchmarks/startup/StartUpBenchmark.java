package io.github.metricstcp.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.metricstcp.benchmarks.run.Results;

/**
 * Measures how much longer the sample application takes to start with the starter, and
 * how much more of its heap is in use then.
 */
public final class StartUpBenchmark {

	private static final String WITH = "with the starter";

	private static final String WITHOUT = "without";

	private static final List<String> COLUMNS = List.of("until started ms", "processor ms", "heap MB");

	private int starts = 20;

	private Path sample = Path.of("sample-app.jar");

	private Path output = Path.of(".");

	private StartUpBenchmark(List<String> args) {
		for (String arg : args) {
			String[] option = arg.split("=", 2);
			String value = (option.length > 1) ? option[1] : "";
			switch (option[0]) {
				case "--starts" -> this.starts = Integer.parseInt(value);
				case "--sample" -> this.sample = Path.of(value);
				case "--output" -> this.output = Path.of(value);
				default -> throw new IllegalArgumentException(
						"%s is none of --starts=N, --sample=JAR, --output=DIRECTORY".formatted(arg));
			}
		}
	}

	/**
	 * Starts the sample with and without the starter in turns, prints tables, and writes
	 * {@code start-up.json} and {@code start-up.md}.
	 * @param args {@code --starts=N}, {@code --sample=JAR}, {@code --output=DIRECTORY}
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		new StartUpBenchmark(List.of(args)).run();
	}

	private void run() throws IOException, InterruptedException {
		if (!Files.exists(this.sample)) {
			System.out.println("start-up: left out, there is no " + this.sample);
			return;
		}
		Results results = new Results("%d starts each, in turns".formatted(this.starts), List.of(COLUMNS));
		results.difference(WITH, WITHOUT);
		try (UnpackedSample unpacked = UnpackedSample.of(this.sample)) {
			// One each that does not count, so that all files are in the page cache
			Start.of(unpacked.classPath());
			Start.of(unpacked.classPathWithoutStarter());
			for (int i = 0; i < this.starts; i++) {
				results.add(WITHOUT, Start.of(unpacked.classPathWithoutStarter()));
				results.add(WITH, Start.of(unpacked.classPath()));
			}
		}
		results.write(this.output, "start-up");
	}

}
