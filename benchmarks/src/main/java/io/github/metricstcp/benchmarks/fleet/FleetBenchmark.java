package io.github.metricstcp.benchmarks.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.metricstcp.benchmarks.client.FleetCounts;
import io.github.metricstcp.benchmarks.client.FleetGenerator;
import io.github.metricstcp.benchmarks.fleet.FleetProcesses.Observer;
import io.github.metricstcp.benchmarks.fleet.FleetReader.Taken;
import io.github.metricstcp.benchmarks.run.Conversation;
import io.github.metricstcp.benchmarks.run.Directories;
import io.github.metricstcp.benchmarks.run.LiveMemory;
import io.github.metricstcp.benchmarks.run.Processes;
import io.github.metricstcp.kafka.testing.KafkaBroker;
import org.jspecify.annotations.Nullable;

/**
 * What one observer, one relay, the broker and one rollup do with a generated fleet, and
 * the table of what to run for larger ones, which is computed from that. All are
 * processes of their own on this machine.
 */
public final class FleetBenchmark {

	private static final String TOPIC = "fleet";

	private static final String FEW_TOPIC = "few";

	private static final int PARTITIONS = 4;

	/**
	 * The part of the instances of which a process has few series.
	 */
	private static final int FEW = 10;

	private static final double REST_SECONDS = 30;

	// Heaps for 100,000 series and fewer, in megabytes

	private static final int OBSERVER_HEAP = 3072;

	private static final int READER_HEAP = 256;

	private static final int ROLLUP_HEAP = 768;

	private static final int HEAP_SERIES = 100_000;

	private final Path jar;

	private final int instances;

	private final int series;

	private final double rate;

	private final double seconds;

	private final double failures;

	private final @Nullable Memory observerMemory;

	private FleetBenchmark(Path jar, int instances, int series, double rate, double seconds, double failures,
			@Nullable Memory observerMemory) {
		this.jar = jar;
		this.instances = instances;
		this.series = series;
		this.rate = rate;
		this.seconds = seconds;
		this.failures = failures;
		this.observerMemory = observerMemory;
	}

	/**
	 * Measures, and prints what it has measured and the table.
	 * @param args the observer's jar; the number of instances, 100 by default; the number
	 * of series of each, 1000 by default; events a second of each in the first step, 1000
	 * by default; the seconds of each step, 15 by default; how many times a minute an
	 * instance loses its connection or ends, 0 by default; what {@link ObserverGrowth}
	 * has printed of the memory of an observer, by default that of half a minute
	 * @throws Exception if a process cannot be started
	 */
	public static void main(String[] args) throws Exception {
		int instances = (args.length > 1) ? Integer.parseInt(args[1]) : 100;
		int series = (args.length > 2) ? Integer.parseInt(args[2]) : 1_000;
		double rate = (args.length > 3) ? Double.parseDouble(args[3]) : 1_000;
		double seconds = (args.length > 4) ? Double.parseDouble(args[4]) : 15;
		double failures = (args.length > 5) ? Double.parseDouble(args[5]) : 0;
		Memory observerMemory = (args.length > 6) ? Memory.parse(args[6]) : null;
		new FleetBenchmark(Path.of(args[0]).toAbsolutePath(), instances, series, rate, seconds, failures,
				observerMemory)
			.measure();
	}

	private void measure() throws Exception {
		System.out.printf(Locale.ROOT, "%,d instances of %,d series, %,.0f failures a minute%n", this.instances,
				this.series, this.failures);
		Path directory = Files.createTempDirectory("fleet");
		try (FleetGenerator.Running fleet = FleetGenerator.start(this.instances, this.series, this.rate,
				this.failures)) {
			Ramp ramp = new Ramp(fleet, this.rate, this.seconds);
			Figures observer = observer(ramp, fleet, directory);
			Speed plain = plain(ramp, fleet);
			try (KafkaBroker broker = KafkaBroker.start(Files.createDirectory(directory.resolve("broker")))) {
				FleetFigures figures = relay(ramp, fleet, broker, observer, plain);
				System.out.println();
				System.out.println(FleetPlan.table(figures));
				System.out.println(figures.list());
			}
		}
		finally {
			Directories.delete(directory);
		}
	}

	private Figures observer(Ramp ramp, FleetGenerator.Running fleet, Path directory) throws Exception {
		LiveMemory few;
		try (Observer observer = Observer.start(this.jar, few(fleet), this.series, OBSERVER_HEAP, directory)) {
			observer.await();
			few = atRest(observer.process().toHandle());
		}
		try (Observer observer = Observer.start(this.jar, fleet.ports(), this.series, heap(OBSERVER_HEAP), directory)) {
			observer.await();
			LiveMemory many = atRest(observer.process().toHandle());
			Speed speed = ramp.measure("observer", observer.process().toHandle(), observer::taken).get(0);
			Figures figures = figures("observer", speed, few, many);
			return (this.observerMemory != null) ? new Figures(speed, this.observerMemory) : figures;
		}
	}

	private Speed plain(Ramp ramp, FleetGenerator.Running fleet) throws Exception {
		Process reader = reader("-", TOPIC, fleet.ports());
		try {
			Speed speed = ramp.measure("plain", reader.toHandle(), taken(reader)).get(0);
			print("plain stream", speed);
			return speed;
		}
		finally {
			Processes.kill(reader);
		}
	}

