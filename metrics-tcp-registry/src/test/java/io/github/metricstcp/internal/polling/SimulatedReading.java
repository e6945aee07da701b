package io.github.metricstcp.internal.polling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;

/**
 * A reading of a simulated application: it takes as long as it is scripted to, of a time
 * that does not pass by itself.
 */
final class SimulatedReading extends Reading {

	/**
	 * The nanoseconds that each reading takes, by its number from 0.
	 */
	private final IntToLongFunction costs;

	private final List<Long> times = new ArrayList<>();

	private long total;

	private SimulatedReading(IntToLongFunction costs) {
		super("simulated");
		this.costs = costs;
	}

	static SimulatedReading of(IntToLongFunction costs) {
		return new SimulatedReading(costs);
	}

	static SimulatedReading taking(long nanos) {
		return new SimulatedReading((number) -> nanos);
	}

	static List<SimulatedReading> taking(long... nanos) {
		return Arrays.stream(nanos).mapToObj(SimulatedReading::taking).toList();
	}

	/**
	 * Polls readings, all of them in the first round.
	 * @param period the nanoseconds from one round to the next
	 * @param seconds how long
	 * @return the nanoseconds that each round took
	 */
	static List<Long> poll(List<SimulatedReading> readings, long period, long seconds) {
		PollingBudget budget = new PollingBudget(period);
		List<Long> rounds = new ArrayList<>();
		for (long now = 0; now < TimeUnit.SECONDS.toNanos(seconds); now += period) {
			long before = total(readings);
			for (Reading each : budget.plan(List.copyOf(readings), now, now == 0).readings()) {
				((SimulatedReading) each).read(now);
			}
			rounds.add(total(readings) - before);
		}
		return rounds;
	}

	static long total(List<SimulatedReading> readings) {
		return readings.stream().mapToLong((each) -> each.total).sum();
	}

	private void read(long now) {
		long nanos = this.costs.applyAsLong(this.times.size());
		this.times.add(now);
		this.total += nanos;
		this.cost.add(now, now + nanos);
	}

	/**
	 * Returns the times at which it was read, in seconds.
	 */
	List<Double> seconds() {
		return this.times.stream().map((time) -> time / 1e9).toList();
	}

	int count() {
		return this.times.size();
	}

	/**
	 * Returns the nanoseconds of the longest time from one reading to the next, or to the
	 * end.
	 */
	long longestGap(long end) {
		long gap = 0;
		for (int i = 0; i < this.times.size(); i++) {
			long next = (i + 1 < this.times.size()) ? this.times.get(i + 1) : end;
			gap = Math.max(gap, next - this.times.get(i));
		}
		return gap;
	}

	@Override
	void read() {
		throw new UnsupportedOperationException("Read by the simulation");
	}

	@Override
	List<Reading> accept(int session) {
		return List.of();
	}

}
