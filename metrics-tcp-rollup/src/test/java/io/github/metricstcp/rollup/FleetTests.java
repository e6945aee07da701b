package io.github.metricstcp.rollup;

import java.time.Duration;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Fleet}: what becomes of series that partitions have no more.
 */
class FleetTests {

	private final MergedFleet fleet = new MergedFleet(RollupDriver.settings().build());

	@Test
	void aSeriesGoesWithTheLastPartitionThatHasIt() {
		CounterSum first = this.fleet.count(0, "orders", 10);
		CounterSum second = this.fleet.count(1, "orders", 100);
		this.fleet.count(1, "other", 5);
		this.fleet.until(30_000);
		this.fleet.forget(0, first);
		this.fleet.until(120_000);
		assertThat(this.fleet.values).containsEntry("orders", 110.0);
		long session = session();
		this.fleet.forget(1, second);
		this.fleet.until(240_000);
		assertThat(this.fleet.values).containsOnlyKeys("other", "other.rate");
		assertThat(session()).isGreaterThan(session);
	}

	@Test
	void whatHasComeIsWrittenBeforeASeriesGoes() {
		CounterSum first = this.fleet.count(0, "orders", 10);
		this.fleet.count(1, "other", 5);
		this.fleet.until(100_000);
		this.fleet.increment(0, first, 7);
		this.fleet.value(0, "stock", 110, 3);
		this.fleet.forget(0, first);
		this.fleet.leave(0, "stock");
		this.fleet.send(0);
		this.fleet.until(110_000);
		assertThat(this.fleet.hasSeries("orders")).isTrue();
		assertThat(this.fleet.hasSeries("stock")).isTrue();
		this.fleet.until(120_000);
		assertThat(this.fleet.values).containsEntry("orders", 17.0).containsEntry("stock.sum", 3.0);
		this.fleet.until(240_000);
		assertThat(this.fleet.values).containsOnlyKeys("other", "other.rate");
	}

	@Test
	void whatIsLetGoOfIsNotKept() {
		CounterSum first = this.fleet.count(0, "orders", 10);
		this.fleet.count(1, "other", 5);
		this.fleet.until(30_000);
		this.fleet.forget(0, first);
		this.fleet.send(0);
		// That no partition has it any more is kept
		this.fleet.restart();
		this.fleet.until(240_000);
		assertThat(this.fleet.values).containsOnlyKeys("other", "other.rate");
		this.fleet.restart();
		this.fleet.until(360_000);
		assertThat(this.fleet.values).containsOnlyKeys("other", "other.rate");
		assertThat(this.fleet.hasSeries("orders")).isFalse();
	}

	@Test
	void theLastValueOfAPartitionThatHasLeftIsNotInTheSum() {
		this.fleet.value(0, "stock", 10, 3);
		this.fleet.value(1, "stock", 10, 40);
		this.fleet.until(30_000);
		assertThat(this.fleet.values).containsEntry("stock.sum", 43.0);
		// One whose value is written, and one whose value is not
		this.fleet.leave(0, "stock");
		this.fleet.value(1, "stock", 30, 50);
		this.fleet.until(40_000);
		assertThat(this.fleet.values).containsEntry("stock.sum", 50.0).containsEntry("stock.instances", 1.0);
		this.fleet.value(0, "stock", 60, 8);
		this.fleet.leave(0, "stock");
		this.fleet.until(70_000);
		assertThat(this.fleet.values).containsEntry("stock.sum", 58.0);
		this.fleet.restart();
		this.fleet.until(80_000);
		assertThat(this.fleet.values).containsEntry("stock.sum", 50.0).containsEntry("stock.instances", 1.0);
	}

	@Test
	void aHistogramGoesOnceItsWindowsAreClosed() {
		this.fleet.count(1, "other", 5);
		HistogramSum sum = (HistogramSum) Objects
			.requireNonNull(this.fleet.partitions.get(0).sum(MergedFleet.histogram("time")));
		sum.retain();
		this.fleet.until(100_000);
		sum.add(this.fleet.partitions.get(0).currentWindow(), 5);
		this.fleet.partitions.get(0).changed(sum);
		this.fleet.forget(0, sum);
		this.fleet.send(0);
		this.fleet.until(100_000 + Duration.ofSeconds(30).toMillis());
		assertThat(this.fleet.values).containsEntry("time.max", 5.0).containsEntry("time.count", 1.0);
		this.fleet.until(240_000);
		assertThat(this.fleet.values).containsOnlyKeys("other", "other.rate");
		this.fleet.restart();
		assertThat(this.fleet.hasSeries("time")).isFalse();
	}

	private long session() {
		return this.fleet.descriptions.get(this.fleet.descriptions.size() - 1).session();
	}

}
