package io.github.metricstcp.benchmarks.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.metricstcp.benchmarks.run.Processes;

/**
 * The memory and the processor time of the observer program, with its screen on in a
 * pseudo terminal of 200 × 50, while another process sends events to it.
 */
public final class ObserverMemory {

	private static final int HISTOGRAM_LINES = 15;

	private static final Duration START_UP = Duration.ofSeconds(60);

	private final String command;

	private final int targets;

	private final int series;

	private final int rate;

	private final int seconds;

	private ObserverMemory(String command, int targets, int series, int rate, int seconds) {
		this.command = command;
		this.targets = targets;
		this.series = series;
		this.rate = rate;
		this.seconds = seconds;
	}

	/**
	 * Measures, and prints what it has measured.
	 * @param args the program: its jar, or the launcher of its image; the number of
	 * series, 10000 by default, or that of targets and of each one's series, such as
	 * {@code 500x100}; events a second, 7000 by default; the seconds until the memory is
	 * measured, 360 by default, of which the last third is the processor time's; options
	 * of the JVM, if it is a jar
	 * @throws IOException if a process does not start
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		String[] size = ((args.length > 1) ? args[1] : "10000").split("x", 2);
		int targets = (size.length > 1) ? Integer.parseInt(size[0]) : 1;
		int series = Integer.parseInt(size[size.length - 1]);
		int rate = (args.length > 2) ? Integer.parseInt(args[2]) : 7_000;
		int seconds = (args.length > 3) ? Integer.parseInt(args[3]) : 360;
		String program = Path.of(args[0]).toAbsolutePath().toString();
		List<String> options = List.of(args).subList(Math.min(4, args.length), args.length);
		String command = program.endsWith(".jar")
				? "'%s' %s -jar '%s'".formatted(Processes.executable("java"), String.join(" ", options), program)
				: "'%s'".formatted(program);
		new ObserverMemory(command, targets, series, rate, seconds).measure();
	}

	private void measure() throws IOException, InterruptedException {
		if (this.targets == 1) {
			try (SyntheticExporter.Running exporter = SyntheticExporter.start(this.series, this.rate)) {
				measure("127.0.0.1:" + exporter.port());
			}
			return;
		}
		Path file = Files.createTempFile("targets", ".txt");
		try (FleetGenerator.Running fleet = FleetGenerator.start(this.targets, this.series,
				(double) this.rate / this.targets, 0)) {
			Files.write(file,
					fleet.ports().stream().map((port) -> "shop-%1$d=127.0.0.1:%1$d".formatted(port)).toList());
			measure("file:" + file);
		}
		finally {
			Files.delete(file);
		}
	}

	private void measure(String target) throws IOException, InterruptedException {
		Path pidFile = Files.createTempFile("observer", ".pid");
		try {
			String line = "stty rows 50 cols 200; echo $$ > '%s'; exec %s --max-series %d '%s'".formatted(pidFile,
					this.command, this.targets * this.series, target);
			ProcessBuilder builder = new ProcessBuilder("script", "-qefc", line, "/dev/null").redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD);
			builder.environment().put("TERM", "xterm-256color");
			Process terminal = builder.start();
			try {
				report(observer(pidFile));
			}
			finally {
				terminal.destroy();
			}
		}
		finally {
			Files.delete(pidFile);
		}
	}

	/**
	 * Returns the observer's process, once there is one.
	 */
	private static ProcessHandle observer(Path pidFile) throws IOException, InterruptedException {
		long end = System.nanoTime() + START_UP.toNanos();
		while (System.nanoTime() < end) {
			String text = Files.readString(pidFile).strip();
			if (!text.isEmpty()) {
				// The shell becomes the observer
				return ProcessHandle.of(Long.parseLong(text)).orElseThrow();
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
		throw new IllegalStateException("The observer has not started");
	}

	private void report(ProcessHandle observer) throws IOException, InterruptedException {
		int settling = this.seconds - this.seconds / 3;
		TimeUnit.SECONDS.sleep(settling);
		long processor = processor(observer);
		long begin = System.nanoTime();
		TimeUnit.SECONDS.sleep(this.seconds - settling);
		double share = (double) (processor(observer) - processor) / (System.nanoTime() - begin);
		String status = Files.readString(Path.of("/proc", String.valueOf(observer.pid()), "status"));
		System.out.printf(Locale.ROOT, "%d targets of %d series, %d events/s, %d s, screen on: %s%n", this.targets,
				this.series, this.rate, this.seconds, this.command);
		System.out.printf(Locale.ROOT, "processor %.1f %% of one, over the last %d s%n", 100 * share,
				this.seconds - settling);
		System.out.printf(Locale.ROOT, "threads %d%n", kilobytes(status, "Threads"));
		System.out.printf(Locale.ROOT, "RSS %,d kB, at the most %,d kB%n", kilobytes(status, "VmRSS"),
				kilobytes(status, "VmHWM"));
		System.out.println("heap before a collection:\n" + Processes.jcmd(observer, "GC.heap_info"));
		String unused = Processes.jcmd(observer, "GC.run");
		System.out.println("heap after a collection:\n" + Processes.jcmd(observer, "GC.heap_info"));
		System.out.println(Processes.jcmd(observer, "GC.class_histogram")
			.lines()
			.limit(HISTOGRAM_LINES)
			.collect(Collectors.joining("\n")));
	}

	private static long processor(ProcessHandle process) {
		return process.info().totalCpuDuration().orElseThrow().toNanos();
	}

	private static long kilobytes(String status, String name) {
		String line = status.lines().filter((each) -> each.startsWith(name)).findFirst().orElseThrow();
		return Long.parseLong(line.replaceAll("\\D", ""));
	}

}
