package io.github.metricstcp.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.client.wire.TeeListener;
import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.kafka.testing.Models;
import io.github.metricstcp.kafka.testing.Viewer;
import io.github.metricstcp.testing.RunningExporter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.kafka.testing.Viewer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for streams that go into a real broker and out of it.
 */
class KafkaRelayTests {

	private static KafkaBroker broker;

	private final List<String> said = new CopyOnWriteArrayList<>();

	private String topic;

	@BeforeEach
	void nameTopic(TestInfo test) {
		this.topic = test.getTestMethod().orElseThrow().getName();
	}

	@BeforeAll
	static void startBroker(@TempDir Path directory) throws Exception {
		broker = KafkaBroker.start(directory, "num.partitions=3");
	}

	@AfterAll
	static void stopBroker() {
		if (broker != null) {
			broker.close();
		}
	}

	private KafkaRelay relay() {
		KafkaRelay relay = new KafkaRelay(new KafkaSettings(broker.servers(), this.topic, Map.of()),
				KafkaRelay.DEFAULT_MEMORY, 10_000, "web-1", this.said::add);
		relay.start();
		return relay;
	}

	private Viewer viewer() {
		return new Viewer(broker.servers(), this.topic);
	}

	@Test
	void whatAnExporterSendsArrivesWithItsTotals() throws Exception {
		ObserverModel direct = new ObserverModel(TimeSource.system(), 10_000);
		try (RunningExporter exporter = RunningExporter.start("buffer-size", "16384"); KafkaRelay relay = relay()) {
			Counter orders = exporter.registry().counter("shop.orders", "channel", "web");
			DistributionSummary amounts = exporter.registry().summary("shop.amounts");
			exporter.registry().gauge("shop.stock", 23);
			TargetAddress address = new TargetAddress("127.0.0.1", exporter.address().getPort());
			try (MetricsTcpClient client = MetricsTcpClient.builder(address)
				.build(tee(relay.addTarget(address.toString(), "shop"), direct.addTarget("shop")))) {
				client.start();
				await().until(() -> Models.snapshot(direct, "shop", "shop.stock") != null);
				await().until(() -> relay.counts().records() > 0);
				try (Viewer viewer = viewer()) {
					// It has no samples of before it has begun
					await().until(() -> Models.snapshot(viewer.model(), "shop", "shop.stock") != null);
					for (int i = 0; i < 200_000; i++) {
						orders.increment();
						if (i % 10 == 0) {
							amounts.record(i);
						}
					}
					await().until(() -> Models.total(direct, "shop", "shop.orders") == 200_000);
					await().untilAsserted(() -> {
						assertThat(viewer.total("shop", "shop.orders")).isEqualTo(200_000);
						assertThat(Models.samples(viewer.model(), "shop", "shop.amounts"))
							.isEqualTo(Models.samples(direct, "shop", "shop.amounts"));
					});
					assertThat(Models.snapshot(viewer.model(), "shop", "shop.stock").value()).isEqualTo(23);
					assertThat(viewer.model().targets().get(0).names().address()).isEqualTo("web-1:" + address.port());
					assertThat(viewer.said()).isEmpty();
				}
			}
		}
		assertThat(this.said).hasSize(2);
		assertThat(this.said.get(0))
			.isEqualTo("Kafka %s: created topic %s, of 3 partitions.".formatted(broker.servers(), this.topic));
		assertThat(this.said.get(1))
			.isEqualTo("Kafka %s: connected, writes to topic %s.".formatted(broker.servers(), this.topic));
	}

	private static <A> StreamListener<?> tee(StreamListener<A> relay, TargetModel model) {
		return new TeeListener<>(relay, model);
	}

