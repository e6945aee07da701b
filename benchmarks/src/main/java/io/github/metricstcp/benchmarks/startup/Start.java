package io.github.metricstcp.benchmarks.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.metricstcp.benchmarks.run.ProcessTime;
import io.github.metricstcp.benchmarks.run.Processes;
import io.github.metricstcp.benchmarks.run.Run;

/**
 * One start of the sample application, without customers.
 */
final class Start {

	private static final String MAIN = "io.github.metricstcp.sample.SampleApplication";

	/**
	 * The line of Spring Boot's log, which has the time since the JVM was started.
	 */
	private static final Pattern STARTED = Pattern.compile("Started .* \\(process running for ([\\d.]+)\\)");

	/**
	 * The last line of a class histogram: how many objects are alive, and their bytes.
	 */
	private static final Pattern ALIVE = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

	private static final double NANOS_PER_MILLI = 1e6;

	private static final double BYTES_PER_MEGABYTE = 1e6;

	private Start() {
	}

	/**
	 * Starts the application, and ends it.
	 * @param classPath its class path
	 * @return what it has used until it was started, and what is alive on its heap then
	 */
	static Run of(String classPath) throws IOException, InterruptedException {
		Process process = Processes
			.start(List.of(Processes.executable("java"), "-cp", classPath, MAIN, "--server.port=0",
					"--metrics-tcp.server.port=0", "--metrics-tcp.page.enabled=false", "--shop.customers=0"));
		ProcessTime none = new ProcessTime(Map.of(), 0);
		try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
			Map<String, Double> figures = new TreeMap<>();
			figures.put("until started ms", 1000 * secondsUntilStarted(log));
			figures.put("processor ms", ProcessTime.of(process).since(none) / NANOS_PER_MILLI);
			figures.put("heap MB", bytesAlive(process) / BYTES_PER_MEGABYTE);
			return new Run(figures, Map.of());
		}
		finally {
			Processes.kill(process);
			process.waitFor();
		}
	}

	private static double secondsUntilStarted(BufferedReader log) throws IOException {
		for (String line = log.readLine(); line != null; line = log.readLine()) {
			Matcher started = STARTED.matcher(line);
			if (started.find()) {
				return Double.parseDouble(started.group(1));
			}
		}
		throw new IllegalStateException("The sample does not start");
	}

	/**
	 * Returns the bytes of the objects that are left after a full collection, which
	 * making a class histogram begins with.
	 */
	private static double bytesAlive(Process process) throws IOException, InterruptedException {
		Process jcmd = Processes
			.start(List.of(Processes.executable("jcmd"), String.valueOf(process.pid()), "GC.class_histogram"));
		String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		Matcher alive = ALIVE.matcher(histogram);
		if (jcmd.waitFor() != 0 || !alive.find()) {
			throw new IllegalStateException("No class histogram: " + histogram);
		}
		return Double.parseDouble(alive.group(1));
	}

}
