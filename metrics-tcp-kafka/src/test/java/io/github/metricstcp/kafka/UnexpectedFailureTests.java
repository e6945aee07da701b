package io.github.metricstcp.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.metricstcp.kafka.testing.KafkaBroker;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
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
 * Tests for failures that nobody expects, in either thread that has to do with sending.
 */
class UnexpectedFailureTests {

	private static final AtomicBoolean FAILS = new AtomicBoolean();

	// How often the partitioner fails from now on
	private static final AtomicInteger FAILURES = new AtomicInteger();

	private static KafkaBroker broker;

	private final List<String> said = new CopyOnWriteArrayList<>();

	private String topic;

	@BeforeEach
	void nameTopic(TestInfo test) {
		this.topic = test.getTestMethod().orElseThrow().getName();
	}

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

	@Test
	void anErrorOfTheThreadThatSendsIsSaidAndAnotherProducerGoesOn() {
		FAILURES.set(1);
		try (KafkaRelay relay = relay(Map.of("partitioner.class", FailingPartitioner.class.getName()),
				this.said::add)) {
			new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open().total("orders", 5);
			await().until(() -> relay.counts().events() == 1);
			assertThat(this.said).anyMatch((each) -> each.startsWith(
					"Kafka %s: can't be written to: java.lang.NoClassDefFoundError: of a test. Up to 64 MB are kept"
						.formatted(broker.servers())));
			assertThat(this.said).last().asString().contains(": connected, ");
		}
	}

	@Test
	void aRelayThatEndsInTheMiddleOfAPauseSendsWhatIsThere() {
		// By then it waits for four seconds, and it has three to end
		FAILURES.set(4);
		KafkaRelay relay = relay(Map.of("partitioner.class", FailingPartitioner.class.getName()), this.said::add);
		new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open().total("orders", 5);
		await().until(() -> FAILURES.get() == 0);
		relay.close();
		assertThat(relay.counts().events()).isEqualTo(1);
		assertThat(relay.counts().waitingBytes()).isZero();
	}

	@Test
	void anErrorThatEndsTheProducersThreadIsSaidAndAnotherProducerGoesOn() {
		FAILS.set(true);
		try (KafkaRelay relay = relay(Map.of("interceptor.classes", FailingInterceptor.class.getName()),
				this.said::add)) {
			new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open().total("orders", 5);
			await().until(() -> relay.counts().events() == 1);
			assertThat(this.said).anyMatch((each) -> each
				.startsWith("Kafka %s: fails: Kafka's producer says nothing any more of what it was given. Up to"
					.formatted(broker.servers())));
		}
	}

	@Test
	void anyoneMayFailToTakeAMessage() {
		try (KafkaRelay relay = relay(Map.of(), (message) -> {
			this.said.add(message);
			throw new IllegalStateException();
		})) {
			new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open().total("orders", 5);
			await().until(() -> relay.counts().events() == 1);
			await().until(() -> this.said.size() == 2);
		}
		assertThat(this.said.get(0)).contains(": created topic ");
	}

	private KafkaRelay relay(Map<String, String> more, Consumer<String> messages) {
		// Shorter than by default, so that the test does not take as long
		Map<String, String> properties = new HashMap<>(more);
		properties.put("delivery.timeout.ms", "3000");
		KafkaRelay relay = new KafkaRelay(new KafkaSettings(broker.servers(), this.topic, properties),
				KafkaRelay.DEFAULT_MEMORY, 100, messages);
		relay.start();
		return relay;
	}

	/**
	 * A partitioner that fails a number of times.
	 */
	public static final class FailingPartitioner implements Partitioner {

		@Override
		public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes,
				Cluster cluster) {
			if (FAILURES.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
				throw new NoClassDefFoundError("of a test");
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

	/**
	 * An interceptor that ends the producer's own thread once.
	 */
	public static final class FailingInterceptor implements ProducerInterceptor<byte[], byte[]> {

		@Override
		public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
			return record;
		}

		@Override
		public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
			if (FAILS.getAndSet(false)) {
				throw new NoClassDefFoundError("of a test");
			}
		}

		@Override
		public void close() {
		}

		@Override
		public void configure(Map<String, ?> configs) {
		}

	}

}
