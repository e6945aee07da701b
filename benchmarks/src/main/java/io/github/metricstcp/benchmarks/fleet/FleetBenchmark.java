package io.github.metricstcp.benchmarks.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import io.github.metricstcp.benchmarks.client.FleetCounts;
import io.github.metricstcp.benchmarks.client.FleetGenerator;
import io.github.metricstcp.benchmarks.fleet.FleetProcesses.Observer;
import io.github.metricstcp.benchmarks.fleet.FleetReader.Taken;
import io.github.metricstcp.benchmarks.run.Conversation;
import io.github.metricstcp.benchmarks.run.Directories;
import io.github.metricstcp.benchmarks.run.Processes;
import io.github.metricstcp.kafka.testing.KafkaBroker;

/**
 * What one observer, one relay, the broker and one rollup do with a generated fleet, and
 * the table of what to run for larger ones, which is computed from that. All are
 * processes of their own on this machine.
 */
public final class FleetBenchmark {

	private static final String TOPIC = "fleet";

	private static final int PARTITIONS = 4;

	private static final double PLANNED_RATE = 1_000;

	private static final int OBSERVER_HEAP = 1024;

	private static final int READER_HEAP = 256;

	private final Path jar;

	private final int instances;

	private final int series;

	private final double rate;

	private final double seconds;

	private FleetBenchmark(Path jar, int instances, int series, double rate, double seconds) {
		this.jar = jar;
		this.instances = instances;
		this.series = series;
		this.rate = rate;
		this.seconds = seconds;
	}

	/**
	 * Measures, and prints what it has measured and the table.
	 * @param args the observer's jar; the number of instances, 100 by default; the number
	 * of series of each, 1000 by default; events a second of each in the first step, 1000
	 * by default; the seconds of each step, 15 by default
	 * @throws Exception if a process cannot be started
	 */
	public static void main(String[] args) throws Exception {
		int instances = (args.length > 1) ? Integer.parseInt(args[1]) : 100;
		int series = (args.length > 2) ? Integer.parseInt(args[2]) : 1_000;
		double rate = (args.length > 3) ? Double.parseDouble(args[3]) : 1_000;
		double seconds = (args.length > 4) ? Double.parseDouble(args[4]) : 15;
		new FleetBenchmark(Path.of(args[0]).toAbsolutePath(), instances, series, rate, seconds).measure();
	}

	private void measure() throws Exception {
		System.out.printf(Locale.ROOT, "%,d instances of %,d series%n", this.instances, this.series);
		Path directory = Files.createTempDirectory("fleet");
		try (FleetGenerator.Running fleet = FleetGenerator.start(this.instances, this.series, this.rate, 0)) {
			Ramp ramp = new Ramp(fleet, this.rate, this.seconds);
			Figures observer = observer(ramp, fleet, directory);
			Figures plain = plain(ramp, fleet);
			try (KafkaBroker broker = KafkaBroker.start(Files.createDirectory(directory.resolve("broker")))) {
				FleetFigures figures = relay(ramp, fleet, broker, observer, plain);
				System.out.println();
				System.out.println(FleetPlan.table(figures, PLANNED_RATE));
				System.out.println(figures.sentence());
			}
		}
		finally {
			Directories.delete(directory);
		}
	}

	private Figures observer(Ramp ramp, FleetGenerator.Running fleet, Path directory) throws Exception {
		try (Observer observer = Observer.start(this.jar, fleet, this.series, OBSERVER_HEAP, directory)) {
			observer.await();
			Figures figures = ramp.measure("observer", observer.process().toHandle(), observer::taken).get(0);
			print("observer", figures);
			return figures;
		}
	}

	private Figures plain(Ramp ramp, FleetGenerator.Running fleet) throws Exception {
		Process reader = reader("-", fleet);
		try {
			Figures figures = ramp.measure("plain", reader.toHandle(), taken(reader)).get(0);
			print("plain stream", figures);
			return figures;
		}
		finally {
			Processes.kill(reader);
		}
	}

	private FleetFigures relay(Ramp ramp, FleetGenerator.Running fleet, KafkaBroker broker, Figures observer,
			Figures plain) throws Exception {
		broker.createTopic(TOPIC, PARTITIONS, Map.of());
		ProcessHandle brokerProcess = ProcessHandle.of(broker.pid()).orElseThrow();
		Process reader = reader(broker.servers(), fleet);
		try {
			Supplier<Taken> taken = taken(reader);
			List<Figures> figures = ramp.measure("relay", reader.toHandle(), taken,
					new Ramp.Other("broker", brokerProcess));
			print("relay", figures.get(0));
			print("broker", figures.get(1));
			System.out.printf(Locale.ROOT, "a relay takes %.0f %% of the plain stream's events/s%n",
					100 * figures.get(0).limit() / plain.limit());
			FleetCounts unused = fleet.rate(0);
			double bytes = (double) broker.size(TOPIC) / taken.get().events();
			System.out.printf(Locale.ROOT, "the broker keeps %.1f MB of a million events%n", bytes);
			Figures rollup = rollup(fleet, broker);
			return new FleetFigures(this.instances, observer, figures.get(0), figures.get(1), bytes, rollup);
		}
		finally {
			Processes.end(reader);
		}
	}

	private Figures rollup(FleetGenerator.Running fleet, KafkaBroker broker) throws Exception {
		try (RollupMeasurement rollup = new RollupMeasurement(broker.servers(), TOPIC)) {
			Figures figures = rollup.limit();
			print("rollup", figures);
			// No more than it is given in the table
			FleetCounts unused = fleet.rate(Math.min(this.rate, figures.limit() / FleetPlan.HEADROOM / this.instances));
			rollup.lag();
			return figures;
		}
	}

	private Process reader(String servers, FleetGenerator.Running fleet) throws Exception {
		List<String> args = new ArrayList<>(List.of(servers, TOPIC, String.valueOf(this.series)));
		fleet.ports().forEach((port) -> args.add(String.valueOf(port)));
		return FleetProcesses.start(FleetReader.class, READER_HEAP, args);
	}

	private static Supplier<Taken> taken(Process reader) {
		Conversation conversation = Conversation.with(reader);
		return () -> conversation.ask("taken", Taken.class);
	}

	private static void print(String name, Figures figures) {
		System.out.printf(Locale.ROOT, "%s: up to %,.0f events/s, %,.0f ns of processor time an event, RSS %,d kB%n",
				name, figures.limit(), figures.nanos(), figures.kilobytes());
	}

}
