package io.github.metricstcp.rollup;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeftOutSeries}.
 */
class LeftOutSeriesTests {

	private final FleetStore store = new FleetStore(MergedFleet.store());

	@Test
	void aSeriesStaysOutUntilNoPartitionHasIt() {
		LeftOutSeries leftOut = new LeftOutSeries(this.store);
		leftOut.add(key(1), 0);
		leftOut.add(key(1), 300);
		leftOut.add(key(1), 300);
		leftOut.add(key(2), 0);
		leftOut.leave(key(1), 0);
		leftOut.leave(key(3), 0);
		leftOut = new LeftOutSeries(this.store);
		assertThat(leftOut.has(key(1))).isTrue();
		assertThat(leftOut.has(key(3))).isFalse();
		leftOut.leave(key(1), 300);
		assertThat(leftOut.has(key(1))).isFalse();
		assertThat(leftOut.has(key(2))).isTrue();
		assertThat(new LeftOutSeries(this.store).has(key(1))).isFalse();
	}

	@Test
	void nothingIsLetInIfMoreAreLeftOutThanAreToldApart() {
		LeftOutSeries leftOut = new LeftOutSeries(this.store);
		for (int i = 0; i < LeftOutSeries.MAX; i++) {
			leftOut.add(key(i), 0);
		}
		assertThat(leftOut.has(key(-1))).isFalse();
		leftOut.add(key(-2), 0);
		leftOut.add(key(-3), 0);
		for (int i = 0; i < 10; i++) {
			leftOut.leave(key(i), 0);
		}
		assertThat(leftOut.has(key(-1))).isTrue();
		assertThat(new LeftOutSeries(this.store).has(key(-1))).isTrue();
		assertThat(this.store.leftOut()).isEqualTo(LeftOutSeries.MAX + 1);
	}

	@Test
	void aFullFleetDoesNotLetInWhatItHasLostTheBeginningOf() {
		MergedFleet fleet = new MergedFleet(RollupDriver.settings().build());
		List<CounterSum> sums = new ArrayList<>();
		for (int i = 0; i < Fleet.MAX_SERIES; i++) {
			sums.add(fleet.count(0, "s." + i, 1));
		}
		fleet.send(0);
		fleet.partitions.get(1).metadata(new Metadata(Kind.COUNTER, "late", "bytes", "What came late"));
		CounterSum late = fleet.count(1, "late", 1_000);
		fleet.until(30_000);
		assertThat(fleet.messages).singleElement().asString().contains("series of the fleet are left out");
		sums.forEach(fleet.partitions.get(0)::release);
		fleet.until(100_000);
		fleet.count(0, "other", 7);
		fleet.until(120_000);
		fleet.restart();
		fleet.increment(1, late, 5);
		fleet.until(140_000);
		assertThat(fleet.values).containsEntry("other", 7.0).doesNotContainKey("late");
		// No instance has it any more, and then one has
		fleet.partitions.get(1).release(late);
		fleet.send(1);
		fleet.partitions.get(1).metadata(new Metadata(Kind.COUNTER, "late", "bytes", "What came late"));
		fleet.increment(1, fleet.count(1, "late", 1_000), 5);
		fleet.until(180_000);
		assertThat(fleet.values).containsEntry("late", 1_005.0);
		assertThat(fleet.metadata).containsEntry("late", new Metadata(Kind.COUNTER, "late", "bytes", "What came late"));
	}

	private static byte[] key(int number) {
		return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
	}

}
