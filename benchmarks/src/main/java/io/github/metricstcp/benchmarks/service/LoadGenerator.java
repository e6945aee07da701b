package io.github.metricstcp.benchmarks.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load: {@code wrk} with one thread and eight connections.
 */
final class LoadGenerator {

	private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");

	private static final Pattern RATE = Pattern.compile("Requests/sec: +([\\d.]+)");

	private static final Pattern FAILURES = Pattern.compile("(Socket errors|Non-2xx).*");

	/**
	 * The time after which {@code wrk} counts an answer as missing: a service whose JVM
	 * has only just started on a busy machine takes its time.
	 */
	private static final String TIMEOUT = "30s";

	private final String command;

	/**
	 * The script that keeps to a rate.
	 */
	private final Path steady;

	LoadGenerator(String command) throws IOException {
		this.command = command;
		this.steady = Files.createTempFile("steady", ".lua");
		this.steady.toFile().deleteOnExit();
		try (InputStream script = LoadGenerator.class.getResourceAsStream("steady.lua")) {
			Files.write(this.steady, Objects.requireNonNull(script).readAllBytes());
		}
	}

	boolean isInstalled() {
		try {
			new ProcessBuilder(this.command, "--version").redirectErrorStream(true).start().destroy();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Puts the service under load.
	 * @param port the service's port
	 * @param rate requests a second, 0 for as many as it answers
	 * @param duration how long, in whole seconds
	 * @return the requests that were answered
	 */
	Answered run(int port, int rate, Duration duration) throws IOException, InterruptedException {
		List<String> words = new ArrayList<>(List.of(this.command, "-t1", "-c8", "--timeout", TIMEOUT,
				"-d" + Math.max(1, duration.toSeconds()) + "s"));
		if (rate > 0) {
			words.addAll(List.of("-s", this.steady.toString()));
		}
		words.add("http://127.0.0.1:%s%s".formatted(port, ServiceApplication.PATH));
		if (rate > 0) {
			words.addAll(List.of("--", String.valueOf(rate)));
		}
		Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("The load failed: " + output);
			}
			return answered(output);
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Reads what {@code wrk} prints.
	 * @param output all of it
	 * @return the requests that were answered
	 * @throws IllegalStateException if some were not
	 */
	static Answered answered(String output) {
		Matcher requests = REQUESTS.matcher(output);
		Matcher rates = RATE.matcher(output);
		if (FAILURES.matcher(output).find() || !requests.find() || !rates.find()) {
			throw new IllegalStateException("The load failed: " + output);
		}
		return new Answered(Long.parseLong(requests.group(1)), Double.parseDouble(rates.group(1)));
	}

	/**
	 * The requests that were answered.
	 *
	 * @param requests how many
	 * @param rate how many a second
	 */
	record Answered(long requests, double rate) {

	}

}
