package io.github.metricstcp.benchmarks.fleet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FleetPlan}: its arithmetic.
 */
class FleetPlanTests {

	// Each takes a million events/s at the most, but the rollup
	private final FleetFigures measured = new FleetFigures(100, new Figures(1e6, 500, 400_000),
			new Figures(1e6, 300, 200_000), new Figures(1e6, 100, 300_000), 12, new Figures(5e5, 2_000, 500_000));

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
		assertThat(plan(1_000).processors(this.measured.relay())).isEqualTo(0.6);
		assertThat(plan(1_000).processors(this.measured.rollup())).isEqualTo(4);
	}

	@Test
	void aDayOfAMillionEventsASecondIsATerabyte() {
		assertThat(plan(1_000).bytesADay()).isEqualTo(1e6 * 86_400 * 12);
		assertThat(FleetPlan.size(plan(1_000).bytesADay())).isEqualTo("1.0 TB");
		assertThat(FleetPlan.size(103.7e9)).isEqualTo("104 GB");
	}

	@Test
	void anObserverKeepsTheSeriesOfEachInstance() {
		assertThat(plan(200).observerMegabytes()).isEqualTo(800);
		assertThat(plan(100).observerMegabytes()).isEqualTo(400);
		assertThat(plan(10).observerMegabytes()).isEqualTo(400);
	}

	@Test
	void theTableHasARowForEachFleet() {
		assertThat(FleetPlan.table(this.measured, 1_000)).isEqualTo(
				"""
						| instances | events/s | observers | relays | partitions | disk for a day | rollups | processors | memory |
						| ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |
						| 10 | 10,000 | 1 | – | – | – | – | 0.1 | 400 MB |
						| 100 | 100,000 | 1 | – | – | – | – | 0.1 | 400 MB |
						| 1,000 | 1,000,000 | 1, of the rollup | 2 | 8 | 1.0 TB | 4 | relays 0.6, broker 0.2, rollups 4.0 | each relay 200 MB, each rollup 500 MB |
						| 10,000 | 10,000,000 | 1, of the rollup | 20 | 80 | 10.4 TB | 40 | relays 6.0, broker 2.0, rollups 40.0 | each relay 200 MB, each rollup 500 MB |
						""");
	}

	private FleetPlan plan(int instances) {
		return new FleetPlan(this.measured, instances, 1_000);
	}

}
