package io.github.metricstcp.benchmarks.stream;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import io.github.metricstcp.benchmarks.run.Conversation;
import io.github.metricstcp.benchmarks.run.ProcessTime;
import io.github.metricstcp.benchmarks.run.Processes;
import io.github.metricstcp.benchmarks.run.Run;
import io.github.metricstcp.benchmarks.run.ThreadUse;

/**
 * One run of a scenario: starts the sender and the clients as processes of their own,
 * lets them warm up, and compares what they report at both ends of a window.
 */
final class Measurement {

	private static final int CATCHING_UP_SECONDS = 30;

	private static final String EXPORTER_THREADS = "metrics-tcp";

	static final String RECORDERS = "recorder-";

	private static final double MEGABYTE = 1024 * 1024;

	private final Scenario scenario;

	private final Duration warmUp;

	private final Duration window;

	private final Path sample;

	/**
	 * The sender's class path: of another build, if that is measured.
	 */
	private final String senderClassPath;

	/**
	 * The command of a peer that is measured instead, empty for none.
	 */
	private final String peer;

	private final Map<String, Double> figures = new TreeMap<>();

	private long writes;

	Measurement(Scenario scenario, Duration warmUp, Duration window, Path sample, String senderClassPath, String peer) {
		this.scenario = scenario;
		this.warmUp = warmUp;
		this.window = window;
		this.sample = sample;
		this.senderClassPath = senderClassPath;
		this.peer = peer;
	}

