package io.github.metricstcp.internal.polling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The part of one thread's time that readings may take, and how they share it.
 * <p>
 * All have the same share, and those that need less leave the rest to the others. A
 * reading that needs no more than its share is read in each round. Another one waits
 * until its share pays for it, but no longer than 30 seconds.
 * <p>
 * Readings that must be read after 30 seconds may take more than their share. The others
 * then have less, but together half of the budget at the least: what is cheap does not
 * suffer from what cannot be afforded. Only then the budget is exceeded.
 */
final class PollingBudget {

	/**
	 * The part of one thread's time.
	 */
	static final double BUDGET = 0.02;

	/**
	 * Halvings of an interval of 2 % down to a share of 10^-9.
	 */
	private static final int HALVINGS = 24;

	private final long period;

	/**
	 * The longest time that a reading waits: with the time until the next round it is the
	 * longest interval.
	 */
	private final long longest;

	/**
	 * Creates a budget.
	 * @param period the nanoseconds from one round to the next
	 */
	PollingBudget(long period) {
		this.period = period;
		this.longest = Math.max(period, ReadingCost.LONGEST_INTERVAL - period);
	}

	/**
	 * Plans a round.
	 * @param readings all readings
	 * @param now the time, in nanoseconds of the clock that has measured the readings
	 * @param all whether all are read, due or not
	 * @return the readings of the round
	 */
	PollingPlan plan(List<Reading> readings, long now, boolean all) {
		double[] costs = readings.stream().mapToDouble((reading) -> reading.cost.nanos()).toArray();
		double share = share(costs);
		List<Reading> prompt = new ArrayList<>(readings.size());
		List<Candidate> slow = new ArrayList<>();
		double room = 0;
		for (int i = 0; i < costs.length; i++) {
			Reading reading = readings.get(i);
			long interval = interval(costs[i], share);
			reading.cost.settle(interval, this.period);
			if (interval <= this.period) {
				prompt.add(reading);
			}
			else {
				room += costs[i] / interval * this.period;
				slow.add(new Candidate(reading, costs[i], reading.cost.overdue(now)));
			}
		}
		return new PollingPlan(prompt, all ? all(slow) : due(slow, now, room));
	}

	private static List<Reading> all(List<Candidate> slow) {
		return slow.stream().sorted(Comparator.comparingDouble(Candidate::cost)).map(Candidate::reading).toList();
	}

	/**
	 * Returns those that have been due for the longest time, as many as are paid for in
	 * one round on average: else all that became slow at once would always be read at
	 * once.
	 */
	private List<Reading> due(List<Candidate> slow, long now, double room) {
		List<Candidate> due = slow.stream()
			.filter((each) -> each.overdue >= 0 && !each.reading.isBeingRead())
			.sorted(Comparator.comparingLong(Candidate::overdue).reversed())
			.toList();
		List<Reading> taken = new ArrayList<>();
		double cost = 0;
		for (Candidate each : due) {
			if (cost < room || each.reading.cost.age(now) >= this.longest) {
				taken.add(each.reading);
				cost += each.cost;
			}
		}
		return taken;
	}

	/**
	 * Returns the time from one reading to the next, shorter than the period for one that
	 * needs less than its share.
	 */
	private long interval(double cost, double share) {
		return (long) Math.min(cost / share, (double) this.longest);
	}

	/**
	 * Returns the part of the thread's time that one reading may take, infinite if there
	 * is enough for all.
	 */
	double share(double[] costs) {
		if (fits(costs, Double.POSITIVE_INFINITY)) {
			return Double.POSITIVE_INFINITY;
		}
		double share = 0;
		double step = BUDGET;
		for (int i = 0; i < HALVINGS; i++) {
			step /= 2;
			if (fits(costs, share + step)) {
				share += step;
			}
		}
		return share;
	}

	private boolean fits(double[] costs, double share) {
		double fair = 0;
		double total = 0;
		for (double cost : costs) {
			double taken = Math.min(share, cost / this.period);
			fair += taken;
			total += Math.max(taken, cost / this.longest);
		}
		return total <= BUDGET || fair <= BUDGET / 2;
	}

	/**
	 * A slow reading at the time of a plan: another thread may be measuring it meanwhile.
	 */
	private record Candidate(Reading reading, double cost, long overdue) {
	}

}
