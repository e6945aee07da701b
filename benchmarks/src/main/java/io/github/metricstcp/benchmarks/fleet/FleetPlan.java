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
 */
final class FleetPlan {

	/**
	 * How many times the events that a process is given it has taken at the most.
	 */
	static final double HEADROOM = 2;

	private static final List<Integer> FLEETS = List.of(10, 100, 1_000, 10_000);

	private final FleetFigures measured;

	private final int instances;

	private final double events;

	/**
	 * Computes what to run.
	 * @param measured what was measured
	 * @param instances the number of instances
	 * @param rate events a second of each
	 */
	FleetPlan(FleetFigures measured, int instances, double rate) {
		this.measured = measured;
		this.instances = instances;
		this.events = instances * rate;
	}

	/**
	 * Returns a table in Markdown.
	 * @param measured what was measured
	 * @param rate events a second of each instance
	 */
	static String table(FleetFigures measured, double rate) {
		StringBuilder table = new StringBuilder("| instances | events/s | observers | relays | partitions "
				+ "| disk for a day | rollups | processors | memory |\n| ---: |");
		table.append(" ---: |".repeat(6)).append(" --- | --- |\n");
		for (int instances : FLEETS) {
			table.append(new FleetPlan(measured, instances, rate).row());
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
		return (int) Math.ceil(HEADROOM * this.events / figures.limit());
	}

	/**
	 * Returns the processors of all processes of a kind together.
	 */
	double processors(Figures figures) {
		return HEADROOM * this.events * figures.nanos() / 1e9;
	}

	/**
	 * Returns the megabytes of an observer that is connected to the instances: it keeps
	 * the series of each. For fewer than were measured it is given as much as for those.
	 */
	long observerMegabytes() {
		long measured = megabytes(this.measured.observer());
		return Math.max(measured, measured * this.instances / this.measured.instances());
	}

	private static long megabytes(Figures figures) {
		return Math.round(figures.kilobytes() / 1e3);
	}

	private String row() {
		if (isOneObserver()) {
			return String.format(Locale.ROOT, "| %,d | %,.0f | 1 | – | – | – | – | %s | %,d MB |%n", this.instances,
					this.events, processorsOf(this.measured.observer()), observerMegabytes());
		}
		return String.format(Locale.ROOT,
				"| %,d | %,.0f | 1, of the rollup | %,d | %,d | %s | %,d | relays %s, broker %s, rollups %s "
						+ "| each relay %,d MB, each rollup %,d MB |%n",
				this.instances, this.events, relays(), partitions(), size(bytesADay()), rollups(),
				processorsOf(this.measured.relay()), processorsOf(this.measured.broker()),
				processorsOf(this.measured.rollup()), megabytes(this.measured.relay()),
				megabytes(this.measured.rollup()));
	}

	private String processorsOf(Figures figures) {
		return String.format(Locale.ROOT, "%.1f", Math.max(0.1, processors(figures)));
	}

	static String size(double bytes) {
		return (bytes >= 1e12) ? String.format(Locale.ROOT, "%.1f TB", bytes / 1e12)
				: String.format(Locale.ROOT, "%.0f GB", bytes / 1e9);
	}

}
