package io.github.metricstcp.benchmarks.fleet;

import java.util.Map;
import java.util.TreeMap;

import io.github.metricstcp.benchmarks.run.LiveMemory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FleetPlan}: its arithmetic.
 */
class FleetPlanTests {

	// Each takes a million events/s at the most, but the rollup
	private final FleetFigures measured = new FleetFigures(100,
			new Figures(speed(1e6, 500, 1e5, 1_000), new Memory(100e6, 10e6, 4_000)),
			new Figures(new Speed(1e6, 300), new Memory(50e6, 20e6, 1_000)), new Speed(1e6, 100), 12,
			new Figures(speed(5e5, 2_000, 1e5, 3_000), new Memory(80e6, 10e6, 2_000)));

	@Test
	void anObserverIsEnoughForHalfOfWhatItTakes() {
		assertThat(plan(500).isOneObserver()).isTrue();
		assertThat(plan(501).isOneObserver()).isFalse();
	}

	@Test
	void whatOneObserverTakesNeedsNothingElse() {
		FleetPlan plan = plan(100);
		assertThat(plan.relays()).isZero();
		assertThat(plan.rollups()).isZero();
		assertThat(plan.partitions()).isZero();
		assertThat(plan.bytesADay()).isZero();
	}

	@Test
	void eachProcessIsGivenHalfOfWhatItTakes() {
		FleetPlan plan = plan(1_000);
		assertThat(plan.relays()).isEqualTo(2);
		assertThat(plan.rollups()).isEqualTo(4);
		assertThat(plan.partitions()).isEqualTo(8);
	}

	@Test
	void processorsAreForTwiceTheEvents() {
		assertThat(plan(1_000).processors(this.measured.relay().speed(), 2)).isEqualTo(0.6);
		assertThat(plan(1_000).processors(this.measured.rollup().speed(), 4)).isEqualTo(4);
	}

	@Test
	void anEventCostsMoreWhereFewerCome() {
		assertThat(plan(500).processors(this.measured.observer().speed(), 1)).isEqualTo(0.5);
		assertThat(plan(100).processors(this.measured.observer().speed(), 1)).isEqualTo(0.2);
		assertThat(plan(10).processors(this.measured.observer().speed(), 1)).isEqualTo(0.02);
		assertThat(plan(1_000).processors(this.measured.rollup().speed(), 8)).isEqualTo(6);
	}

	@Test
	void aDayOfAMillionEventsASecondIsATerabyte() {
		assertThat(plan(1_000).bytesADay()).isEqualTo(1e6 * 86_400 * 12);
		assertThat(FleetPlan.size(plan(1_000).bytesADay())).isEqualTo("1.0 TB");
		assertThat(FleetPlan.size(103.7e9)).isEqualTo("103.7 GB");
		assertThat(FleetPlan.size(103.7e6)).isEqualTo("104 MB");
	}

	@Test
	void memoryGrowsWithTheSeriesOfEachProcess() {
		assertThat(plan(100).memory(this.measured.observer(), 1)).isEqualTo(100e6 + 2 * (10e6 + 100_000 * 4_000));
		assertThat(plan(1_000).memory(this.measured.relay(), 2)).isEqualTo(50e6 + 2 * (20e6 + 500_000 * 1_000));
	}

	@Test
	void memoryIsThatOfTwoNumbersOfSeries() {
		Memory memory = Memory.of(new LiveMemory(15_000_000, 40_000_000), 1_000, new LiveMemory(60_000_000, 50_000_000),
				10_000);
		assertThat(memory).isEqualTo(new Memory(50e6, 10e6, 5_000));
		assertThat(memory.heap(20_000)).isEqualTo(220e6);
	}

	@Test
	void theTableHasARowForEachFleet() {
		assertThat(FleetPlan.table(this.measured)).isEqualTo(
				"""
						| instances | events/s | observers | relays | partitions | disk for a day | rollups | processors | memory |
						| ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |
						| 10 | 10,000 | 1 | – | – | – | – | 0.1 | 200 MB |
						| 100 | 100,000 | 1 | – | – | – | – | 0.2 | 920 MB |
						| 1,000 | 1,000,000 | 1, of the rollup | 2 | 8 | 1.0 TB | 4 | relays 0.6, broker 0.2, rollups 4.0 | each relay 1.1 GB, each rollup 1.1 GB |
						| 10,000 | 10,000,000 | 1, of the rollup | 20 | 80 | 10.4 TB | 40 | relays 6.0, broker 2.0, rollups 40.0 | each relay 1.1 GB, each rollup 1.1 GB |
						""");
	}

	private static Speed speed(double limit, double nanos, double slow, double slowNanos) {
		return new Speed(limit, new TreeMap<>(Map.of(limit, nanos, slow, slowNanos)));
	}

	private FleetPlan plan(int instances) {
		return new FleetPlan(this.measured, instances);
	}

}
