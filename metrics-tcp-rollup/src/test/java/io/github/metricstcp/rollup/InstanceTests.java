package io.github.metricstcp.rollup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.RecordDescription;
import io.github.metricstcp.kafka.UnusableRecordException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.rollup.RollupDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the series that an {@link Instance} has and lets go of.
 */
class InstanceTests {

	private static final int SERIES = 3 * Instance.PAGE + 10;

	private final RollupSettings settings = RollupDriver.settings().build();

	private final KeyValueStore<Bytes, byte[]> store = MergedFleet.store();

	private final RelayedInstance shop = new RelayedInstance("shop:5000");

	private SourcePartition partition = partition();

	private long time = START;

	// By name, and what has come before

	private final TreeMap<String, Long> growth = new TreeMap<>();

	private final TreeMap<String, Long> bases = new TreeMap<>();

	private final List<String> gone = new ArrayList<>();

	private SourcePartition partition() {
		return new SourcePartition(0, this.settings, new Tally(this.settings, (sentence) -> {
		}), SourceEnds.UNKNOWN, new InstanceStore(this.store), this.time);
	}

	@Test
	void whatAnInstanceHasNoMoreIsLetGoOfAfterADay() throws Exception {
		accept(totals(1, 100).sample("latency", 1).begin());
		snapshots(Duration.ofMinutes(30), 3, 100);
		accept(totals(3, 100).begin());
		snapshots(Duration.ofHours(23), 3, 100);
		assertThat(this.gone).isEmpty();
		this.partition = partition();
		snapshots(Duration.ofHours(3), 3, 100);
		assertThat(this.gone).hasSize(1 + SERIES - (SERIES + 2) / 3)
			.contains("latency", "c1", "c2")
			.doesNotContain("c0");
		assertThat(new InstanceStore(this.store).keys("shop:5000", 1)).isNotNull();
		assertThat(new InstanceStore(this.store).keys("shop:5000", 2)).isNull();
		assertThat(new InstanceStore(this.store).values("shop:5000", 2)).isNull();
		// The others go on where they were
		for (int i = 0; i < 2; i++) {
			this.partition = (i == 0) ? this.partition : partition();
			this.growth.clear();
			this.bases.clear();
			accept(increments().events());
			accept(totals(3, 102 + i).snapshot());
			assertThat(this.bases).isEmpty();
			assertThat(this.growth).hasSize((SERIES + 2) / 3).containsEntry("c0", 2L - i).containsEntry("c99", 2L - i);
		}
	}

	@Test
	void whatIsNoMoreIsLetGoOfWithTheBeginningOfASession() throws Exception {
		accept(totals(1, 100).begin());
		snapshots(Duration.ofHours(23), 3, 100);
		for (int i = 0; i < Duration.ofHours(3).toMinutes(); i++) {
			this.time += 60_000;
			this.shop.at(this.time);
			accept(increments().events());
		}
		assertThat(this.gone).isEmpty();
		this.time += 60_000;
		accept(totals(3, 0).begin());
		assertThat(this.gone).hasSize(SERIES - (SERIES + 2) / 3);
		this.partition = partition();
		this.growth.clear();
		accept(totals(3, 1).snapshot());
		assertThat(this.growth).hasSize((SERIES + 2) / 3).containsEntry("c0", 1L).containsEntry("c99", 1L);
	}

	@Test
	void whatIsLetGoOfIsWhatItIsWhenItComesAgain() throws Exception {
		accept(this.shop.at(this.time).total("kept", 1).total("rare", 50).begin());
		for (int i = 0; i < Duration.ofHours(26).toMinutes(); i++) {
			this.time += 60_000;
			accept(this.shop.at(this.time).total("kept", 1).snapshot());
		}
		assertThat(this.gone).containsExactly("rare");
		this.bases.clear();
		this.time += 60_000;
		accept(this.shop.at(this.time).total("kept", 1).total("rare", 7).begin());
		assertThat(this.bases).hasSize(1).containsEntry("rare", 7L);
		accept(this.shop.at(this.time + 1_000).increment("rare", 2).events());
		assertThat(this.growth).containsEntry("rare", 2L);
	}

