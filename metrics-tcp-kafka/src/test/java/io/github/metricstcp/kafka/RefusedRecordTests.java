package io.github.metricstcp.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.kafka.testing.Models;
import io.github.metricstcp.kafka.testing.Viewer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.kafka.testing.Viewer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for records that brokers refuse for good, but not for their size.
 */
class RefusedRecordTests {

	private static final String AHEAD = "10.0.0.7:5000";

	private static final String RIGHT = "10.0.0.8:5000";

	// The target whose records are refused
	private static volatile String refused = "";

	private static KafkaBroker broker;

	private final List<String> said = new CopyOnWriteArrayList<>();

	private String topic;

	@BeforeAll
	static void startBroker(@TempDir Path directory) throws Exception {
		broker = KafkaBroker.start(directory);
	}

	@AfterAll
	static void stopBroker() {
		if (broker != null) {
			broker.close();
		}
	}

	@BeforeEach
	void nameTopic(TestInfo test) {
		this.topic = test.getTestMethod().orElseThrow().getName();
		refused = AHEAD;
	}

	@Test
	void thoseOfAClockThatIsAheadAreGivenUpAndOthersOfThePartitionGoOn() throws Exception {
		broker.createTopic(this.topic, 1, Map.of());
		// So that records of both targets are in one request
		try (KafkaRelay relay = relay(
				Map.of("interceptor.classes", ClockThatIsAhead.class.getName(), "linger.ms", "1000"));
				Viewer viewer = new Viewer(broker.servers(), this.topic)) {
			FrameSource ahead = new FrameSource(relay.addTarget(AHEAD, "ahead")).open();
			FrameSource right = new FrameSource(relay.addTarget(RIGHT, "right")).open();
			right.total("orders", 0);
			await().until(() -> viewer.total("right", "orders") == 0);
			for (int i = 0; i < 100; i++) {
				ahead.increment("orders", 1);
				ahead.sample("latency", i);
				right.increment("orders", 1);
				right.sample("latency", i);
			}
			await().until(() -> viewer.total("right", "orders") == 100);
			await().until(() -> Models.samples(viewer.model(), "right", "latency") == 100);
			assertThat(viewer.total("ahead", "orders")).isEqualTo(-1);
			assertThat(this.said).containsOnlyOnce(("Kafka %s: refuses records for their time, and they are dropped: "
					+ "is the clock of this machine right? message.timestamp.before.max.ms and "
					+ "message.timestamp.after.max.ms of the topic say what is taken.")
				.formatted(broker.servers()));
			refused = "";
			await().until(() -> viewer.total("ahead", "orders") == 100);
			assertThat(relay.counts().droppedSamples()).isEqualTo(100);
			assertThat(this.said).noneMatch((each) -> each.contains("batch"));
		}
	}

	@Test
	void thoseThatTheProducerItselfRefusesAreGivenUp() throws Exception {
		broker.createTopic(this.topic, 1, Map.of());
		try (KafkaRelay relay = relay(Map.of("partitioner.class", RefusingPartitioner.class.getName()));
				Viewer viewer = new Viewer(broker.servers(), this.topic)) {
			FrameSource source = new FrameSource(relay.addTarget(AHEAD, "shop")).open();
			source.increment("orders", 5);
			await().until(() -> relay.counts().droppedRecords() > 0);
			refused = "";
			await().until(() -> viewer.total("shop", "orders") == 5);
			assertThat(this.said).containsOnlyOnce(
					"Kafka %s: refuses records, and they are dropped: of a test.".formatted(broker.servers()));
		}
	}

	private KafkaRelay relay(Map<String, String> properties) {
		KafkaRelay relay = new KafkaRelay(new KafkaSettings(broker.servers(), this.topic, properties),
				KafkaRelay.DEFAULT_MEMORY, 100, this.said::add);
		relay.start();
		return relay;
	}

	private static boolean isRefused(byte[] key) {
		return Arrays.equals(key, refused.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * An interceptor by which the records of a target are made in five hours.
	 */
	public static final class ClockThatIsAhead implements ProducerInterceptor<byte[], byte[]> {

		@Override
		public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
			return isRefused(record.key()) ? new ProducerRecord<>(record.topic(), record.partition(),
					record.timestamp() + TimeUnit.HOURS.toMillis(5), record.key(), record.value(), record.headers())
					: record;
		}

		@Override
		public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
		}

		@Override
		public void close() {
		}

		@Override
		public void configure(Map<String, ?> configs) {
		}

	}

	/**
	 * A partitioner that refuses the records of a target.
	 */
	public static final class RefusingPartitioner implements Partitioner {

		@Override
		public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes,
				Cluster cluster) {
			if (isRefused(keyBytes)) {
				throw new SerializationException("of a test");
			}
			return 0;
		}

		@Override
		public void close() {
		}

		@Override
		public void configure(Map<String, ?> configs) {
		}

	}

}
