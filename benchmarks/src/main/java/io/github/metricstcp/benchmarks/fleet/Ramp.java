package io.github.metricstcp.benchmarks.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.metricstcp.benchmarks.client.FleetCounts;
import io.github.metricstcp.benchmarks.client.FleetGenerator;
import io.github.metricstcp.benchmarks.fleet.FleetReader.Taken;
import io.github.metricstcp.benchmarks.run.ProcessTime;

/**
 * Steps of growing rates: each asks for twice as many events as the one before, until a
 * reader does not take all of them, and then for what is in between.
 */
final class Ramp {

	/**
	 * The share of the events that a reader that keeps up takes in a window: some come a
	 * moment later.
	 */
	private static final double ALL = 0.95;

	// Of one processor
	private static final double BUSY = 0.9;

	private static final int MOST_STEPS = 10;

	private static final int ATTEMPTS = 2;

	// Of the steps between what was taken and what was not
	private static final int HALVINGS = 2;

	private static final double LONGEST_START = 120;

	private final FleetGenerator.Running fleet;

	private final double rate;

	private final double seconds;

	/**
	 * Creates a ramp.
	 * @param fleet what the reader reads
	 * @param rate events a second of each instance, in the first step
	 * @param seconds the time of each step, of which a third comes before the measurement
	 */
	Ramp(FleetGenerator.Running fleet, double rate, double seconds) {
		this.fleet = fleet;
		this.rate = rate;
		this.seconds = seconds;
	}

	/**
	 * Measures, after half of the first rate for a while, and prints a line for each
	 * step.
	 * @param name what is measured
	 * @param reader the process that reads
	 * @param taken says what it has taken so far
	 * @param others processes that it uses
	 * @return the speed of the reader, and then those of the others
	 */
	List<Speed> measure(String name, ProcessHandle reader, Supplier<Taken> taken, Other... others)
			throws InterruptedException {
		awaitConnections();
		FleetCounts unused = this.fleet.rate(this.rate / 2);
		sleep(this.seconds);
		double asked = this.rate * this.fleet.ports().size();
		List<Step> steps = new ArrayList<>();
		Step best = step(name, asked, reader, taken, others);
		steps.add(best);
		boolean all = best.isAll();
		for (int i = 1; i < MOST_STEPS && all; i++) {
			asked *= 2;
			// Something else may have held it up
			for (int j = 0; j < ATTEMPTS && (j == 0 || !all); j++) {
				Step step = step(name, asked, reader, taken, others);
				steps.add(step);
				all = step.isAll();
				best = best.orBetter(step);
			}
		}
		double low = asked / 2;
		for (int i = 0; i < HALVINGS && !all; i++) {
			Step step = step(name, Math.sqrt(low * asked), reader, taken, others);
			steps.add(step);
			best = best.orBetter(step);
			if (step.isAll()) {
				low = step.asked();
			}
			else {
				asked = step.asked();
			}
		}
		unused = this.fleet.rate(this.rate / 2);
		List<Speed> speeds = new ArrayList<>();
		for (int i = -1; i < others.length; i++) {
			speeds.add(speed(steps, best, i));
		}
		return speeds;
	}

	/**
	 * Returns the speed of the reader, or of another process, from the steps without
	 * losses.
	 */
	private static Speed speed(List<Step> steps, Step best, int other) {
		NavigableMap<Double, Double> costs = new TreeMap<>();
		Stream.concat(Stream.of(best), steps.stream().filter(Step::isAll))
			.forEach((step) -> costs.put(step.limit(),
					(other < 0) ? step.nanos() : step.processor(other) / step.events()));
		return new Speed(best.limit(), costs);
	}

	private Step step(String name, double asked, ProcessHandle reader, Supplier<Taken> taken, Other... others)
			throws InterruptedException {
		FleetCounts unused = this.fleet.rate(asked / this.fleet.ports().size());
		sleep(this.seconds / 3);
		Reading before = Reading.of(this.fleet, reader, taken.get(), others);
		sleep(this.seconds - this.seconds / 3);
		Reading after = Reading.of(this.fleet, reader, taken.get(), others);
		Step step = new Step(asked, before, after);
		step.print(name, others);
		if (step.generator() > BUSY) {
			System.out.println("  what sends is the limit: it takes a whole processor");
		}
		return step;
	}

	private void awaitConnections() throws InterruptedException {
		long begin = System.nanoTime();
		while (this.fleet.counts().connected() < this.fleet.ports().size()) {
			if (System.nanoTime() - begin > LONGEST_START * 1e9) {
				throw new IllegalStateException("Only %s of %s instances are read"
					.formatted(this.fleet.counts().connected(), this.fleet.ports().size()));
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
	}

	private static void sleep(double seconds) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
	}

	/**
	 * Another process that is used.
	 *
	 * @param name what it is
	 * @param process the process
	 */
	record Other(String name, ProcessHandle process) {

	}

	/**
	 * The state of all processes at one moment.
	 */
	private record Reading(long nanos, FleetCounts sent, Taken taken, ProcessTime generator, ProcessTime reader,
			List<ProcessTime> others) {

		private static Reading of(FleetGenerator.Running fleet, ProcessHandle reader, Taken taken, Other... others) {
			List<ProcessTime> times = Stream.of(others).map((other) -> ProcessTime.of(other.process())).toList();
			return new Reading(System.nanoTime(), fleet.counts(), taken, ProcessTime.of(fleet.process()),
					ProcessTime.of(reader), times);
		}

	}

	/**
	 * What was measured at one rate.
	 */
	private record Step(double asked, Reading before, Reading after) {

		private boolean isAll() {
			return taken() >= ALL * this.asked && lost() == 0;
		}

		private Step orBetter(Step other) {
			if (lost() == 0 && other.lost() > 0) {
				return this;
			}
			return (other.limit() > limit() || (lost() > 0 && other.lost() == 0)) ? other : this;
		}

		/**
		 * Returns what was taken, without what had waited before.
		 */
		private double limit() {
			return Math.min(this.asked, taken());
		}

		private double taken() {
			return events() / (elapsed() / 1e9);
		}

		private double events() {
			return this.after.taken().events() - this.before.taken().events();
		}

		private double elapsed() {
			return this.after.nanos() - this.before.nanos();
		}

		private long lost() {
			return this.after.taken().dropped() - this.before.taken().dropped();
		}

		private double nanos() {
			return this.after.reader().since(this.before.reader()) / events();
		}

		/**
		 * Returns the processor time of another process.
		 */
		private double processor(int other) {
			return this.after.others().get(other).since(this.before.others().get(other));
		}

		/**
		 * Returns the share of a processor that the generator takes.
		 */
		private double generator() {
			return this.after.generator().since(this.before.generator()) / elapsed();
		}

		private void print(String name, Other... others) {
			double unsent = this.after.sent().unsent() - this.before.sent().unsent() + lost();
			StringBuilder line = new StringBuilder(String.format(Locale.ROOT,
					"%-8s %,11.0f events/s sent, %,11.0f taken, %4.1f %% lost; processor: %,.0f ns an event (%.0f %%)",
					name, this.asked, taken(), 100 * unsent / (unsent + events()), nanos(),
					100 * this.after.reader().since(this.before.reader()) / elapsed()));
			for (int i = 0; i < others.length; i++) {
				double processor = processor(i);
				line.append(String.format(Locale.ROOT, ", %s %,.0f ns (%.0f %%)", others[i].name(),
						processor / events(), 100 * processor / elapsed()));
			}
			System.out.printf(Locale.ROOT, "%s, what sends %.0f %%%n", line, 100 * generator());
		}

	}

}
