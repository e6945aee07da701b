package io.github.metricstcp.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.kafka.testing.Viewer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.kafka.testing.Viewer.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a topic of which some partitions have no leader for some time.
 */
class LeaderlessPartitionTests {

	// This one, and those behind it
	private static final int AWAY = 3;

	// More than a producer is given at a time
	private static final int SAMPLES = 150_000;

	private final List<String> said = new CopyOnWriteArrayList<>();

	@Test
	void thoseOfOtherPartitionsGoOnAndItsOwnCome(@TempDir Path first, @TempDir Path second) throws Exception {
		try (KafkaBroker broker = KafkaBroker.start(first, "broker.session.timeout.ms=2000",
				"broker.heartbeat.interval.ms=500"); KafkaBroker other = broker.prepareSecond(second)) {
			other.start();
			createTopic(broker, 4, AWAY);
			// Shorter than by default, so that the test does not take as long
			Map<String, String> properties = Map.of("delivery.timeout.ms", "4000", "request.timeout.ms", "2000");
			try (KafkaRelay relay = new KafkaRelay(new KafkaSettings(broker.servers(), "shops", properties),
					KafkaRelay.DEFAULT_MEMORY, 100, this.said::add);
					Viewer viewer = new Viewer(broker.servers(), "shops")) {
				relay.start();
				List<FrameSource> there = targets(relay, 20, 4, (each) -> each < AWAY);
				List<FrameSource> away = targets(relay, 20, 4, (each) -> each >= AWAY);
				there.forEach((each) -> each.total("orders", 0));
				away.forEach((each) -> each.total("orders", 0));
				await().until(() -> relay.counts().records() == there.size() + away.size());
				await().until(() -> viewer.model().targets().size() == there.size() + away.size());
				other.kill();
				away.forEach((each) -> sample(each, SAMPLES / away.size()));
				await().until(() -> this.said.stream()
					.anyMatch((each) -> each
						.startsWith(("Kafka %s: partition 3 of topic shops has no leader: its targets wait."
								+ " Up to 64 MB are kept meanwhile")
							.formatted(broker.servers()))));
				for (int i = 1; i <= 20; i++) {
					long before = relay.counts().events();
					there.forEach((each) -> each.increment("orders", 1));
					await().atMost(5, TimeUnit.SECONDS).until(() -> relay.counts().events() == before + there.size());
				}
				assertThat(this.said).noneMatch((each) -> each.contains("connected again"));
				away.forEach((each) -> each.increment("orders", 1));
				other.start();
				long all = 21L * there.size() + (2L + SAMPLES / away.size()) * away.size();
				await().until(() -> relay.counts().events() == all);
				await().until(() -> this.said.get(this.said.size() - 1).contains("connected again"));
				assertThat(this.said).filteredOn((each) -> each.contains(" has no leader: ")).hasSize(1);
				assertThat(this.said).filteredOn((each) -> each.contains("connected again")).hasSize(1);
				assertThat(relay.counts().droppedRecords()).isZero();
			}
		}
	}

	@Test
	void thoseOfOthersGoOnIfMostHaveNone(@TempDir Path first, @TempDir Path second) throws Exception {
		try (KafkaBroker broker = KafkaBroker.start(first, "broker.session.timeout.ms=2000",
				"broker.heartbeat.interval.ms=500"); KafkaBroker other = broker.prepareSecond(second)) {
			other.start();
			// With batches of 256 KiB, those without a leader would have all memory
			createTopic(broker, 80, AWAY);
			try (KafkaRelay relay = new KafkaRelay(new KafkaSettings(broker.servers(), "shops", Map.of()),
					KafkaRelay.DEFAULT_MEMORY, 100, this.said::add)) {
				relay.start();
				List<FrameSource> there = targets(relay, 400, 80, (each) -> each < AWAY);
				List<FrameSource> away = targets(relay, 400, 80, (each) -> each >= AWAY);
				await().until(() -> relay.counts().records() == there.size() + away.size());
				other.kill();
				away.forEach((each) -> each.total("orders", 0));
				await()
					.until(() -> this.said.stream().anyMatch((each) -> each.contains(" and 73 more of topic shops ")));
				for (int i = 1; i <= 5; i++) {
					long before = relay.counts().events();
					there.forEach((each) -> each.increment("orders", 1));
					await().atMost(5, TimeUnit.SECONDS).until(() -> relay.counts().events() == before + there.size());
				}
			}
		}
	}

	private static void createTopic(KafkaBroker broker, int partitions, int away) throws Exception {
		Map<Integer, List<Integer>> replicas = new HashMap<>();
		for (int i = 0; i < partitions; i++) {
			replicas.put(i, List.of((i < away) ? 1 : 2));
		}
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.servers()))) {
			await().until(() -> admin.describeCluster().nodes().get().size() == 2);
			admin.createTopics(List.of(new NewTopic("shops", replicas))).all().get(30, TimeUnit.SECONDS);
		}
	}

	private static List<FrameSource> targets(KafkaRelay relay, int count, int partitions, IntPredicate those) {
		List<FrameSource> targets = new ArrayList<>();
		IntStream.range(0, count)
			.mapToObj("10.0.0.%d:5000"::formatted)
			.filter((each) -> those.test(Utils.toPositive(Utils.murmur2(each.getBytes(UTF_8))) % partitions))
			.forEach((each) -> targets.add(new FrameSource(relay.addTarget(each, each)).open()));
		return targets;
	}

	private static void sample(FrameSource source, int count) {
		for (int i = 0; i < count; i++) {
			source.sample("latency", i);
		}
	}

}
