package io.github.metricstcp.benchmarks.page;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.benchmarks.client.SyntheticExporter;
import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.page.LivePage;

/**
 * The cost of the live page for the process that serves it, while another process sends
 * it events: the processor time of one open page beyond what the process uses without
 * one, by turns; and the memory and the lateness of documents with 15 pages, and with
 * five more that are not read.
 */
public final class PageBenchmark {

	private static final long HISTORY_BYTES = 64 << 20;

	private static final int SERIES = 1000;

	private static final int RATE = 10_000;

	private static final int READERS = 15;

	private static final int STALLED = 5;

	private static final String OVERVIEW = "view=overview";

	private static final List<String> VIEWS = List.of(OVERVIEW, OVERVIEW + "&window=3600",
			"view=metric&id=h:shop.orders.processed.2&by=uri");

	private final int port;

	private final int seconds;

	private final int rounds;

	private final int warmUp;

	private final PrintStream out;

	private PageBenchmark(int port, int seconds, int rounds, int warmUp, PrintStream out) {
		this.port = port;
		this.seconds = seconds;
		this.rounds = rounds;
		this.warmUp = warmUp;
		this.out = out;
	}

	/**
	 * Measures, and prints what it has measured.
	 * @param args the seconds of each part, 20 by default; the number of rounds, 3 by
	 * default; the seconds before, 320 by default, so that the page's whole time is full;
	 * the seconds for which each view is open before, 120 by default: with a document a
	 * second it takes a while until its code is compiled
	 * @throws IOException if a process does not start
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		int seconds = (args.length > 0) ? Integer.parseInt(args[0]) : 20;
		int rounds = (args.length > 1) ? Integer.parseInt(args[1]) : 3;
		int before = (args.length > 2) ? Integer.parseInt(args[2]) : 320;
		int warmUp = (args.length > 3) ? Integer.parseInt(args[3]) : 120;
		ObserverModel model = new ObserverModel(TimeSource.system(), SERIES, "maxSeries", HISTORY_BYTES);
		try (SyntheticExporter.Running exporter = SyntheticExporter.start(SERIES, RATE);
				MetricsTcpClient client = MetricsTcpClient.builder(TargetAddress.parse("127.0.0.1:" + exporter.port()))
					.maxSeries(SERIES)
					.build(model.addTarget("measured"));
				LivePage page = LivePage.builder(model).port(0).build()) {
			client.start();
			int port = page.start().getPort();
			TimeUnit.SECONDS.sleep(before);
			PageBenchmark benchmark = new PageBenchmark(port, seconds, rounds, warmUp, System.out);
			benchmark.measureCost();
			benchmark.measureReaders();
		}
	}

	private void measureCost() throws IOException, InterruptedException {
		for (String view : VIEWS) {
			List<Double> differences = new ArrayList<>();
			open(view, this.warmUp);
			for (int round = 0; round < this.rounds; round++) {
				double without = processor(this.seconds);
				double with = open(view, this.seconds);
				this.out.printf(Locale.ROOT, "%s: without a page %.2f %%, with one %.2f %% of a core%n", view,
						100 * without, 100 * with);
				differences.add(100 * (with - without));
			}
			Collections.sort(differences);
			this.out.printf(Locale.ROOT, "%s: one page costs %.2f %% of a core, median of %s%n", view,
					differences.get(differences.size() / 2), differences);
		}
	}

	/**
	 * Returns the share of a core that the process uses while a page is open.
	 */
	private double open(String view, int seconds) throws IOException, InterruptedException {
		try (PageReaders.Running reader = PageReaders.start(this.port, view, 1, true)) {
			// The first document is a large one
			TimeUnit.SECONDS.sleep(2);
			double share = processor(seconds);
			String unused = reader.end();
			return share;
		}
	}

	private double processor(int seconds) throws InterruptedException {
		long begin = System.nanoTime();
		long before = processorNanos();
		TimeUnit.SECONDS.sleep(seconds);
		return (double) (processorNanos() - before) / (System.nanoTime() - begin);
	}

	private static long processorNanos() {
		return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
	}

	private void measureReaders() throws IOException, InterruptedException {
		report("no page");
		try (PageReaders.Running readers = PageReaders.start(this.port, OVERVIEW, READERS, true)) {
			TimeUnit.SECONDS.sleep(this.seconds);
			report("%d pages".formatted(READERS));
			this.out.println(readers.end());
		}
		try (PageReaders.Running stalled = PageReaders.start(this.port, OVERVIEW, STALLED, false);
				PageReaders.Running readers = PageReaders.start(this.port, OVERVIEW, READERS, true)) {
			for (int round = 0; round < this.rounds; round++) {
				TimeUnit.SECONDS.sleep(this.seconds);
				report("%d pages, and %d that are not read, after %d s".formatted(READERS, STALLED,
						this.seconds * (round + 1)));
			}
			this.out.println(readers.end());
			String unused = stalled.end();
		}
		TimeUnit.SECONDS.sleep(1);
		report("no page any more");
	}

	private void report(String state) throws IOException {
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		String resident = Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS"))
			.findFirst()
			.orElseThrow()
			.replaceAll("\\D", "");
		this.out.printf(Locale.ROOT, "%s: heap %,d kB, direct buffers %,d kB, RSS %,d kB%n", state, heap / 1024,
				direct / 1024, Long.parseLong(resident));
	}

}