	@Test
	void eachInstanceIsATargetWhateverItsPartition() throws Exception {
		try (KafkaRelay relay = relay()) {
			List<FrameSource> sources = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				sources.add(new FrameSource(relay.addTarget("10.0.0.%d:5000".formatted(i), "shop-" + i)).open());
				sources.get(i).total("orders", i);
			}
			await().until(() -> relay.counts().records() == 20);
			try (Viewer viewer = viewer()) {
				await().until(() -> viewer.model().targets().size() == 20);
				for (int i = 0; i < 20; i++) {
					sources.get(i).increment("orders", 1_000);
				}
				await().untilAsserted(() -> {
					for (int i = 0; i < 20; i++) {
						assertThat(viewer.total("shop-" + i, "orders")).isEqualTo(1_000 + i);
					}
				});
			}
		}
	}

	@Test
	void aViewerBeginsWithTheStateAndWithoutTheSamplesOfThePast() throws Exception {
		try (KafkaRelay relay = relay()) {
			FrameSource source = new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			source.metadata(Kind.COUNTER, "orders", "What was bought");
			source.total("orders", 500);
			source.increment("orders", 20);
			source.sample("latency", 1);
			await().until(() -> relay.counts().events() == 3);
			try (Viewer viewer = viewer(); Viewer second = viewer()) {
				await().until(() -> viewer.total("shop", "orders") == 520);
				await().until(() -> second.total("shop", "orders") == 520);
				source.sample("latency", 2);
				await().until(() -> Models.samples(viewer.model(), "shop", "latency") == 1);
				await().until(() -> Models.samples(second.model(), "shop", "latency") == 1);
				assertThat(Models.series(viewer.model(), "shop", "orders").description()).isEqualTo("What was bought");
			}
		}
	}

	@Test
	void aViewerFromATimeHasTheSamplesSinceThen() throws Exception {
		try (KafkaRelay relay = relay()) {
			FrameSource source = new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			source.total("orders", 500);
			source.sample("latency", 1);
			await().until(() -> relay.counts().records() == 1);
			Instant between = Instant.now();
			// Until the clock of records has gone on
			await().until(() -> Instant.now().isAfter(between.plusMillis(5)));
			source.sample("latency", 2);
			source.sample("latency", 3);
			source.increment("orders", 7);
			await().until(() -> relay.counts().records() == 2);
			try (Viewer viewer = new Viewer(broker.servers(), this.topic, between.plusMillis(2))) {
				await().until(() -> Models.samples(viewer.model(), "shop", "latency") == 2);
				assertThat(viewer.total("shop", "orders")).isEqualTo(507);
				source.increment("orders", 1);
				await().until(() -> viewer.total("shop", "orders") == 508);
				await().until(() -> TimeSource.system().nanos() - viewer.model().time().nanos() < TimeUnit.SECONDS
					.toNanos(5));
			}
		}
	}

	@Test
	void theEndOfARelayIsShown() throws Exception {
		try (Viewer viewer = viewer()) {
			await().until(() -> !viewer.said().isEmpty());
			assertThat(viewer.said().get(0))
				.isEqualTo("Kafka %s: has no topic %s: does a relay write to it? Trying again."
					.formatted(broker.servers(), this.topic));
			KafkaRelay relay = relay();
			FrameSource source = new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			source.total("orders", 500);
			await().until(() -> viewer.total("shop", "orders") == 500);
			assertThat(viewer.said()).last().isEqualTo("Kafka %s: connected again.".formatted(broker.servers()));
			source.increment("orders", 1);
			relay.close();
			await().until(() -> "its relay has ended".equals(viewer.model().targets().get(0).snapshot().reason()));
			assertThat(viewer.total("shop", "orders")).isEqualTo(501);
		}
	}

	@Test
	void aRecordThatIsTooLargeIsCountedAndHealed() throws Exception {
		broker.createTopic(this.topic, 1, Map.of("max.message.bytes", "4000"));
		KafkaSettings settings = new KafkaSettings(broker.servers(), this.topic, Map.of("compression.type", "none"));
		try (KafkaRelay relay = new KafkaRelay(settings, KafkaRelay.DEFAULT_MEMORY, 10_000, this.said::add);
				Viewer viewer = viewer()) {
			relay.start();
			FrameSource source = new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			source.total("orders", 100);
			await().until(() -> relay.counts().records() == 1);
			for (int i = 0; i < 1_000; i++) {
				source.increment("orders", 1);
			}
			await().until(() -> viewer.total("shop", "orders") == 1_100);
			assertThat(relay.counts().droppedRecords()).isPositive();
			assertThat(relay.counts().summedEvents()).isPositive();
			assertThat(this.said).anyMatch((each) -> each.contains("refuses a record of "))
				.anyMatch((each) -> each.contains("records are made smaller, or raise max.message.bytes of the topic"));
			await().until(
					() -> this.said.stream().anyMatch((each) -> each.contains("0 samples were dropped so far, and ")));
		}
	}

	@Test
	void whatNoRelayWroteIsSkippedAndCounted() throws Exception {
		broker.createTopic(this.topic, 1, Map.of());
		RecordDescription description = new RecordDescription("10.0.0.7:5000", "shop", 1, 0, 0, 0, Content.SNAPSHOT,
				null);
		byte[] total = FrameSource.event(Kind.COUNTER, "orders", Map.of(), Operation.SET_COUNTER, 5, 1);
		try (KafkaProducer<byte[], byte[]> producer = producer(); Viewer viewer = viewer()) {
			ProducerRecord<byte[], byte[]> foreign = new ProducerRecord<>(this.topic,
					"not ours".getBytes(StandardCharsets.UTF_8));
			ProducerRecord<byte[], byte[]> later = new ProducerRecord<>(this.topic, total);
			description.writeTo(later.headers());
			later.headers().add("metrics-tcp.version", "2".getBytes(StandardCharsets.UTF_8));
			ProducerRecord<byte[], byte[]> cut = new ProducerRecord<>(this.topic,
					Arrays.copyOf(total, total.length - 1));
			description.writeTo(cut.headers());
			ProducerRecord<byte[], byte[]> empty = new ProducerRecord<>(this.topic, null);
			description.writeTo(empty.headers());
			ProducerRecord<byte[], byte[]> good = new ProducerRecord<>(this.topic, total);
			description.writeTo(good.headers());
			for (ProducerRecord<byte[], byte[]> each : List.of(foreign, foreign, later, cut, empty, good, good)) {
				producer.send(each).get(30, TimeUnit.SECONDS);
			}
			await().until(() -> viewer.reader().counts().records() == 7);
			assertThat(viewer.reader().counts()).isEqualTo(new ReaderCounts(7, 2, 1, 2, 1, 0, 0));
			await().until(() -> viewer.total("shop", "orders") == 5);
			String prefix = "Kafka %s: topic %s has records ".formatted(broker.servers(), this.topic);
			assertThat(viewer.said()).containsExactly(
					prefix + "that no relay wrote, which are skipped and counted. The first: offset 0 of partition 0, "
							+ "it has no header metrics-tcp.version.",
					prefix + "of another version of the relay, which are skipped and counted. The first: offset 2 of "
							+ "partition 0, its version is 2.",
					prefix + "that are not whole, which are skipped and counted. The first: offset 3 of partition 0, "
							+ "it ends in the middle of a frame.");
			viewer.reader().close();
			assertThat(viewer.said()).last()
				.isEqualTo("Kafka %s: 5 of 7 records were skipped.".formatted(broker.servers()));
		}
	}

	@Test
	void aTopicThatIsCompactedIsPointedOut() throws Exception {
		broker.createTopic(this.topic, 1, Map.of("cleanup.policy", "compact,delete"));
		try (KafkaRelay relay = relay()) {
			new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			await().until(() -> relay.counts().records() == 1);
		}
		assertThat(this.said)
			.contains(("Kafka %s: topic %s is compacted, which removes all records of a target but the last: "
					+ "set its cleanup.policy to delete.")
				.formatted(broker.servers(), this.topic));
	}

	@Test
	void aTopicIsCreatedThatIsDeletedByAgeAndNotCompacted() throws Exception {
		try (KafkaRelay relay = relay(); Admin admin = Admin.create(Map.of("bootstrap.servers", broker.servers()))) {
			new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			await().until(() -> relay.counts().records() == 1);
			ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, this.topic);
			assertThat(admin.describeConfigs(List.of(resource))
				.all()
				.get(30, TimeUnit.SECONDS)
				.get(resource)
				.get("cleanup.policy")
				.value()).isEqualTo("delete");
		}
	}

	@Test
	void aRelayNeedsItsGuarantees() {
		KafkaSettings settings = new KafkaSettings(broker.servers(), "t", Map.of("acks", "1"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new KafkaRelay(settings, KafkaRelay.DEFAULT_MEMORY, 1, this.said::add))
			.withMessage("acks can't be set (--kafka-config): a relay is idempotent, and waits for all replicas");
		KafkaSettings good = new KafkaSettings(broker.servers(), "t", Map.of());
		assertThatIllegalArgumentException().isThrownBy(() -> new KafkaRelay(good, 1_000, 1, this.said::add))
			.withMessage("--kafka needs memory=1MB or more");
	}

	private static KafkaProducer<byte[], byte[]> producer() {
		return new KafkaProducer<>(Map.of("bootstrap.servers", broker.servers()), new ByteArraySerializer(),
				new ByteArraySerializer());
	}

}
