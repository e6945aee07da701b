package io.github.metricstcp.benchmarks.fleet;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What to run for a fleet, computed from what one process of each kind does. Each is
 * given half of the events that it has taken at the most. As long as one observer can
 * take all instances that way, it is connected to them and nothing else is run. Otherwise
 * there are relays, brokers, rollups, and one observer of what those write. There are
 * twice as many partitions as processes that share them, so that there may be more.
 * Processors are for twice the events, by what an event costs then; heaps are twice as
 * large as what is in them.
 */
final class FleetPlan {

	/**
	 * How many times the events that a process is given it has taken at the most.
	 */
	static final double HEADROOM = 2;

	/**
	 * Events a second, and series, of each instance.
	 */
	static final int EACH = 1_000;

	private static final List<Integer> FLEETS = List.of(10, 100, 1_000, 10_000);

	private final FleetFigures measured;

	private final int instances;

	private final double events;

	/**
	 * Computes what to run.
	 * @param measured what was measured
	 * @param instances the number of instances
	 */
	FleetPlan(FleetFigures measured, int instances) {
		this.measured = measured;
		this.instances = instances;
		this.events = (double) instances * EACH;
	}

	/**
	 * Returns a table in Markdown.
	 * @param measured what was measured
	 */
	static String table(FleetFigures measured) {
		StringBuilder table = new StringBuilder("| instances | events/s | observers | relays | partitions "
				+ "| disk for a day | rollups | processors | memory |\n| ---: |");
		table.append(" ---: |".repeat(6)).append(" --- | --- |\n");
		for (int instances : FLEETS) {
			table.append(new FleetPlan(measured, instances).row());
		}
		return table.toString();
	}

	/**
	 * Whether one observer takes all instances.
	 */
	boolean isOneObserver() {
		return processes(this.measured.observer()) == 1;
	}

	int relays() {
		return isOneObserver() ? 0 : processes(this.measured.relay());
	}

	int rollups() {
		return isOneObserver() ? 0 : processes(this.measured.rollup());
	}

	int partitions() {
		return (int) (HEADROOM * Math.max(relays(), rollups()));
	}

	/**
	 * Returns the bytes of one copy of what comes in a day.
	 */
	double bytesADay() {
		return isOneObserver() ? 0 : this.events * TimeUnit.DAYS.toSeconds(1) * this.measured.bytes();
	}

	private int processes(Figures figures) {
		return (int) Math.ceil(HEADROOM * this.events / figures.speed().limit());
	}

	/**
	 * Returns the processors of all processes of a kind together.
	 * @param processes their number
	 */
	double processors(Speed speed, int processes) {
		double events = HEADROOM * this.events;
		return events * speed.nanos(events / processes) / 1e9;
	}

	/**
	 * Returns the resident memory of each process of a kind, in bytes.
	 * @param processes their number
	 */
	double memory(Figures figures, int processes) {
		return figures.memory().resident((double) this.instances * EACH / processes);
	}

	private String row() {
		if (isOneObserver()) {
			return String.format(Locale.ROOT, "| %,d | %,.0f | 1 | – | – | – | – | %s | %s |%n", this.instances,
					this.events, processorsOf(this.measured.observer().speed(), 1),
					memoryOf(this.measured.observer(), 1));
		}
		return String.format(Locale.ROOT,
				"| %,d | %,.0f | 1, of the rollup | %,d | %,d | %s | %,d | relays %s, broker %s, rollups %s "
						+ "| each relay %s, each rollup %s |%n",
				this.instances, this.events, relays(), partitions(), size(bytesADay()), rollups(),
				processorsOf(this.measured.relay().speed(), relays()), processorsOf(this.measured.broker(), 1),
				processorsOf(this.measured.rollup().speed(), rollups()), memoryOf(this.measured.relay(), relays()),
				memoryOf(this.measured.rollup(), rollups()));
	}

	private String processorsOf(Speed speed, int processes) {
		return String.format(Locale.ROOT, "%.1f", Math.max(0.1, processors(speed, processes)));
	}

	private String memoryOf(Figures figures, int processes) {
		return size(memory(figures, processes));
	}

	static String size(double bytes) {
		if (bytes >= 1e12) {
			return String.format(Locale.ROOT, "%.1f TB", bytes / 1e12);
		}
		return (bytes >= 1e9) ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
				: String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
	}

}
