package io.github.metricstcp.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.kafka.testing.Viewer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.kafka.testing.Viewer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for partitions that can't be read, are added or removed, with two brokers.
 */
class TopicReadingTests {

	private static final int INSTANCES = 12;

	/**
	 * What the test has not to wait for as long.
	 */
	private static final Map<String, String> SOON = Map.of("metadata.max.age.ms", "1000");

	private static KafkaBroker broker;

	private static KafkaBroker other;

	private static Admin admin;

	private final List<FrameSource> instances = new ArrayList<>();

	@BeforeAll
	static void startBrokers(@TempDir Path directory) throws Exception {
		broker = KafkaBroker.start(directory.resolve("1"));
		other = broker.prepareSecond(directory.resolve("2"));
		other.start();
		admin = Admin.create(Map.of("bootstrap.servers", broker.servers()));
		await().ignoreExceptions().until(() -> admin.describeCluster().nodes().get(10, TimeUnit.SECONDS).size() == 2);
	}

	@AfterAll
	static void stopBrokers() {
		if (admin != null) {
			admin.close();
		}
		if (other != null) {
			other.close();
		}
		if (broker != null) {
			broker.close();
		}
	}

	@Test
	void aPartitionWithoutALeaderHoldsUpNoOther() throws Exception {
		createTopic("leaders", Map.of(0, List.of(1), 1, List.of(2)));
		try (KafkaRelay relay = relay("leaders"); Viewer all = viewer("leaders")) {
			open(relay);
			await().until(() -> right(all, 1) == INSTANCES);
			other.kill();
			try (Viewer viewer = viewer("leaders")) {
				await().until(() -> right(viewer, 1) > 0);
				await().until(() -> viewer.said()
					.stream()
					.anyMatch((each) -> each
						.contains("a partition of topic leaders can't be read, for want of a leader: 1.")));
				assertThat(right(viewer, 1)).isBetween(1, INSTANCES - 1);
				other.start();
				await().until(() -> right(viewer, 1) == INSTANCES);
				await().until(() -> viewer.said()
					.stream()
					.anyMatch((each) -> each.endsWith("all partitions of topic leaders can be read.")));
			}
		}
	}

	@Test
	void partitionsThatAreAddedAreRead() throws Exception {
		createTopic("grows", Map.of(0, List.of(1)));
		try (KafkaRelay relay = relay("grows"); Viewer viewer = viewer("grows")) {
			open(relay);
			await().until(() -> right(viewer, 1) == INSTANCES);
			admin
				.createPartitions(
						Map.of("grows", NewPartitions.increaseTo(4, List.of(List.of(1), List.of(1), List.of(1)))))
				.all()
				.get(30, TimeUnit.SECONDS);
			// Some of them are in other partitions from now on
			await().until(() -> {
				this.instances.forEach((each) -> each.increment("orders", 1));
				return end("grows", 3) > 0;
			});
			this.instances.forEach((each) -> each.total("orders", 1_000_000));
			await().until(() -> right(viewer, 1_000_000) == INSTANCES);
		}
	}

	@Test
	void aTopicThatIsDeletedIsSaidAndReadAgainWhenItIsThere() throws Exception {
		createTopic("comes", Map.of(0, List.of(1), 1, List.of(1)));
		try (Viewer viewer = viewer("comes")) {
			try (KafkaRelay relay = relay("comes")) {
				open(relay);
				await().until(() -> right(viewer, 1) == INSTANCES);
			}
			admin.deleteTopics(List.of("comes")).all().get(30, TimeUnit.SECONDS);
			await().until(() -> viewer.said().stream().anyMatch((each) -> each.contains("has no topic comes")));
			createTopic("comes", Map.of(0, List.of(1)));
			this.instances.clear();
			try (KafkaRelay relay = relay("comes")) {
				open(relay).forEach((each) -> each.total("orders", 5));
				await().until(() -> right(viewer, 5) == INSTANCES);
			}
		}
	}

	@Test
	void readingGoesOnWhateverAListenerThrows() throws Exception {
		createTopic("throws", Map.of(0, List.of(1)));
		AtomicBoolean thrown = new AtomicBoolean();
		try (KafkaRelay relay = relay("throws");
				Viewer viewer = new Viewer(broker.servers(), "throws", SOON, (names) -> {
					if (!thrown.getAndSet(true)) {
						throw new OutOfMemoryError("of the test");
					}
					return null;
				})) {
			open(relay);
			await().until(() -> right(viewer, 1) >= INSTANCES - 1);
			assertThat(viewer.said())
				.anyMatch((each) -> each.contains("security.protocol in --kafka-config") && each.contains("-Xmx"))
				.anyMatch((each) -> each.endsWith("connected again."));
		}
	}

	private static void createTopic(String name, Map<Integer, List<Integer>> replicas) throws Exception {
		admin.createTopics(List.of(new NewTopic(name, replicas))).all().get(30, TimeUnit.SECONDS);
	}

	private static KafkaRelay relay(String topic) {
		KafkaRelay relay = new KafkaRelay(new KafkaSettings(broker.servers(), topic, SOON), KafkaRelay.DEFAULT_MEMORY,
				1_000, (sentence) -> {
				});
		relay.start();
		return relay;
	}

	private static Viewer viewer(String topic) {
		return new Viewer(broker.servers(), topic, SOON, (names) -> null);
	}

	private List<FrameSource> open(KafkaRelay relay) {
		for (int i = 0; i < INSTANCES; i++) {
			FrameSource instance = new FrameSource(relay.addTarget("10.0.0.%s:5000".formatted(i), "shop-" + i)).open();
			instance.total("orders", 1);
			this.instances.add(instance);
		}
		return this.instances;
	}

	private static int right(Viewer viewer, long total) {
		int right = 0;
		for (int i = 0; i < INSTANCES; i++) {
			right += (viewer.total("shop-" + i, "orders") == total) ? 1 : 0;
		}
		return right;
	}

	private static long end(String topic, int partition) throws Exception {
		TopicPartition each = new TopicPartition(topic, partition);
		return admin.listOffsets(Map.of(each, OffsetSpec.latest()))
			.partitionResult(each)
			.get(10, TimeUnit.SECONDS)
			.offset();
	}

}