	Run run() {
		Deque<Runnable> endings = new ArrayDeque<>();
		try {
			SendingProcess sender = sender();
			endings.push(sender::end);
			Process reading = Processes.start(Processes.java(Processes.classPath(), Clients.class, 256,
					String.valueOf(sender.port()), this.scenario.name(), String.valueOf(!this.peer.isEmpty())));
			endings.push(() -> Processes.end(reading));
			Conversation clients = Conversation.with(reading);
			awaitConnected(clients, reading, sender);
			return measure(sender, reading, clients);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		finally {
			endings.forEach(Runnable::run);
		}
	}

	/**
	 * Waits for the clients, which try to connect for long: as long as there is a sender.
	 */
	private static void awaitConnected(Conversation clients, Process reading, SendingProcess sender) {
		CompletableFuture<Void> ended = sender.process().onExit().thenRun(() -> Processes.kill(reading));
		try {
			Clients.Report unused = clients.hear(Clients.Report.class);
			Objects.requireNonNull(unused);
		}
		catch (IllegalStateException ex) {
			if (sender.process().isAlive()) {
				throw ex;
			}
			throw new IllegalStateException("The sender has ended with exit code " + sender.process().exitValue(), ex);
		}
		finally {
			ended.cancel(false);
		}
	}

	private Run measure(SendingProcess sender, Process reading, Conversation clients)
			throws IOException, InterruptedException {
		sender.load();
		Thread.sleep(this.warmUp.toMillis());
		WriteCount writeCount = this.scenario.countsWrites() ? WriteCount.begin(sender.process()) : null;
		ProcessTime timeBefore = ProcessTime.of(sender.process());
		Sender.Report sentBefore = sender.mark();
		Clients.Report readBefore = clients.ask(Words.MARK, Clients.Report.class);
		Bystanders bystanders = new Bystanders(sender.process(), reading);
		Thread.sleep(this.window.toMillis() / 2);
		if (this.scenario.newcomer()) {
			clients.say(Words.NEWCOMER);
		}
		Thread.sleep(this.window.toMillis() / 2);
		Sender.Report sent = sender.mark();
		ProcessTime time = ProcessTime.of(sender.process());
		Clients.Report read = clients.ask(Words.MARK, Clients.Report.class);
		put("others' CPU %", bystanders.load());
		this.writes = (writeCount != null) ? writeCount.end() : 0;
		Map<String, ThreadUse> threads = new TreeMap<>();
		sent.threads().forEach((name, use) -> threads.put(name, use.since(sentBefore.threads().get(name))));
		compare(sentBefore, sent, threads);
		compare(readBefore, read);
		put("process CPU %", 100.0 * time.since(timeBefore) / (sent.nanoTime() - sentBefore.nanoTime()));
		putLoss();
		sender.halt();
		checkTruth(sender, clients);
		return new Run(this.figures, threads);
	}

	private void compare(Sender.Report before, Sender.Report after, Map<String, ThreadUse> threads) {
		double seconds = (after.nanoTime() - before.nanoTime()) / Nanos.PER_SECOND;
		long events = after.events() - before.events();
		long exporterCpu = 0;
		long recorderCpu = 0;
		long allocated = 0;
		for (Map.Entry<String, ThreadUse> thread : threads.entrySet()) {
			if (thread.getKey().startsWith(EXPORTER_THREADS) || thread.getKey().startsWith(Peer.THREADS)) {
				exporterCpu += thread.getValue().cpuNanos();
			}
			else if (thread.getKey().startsWith(RECORDERS)) {
				recorderCpu += thread.getValue().cpuNanos();
				allocated += thread.getValue().allocated();
			}
		}
		put("exporter CPU %", 100 * exporterCpu / Nanos.PER_SECOND / seconds);
		if (events > 0) {
			put("recorded /s", events / seconds);
			put("recorder CPU ns", (double) recorderCpu / events);
		}
		if (this.peer.isEmpty()) {
			put("heap MB", after.heap() / MEGABYTE);
		}
		if (events > 0 && this.peer.isEmpty()) {
			put("event ns", (double) (after.nanos() - before.nanos()) / events);
			put("event B", (double) allocated / events);
		}
		if (this.scenario.load() == Scenario.Load.TIMED_INCREMENTS) {
			put("record", after.durations());
		}
		else if (events > 0 && this.peer.isEmpty()) {
			put("event ns, median", after.durations().p50() * Nanos.PER_MICRO);
		}
		Sender.Counts countsBefore = before.counts();
		Sender.Counts counts = after.counts();
		if (countsBefore == null || counts == null || events == 0) {
			return;
		}
		put("ingress loss %", 100.0
				* (counts.coalesced() + counts.dropped() - countsBefore.coalesced() - countsBefore.dropped()) / events);
		long sent = counts.sent() - countsBefore.sent();
		long lost = counts.lost() - countsBefore.lost();
		if (sent + lost > 0) {
			put("client loss %", 100.0 * lost / (sent + lost));
		}
		if (this.writes > 0) {
			put("events a write", (double) sent / this.writes);
		}
	}

	private void compare(Clients.Report before, Clients.Report after) {
		double seconds = (after.nanoTime() - before.nanoTime()) / Nanos.PER_SECOND;
		int clients = after.clients().size();
		if (clients > 0) {
			double[] rates = new double[clients];
			double bytes = 0;
			long torn = 0;
			for (int i = 0; i < clients; i++) {
				rates[i] = (after.clients().get(i).events() - before.clients().get(i).events()) / seconds;
				torn += after.clients().get(i).torn() - before.clients().get(i).torn();
				bytes += (after.clients().get(i).bytes() - before.clients().get(i).bytes()) / seconds;
			}
			put("delivered /s", Arrays.stream(rates).average().orElseThrow());
			put("delivered /s, least", Arrays.stream(rates).min().orElseThrow());
			put("MB/s", bytes / MEGABYTE);
			if (!this.peer.isEmpty()) {
				put("torn /s", torn / seconds);
			}
		}
		if (after.latencies().count() > 0) {
			put("latency", after.latencies());
		}
		if (this.scenario.newcomer()) {
			put("newcomer snapshot ms", after.newcomerMillis());
		}
	}

	/**
	 * Puts the share of the recorded increments that the clients were not sent singly.
	 */
	private void putLoss() {
		double recorded = this.figures.getOrDefault("recorded /s", 0.0);
		if (this.scenario.load() == Scenario.Load.BURSTS && recorded > 0) {
			put("not singly %", notSingly(recorded, this.figures.getOrDefault("delivered /s", 0.0)));
		}
	}

	/**
	 * Returns the share of the recorded increments that was not delivered singly, in
	 * percent, from the counts of both ends alone: a peer says no more.
	 * @param recorded those recorded a second, more than 0
	 * @param delivered those delivered singly a second
	 */
	static double notSingly(double recorded, double delivered) {
		return 100 * Math.max(0, 1 - delivered / recorded);
	}

	private void put(String name, Quantiles quantiles) {
		put(name + " p50 us", quantiles.p50());
		put(name + " p99 us", quantiles.p99());
		put(name + " p99.9 us", quantiles.p999());
		put(name + " max us", quantiles.max());
	}

	private void put(String name, double value) {
		this.figures.put(name, value);
	}

	/**
	 * Checks that every client ends with the truth, whatever the load was.
	 */
	private void checkTruth(SendingProcess sender, Conversation clients) throws InterruptedException {
		boolean counts = this.scenario.load() == Scenario.Load.INCREMENTS
				|| this.scenario.load() == Scenario.Load.TIMED_INCREMENTS
				|| this.scenario.load() == Scenario.Load.BURSTS;
		if (!counts || !this.peer.isEmpty() || this.scenario.source() != Scenario.Source.EXPORTER
				|| this.scenario.meters() != 1) {
			return;
		}
		long recorded = sender.mark().events();
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CATCHING_UP_SECONDS);
		while (clients.ask(Words.MARK, Clients.Report.class)
			.clients()
			.stream()
			.anyMatch((client) -> client.total() != recorded)) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("%s: %,d increments were recorded, but not every client has them"
					.formatted(this.scenario, recorded));
			}
			Thread.sleep(10);
		}
	}

	private SendingProcess sender() throws IOException {
		return this.peer.isEmpty() ? SenderProcess.start(senderCommand()) : Peer.start(this.peer, this.scenario.rate());
	}

	private List<String> senderCommand() {
		int heap = this.scenario.heapMegabytes();
		if (this.scenario.source() != Scenario.Source.SAMPLE) {
			return Processes.java(this.senderClassPath, Sender.class, heap, this.scenario.name());
		}
		return List.of(Processes.executable("java"), "-Xmx" + heap + "m", "-cp", this.sample.toString(),
				"-Dloader.main=" + Sender.class.getName(), "-Dloader.path=" + ownClasses(),
				"org.springframework.boot.loader.launch.PropertiesLauncher", this.scenario.name());
	}

	private static File ownClasses() {
		return new File(Measurement.class.getProtectionDomain().getCodeSource().getLocation().getPath());
	}

	/**
	 * The load of all other processes of the machine during a window.
	 */
	private static final class Bystanders {

		private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory
			.getOperatingSystemMXBean();

		private final Process[] measured;

		private final long start = System.nanoTime();

		private final double measuredBefore;

		Bystanders(Process... measured) {
			this.measured = measured;
			this.measuredBefore = measuredNanos();
			// From this call to the next
			double unused = this.system.getCpuLoad();
		}

		private double measuredNanos() {
			return Arrays.stream(this.measured)
				.mapToDouble((process) -> process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L))
				.sum();
		}

		/**
		 * Returns what all other processes use, in percent of one processor.
		 */
		double load() {
			double all = this.system.getCpuLoad() * this.system.getAvailableProcessors();
			double own = (measuredNanos() - this.measuredBefore) / (System.nanoTime() - this.start);
			// The two are not read at the very same moment
			return 100 * Math.max(0, all - own);
		}

	}

}
