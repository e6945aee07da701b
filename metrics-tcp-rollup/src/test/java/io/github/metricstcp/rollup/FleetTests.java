package io.github.metricstcp.rollup;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.wire.Kind;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
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

	@Test
	void whatIsNotOfNowIsInNoSnapshotAndGoesWithTheSession() {
		this.fleet.count(1, "other", 5);
		HistogramSum sum = histogram(0);
		this.fleet.value(0, "stock", 10, 3);
		this.fleet.until(20_000);
		sum.add(this.fleet.partitions.get(0).currentWindow(), 5);
		this.fleet.partitions.get(0).changed(sum);
		this.fleet.noValue(0, "stock", 40);
		this.fleet.until(50_000);
		assertThat(this.fleet.values).containsKeys("time.p99", "time.max", "time.mean", "stock.max");
		long session = session();
		this.fleet.until(300_000);
		assertThat(this.fleet.values).containsEntry("time.count", 1.0)
			.containsEntry("stock.instances", 0.0)
			.doesNotContainKeys("time.p50", "time.p90", "time.p99", "time.max", "time.mean", "stock.min", "stock.max");
		// Viewers have them still
		assertThat(session()).isEqualTo(session);
		this.fleet.restart();
		this.fleet.until(720_000);
		assertThat(session()).isGreaterThan(session);
		session = session();
		this.fleet.restart();
		this.fleet.until(3_600_000);
		assertThat(session()).isEqualTo(session);
		sum.add(this.fleet.partitions.get(0).currentWindow(), 7);
		this.fleet.partitions.get(0).changed(sum);
		this.fleet.until(3_630_000);
		assertThat(this.fleet.values).containsEntry("time.max", 7.0).containsEntry("time.count", 2.0);
		this.fleet.until(4_000_000);
		assertThat(session()).isGreaterThan(session);
	}

	@Test
	void extremesOfAGaugeThatNoInstanceHasGoWithTheSession() {
		this.fleet.value(0, "stock", 10, 3);
		this.fleet.noValue(0, "stock", 40);
		this.fleet.until(300_000);
		long session = session();
		this.fleet.restart();
		this.fleet.until(720_000);
		assertThat(session()).isGreaterThan(session);
		assertThat(this.fleet.values).containsOnlyKeys("stock.instances", "stock.sum");
		session = session();
		this.fleet.restart();
		this.fleet.until(3_600_000);
		assertThat(session()).isEqualTo(session);
	}

	@Test
	void whatWaitsHasRoomInRecords() {
		int windows = 3 * Fleet.MAX_WINDOWS;
		long first = new Windows(10_000).at(RollupDriver.START);
		this.fleet.count(1, "other", 5);
		for (int partition = 0; partition < 2; partition++) {
			ByteWriter growth = new ByteWriter().writeVarint(partition).writeByte(SeriesSum.CHANGES);
			ByteWriter values = new ByteWriter().writeVarint(partition).writeByte(SeriesSum.CHANGES);
			growth.writeVarint(0).writeVarint(windows);
			values.writeVarint(windows);
			for (int i = 0; i < windows; i++) {
				growth.writeVarint(first + i).writeVarint(1_000_000);
				new GaugeValues(1, i, i, i).writeTo(values.writeVarint(first + i));
			}
			this.fleet.accept(Kind.COUNTER, "orders", growth.toBytes());
			this.fleet.accept(Kind.GAUGE, "stock", values.toBytes());
		}
		try (KeyValueIterator<Bytes, byte[]> all = this.fleet.store.all()) {
			assertThat(all).toIterable().hasSizeGreaterThan(4).allMatch((each) -> each.value.length < 5_000);
		}
		this.fleet.restart();
		this.fleet.until(30_000);
		assertThat(this.fleet.values).containsEntry("stock.sum", 2.0).containsEntry("orders.rate", 200_000.0);
		// Nothing is lost of growth, and the last value is the last one
		this.fleet.restart();
		this.fleet.skipTo(windows * 10_000L + 30_000);
		assertThat(this.fleet.values).containsEntry("orders", 2_000_000.0 * windows)
			.containsEntry("stock.sum", 2.0 * (windows - 1));
	}

	@Test
	void whatTakesLongIsWrittenInParts() {
		this.fleet.until(30_000);
		CounterSum orders = this.fleet.count(0, "orders", 0);
		this.fleet.until(40_000);
		long first = new Windows(10_000).at(RollupDriver.START + 40_000);
		for (int i = 0; i < 10; i++) {
			orders.add(first + i, 1);
		}
		this.fleet.partitions.get(0).changed(orders);
		this.fleet.passing = TimeUnit.SECONDS.toNanos(1);
		this.fleet.skipTo(200_000);
		assertThat(this.fleet.values.get("orders")).isPositive().isLessThan(10);
		this.fleet.restart();
		for (int i = 0; i < 20; i++) {
			this.fleet.skipTo(200_000);
		}
		assertThat(this.fleet.values).containsEntry("orders", 10.0);
	}

	@Test
	void windowsWaitForAPartitionThatComesOn() {
		catchUp(Duration.ofHours(1));
		assertThat(this.fleet.values).containsEntry("time.count", 360.0);
		assertThat(this.fleet.tally.counts().late()).isZero();
		assertThat(this.fleet.messages).isEmpty();
	}

	@Test
	void windowsDoNotWaitForMoreThanThereIsRoomFor() {
		this.fleet.room = 30_000;
		this.fleet.restart();
		catchUp(Duration.ofHours(3));
		assertThat(this.fleet.tally.counts().late()).isPositive().isLessThan(1_080);
		assertThat(this.fleet.values).containsEntry("time.count", 1_080.0 - this.fleet.tally.counts().late());
		assertThat(this.fleet.messages).hasSize(2)
			.anyMatch((each) -> each.contains("a partition of topic metrics-tcp is 1") && each.contains("(-Xmx)"))
			.anyMatch((each) -> each.contains("The first is of partition 0, which is read later than others"));
	}

	/**
	 * Lets a partition have a sample in each window of a time that has passed, while the
	 * other one is at its end at once and has some too.
	 */
	private void catchUp(Duration behind) {
		HistogramSum slow = histogram(0);
		HistogramSum fast = histogram(1);
		Windows windows = new Windows(10_000);
		long[] next = { windows.at(RollupDriver.START - behind.toMillis()) };
		long end = windows.at(RollupDriver.START);
		for (long window = next[0]; window < end; window += 2) {
			fast.add(window, 7);
		}
		this.fleet.partitions.get(1).changed(fast);
		this.fleet.catchUp(behind.toMillis(), 60_000, (time) -> {
			for (; next[0] < Math.min(end, windows.at(time)); next[0]++) {
				if (next[0] % 2 != 0) {
					slow.add(next[0], 5);
				}
			}
			this.fleet.partitions.get(0).changed(slow);
		});
		this.fleet.until(behind.toMillis() + 60_000);
	}

	private HistogramSum histogram(int partition) {
		HistogramSum sum = (HistogramSum) Objects
			.requireNonNull(this.fleet.partitions.get(partition).sum(MergedFleet.histogram("time")));
		sum.retain();
		return sum;
	}

	private long session() {
		return this.fleet.descriptions.get(this.fleet.descriptions.size() - 1).session();
	}

}