	@Test
	void whatWasNotInASnapshotThatWasCutShortIsNotLetGoOf() throws Exception {
		accept(totals(1, 100).begin());
		snapshots(Duration.ofMinutes(30), 1, 100);
		this.time += Duration.ofDays(3).toMillis();
		accept(totals(3, 100).begin());
		for (int i = 0; i < 15; i++) {
			this.time += 60_000;
			accept(totals(3, 100).begin());
		}
		assertAllThere(totals(1, 100).begin());
	}

	@Test
	void whatWasNotInTheFirstSnapshotsAfterAPauseIsNotLetGoOf() throws Exception {
		accept(totals(1, 100).begin());
		snapshots(Duration.ofMinutes(30), 1, 100);
		for (int i = 0; i < 2; i++) {
			this.time += Duration.ofDays(3).toMillis();
			accept(totals(3, 100).snapshot());
			this.partition = (i == 0) ? this.partition : partition();
			this.time += 60_000;
			accept(totals(3, 100).snapshot());
			this.time += 60_000;
			assertAllThere(totals(1, 100).snapshot());
		}
	}

	private void assertAllThere(TestRecord<byte[], byte[]> snapshot) throws Exception {
		this.bases.clear();
		accept(snapshot);
		assertThat(this.gone).isEmpty();
		assertThat(this.bases).isEmpty();
	}

	@Test
	void whatMovesToThePlaceOfOthersIsKeptThere() throws Exception {
		accept(totals(1, 100).begin());
		snapshots(Duration.ofHours(22), SERIES, 100);
		for (int i = 0; i < 2 * Instance.PAGE; i++) {
			this.shop.sample("h" + i, 1);
		}
		accept(this.shop.events());
		snapshots(Duration.ofHours(4), SERIES, 100);
		assertThat(this.gone).hasSize(SERIES - 1);
		this.partition = partition();
		snapshots(Duration.ofHours(18), SERIES, 100);
		assertThat(this.gone).hasSize(SERIES - 1);
	}

	@Test
	void aSampleADayIsEnough() throws Exception {
		accept(this.shop.at(this.time).total("orders", 1).sample("latency", 1).begin());
		for (int i = 1; i <= 3; i++) {
			snapshots(Duration.ofHours(23), 1, 100);
			accept(this.shop.sample("latency", 1).events());
			this.partition = partition();
		}
		assertThat(this.gone).containsExactly("orders");
	}

	private void snapshots(Duration duration, int each, long total) throws UnusableRecordException {
		for (int i = 0; i < duration.toMinutes(); i++) {
			this.time += 60_000;
			accept(totals(each, total).snapshot());
		}
	}

	/**
	 * Has the totals of one counter of some.
	 */
	private RelayedInstance totals(int each, long total) {
		this.shop.at(this.time);
		for (int i = 0; i < SERIES; i += each) {
			this.shop.total("c" + i, total);
		}
		return this.shop;
	}

	private RelayedInstance increments() {
		for (int i = 0; i < SERIES; i += 3) {
			this.shop.increment("c" + i, 1);
		}
		return this.shop;
	}

	private void accept(TestRecord<byte[], byte[]> record) throws UnusableRecordException {
		this.partition.accept(RecordDescription.of(record.headers()), record.value(), record.timestamp(),
				record.timestamp());
		this.partition.take(this::sent);
	}

	private void sent(byte[] key, byte[] value) {
		if (key.length == 0) {
			return;
		}
		SeriesKey series = new ByteReader(key).readKey();
		ByteReader message = new ByteReader(value);
		message.readInt();
		if (message.readByte() == SeriesSum.GONE) {
			this.gone.add(series.name());
		}
		else if (series.kind() == Kind.COUNTER) {
			long base = message.readVarint();
			if (base != 0) {
				this.bases.merge(series.name(), base, Long::sum);
			}
			for (int i = message.readInt(); i > 0; i--) {
				message.readVarint();
				this.growth.merge(series.name(), message.readVarint(), Long::sum);
			}
		}
	}

}
