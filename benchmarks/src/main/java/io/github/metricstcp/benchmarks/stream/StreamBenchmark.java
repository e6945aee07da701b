package io.github.metricstcp.benchmarks.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.github.metricstcp.benchmarks.run.Processes;
import io.github.metricstcp.benchmarks.run.Results;
import io.github.metricstcp.benchmarks.run.Run;

/**
 * Measures the stream from end to end, scenario by scenario.
 */
public final class StreamBenchmark {

	private static final List<String> COLUMNS = List.of("recorded /s", "delivered /s", "ingress loss %",
			"client loss %", "not singly %", "torn /s", "event ns", "event ns, median", "recorder CPU ns", "event B",
			"events a write", "exporter CPU %", "process CPU %", "others' CPU %");

	private static final List<String> TIMES = List.of("record p50 us", "record p99 us", "record p99.9 us",
			"record max us", "latency p50 us", "latency p99 us", "latency p99.9 us", "latency max us",
			"newcomer snapshot ms");

	/**
	 * The end of a scenario's name where another build was measured.
	 */
	private static final String BASE = " (base)";

	/**
	 * The end of a scenario's name where a peer was measured.
	 */
	private static final String PEER = " (peer)";

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

	/**
	 * The command of a peer, empty for none.
	 */
	private String peer = "";

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
				case "--peer" -> this.peer = value;
				default -> throw new IllegalArgumentException(("%s is none of --runs=N, --warm-up=SECONDS, "
						+ "--window=SECONDS, --only=REGEX, --output=DIRECTORY, --sample=JAR, --base=CLASSPATH, --peer=COMMAND")
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
	 * exporter, {@code --peer=COMMAND} to measure another exporter of the wire and this
	 * one in turns, at several rates
	 */
	public static void main(String[] args) throws IOException {
		new StreamBenchmark(List.of(args)).run();
	}

	private void run() throws IOException {
		Results results = new Results("%d runs, each after %.1f s of warm-up, of %.1f s".formatted(this.runs,
				this.warmUp.toMillis() / 1e3, this.window.toMillis() / 1e3), List.of(COLUMNS, TIMES));
		boolean besidePeer = !this.peer.isEmpty();
		for (Scenario scenario : besidePeer ? Scenarios.BESIDE_PEER : Scenarios.ALL) {
			if (this.only.matcher(scenario.name()).matches()) {
				measure(scenario, results);
			}
		}
		results.write(this.output, besidePeer ? "peer" : "stream");
	}

	private void measure(Scenario scenario, Results results) {
		if (scenario.source() == Scenario.Source.SAMPLE && !Files.exists(this.sample)) {
			System.out.println(scenario.name() + ": left out, there is no " + this.sample);
			return;
		}
		for (int i = 0; i < this.runs; i++) {
			if (!this.base.isEmpty() && scenario.source() == Scenario.Source.EXPORTER) {
				String name = scenario.name() + BASE;
				results.add(name, measure(scenario, this.base, ""));
				results.ratio(scenario.name(), name);
			}
			if (!this.peer.isEmpty()) {
				String name = scenario.name() + PEER;
				results.add(name, measure(scenario, Processes.classPath(), this.peer));
				results.ratio(scenario.name(), name);
			}
			if (scenario.tls()) {
				Scenario plain = scenario.plain();
				results.add(plain.name(), measure(plain, Processes.classPath(), ""));
				results.ratio(scenario.name(), plain.name());
			}
			results.add(scenario.name(), measure(scenario, Processes.classPath(), ""));
		}
	}

	private Run measure(Scenario scenario, String senderClassPath, String peer) {
		return new Measurement(scenario, this.warmUp, this.window, this.sample, senderClassPath, peer).run();
	}

	private static Duration seconds(String value) {
		return Duration.ofMillis((long) (Double.parseDouble(value) * 1000));
	}

}
