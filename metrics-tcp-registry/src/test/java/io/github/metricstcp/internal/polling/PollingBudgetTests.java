package io.github.metricstcp.internal.polling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PollingBudget}, without threads and without time.
 */
class PollingBudgetTests {

	private static final long MICRO = TimeUnit.MICROSECONDS.toNanos(1);

	private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	@Example
	void whatFitsIntoTheBudgetIsReadInEachRound() {
		List<SimulatedReading> readings = SimulatedReading.taking(10 * MILLI, 9 * MILLI, MICRO, 0);
		SimulatedReading.poll(readings, SECOND, 60);
		assertThat(readings).allSatisfy((each) -> assertThat(each.count()).isEqualTo(60));
	}

	@Example
	void slowReadingWaitsForItsShareAndTheFastOnesDoNot() {
		SimulatedReading slow = SimulatedReading.taking(200 * MILLI);
		List<SimulatedReading> fast = Collections.nCopies(500, MICRO).stream().map(SimulatedReading::taking).toList();
		List<SimulatedReading> all = with(fast, slow);
		SimulatedReading.poll(all, SECOND, 100);
		assertThat(fast).allSatisfy((each) -> assertThat(each.count()).isEqualTo(100));
		// The second one confirms the first; then 200 ms in 10.26 s are 1.95 %
		assertThat(slow.seconds()).startsWith(0.0, 1.0, 12.0, 23.0, 34.0);
		assertThat(slow.cost.slowed()).isNotNull();
		assertThat(slow.cost.slowed().nanos()).isEqualTo(200 * MILLI);
		assertThat(slow.cost.slowed().interval()).isBetween(10_250 * MILLI, 10_260 * MILLI);
		assertThat(fast).allSatisfy((each) -> assertThat(each.cost.slowed()).isNull());
	}

	@Example
	void onePauseMakesNoDifference() {
		SimulatedReading paused = SimulatedReading.of((number) -> (number == 20) ? 200 * MILLI : MICRO);
		SimulatedReading other = SimulatedReading.taking(MILLI);
		SimulatedReading.poll(List.of(paused, other), SECOND, 60);
		assertThat(paused.count()).isEqualTo(60);
		assertThat(other.count()).isEqualTo(60);
		assertThat(paused.cost.slowed()).isNull();
	}

	@Example
	void onePauseMakesNoDifferenceWhateverElseIsSlow() {
		SimulatedReading paused = SimulatedReading
			.of((number) -> (number == 20) ? 500 * MILLI : (number % 2 == 0) ? MICRO : 2 * MICRO);
		List<SimulatedReading> readings = new ArrayList<>(
				SimulatedReading.taking(300 * MILLI, 200 * MILLI, 100 * MILLI, 50 * MILLI));
		readings.add(paused);
		SimulatedReading.poll(readings, SECOND, 60);
		assertThat(paused.count()).isEqualTo(60);
		assertThat(paused.cost.slowed()).isNull();
		assertThat(readings.subList(0, 4)).allSatisfy((each) -> assertThat(each.cost.slowed()).isNotNull());
	}

	@Example
	void readingThatWasSlowOnceAndForLongIsReadInEachRound() {
		SimulatedReading cold = SimulatedReading.of((number) -> (number == 0) ? 5 * SECOND : MICRO);
		SimulatedReading.poll(List.of(cold), SECOND, 60);
		assertThat(cold.count()).isEqualTo(60);
	}

	@Example
	void readingThatBecomesSlowIsSlowedAndOneThatBecomesFastIsNot() {
		SimulatedReading becomesSlow = SimulatedReading.of((number) -> (number < 20) ? MICRO : 100 * MILLI);
		SimulatedReading.poll(List.of(becomesSlow), SECOND, 120);
		assertThat(becomesSlow.count()).isBetween(38, 42);
		SimulatedReading becomesFast = SimulatedReading.of((number) -> (number < 5) ? 200 * MILLI : MICRO);
		SimulatedReading.poll(List.of(becomesFast), SECOND, 120);
		assertThat(becomesFast.seconds()).startsWith(0.0, 1.0, 12.0, 23.0, 34.0, 45.0, 46.0, 47.0);
	}

	@Example
	void readingThatIsSlowEverySecondTimeIsSlowed() {
		SimulatedReading alternating = SimulatedReading.of((number) -> (number % 2 == 0) ? 200 * MILLI : MICRO);
		SimulatedReading.poll(List.of(alternating), SECOND, 1000);
		assertThat(SimulatedReading.total(List.of(alternating))).isBetween(15 * SECOND,
				20 * SECOND + 1000 / 30 * 200 * MILLI);
	}

	@Example
	void fastReadingsDoNotSufferFromOneThatCannotBeAfforded() {
		SimulatedReading endless = SimulatedReading.taking(60 * SECOND);
		List<SimulatedReading> fast = Collections.nCopies(500, 10 * MICRO)
			.stream()
			.map(SimulatedReading::taking)
			.toList();
		SimulatedReading.poll(with(fast, endless), SECOND, 120);
		assertThat(fast).allSatisfy((each) -> assertThat(each.count()).isEqualTo(120));
		assertThat(endless.longestGap(120 * SECOND)).isLessThanOrEqualTo(ReadingCost.LONGEST_INTERVAL);
	}

