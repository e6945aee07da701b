package io.github.metricstcp.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.kafka.testing.Models;
import io.github.metricstcp.kafka.testing.Viewer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.kafka.testing.Viewer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a broker that is killed, started again, or not there.
 */
class KafkaOutageTests {

	private final List<String> said = new CopyOnWriteArrayList<>();

	private int recorded;

	@TempDir
	private Path directory;

	private KafkaRelay relay(KafkaBroker broker, long memory) {
		// Shorter than by default, so that the test does not take as long
		Map<String, String> properties = Map.of("delivery.timeout.ms", "4000", "request.timeout.ms", "2000",
				"max.block.ms", "1000");
		KafkaRelay relay = new KafkaRelay(new KafkaSettings(broker.servers(), "shops", properties), memory, 10_000,
				this.said::add);
		relay.start();
		return relay;
	}

	@Test
	void nothingIsLostWhileABrokerIsAwayAndThereIsRoom() throws Exception {
		try (KafkaBroker broker = KafkaBroker.start(this.directory);
				KafkaRelay relay = relay(broker, KafkaRelay.DEFAULT_MEMORY);
				Viewer viewer = viewer(broker)) {
			FrameSource source = new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			source.total("orders", 0);
			await().until(() -> viewer.total("shop", "orders") == 0);
			int events = 0;
			for (int i = 0; i < 20_000; i++, events++) {
				record(source);
			}
			broker.kill();
			for (int i = 0; i < 20_000; i++, events++) {
				record(source);
			}
			await().until(() -> this.said.stream().anyMatch((each) -> each.contains("Up to 64 MB are kept meanwhile")));
			for (int i = 0; i < 20_000; i++, events++) {
				record(source);
			}
			broker.start();
			int all = events;
			await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
				assertThat(viewer.total("shop", "orders")).isEqualTo(all);
				assertThat(Models.samples(viewer.model(), "shop", "latency")).isEqualTo(all);
			});
			assertThat(relay.counts().droppedRecords()).isZero();
			assertThat(relay.counts().events()).isEqualTo(2L * all + 1);
			assertThat(viewer.reader().counts().missing()).isZero();
			assertThat(this.said).anyMatch((each) -> each.contains(": connected again, writes to topic shops."));
		}
	}

	@Test
	void beyondItsMemoryARelayDropsTheOldestSamplesAndHealsTheRest() throws Exception {
		try (KafkaBroker broker = KafkaBroker.start(this.directory);
				KafkaRelay relay = relay(broker, KafkaRelay.LEAST_MEMORY);
				Viewer viewer = viewer(broker)) {
			FrameSource source = new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			source.total("orders", 0);
			await().until(() -> viewer.total("shop", "orders") == 0);
			broker.kill();
			int events = 40_000;
			for (int i = 0; i < events; i++) {
				record(source);
			}
			RelayCounts away = relay.counts();
			assertThat(away.waitingBytes()).isLessThanOrEqualTo(KafkaRelay.LEAST_MEMORY);
			assertThat(away.droppedSamples()).isBetween(20_000L, 39_000L);
			await().until(() -> this.said.stream()
				.anyMatch((each) -> each.contains(" samples were dropped so far, and ")
						&& each.endsWith(" events of counters and gauges will come in sums (memory=1MB).")));
			broker.start();
			await().atMost(Duration.ofSeconds(90))
				.untilAsserted(() -> assertThat(viewer.total("shop", "orders")).isEqualTo(events));
			RelayCounts counts = relay.counts();
			assertThat(Models.samples(viewer.model(), "shop", "latency")).isEqualTo(events - counts.droppedSamples());
			assertThat(viewer.reader().counts().missing()).isEqualTo(counts.droppedRecords());
			// The newest ones are there
			assertThat(Models.snapshot(viewer.model(), "shop", "latency").summary().max()).isEqualTo(events);
		}
	}

	@Test
	void anInstanceThatWasConnectedAgainMeanwhileGoesOnWithTheFirstRecordThatIsLeft() throws Exception {
		try (KafkaBroker broker = KafkaBroker.start(this.directory);
				KafkaRelay relay = relay(broker, KafkaRelay.LEAST_MEMORY);
				Viewer viewer = viewer(broker)) {
			FrameSource source = new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			source.total("orders", 0);
			await().until(() -> viewer.total("shop", "orders") == 0);
			broker.kill();
			record(source);
			source.close("has closed the connection");
			source.open();
			source.total("orders", 1);
			int events = 40_000;
			for (int i = 1; i < events; i++) {
				record(source);
			}
			// The end of the session too, and the beginning of the other one
			assertThat(relay.counts().droppedSamples()).isGreaterThan(1);
			broker.start();
			await().atMost(Duration.ofSeconds(90))
				.untilAsserted(() -> assertThat(viewer.total("shop", "orders")).isEqualTo(events));
			assertThat(Models.samples(viewer.model(), "shop", "latency"))
				.isEqualTo(events - relay.counts().droppedSamples());
			assertThat(viewer.reader().counts().missing()).isPositive();
			assertThat(viewer.reader().counts().early()).isZero();
		}
	}

	@Test
	void aBrokerMayBeStartedAfterTheRelay() throws Exception {
		KafkaBroker broker = KafkaBroker.prepare(this.directory);
		try (KafkaRelay relay = relay(broker, KafkaRelay.DEFAULT_MEMORY); Viewer viewer = viewer(broker)) {
			FrameSource source = new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			source.total("orders", 7);
			await().until(() -> this.said.stream()
				.anyMatch((each) -> each.equals(("Kafka %s: does not answer (--kafka): "
						+ "is a broker there, one without TLS (security.protocol in --kafka-config), and can the address be reached that it advertises? Up to 64 MB are kept "
						+ "meanwhile, then the oldest samples are dropped.")
					.formatted(broker.servers()))));
			await().until(() -> viewer.said()
				.stream()
				.anyMatch((each) -> each
					.startsWith("Kafka %s: does not answer (kafka:): is a broker there".formatted(broker.servers()))));
			source.increment("orders", 1);
			broker.start();
			await().atMost(Duration.ofSeconds(90)).until(() -> viewer.total("shop", "orders") == 8);
			assertThat(relay.counts().droppedRecords()).isZero();
		}
		finally {
			broker.close();
		}
	}

	@Test
	void aRelayEndsThoughNoBrokerIsThere() throws Exception {
		KafkaBroker broker = KafkaBroker.prepare(this.directory);
		KafkaRelay relay = relay(broker, KafkaRelay.DEFAULT_MEMORY);
		new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
		long begun = System.nanoTime();
		relay.close();
		assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(6));
		assertThat(this.said).last().asString().endsWith(" bytes were not acknowledged before the end.");
	}

	@Test
	void aNameWithoutAddressIsAFailureLikeOthers() {
		KafkaRelay relay = new KafkaRelay(new KafkaSettings("nowhere.invalid:9092", "shops", Map.of()),
				KafkaRelay.DEFAULT_MEMORY, 10, this.said::add);
		relay.start();
		await().until(() -> !this.said.isEmpty());
		assertThat(this.said.get(0))
			.startsWith("Kafka nowhere.invalid:9092: has no address: are the names in --kafka right? Up to 64 MB");
		relay.close();
	}

	private Viewer viewer(KafkaBroker broker) {
		return new Viewer(broker.servers(), "shops");
	}

	private void record(FrameSource source) {
		this.recorded++;
		source.increment("orders", 1);
		source.sample("latency", this.recorded);
	}

}
