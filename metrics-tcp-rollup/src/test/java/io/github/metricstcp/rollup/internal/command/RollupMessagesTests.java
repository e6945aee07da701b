package io.github.metricstcp.rollup.internal.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.kafka.testing.KafkaBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.kafka.testing.Viewer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the program says: what it waits for, what it leaves out, and nothing that
 * only Kafka's own people understand.
 */
class RollupMessagesTests {

	@TempDir
	private Path directory;

	@Test
	@DisabledOnOs(OS.WINDOWS) // There is no SIGTERM
	void whatIsMissingIsSaidAndWaitedForAndWhatIsForeignIsCounted() throws Exception {
		KafkaBroker broker = KafkaBroker.prepare(this.directory.resolve("broker"), RollupProcess.BROKER);
		try (broker;
				RollupProcess rollup = RollupProcess.start(broker, this.directory.resolve("rollup"), "--source",
						"shops", "--output", "fleet")) {
			waitFor(rollup, "Kafka %s: does not answer".formatted(broker.servers()));
			broker.start();
			waitFor(rollup, "has no topic shops");
			broker.createTopic("shops", 2, Map.of());
			sendForeign(broker);
			try (Fleet fleet = new Fleet(broker.servers(), "shops", 2);
					FleetReader reader = new FleetReader(broker.servers(), "fleet", Instant.now())) {
				await().untilAsserted(() -> {
					fleet.record(10);
					assertThat(reader.total("orders")).as(() -> String.join("\n", rollup.lines())).isPositive();
				});
			}
			waitFor(rollup, "reads topic shops");
			waitFor(rollup, "writes to topics fleet and fleet-sketches");
			waitFor(rollup, "no relay wrote it");
			assertThat(rollup.terminate()).isEqualTo(143);
			waitFor(rollup, "Records that were skipped: 1 that no relay wrote, 0 of another version");
			assertThat(rollup.lines()).allMatch((line) -> line.startsWith("metrics-tcp-rollup: "));
			try (RollupProcess other = RollupProcess.start(broker, this.directory.resolve("rollup"), "--source",
					"shops", "--output", "fleet", "--labels", "uri")) {
				waitFor(other, "the state of application fleet is of windows of 1 s and all labels, "
						+ "and the settings are windows of 1 s and the labels uri: begin anew");
				assertThat(other.exitCode()).isEqualTo(1);
			}
			growTo(broker, 3);
			try (RollupProcess again = RollupProcess.start(broker, this.directory.resolve("rollup"), "--source",
					"shops", "--output", "fleet")) {
				waitFor(again, "has topic shops with 3 partitions, and the state of application fleet is of 2");
			}
		}
	}

	private static void growTo(KafkaBroker broker, int partitions) throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.servers()))) {
			admin.createPartitions(Map.of("shops", NewPartitions.increaseTo(partitions)))
				.all()
				.get(30, TimeUnit.SECONDS);
		}
	}

	private static void sendForeign(KafkaBroker broker) throws Exception {
		try (Producer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.servers()),
				new ByteArraySerializer(), new ByteArraySerializer())) {
			producer.send(new ProducerRecord<>("shops", "{}".getBytes(StandardCharsets.UTF_8)))
				.get(30, TimeUnit.SECONDS);
		}
	}

	private static void waitFor(RollupProcess rollup, String text) {
		await().untilAsserted(() -> assertThat(rollup.lines()).anyMatch((line) -> line.contains(text)));
	}

}