	@Example
	void manyThatAreSlowedAtOnceAreNotReadAtOnce() {
		List<SimulatedReading> readings = Collections.nCopies(10_000, 10 * MICRO)
			.stream()
			.map(SimulatedReading::taking)
			.toList();
		List<Long> rounds = SimulatedReading.poll(readings, SECOND, 60);
		// The second round confirms the first
		assertThat(rounds).startsWith(100 * MILLI, 100 * MILLI);
		assertThat(rounds.subList(2, 60)).allSatisfy((nanos) -> assertThat(nanos).isBetween(0L, 21 * MILLI));
		assertThat(readings).allSatisfy((each) -> assertThat(each.count()).isBetween(10, 14));
	}

	@Example
	void slowReadingThatAnotherThreadIsAtIsLeftOutUnlessAllAreRead() {
		SimulatedReading hanging = SimulatedReading.taking(SECOND);
		SimulatedReading other = SimulatedReading.taking(SECOND);
		List<SimulatedReading> readings = List.of(hanging, other);
		SimulatedReading.poll(readings, SECOND, 2);
		hanging.begin(1);
		PollingBudget budget = new PollingBudget(SECOND);
		assertThat(budget.plan(List.copyOf(readings), 40 * SECOND, false).slow()).containsExactly(other);
		assertThat(budget.plan(List.copyOf(readings), 40 * SECOND, true).slow()).containsExactlyInAnyOrder(hanging,
				other);
	}

	@Example
	void slowReadingsComeLastAndTheSlowestAtTheEnd() {
		List<SimulatedReading> readings = SimulatedReading.taking(300 * MILLI, MICRO, 100 * MILLI);
		SimulatedReading.poll(readings, SECOND, 2);
		PollingPlan plan = new PollingBudget(SECOND).plan(List.copyOf(readings), 2 * SECOND, true);
		assertThat(plan.readings()).containsExactly(readings.get(1), readings.get(2), readings.get(0));
	}

	@Example
	void roundsThatAreRarerThanTheLongestIntervalReadAll() {
		List<SimulatedReading> readings = SimulatedReading.taking(2 * SECOND, MICRO);
		SimulatedReading.poll(readings, 60 * SECOND, 600);
		assertThat(readings).allSatisfy((each) -> assertThat(each.count()).isEqualTo(10));
	}

	@Property(tries = 100)
	void anyMixKeepsToTheBudget(@ForAll("costs") long[] costs, @ForAll("periods") long period) {
		long seconds = 300;
		List<SimulatedReading> readings = SimulatedReading.taking(costs);
		SimulatedReading.poll(readings, period, seconds);
		double sum = Arrays.stream(costs).sum();
		// Beyond what must be read after 30 s, half of the budget
		double rate = Math.max(PollingBudget.BUDGET,
				PollingBudget.BUDGET / 2 + sum / (ReadingCost.LONGEST_INTERVAL - period));
		// And all of them twice until their costs are known
		double allowed = rate * seconds * SECOND + 2 * sum;
		assertThat((double) SimulatedReading.total(readings)).isLessThanOrEqualTo(allowed * 1.000001 + costs.length);
	}

	@Property(tries = 100)
	void everyReadingIsReadAtLeastEach30Seconds(@ForAll("costs") long[] costs, @ForAll("periods") long period) {
		List<SimulatedReading> readings = SimulatedReading.taking(costs);
		SimulatedReading.poll(readings, period, 120);
		assertThat(readings).allSatisfy(
				(each) -> assertThat(each.longestGap(120 * SECOND)).isLessThanOrEqualTo(ReadingCost.LONGEST_INTERVAL));
	}

	@Property(tries = 100)
	void whatIsCheapIsReadInEachRoundWhateverTheOthersCost(@ForAll("costs") long[] costs,
			@ForAll("periods") long period) {
		List<SimulatedReading> readings = SimulatedReading.taking(costs);
		int rounds = SimulatedReading.poll(readings, period, 60).size();
		double cheap = PollingBudget.BUDGET / 2 * period / costs.length;
		for (int i = 0; i < costs.length; i++) {
			if (costs[i] < 0.999 * cheap) {
				assertThat(readings.get(i).count()).isEqualTo(rounds);
			}
		}
	}

	@Property(tries = 100)
	void whatCostsMoreIsNotReadMoreOften(@ForAll("costs") long[] costs) {
		List<SimulatedReading> readings = SimulatedReading.taking(costs);
		SimulatedReading.poll(readings, SECOND, 600);
		for (SimulatedReading each : readings) {
			for (SimulatedReading other : readings) {
				if (each.cost.nanos() > other.cost.nanos()) {
					// As near as rounds are
					assertThat(each.count()).isLessThanOrEqualTo(other.count() + 12);
				}
			}
		}
	}

	/**
	 * Costs of a few readings from a microsecond to a second.
	 */
	@Provide
	Arbitrary<long[]> costs() {
		Arbitrary<Long> cost = Arbitraries.integers()
			.between(0, 60)
			.map((exponent) -> (long) (MICRO * Math.pow(10, exponent / 10.0)));
		return cost.array(long[].class).ofMinSize(1).ofMaxSize(40);
	}

	@Provide
	Arbitrary<Long> periods() {
		return Arbitraries.of(100 * MILLI, SECOND, 3 * SECOND, 10 * SECOND);
	}

	private static List<SimulatedReading> with(List<SimulatedReading> readings, SimulatedReading more) {
		List<SimulatedReading> all = new ArrayList<>(readings);
		all.add(more);
		return all;
	}

}
