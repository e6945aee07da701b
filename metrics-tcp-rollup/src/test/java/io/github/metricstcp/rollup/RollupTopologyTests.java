package io.github.metricstcp.rollup;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.kafka.Content;
import io.github.metricstcp.kafka.RecordDescription;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.metricstcp.rollup.RollupDriver.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of what goes in and what comes out, without brokers.
 */
class RollupTopologyTests {

	private static final Duration FIRST = Duration.ofSeconds(10);

	private static final Duration SECOND = Duration.ofSeconds(20);

	private RollupDriver driver() {
		return new RollupDriver(RollupDriver.settings().build());
	}

	@Test
	void totalsAreThoseOfAllInstances() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			RelayedInstance store = new RelayedInstance("store:5000").at(START);
			driver.send(shop.total("orders", 100).begin());
			driver.send(store.total("orders", 1_000).begin());
			driver.send(shop.at(START + 1_000).increment("orders", 7).increment("orders", 3).events());
			driver.send(store.at(START + 2_000).increment("orders", 20).events());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.total("orders")).isEqualTo(1_130);
			assertThat(driver.gauge("orders.rate", FIRST)).isEqualTo(3);
			driver.send(shop.at(START + 15_000).increment("orders", 1).events());
			driver.until(Duration.ofSeconds(45));
			assertThat(driver.total("orders")).isEqualTo(1_131);
			assertThat(driver.gauge("orders.rate", SECOND)).isEqualTo(0.1);
			assertThat(driver.gauge("orders.rate", Duration.ofSeconds(30))).isZero();
		}
	}

	@Test
	void whatWasCountedBeforeIsNoRate() {
		try (RollupDriver driver = driver()) {
			driver.send(new RelayedInstance("shop:5000").at(START).total("orders", 100).begin());
			driver.until(Duration.ofSeconds(15));
			long session = driver.descriptions.get(0).session();
			driver.send(new RelayedInstance("store:5000").at(START + 15_000).total("orders", 1_000_000).begin());
			driver.until(Duration.ofSeconds(25));
			assertThat(driver.total("orders")).isEqualTo(1_000_100);
			assertThat(driver.gauge("orders.rate", SECOND)).isNaN();
			// A viewer compares the totals of a session with none before
			RecordDescription last = driver.descriptions.stream()
				.filter((each) -> each.content() == Content.SNAPSHOT)
				.reduce((first, second) -> second)
				.orElseThrow();
			assertThat(last.session()).isGreaterThan(session);
			assertThat(last.sequence()).isZero();
		}
	}

	@Test
	void anInstanceThatIsStartedAgainCountsOn() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			driver.send(shop.total("orders", 100).begin());
			driver.send(shop.at(START + 1_000).increment("orders", 10).events());
			driver.send(shop.end());
			driver.send(shop.at(START + 2_000).total("orders", 4).begin());
			driver.send(shop.increment("orders", 1).events());
			// The stream is interrupted, and the application is not
			driver.send(shop.at(START + 3_000).total("orders", 8).begin());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.total("orders")).isEqualTo(118);
			assertThat(driver.gauge("orders.rate", FIRST)).isEqualTo(1.8);
		}
	}

	@Test
	void incrementsOfAnExporterWithoutTotalsAreNotCountedTwice() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			driver.send(shop.increment("orders", 5).begin());
			driver.send(shop.total("orders", 5).snapshot());
			driver.send(shop.at(START + 1_000).increment("orders", 2).begin());
			driver.send(shop.total("orders", 2).snapshot());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.total("orders")).isEqualTo(7);
		}
	}

	@Test
	void recordsThatComeTwiceAreLeftOut() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			driver.send(shop.total("orders", 0).begin());
			TestRecord<byte[], byte[]> events = shop.increment("orders", 7).sample("time", 3).events();
			driver.send(events);
			driver.send(events);
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.total("orders")).isEqualTo(7);
			assertThat(driver.total("time.count")).isEqualTo(1);
			assertThat(driver.tally.counts().duplicates()).isEqualTo(1);
		}
	}

	@Test
	void anOlderSessionOfTheSameTargetIsLeftOut() {
		try (RollupDriver driver = driver()) {
			RelayedInstance first = new RelayedInstance("shop:5000").at(START);
			driver.send(first.total("orders", 100).begin());
			RelayedInstance second = new RelayedInstance("shop:5000").at(START);
			second.begin();
			driver.send(second.total("orders", 100).begin());
			driver.send(first.at(START + 1_000).increment("orders", 1).events());
			driver.send(second.at(START + 1_000).increment("orders", 1).events());
			driver.send(first.total("orders", 101).snapshot());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.total("orders")).isEqualTo(101);
			assertThat(driver.tally.counts().duplicates()).isEqualTo(2);
		}
	}

	@Test
	void aRelayThatTakesOverBringsNothingTwice() {
		try (RollupDriver driver = driver()) {
			RelayedInstance first = new RelayedInstance("shop:5000").at(START);
			RelayedInstance second = new RelayedInstance("shop:5000");
			second.begin();
			driver.send(first.total("orders", 100).begin());
			driver.send(first.at(START + 1_000)
				.increment("orders", 3)
				.at(START + 1_200)
				.increment("orders", 4)
				.sample("time", 1)
				.events());
			// Made before the last event of the other one
			driver.send(second.at(START + 1_100).total("orders", 103).begin());
			driver.send(second.at(START + 1_200)
				.increment("orders", 4)
				.sample("time", 1)
				.at(START + 1_300)
				.increment("orders", 5)
				.sample("time", 2)
				.events());
			driver.send(first.at(START + 1_300).increment("orders", 5).sample("time", 2).events());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.total("orders")).isEqualTo(112);
			assertThat(driver.total("time.count")).isEqualTo(2);
			driver.send(second.at(START + 15_000).total("orders", 120).snapshot());
			driver.until(Duration.ofSeconds(25));
			assertThat(driver.total("orders")).isEqualTo(120);
			// The younger relay ends, and the older one goes on at once
			driver.send(first.at(START + 25_000).increment("orders", 1).events());
			driver.send(second.at(START + 25_000).increment("orders", 1).endRelay());
			driver.send(first.at(START + 26_000).increment("orders", 10).events());
			driver.until(Duration.ofSeconds(35));
			assertThat(driver.total("orders")).isEqualTo(131);
			driver.send(first.at(START + 35_000).total("orders", 131).snapshot());
			driver.until(Duration.ofSeconds(45));
			assertThat(driver.total("orders")).isEqualTo(131);
		}
	}

	@Test
	void totalsOfARelayThatTakesOverAreItsOwnIfTheApplicationSendsNone() {
		try (RollupDriver driver = driver()) {
			RelayedInstance first = new RelayedInstance("shop:5000").at(START);
			RelayedInstance second = new RelayedInstance("shop:5000");
			second.begin();
			driver.send(first.increment("orders", 5).begin());
			driver.send(second.at(START).increment("orders", 2).at(START + 100).increment("orders", 3).begin());
			driver.send(second.at(START + 5_000).total("orders", 5).snapshot());
			driver.send(second.increment("orders", 1).events());
			driver.send(first.at(START + 5_000).total("orders", 9).snapshot());
			driver.send(second.endRelay());
			driver.send(first.at(START + 6_000).increment("orders", 1).events());
			driver.send(first.total("orders", 10).snapshot());
			driver.send(first.at(START + 7_000).increment("orders", 1).events());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.total("orders")).isEqualTo(11);
		}
	}

	@Test
	void aRelayThatIsThereAgainAfterAYoungerOneWasKilledBringsNothingTwice() {
		for (boolean totals : new boolean[] { true, false }) {
			try (RollupDriver driver = driver()) {
				RelayedInstance first = new RelayedInstance("shop:5000").at(START);
				RelayedInstance second = new RelayedInstance("shop:5000").at(START + 1_000);
				second.begin();
				driver.send((totals ? first.total("orders", 100) : first.increment("orders", 100)).begin());
				driver.send((totals ? second.total("orders", 100) : second).begin());
				driver.send(first.at(START + 2_000).increment("orders", 5).events());
				driver.send(second.at(START + 2_000).increment("orders", 5).events());
				driver.until(Duration.ofSeconds(60));
				driver.send(first.at(START + 60_000).total("orders", 105).snapshot());
				driver.send(second.at(START + 60_000).total("orders", totals ? 105 : 5).snapshot());
				driver.send(first.at(START + 61_000).increment("orders", 20).events());
				driver.send(second.at(START + 61_000).increment("orders", 20).events());
				driver.until(Duration.ofMinutes(2));
				assertThat(driver.total("orders")).isEqualTo(125);
				// The younger one is killed
				driver.send(first.at(START + 120_000).total("orders", 125).snapshot());
				driver.send(first.at(START + 130_000).increment("orders", 30).events());
				driver.send(first.at(START + 180_000).total("orders", 155).snapshot());
				driver.until(Duration.ofMinutes(4));
				assertThat(driver.total("orders")).isEqualTo(125);
				driver.send(first.at(START + 240_000).total("orders", 155).snapshot());
				driver.send(first.at(START + 241_000).increment("orders", 2).events());
				driver.until(Duration.ofMinutes(5));
				assertThat(driver.total("orders")).isEqualTo(157);
				driver.send(first.at(START + 300_000).total("orders", 158).snapshot());
				driver.until(Duration.ofSeconds(320));
				assertThat(driver.total("orders")).isEqualTo(158);
			}
		}
	}

	@Test
	void totalsOfARelayThatCantBeComparedAreNoGrowth() {
		try (RollupDriver driver = driver()) {
			RelayedInstance first = new RelayedInstance("shop:5000").at(START);
			RelayedInstance second = new RelayedInstance("shop:5000").at(START + 1_000);
			RelayedInstance third = new RelayedInstance("shop:5000").at(START + 10_000);
			second.begin();
			third.begin();
			third.begin();
			driver.send(first.increment("orders", 100).begin());
			driver.send(second.increment("orders", 5).begin());
			driver.send(second.at(START + 5_000).total("orders", 5).snapshot());
			driver.send(third.increment("orders", 4).begin());
			driver.send(third.at(START + 15_000).total("orders", 4).snapshot());
			driver.until(Duration.ofSeconds(200));
			assertThat(driver.total("orders")).isEqualTo(109);
			driver.send(first.at(START + 200_000).total("orders", 140).snapshot());
			driver.send(first.at(START + 201_000).increment("orders", 1).events());
			driver.send(first.at(START + 202_000).total("orders", 142).snapshot());
			driver.until(Duration.ofMinutes(4));
			assertThat(driver.total("orders")).isEqualTo(111);
		}
	}

	@Test
	void whatWasLostComesWithTheNextSnapshot() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			driver.send(shop.total("orders", 100).begin());
			shop.increment("orders", 40).lose();
			driver.send(shop.at(START + 1_000).increment("orders", 2).events());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.total("orders")).isEqualTo(102);
			assertThat(driver.tally.counts().missing()).isEqualTo(1);
			driver.send(shop.at(START + 15_000).total("orders", 142).snapshot());
			driver.until(Duration.ofSeconds(25));
			assertThat(driver.total("orders")).isEqualTo(142);
			assertThat(driver.gauge("orders.rate", SECOND)).isEqualTo(4);
		}
	}

	@Test
	void aSessionWhoseBeginningIsMissingIsReadOnAndHealed() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			driver.send(shop.total("orders", 100).begin());
			shop.at(START + 2_000).beginUnheard(480);
			driver.send(shop.at(START + 12_000).increment("orders", 5).sample("time", 1).events());
			driver.until(Duration.ofSeconds(25));
			assertThat(driver.total("orders")).isEqualTo(105);
			assertThat(driver.total("time.count")).isEqualTo(1);
			assertThat(driver.tally.counts().missing()).isEqualTo(480);
			driver.send(shop.at(START + 25_000).total("orders", 190).snapshot());
			driver.until(Duration.ofSeconds(35));
			assertThat(driver.total("orders")).isEqualTo(190);
			// And once more, in which the application is started again
			shop.at(START + 35_000).beginUnheard(7);
			driver.send(shop.at(START + 36_000).increment("orders", 1).events());
			driver.send(shop.total("orders", 20).snapshot());
			driver.until(Duration.ofSeconds(45));
			assertThat(driver.total("orders")).isEqualTo(210);
			assertThat(driver.tally.counts().early()).isZero();
		}
	}

	@Test
	void ofTwoRelaysThatGoOnWhenReadingBeginsTheOtherOneGoesOnAtOnce() {
		try (RollupDriver driver = driver()) {
			RelayedInstance first = new RelayedInstance("shop:5000").at(START);
			RelayedInstance second = new RelayedInstance("shop:5000").at(START - 10_000);
			first.begin();
			second.beginUnheard(400);
			driver.send(second.at(START).increment("orders", 1).events());
			assertThat(driver.tally.counts().early()).isEqualTo(1);
			driver.send(first.at(START).total("orders", 100).snapshot());
			driver.send(second.total("orders", 100).snapshot());
			driver.send(first.at(START + 1_000).increment("orders", 3).events());
			driver.send(second.at(START + 1_000).increment("orders", 3).events());
			driver.send(first.endRelay());
			driver.send(second.at(START + 2_000).increment("orders", 4).events());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.total("orders")).isEqualTo(107);
			driver.send(second.at(START + 15_000).total("orders", 107).snapshot());
			driver.until(Duration.ofSeconds(25));
			assertThat(driver.total("orders")).isEqualTo(107);
			assertThat(driver.tally.counts().missing()).isZero();
		}
	}

	@Test
	void twoThatHaveOneAddressAreToldApartByTheirNames() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("app:5000", "shop").at(START);
			RelayedInstance store = new RelayedInstance("app:5000", "store").at(START);
			store.begin();
			driver.send(shop.total("orders", 100).begin());
			driver.send(store.total("orders", 1_000).begin());
			driver.until(Duration.ofSeconds(15));
			for (int i = 1; i <= 4; i++) {
				driver.until(Duration.ofSeconds(60L * i));
				driver.send(shop.at(START + i * 60_000L).total("orders", 100 + i).snapshot());
				driver.send(store.at(START + i * 60_000L).total("orders", 1_000 + i).snapshot());
				driver.until(Duration.ofSeconds(60L * i + 15));
			}
			assertThat(driver.total("orders")).isEqualTo(1_108);
			assertThat(driver.tally.counts().duplicates()).isZero();
			assertThat(driver.messages).hasSize(1);
			assertThat(driver.messages.get(0)).startsWith(
					"Kafka localhost:9092: app:5000 is relayed as shop and as store at the same time, and is taken for two");
		}
	}

	@Test
	void gaugesAreThoseOfTheInstancesThatAreThere() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			RelayedInstance store = new RelayedInstance("store:5000").at(START);
			driver.send(shop.value("stock", 20).begin());
			driver.send(store.value("stock", 7).begin());
			driver.send(shop.at(START + 5_000).change("stock", -3).events());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.gauge("stock.sum", FIRST)).isEqualTo(24);
			assertThat(driver.gauge("stock.min", FIRST)).isEqualTo(7);
			assertThat(driver.gauge("stock.max", FIRST)).isEqualTo(17);
			assertThat(driver.gauge("stock.instances", FIRST)).isEqualTo(2);
			driver.send(store.at(START + 15_000).end());
			driver.until(Duration.ofSeconds(35));
			assertThat(driver.gauge("stock.sum", SECOND)).isEqualTo(17);
			assertThat(driver.gauge("stock.instances", SECOND)).isEqualTo(1);
			// A value lasts until there is another one
			assertThat(driver.gauge("stock.sum", Duration.ofSeconds(30))).isEqualTo(17);
		}
	}

	@Test
	void anInstanceOfWhichNothingComesHasNoValues() {
		try (RollupDriver driver = driver()) {
			driver.send(new RelayedInstance("shop:5000").at(START).value("stock", 20).begin());
			driver.until(Duration.ofSeconds(200));
			assertThat(driver.gauge("stock.instances", Duration.ofSeconds(150))).isEqualTo(1);
			assertThat(driver.gauge("stock.instances", Duration.ofSeconds(160))).isZero();
		}
	}

	@Test
	void whatComesWithinTheGraceIsMerged() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			RelayedInstance store = new RelayedInstance("store:5000").at(START);
			driver.send(shop.total("orders", 0).sample("time", 1).begin());
			driver.send(store.begin());
			driver.until(Duration.ofSeconds(25));
			driver.send(shop.at(START + 25_000).sample("time", 5).events());
			driver.until(Duration.ofSeconds(33));
			driver.send(store.at(START + 9_000).sample("time", 3).increment("orders", 2).events());
			driver.until(Duration.ofSeconds(45));
			WindowSketch sketch = driver.sketches.get("time").get(START + FIRST.toMillis());
			assertThat(sketch.count()).isEqualTo(2);
			assertThat(sketch.sum()).isEqualTo(4);
			assertThat(sketch.max()).isEqualTo(3);
			// A viewer does not go back
			assertThat(driver.gauge("time.max", FIRST)).isEqualTo(1);
			assertThat(driver.total("time.count")).isEqualTo(3);
			assertThat(driver.total("orders")).isEqualTo(2);
			assertThat(driver.tally.counts().late()).isZero();
		}
	}

	@Test
	void whatComesAfterTheGraceIsLeftOutButIncrementsAreNot() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			driver.send(shop.total("orders", 0).sample("time", 1).begin());
			driver.until(Duration.ofSeconds(60));
			driver.send(shop.at(START + 9_000).sample("time", 3).increment("orders", 2).events());
			driver.until(Duration.ofSeconds(75));
			assertThat(driver.sketches.get("time").get(START + FIRST.toMillis()).count()).isEqualTo(1);
			assertThat(driver.total("time.count")).isEqualTo(1);
			assertThat(driver.total("orders")).isEqualTo(2);
			assertThat(driver.tally.counts().late()).isEqualTo(1);
			assertThat(driver.messages).singleElement().asString().contains("shop:5000").contains("30 s");
		}
	}

	@Test
	void seriesThatDifferInOtherLabelsAreMerged() {
		RollupSettings settings = RollupDriver.settings().labels(KeptLabels.only(Set.of("uri"))).build();
		try (RollupDriver driver = new RollupDriver(settings)) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			driver.send(shop.labels(Map.of("uri", "/a", "pod", "1"))
				.total("requests", 1)
				.value("busy", 4)
				.labels(Map.of("uri", "/a", "pod", "2"))
				.total("requests", 10)
				.value("busy", 5)
				.labels(Map.of("uri", "/b", "pod", "1"))
				.total("requests", 100)
				.begin());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.totals.entrySet()).hasSize(2)
				.anyMatch((each) -> each.getKey().labels().equals(Map.of("uri", "/a")) && each.getValue() == 11)
				.anyMatch((each) -> each.getKey().labels().equals(Map.of("uri", "/b")) && each.getValue() == 100);
			assertThat(driver.gauge("busy.sum", FIRST)).isEqualTo(9);
			assertThat(driver.gauge("busy.instances", FIRST)).isEqualTo(1);
		}
	}

	@Test
	void whatIsNotOfARelayIsSkippedAndCounted() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			driver.send(shop.total("orders", 1).begin());
			driver.send(new TestRecord<>(null, "{}".getBytes(StandardCharsets.UTF_8), new RecordHeaders(), START));
			driver.send(new TestRecord<>(new byte[] { 1 }, null, new RecordHeaders(), START));
			TestRecord<byte[], byte[]> cut = shop.increment("orders", 5).events();
			driver.send(new TestRecord<>(cut.key(), Arrays.copyOf(cut.value(), cut.value().length - 1), cut.headers(),
					START));
			TestRecord<byte[], byte[]> other = shop.increment("orders", 5).events();
			other.headers().remove("metrics-tcp.version").add("metrics-tcp.version", new byte[] { '9' });
			driver.send(other);
			TestRecord<byte[], byte[]> noFrames = shop.events();
			driver.send(new TestRecord<>(noFrames.key(), new byte[] { 3, -1, -1, -1 }, noFrames.headers(), START));
			driver.send(shop.increment("orders", 1).events());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.total("orders")).isEqualTo(2);
			RollupCounts counts = driver.tally.counts();
			assertThat(List.of(counts.foreign(), counts.unknownVersions(), counts.broken())).containsExactly(2L, 1L,
					2L);
			assertThat(driver.messages).hasSize(3).allMatch((each) -> each.endsWith("."));
		}
	}

	@Test
	void unitsAndDescriptionsAreKept() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			driver.send(shop.metadata(Kind.HISTOGRAM, "time", "seconds", "How long it takes")
				.metadata(Kind.COUNTER, "sent", "bytes", "What was sent")
				.sample("time", 1)
				.increment("sent", 1)
				.begin());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.metadata).containsEntry("time.p99",
					new Metadata(Kind.GAUGE, "time.p99", "seconds", "How long it takes"));
			assertThat(driver.metadata).containsEntry("time.count",
					new Metadata(Kind.COUNTER, "time.count", "count", "How long it takes"));
			assertThat(driver.metadata).containsEntry("sent",
					new Metadata(Kind.COUNTER, "sent", "bytes", "What was sent"));
			assertThat(driver.metadata).containsEntry("sent.rate",
					new Metadata(Kind.GAUGE, "sent.rate", "bytes_per_second", "What was sent"));
			assertThat(driver.sketches.get("time").get(START + FIRST.toMillis()).unit()).isEqualTo("seconds");
		}
	}

	@Test
	void metricsOfTheSameNameAreTakenApart() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			driver.send(
					shop.sample("time", 1).value("time", 9).increment("time.count", 50).value("time.p50", 70).begin());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.gauge("time.p50", FIRST)).isEqualTo(1);
			assertThat(driver.gauge("time.max", FIRST)).isEqualTo(9);
			assertThat(driver.gauge("time.histogram.max", FIRST)).isEqualTo(1);
			assertThat(driver.total("time.count")).isEqualTo(50);
			assertThat(driver.total("time.histogram.count")).isEqualTo(1);
			assertThat(driver.gauge("time.p50.sum", FIRST)).isEqualTo(70);
		}
	}

	@Test
	void snapshotsLetAViewerBeginAnywhere() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			driver.send(shop.total("orders", 5).value("stock", 3).begin());
			driver.until(Duration.ofSeconds(80));
			List<RecordDescription> snapshots = driver.descriptions.stream()
				.filter((each) -> each.content() == Content.SNAPSHOT)
				.toList();
			assertThat(snapshots).hasSize(2).allMatch((each) -> each.target().equals("fleet"));
			assertThat(driver.descriptions).extracting(RecordDescription::session)
				.containsOnly(snapshots.get(0).session());
			for (int i = 0; i < driver.descriptions.size(); i++) {
				assertThat(driver.descriptions.get(i).sequence()).isEqualTo(i);
			}
			assertThat(driver.total("orders")).isEqualTo(5);
		}
	}

	@Test
	void aClockThatIsAheadDoesNotMakeOthersLate() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			RelayedInstance store = new RelayedInstance("store:5000").at(START);
			driver.send(shop.begin());
			driver.send(store.begin());
			TestRecord<byte[], byte[]> ahead = shop.at(START + 3_600_000).sample("time", 1).events();
			driver.send(new TestRecord<>(ahead.key(), ahead.value(), ahead.headers(), START + 1_000));
			driver.send(store.at(START + 2_000).sample("time", 2).events());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.total("time.count")).isEqualTo(2);
			assertThat(driver.gauge("time.mean", FIRST)).isEqualTo(1.5, within(1e-9));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 10_000, 3_600_000 })
	void aRelayWhoseClockIsAheadDoesNotMakeOthersLate(long ahead) {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			RelayedInstance store = new RelayedInstance("store:5000").at(START);
			driver.send(shop.begin());
			driver.send(store.begin());
			for (int second = 0; second < 40; second++) {
				driver.until(Duration.ofSeconds(second));
				long now = START + second * 1_000L;
				TestRecord<byte[], byte[]> record = shop.at(now).increment("orders", 1).sample("time", 10).events();
				driver.send(new TestRecord<>(record.key(), record.value(), record.headers(), now + ahead));
				driver.send(store.at(now).increment("orders", 2).sample("time", 20).sample("time", 20).events());
			}
			driver.until(Duration.ofSeconds(60));
			for (int end = 10; end <= 40; end += 10) {
				Duration window = Duration.ofSeconds(end);
				assertThat(driver.gauge("orders.rate", window)).as("until %s s", end).isEqualTo(3);
				assertThat(driver.gauge("time.mean", window)).as("until %s s", end).isEqualTo(50.0 / 3, within(1e-9));
				assertThat(driver.gauge("time.p50", window)).as("until %s s", end).isEqualTo(20, within(0.2));
				// Nothing of it is kept for windows of the future
				assertThat(driver.sketches.get("time").get(START + end * 1_000L).count()).isEqualTo(30);
			}
			assertThat(driver.total("time.count")).isEqualTo(120);
			assertThat(driver.tally.counts().late()).isZero();
			assertThat(driver.messages).hasSize((ahead > 15_000) ? 1 : 0)
				.allMatch((each) -> each.contains("a record of shop:5000 is from 3600 s ahead") && each.endsWith("?"));
		}
	}

	@Test
	void withoutGraceWhatComesBeforeAWindowIsWrittenIsInIt() {
		try (RollupDriver driver = new RollupDriver(RollupDriver.settings().grace(Duration.ZERO).build())) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			driver.send(shop.begin());
			driver.until(Duration.ofMillis(10_500));
			TestRecord<byte[], byte[]> record = shop.at(START + 9_800).sample("time", 2).events();
			driver.send(new TestRecord<>(record.key(), record.value(), record.headers(), START + 10_300));
			driver.until(Duration.ofSeconds(20));
			assertThat(driver.tally.counts().late()).isZero();
			assertThat(driver.gauge("time.max", FIRST)).isEqualTo(2);
		}
	}

	@Test
	void anInstanceIsCountedOnceWhicheverOfItsLabelsCameFirst() {
		RollupSettings settings = RollupDriver.settings().labels(KeptLabels.only(Set.of())).build();
		try (RollupDriver driver = new RollupDriver(settings)) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			RelayedInstance store = new RelayedInstance("store:5000").at(START);
			driver.send(shop.labels(Map.of("pool", "1")).value("busy", 1).begin());
			driver.send(store.labels(Map.of("pool", "1")).value("busy", 2).begin());
			driver.send(shop.labels(Map.of("pool", "2")).value("busy", 3).events());
			driver.send(store.labels(Map.of("pool", "2")).value("busy", 4).events());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.gauge("busy.instances", FIRST)).isEqualTo(2);
			assertThat(driver.gauge("busy.sum", FIRST)).isEqualTo(10);
		}
	}

	@Test
	void noTotalIsAddedAgainAfterDaysWithoutARollup() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			RelayedInstance store = new RelayedInstance("store:5000").at(START);
			driver.send(shop.total("orders", 100).begin());
			driver.send(store.total("orders", 1_000).begin());
			driver.until(Duration.ofSeconds(15));
			Duration days = Duration.ofDays(3);
			driver.skip(days);
			driver.send(shop.at(START + days.toMillis() + 15_000).total("orders", 101).snapshot());
			driver.until(days.plusSeconds(17));
			driver.send(store.at(START + days.toMillis() + 17_000).total("orders", 1_002).snapshot());
			driver.until(days.plusSeconds(45));
			assertThat(driver.total("orders")).isEqualTo(1_103);
		}
	}

	@Test
	void seriesBeyondTheLimitAreLeftOutAndItIsSaidOnce() {
		try (RollupDriver driver = driver()) {
			RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
			for (int i = 0; i < Instance.MAX_SERIES + 5; i++) {
				shop.increment("orders" + i, 1);
			}
			driver.send(shop.begin());
			driver.until(Duration.ofSeconds(15));
			assertThat(driver.totals).hasSize(Instance.MAX_SERIES);
			assertThat(driver.messages).singleElement().asString().contains("shop:5000").endsWith("Keep fewer labels.");
		}
	}

}
