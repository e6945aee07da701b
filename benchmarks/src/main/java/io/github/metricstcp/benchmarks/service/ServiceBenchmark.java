package io.github.metricstcp.benchmarks.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.github.metricstcp.benchmarks.run.Conversation;
import io.github.metricstcp.benchmarks.run.ProcessTime;
import io.github.metricstcp.benchmarks.run.Processes;
import io.github.metricstcp.benchmarks.run.Results;
import io.github.metricstcp.benchmarks.run.Run;

/**
 * Measures what a request costs a service with each exporter, and how many requests it
 * answers, saturated and at a steady rate.
 */
public final class ServiceBenchmark {

	private static final int ONLOOKER_HEAP = 128;

	private static final double NANOS_PER_MICRO = 1e3;

	private Duration warmUp = Duration.ofSeconds(35);

	private Duration window = Duration.ofSeconds(12);

	private int rounds = 3;

	private int rate = 5000;

	/**
	 * The service's heap in megabytes.
	 */
	private int heap = 512;

	private String wrk = "wrk";

	private Pattern only = Pattern.compile(".*");

	private Path output = Path.of(".");

	private ServiceBenchmark(List<String> args) {
		for (String arg : args) {
			String[] option = arg.split("=", 2);
			String value = (option.length > 1) ? option[1] : "";
			switch (option[0]) {
				case "--warm-up" -> this.warmUp = Duration.ofSeconds(Long.parseLong(value));
				case "--window" -> this.window = Duration.ofSeconds(Long.parseLong(value));
				case "--rounds" -> this.rounds = Integer.parseInt(value);
				case "--rate" -> this.rate = Integer.parseInt(value);
				case "--heap" -> this.heap = Integer.parseInt(value);
				case "--wrk" -> this.wrk = value;
				case "--only" -> this.only = Pattern.compile(value);
				case "--output" -> this.output = Path.of(value);
				default -> throw new IllegalArgumentException(
						("%s is none of --warm-up=SECONDS, --window=SECONDS, --rounds=N, --rate=N, "
								+ "--heap=MEGABYTES, --wrk=COMMAND, --only=REGEX, --output=DIRECTORY")
							.formatted(arg));
			}
		}
	}

	/**
	 * Runs all variants in turns, prints tables, and writes {@code service.json} and
	 * {@code service.md}.
	 * @param args {@code --warm-up=SECONDS}, {@code --window=SECONDS},
	 * {@code --rounds=N}, {@code --rate=N} for the steady requests a second,
	 * {@code --heap=MEGABYTES} for that of the service, {@code --wrk=COMMAND},
	 * {@code --only=REGEX} for some variants, {@code --output=DIRECTORY}
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		new ServiceBenchmark(List.of(args)).run();
	}

	private void run() throws IOException, InterruptedException {
		LoadGenerator load = new LoadGenerator(this.wrk);
		if (!load.isInstalled()) {
			System.out
				.println("service: left out, there is no %s here (Debian: apt-get install wrk)".formatted(this.wrk));
			return;
		}
		List<Variant> variants = Arrays.stream(Variant.values())
			.filter((variant) -> this.only.matcher(variant.title()).matches())
			.toList();
		Results results = new Results("%d rounds, each after %d s of warm-up, of %d s".formatted(this.rounds,
				this.warmUp.toSeconds(), this.window.toSeconds()),
				List.of(List.of("CPU us a request", "requests /s", "process CPU %")));
		for (int i = 0; i < this.rounds; i++) {
			for (Variant variant : variants) {
				measure(variant, load, results);
			}
		}
		results.write(this.output, "service");
	}

	private void measure(Variant variant, LoadGenerator load, Results results)
			throws IOException, InterruptedException {
		Deque<Process> processes = new ArrayDeque<>();
		try {
			List<String> properties = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
					"--logging.level.root=warn", "--management.defaults.metrics.export.enabled=false",
					"--management.simple.metrics.export.enabled=true",
					"--management.endpoints.web.exposure.include=prometheus", "--metrics-tcp.server.port=0",
					"--metrics-tcp.enabled=" + variant.streams()));
			for (Onlooker onlooker : variant.onlookers()) {
				int port = onlooker.isServer() ? start(onlooker, 0, processes) : 0;
				properties.addAll(onlooker.properties(port));
			}
			Process service = Processes.start(Processes.java(Processes.classPath(), ServiceApplication.class, this.heap,
					properties.toArray(String[]::new)));
			processes.push(service);
			ServiceApplication.Ports ports = Conversation.with(service).hear(ServiceApplication.Ports.class);
			for (Onlooker onlooker : variant.onlookers()) {
				if (!onlooker.isServer()) {
					start(onlooker, (onlooker == Onlooker.WATCHER) ? ports.stream() : ports.http(), processes);
				}
			}
			load.run(ports.http(), 0, this.warmUp);
			add(variant, "saturated", measure(service, ports.http(), 0, load), results);
			if (this.rate > 0) {
				load.run(ports.http(), this.rate, this.warmUp.dividedBy(5));
				add(variant, this.rate + " /s", measure(service, ports.http(), this.rate, load), results);
			}
			if (!processes.stream().allMatch(Process::isAlive)) {
				throw new IllegalStateException(variant.title() + ": a process has ended before its time");
			}
		}
		finally {
			processes.forEach(Processes::end);
		}
	}

	private static int start(Onlooker onlooker, int port, Deque<Process> processes) throws IOException {
		Process process = Processes.start(Processes.java(Processes.classPath(), Onlooker.class, ONLOOKER_HEAP,
				onlooker.name(), String.valueOf(port)));
		processes.push(process);
		return Conversation.with(process).hear(Integer.class);
	}

	private static void add(Variant variant, String load, Run run, Results results) {
		String name = load + ": " + variant.title();
		results.add(name, run);
		if (variant.base() != null) {
			results.ratio(name, load + ": " + variant.base().title());
		}
	}

	private Run measure(Process service, int port, int rate, LoadGenerator load)
			throws IOException, InterruptedException {
		long begin = System.nanoTime();
		ProcessTime before = ProcessTime.of(service);
		LoadGenerator.Answered answered = load.run(port, rate, this.window);
		double cpuNanos = ProcessTime.of(service).since(before);
		return new Run(figures(answered, cpuNanos, System.nanoTime() - begin), Map.of());
	}

	/**
	 * Returns the figures of a window. In one without requests those of requests are
	 * missing.
	 * @param answered the requests that were answered
	 * @param cpuNanos the processor time of the service, in nanoseconds
	 * @param nanos the length of the window, in nanoseconds
	 */
	static Map<String, Double> figures(LoadGenerator.Answered answered, double cpuNanos, long nanos) {
		Map<String, Double> figures = new TreeMap<>();
		if (answered.requests() > 0) {
			figures.put("CPU us a request", cpuNanos / answered.requests() / NANOS_PER_MICRO);
			figures.put("requests /s", answered.rate());
		}
		figures.put("process CPU %", 100 * cpuNanos / nanos);
		return figures;
	}

}
