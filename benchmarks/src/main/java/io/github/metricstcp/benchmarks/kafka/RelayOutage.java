package io.github.metricstcp.benchmarks.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.metricstcp.benchmarks.run.Directories;
import io.github.metricstcp.benchmarks.run.ProcessMemory;
import io.github.metricstcp.benchmarks.run.Processes;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.CatchUpClock;
import io.github.metricstcp.kafka.KafkaReader;
import io.github.metricstcp.kafka.KafkaSettings;
import io.github.metricstcp.kafka.KafkaSource;
import io.github.metricstcp.kafka.testing.KafkaBroker;

/**
 * A relay whose broker is killed, and started again later, while events go on: the memory
 * that the observer's process takes meanwhile, and whether all counters and gauges of a
 * viewer are right afterwards. A third of the events each is of counters, gauges and
 * histograms.
 */
public final class RelayOutage {

	private static final List<Kind> KINDS = List.of(Kind.COUNTER, Kind.GAUGE, Kind.HISTOGRAM);

	private static final int SERIES = 300;

	private static final String TOPIC = "outage";

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);

	private static final int LONGEST_WAIT_SECONDS = 180;

	private final Random random = new Random(1);

	private final Path jar;

	private final List<String> options;

	private final int rate;

	private final double before;

	private final double outage;

	// By the numbers of series: totals, bits of values, numbers of samples
	private final long[] sent = new long[SERIES];

	private final byte[][] frames = new byte[SERIES][];

	private long events;

	private long sending;

	private RelayOutage(Path jar, int rate, double before, double outage, List<String> options) {
		this.jar = jar;
		this.rate = rate;
		this.before = before;
		this.outage = outage;
		this.options = options;
	}

	/**
	 * Measures, and prints what it has measured.
	 * @param args the observer's jar; events a second, 200000 by default; seconds before
	 * the outage, and again after it, 30 by default; seconds of the outage, 600 by
	 * default; options of the relay's JVM
	 * @throws Exception if a process cannot be started, or a counter or gauge is wrong
	 * afterwards
	 */
	public static void main(String[] args) throws Exception {
		int rate = (args.length > 1) ? Integer.parseInt(args[1]) : 200_000;
		double before = (args.length > 2) ? Double.parseDouble(args[2]) : 30;
		double outage = (args.length > 3) ? Double.parseDouble(args[3]) : 600;
		List<String> options = List.of(args).subList(Math.min(4, args.length), args.length);
		new RelayOutage(Path.of(args[0]).toAbsolutePath(), rate, before, outage, options).measure();
	}

	private void measure() throws Exception {
		Path directory = Files.createTempDirectory("broker");
		try (KafkaBroker broker = KafkaBroker.start(directory);
				ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			broker.createTopic(TOPIC, 1, Map.of());
			CatchUpClock clock = new CatchUpClock(null);
			ObserverModel model = new ObserverModel(clock, SERIES);
			KafkaSettings settings = new KafkaSettings(broker.servers(), TOPIC, Map.of());
			try (KafkaReader viewer = new KafkaReader(new KafkaSource(settings, null), clock, SERIES, model::addTarget,
					RelayThroughput::said)) {
				// Before the relay, so that it misses nothing
				viewer.start();
				Process relay = relay(broker.servers(), server.getLocalPort());
				try (Socket client = server.accept()) {
					client.setTcpNoDelay(true);
					measure(broker, relay, model, client.getOutputStream());
				}
				finally {
					Processes.end(relay);
				}
			}
		}
		finally {
			Directories.delete(directory);
		}
	}

	/**
	 * Starts the observer as a relay.
	 */
	private Process relay(String servers, int port) throws IOException {
		List<String> command = new ArrayList<>(List.of(Processes.executable("java")));
		command.addAll(this.options);
		command.addAll(
				List.of("-jar", this.jar.toString(), "--kafka", servers + ",topic=" + TOPIC, "shop=127.0.0.1:" + port));
		System.out.println(String.join(" ", command.subList(0, command.size() - 1)));
		return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.INHERIT)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private void measure(KafkaBroker broker, Process relay, ObserverModel model, OutputStream out) throws Exception {
		for (int i = 0; i < SERIES; i++) {
			this.frames[i] = frame(i, operation(i), 0);
			// As exporters do, the total comes first
			out.write((KINDS.get(i % KINDS.size()) == Kind.COUNTER) ? frame(i, Operation.SET_COUNTER, 0) : next(i));
		}
		send(out, this.before);
		System.out.printf(Locale.ROOT, "before: RSS %,d kB%n", ProcessMemory.of(relay.toHandle()).resident());
		broker.kill();
		send(out, this.outage);
		System.out.printf(Locale.ROOT, "after %.0f s without a broker: RSS %,d kB, at the most %,d kB%n", this.outage,
				ProcessMemory.of(relay.toHandle()).resident(), ProcessMemory.of(relay.toHandle()).greatest());
		Thread starting = new Thread(() -> start(broker), "starting");
		starting.start();
		send(out, this.before);
		starting.join();
		System.out.printf(Locale.ROOT, "%,d events, %,.0f a second%n", this.events, this.events / (this.sending / 1e9));
		long end = System.nanoTime();
		while (!isRight(model)) {
			if (System.nanoTime() - end > TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS)) {
				throw new IllegalStateException("Counters or gauges are wrong");
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
		System.out.printf(Locale.ROOT, "all counters and gauges are right %.1f s after the last event%n",
				(System.nanoTime() - end) / 1e9);
		System.out.printf(Locale.ROOT, "RSS at the most %,d kB%n", ProcessMemory.of(relay.toHandle()).greatest());
		long samples = 0;
		for (int i = 0; i < SERIES; i++) {
			samples += (KINDS.get(i % KINDS.size()) == Kind.HISTOGRAM) ? this.sent[i] : 0;
		}
		System.out.printf(Locale.ROOT, "samples: %,d of %,d have arrived%n", arrived(model), samples);
	}

	private static void start(KafkaBroker broker) {
		try {
			broker.start();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void send(OutputStream out, double seconds) throws IOException {
		long begin = System.nanoTime();
		long due;
		long sent = 0;
		while (System.nanoTime() - begin < seconds * 1e9) {
			due = (long) ((System.nanoTime() - begin) / 1e9 * this.rate);
			ByteArrayOutputStream events = new ByteArrayOutputStream();
			for (; sent < due; sent++) {
				events.writeBytes(next(this.random.nextInt(SERIES)));
			}
			events.writeTo(out);
			LockSupport.parkNanos(TICK);
		}
		this.events += sent;
		this.sending += System.nanoTime() - begin;
	}

	private byte[] next(int number) {
		Operation operation = operation(number);
		switch (operation) {
			case INCREMENT_COUNTER -> this.sent[number]++;
			case SET_GAUGE -> {
				this.sent[number] = Double.doubleToLongBits(this.random.nextDouble());
				return frame(number, operation, this.sent[number]);
			}
			default -> {
				this.sent[number]++;
				return frame(number, operation, Double.doubleToLongBits(this.random.nextDouble()));
			}
		}
		return this.frames[number];
	}

	private static Operation operation(int number) {
		return switch (KINDS.get(number % KINDS.size())) {
			case COUNTER -> Operation.INCREMENT_COUNTER;
			case GAUGE -> Operation.SET_GAUGE;
			case HISTOGRAM -> Operation.RECORD_HISTOGRAM;
		};
	}

	private static byte[] frame(int number, Operation operation, long operand) {
		long bits = (operation == Operation.INCREMENT_COUNTER) ? 1 : operand;
		return FrameEncoder.encode(
				new SeriesKey(KINDS.get(number % KINDS.size()), "shop.orders.placed",
						Map.of("channel", "app", "instance", "shop-7f9c4d8b-x2lqp", "product", "roast-" + number)),
				operation, bits, 1_800_000_000L, 1);
	}

	/**
	 * Whether each counter has the total, and each gauge the value that was sent last.
	 */
	private boolean isRight(ObserverModel model) {
		int right = 0;
		for (Series series : model.series()) {
			SeriesSnapshot snapshot = series.snapshot(Window.ALL);
			long sent = this.sent[number(series)];
			right += switch (series.kind()) {
				case COUNTER -> (snapshot.total() == sent) ? 1 : 0;
				case GAUGE -> (Double.doubleToLongBits(snapshot.value()) == sent) ? 1 : 0;
				case HISTOGRAM -> 0;
			};
		}
		return right == SERIES / KINDS.size() * 2;
	}

	private static int number(Series series) {
		return Integer.parseInt(Objects.requireNonNull(series.labels().get("product")).substring("roast-".length()));
	}

	private static long arrived(ObserverModel model) {
		return model.series()
			.stream()
			.filter((series) -> series.kind() == Kind.HISTOGRAM)
			.mapToLong((series) -> series.snapshot(Window.ALL).summary().count())
			.sum();
	}

}