	private FleetFigures relay(Ramp ramp, FleetGenerator.Running fleet, KafkaBroker broker, Figures observer,
			Speed plain) throws Exception {
		LiveMemory few = fewRelayed(fleet, broker);
		broker.createTopic(TOPIC, PARTITIONS, Map.of());
		ProcessHandle brokerProcess = ProcessHandle.of(broker.pid()).orElseThrow();
		Process reader = reader(broker.servers(), TOPIC, fleet.ports());
		try {
			Supplier<Taken> taken = taken(reader);
			LiveMemory many = atRest(reader.toHandle());
			List<Speed> speeds = ramp.measure("relay", reader.toHandle(), taken,
					new Ramp.Other("broker", brokerProcess));
			Figures relay = figures("relay", speeds.get(0), few, many);
			print("broker", speeds.get(1));
			System.out.printf(Locale.ROOT, "a relay takes %.0f %% of the plain stream's events/s%n",
					100 * relay.speed().limit() / plain.limit());
			FleetCounts unused = fleet.rate(0);
			double bytes = (double) broker.size(TOPIC) / taken.get().events();
			System.out.printf(Locale.ROOT, "the broker keeps %.1f MB of a million events%n", bytes);
			return rollup(fleet, broker, observer, relay, bytes);
		}
		finally {
			Processes.end(reader);
		}
	}

	private LiveMemory fewRelayed(FleetGenerator.Running fleet, KafkaBroker broker) throws Exception {
		broker.createTopic(FEW_TOPIC, PARTITIONS, Map.of());
		Process reader = reader(broker.servers(), FEW_TOPIC, few(fleet));
		try {
			return atRest(reader.toHandle());
		}
		finally {
			Processes.end(reader);
		}
	}

	private FleetFigures rollup(FleetGenerator.Running fleet, KafkaBroker broker, Figures observer, Figures relay,
			double bytes) throws Exception {
		LiveMemory few;
		try (RollupMeasurement rollup = new RollupMeasurement(broker.servers(), FEW_TOPIC, ROLLUP_HEAP)) {
			Speed ofFew = rollup.limit();
			print("rollup of few instances", ofFew);
			few = LiveMemory.of(rollup.process());
		}
		ProcessHandle brokerProcess = ProcessHandle.of(broker.pid()).orElseThrow();
		try (RollupMeasurement rollup = new RollupMeasurement(broker.servers(), TOPIC, heap(ROLLUP_HEAP))) {
			Speed speed = rollup.limit();
			NavigableMap<Double, Double> brokerCosts = new TreeMap<>();
			// No more than it is given in the table, and not as much as all processors
			// can do
			double most = Math.min(4 * this.rate, speed.limit() / FleetPlan.HEADROOM / this.instances);
			for (double rate = most; rate >= most / 4; rate /= 4) {
				FleetCounts unused = fleet.rate(rate);
				List<Speed> live = rollup.live(brokerProcess);
				speed.costs().putAll(live.get(0).costs());
				brokerCosts.putAll(live.get(1).costs());
			}
			Figures figures = figures("rollup", speed, few, LiveMemory.of(rollup.process()));
			return new FleetFigures(this.instances, observer, relay, new Speed(brokerCosts.lastKey(), brokerCosts),
					bytes, figures);
		}
	}

	private List<Integer> few(FleetGenerator.Running fleet) {
		return fleet.ports().subList(0, fewInstances());
	}

	private int fewInstances() {
		return Math.max(1, this.instances / FEW);
	}

	/**
	 * Returns the memory of a process that has read the first rate for a time.
	 */
	private static LiveMemory atRest(ProcessHandle process) throws Exception {
		TimeUnit.NANOSECONDS.sleep((long) (REST_SECONDS * 1e9));
		return LiveMemory.of(process);
	}

	/**
	 * Returns the heap of a process that reads all instances, in megabytes.
	 */
	private int heap(int megabytes) {
		return (int) Math.max(megabytes, (long) megabytes * this.instances * this.series / HEAP_SERIES);
	}

	private Process reader(String servers, String topic, List<Integer> ports) throws Exception {
		List<String> args = new ArrayList<>(List.of(servers, topic, String.valueOf(this.series)));
		ports.forEach((port) -> args.add(String.valueOf(port)));
		return FleetProcesses.start(FleetReader.class, heap(READER_HEAP), args);
	}

	private static Supplier<Taken> taken(Process reader) {
		Conversation conversation = Conversation.with(reader);
		return () -> conversation.ask("taken", Taken.class);
	}

	private Figures figures(String name, Speed speed, LiveMemory few, LiveMemory many) {
		print(name, speed);
		Memory memory = Memory.of(few, (double) fewInstances() * this.series, many,
				(double) this.instances * this.series);
		System.out.printf(Locale.ROOT,
				"%s: %,.0f MB outside of the heap, in it %,.1f MB and %,.2f kB for each series%n", name,
				memory.outside() / 1e6, memory.base() / 1e6, memory.each() / 1e3);
		return new Figures(speed, memory);
	}

	private static void print(String name, Speed speed) {
		System.out.printf(Locale.ROOT, "%s: up to %,.0f events/s, %,.0f ns of processor time an event%n", name,
				speed.limit(), speed.nanos());
	}

}
