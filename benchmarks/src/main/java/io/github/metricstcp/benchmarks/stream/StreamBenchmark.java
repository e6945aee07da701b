package io.github.metricstcp.benchmarks.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Measures the stream from end to end, scenario by scenario.
 */
public final class StreamBenchmark {

	private int runs = 5;

	private Duration warmUp = Duration.ofSeconds(5);

	private Duration window = Duration.ofSeconds(2);

	private Pattern only = Pattern.compile(".*");

	private Path output = Path.of(".");

	private Path sample = Path.of("sample-app.jar");

	/**
	 * The class path of another build's benchmarks, empty for none.
	 */
	private String base = "";

	private StreamBenchmark(List<String> args) {
		for (String arg : args) {
			String[] option = arg.split("=", 2);
			String value = (option.length > 1) ? option[1] : "";
			switch (option[0]) {
				case "--runs" -> this.runs = Integer.parseInt(value);
				case "--warm-up" -> this.warmUp = seconds(value);
				case "--window" -> this.window = seconds(value);
				case "--only" -> this.only = Pattern.compile(value);
				case "--output" -> this.output = Path.of(value);
				case "--sample" -> this.sample = Path.of(value);
				case "--base" -> this.base = value;
				default -> throw new IllegalArgumentException(("%s is none of --runs=N, --warm-up=SECONDS, "
						+ "--window=SECONDS, --only=REGEX, --output=DIRECTORY, --sample=JAR, --base=CLASSPATH")
					.formatted(arg));
			}
		}
	}

	/**
	 * Runs the scenarios, prints a table, and writes {@code stream.json} and
	 * {@code stream.md}.
	 * @param args {@code --runs=N}, {@code --warm-up=SECONDS}, {@code --window=SECONDS},
	 * {@code --only=REGEX}, {@code --output=DIRECTORY}, {@code --sample=JAR},
	 * {@code --base=CLASSPATH} to run each scenario in turns with another build's
	 * exporter
	 */
	public static void main(String[] args) throws IOException {
		new StreamBenchmark(List.of(args)).run();
	}

	private void run() throws IOException {
		Results results = new Results("%d runs, each after %.1f s of warm-up, of %.1f s".formatted(this.runs,
				this.warmUp.toMillis() / 1e3, this.window.toMillis() / 1e3));
		for (Scenario scenario : Scenarios.ALL) {
			if (this.only.matcher(scenario.name()).matches()) {
				measure(scenario, results);
			}
		}
		Files.createDirectories(this.output);
		results.write(this.output.resolve("stream.json"), this.output.resolve("stream.md"));
		System.out.println(results.markdown());
	}

	private void measure(Scenario scenario, Results results) {
		if (scenario.source() == Scenario.Source.SAMPLE && !Files.exists(this.sample)) {
			System.out.println(scenario.name() + ": left out, there is no " + this.sample);
			return;
		}
		for (int i = 0; i < this.runs; i++) {
			if (!this.base.isEmpty() && scenario.source() == Scenario.Source.EXPORTER) {
				measure(scenario, this.base, scenario.name() + Results.BASE, results);
			}
			measure(scenario, System.getProperty("java.class.path"), scenario.name(), results);
		}
	}

	private void measure(Scenario scenario, String senderClassPath, String name, Results results) {
		Measurement.Run run = new Measurement(scenario, this.warmUp, this.window, this.sample, senderClassPath).run();
		System.out.println(name + ": " + run.figures());
		results.add(name, run);
	}

	private static Duration seconds(String value) {
		return Duration.ofMillis((long) (Double.parseDouble(value) * 1000));
	}

}
