package io.github.metricstcp.rollup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.kafka.testing.Models;
import io.github.metricstcp.kafka.testing.Viewer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.kafka.testing.Viewer.await;
import static io.github.metricstcp.rollup.RollupDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a viewer shows of the fleet's stream, which it reads from a broker.
 */
class FleetViewerTests {

	private static final Duration DAY = Duration.ofHours(25);

	@TempDir
	private Path directory;

	@Test
	void aSessionThatBeginsAnewIsNoGrowthAndLetsSeriesGo() throws Exception {
		try (KafkaBroker broker = KafkaBroker.start(this.directory);
				RollupDriver driver = new RollupDriver(RollupDriver.settings().build())) {
			// The driver's time is its own
			broker.createTopic("fleet", 1,
					Map.of("message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE), "retention.ms", "-1"));
			try (Topic topic = new Topic(broker, driver); Viewer viewer = new Viewer(broker.servers(), "fleet")) {
				await().until(viewer.reader()::isConnected);
				RelayedInstance shop = new RelayedInstance("shop:5000").at(START);
				driver.send(shop.total("orders", 100).value("stock", 3).sample("time", 1).begin());
				driver.until(Duration.ofSeconds(15));
				driver.send(shop.at(START + 15_000).increment("orders", 7).events());
				driver.until(Duration.ofSeconds(25));
				topic.write();
				await().untilAsserted(() -> assertThat(total(viewer, "orders")).isEqualTo(107));
				assertThat(Models.snapshot(viewer.model(), "fleet", "stock.sum").live()).isTrue();
				// A pod that was there before this rollup was
				RelayedInstance store = new RelayedInstance("store:5000").at(START + 25_000);
				driver.send(store.total("orders", 1_000_000).total("time.count", 50).begin());
				driver.until(Duration.ofSeconds(35));
				topic.write();
				await().untilAsserted(() -> assertThat(total(viewer, "orders")).isEqualTo(1_000_107));
				assertThat(Models.snapshot(viewer.model(), "fleet", "time.count").total()).isEqualTo(50);
				assertThat(Models.snapshot(viewer.model(), "fleet", "time.histogram.count").live()).isTrue();
				driver.until(Duration.ofSeconds(160));
				driver.send(store.at(START + 160_000).increment("orders", 3).events());
				driver.until(Duration.ofSeconds(175));
				topic.write();
				await().untilAsserted(() -> assertThat(total(viewer, "orders")).isEqualTo(1_000_110));
				assertThat(Models.snapshot(viewer.model(), "fleet", "orders").summary().sum()).isEqualTo(1_000_010);
				// That is since it is known; as a rate it is none
				assertThat(
						Models.series(viewer.model(), "fleet", "orders").snapshot(Window.FIVE_MINUTES).summary().sum())
					.isEqualTo(10);
				for (int i = 1; i <= DAY.toMinutes(); i++) {
					driver.skip(Duration.ofMinutes(1));
					driver.send(store.at(START + 175_000 + i * 60_000L).total("orders", 1_000_003).snapshot());
				}
				driver.until(DAY.plusSeconds(240));
				topic.write();
				await().untilAsserted(() -> assertThat(
						Objects.requireNonNull(Models.snapshot(viewer.model(), "fleet", "stock.sum")).live())
					.isFalse());
				assertThat(Models.snapshot(viewer.model(), "fleet", "time.histogram.count").live()).isFalse();
				TargetSnapshot target = viewer.model().targets().get(0).snapshot();
				assertThat(target.state()).isEqualTo(TargetState.CONNECTED);
				assertThat(total(viewer, "orders")).isEqualTo(1_000_110);
			}
		}
	}

	private static long total(Viewer viewer, String name) {
		return viewer.total("fleet", name);
	}

	/**
	 * A topic that has what the rollup has written.
	 */
	private static final class Topic implements AutoCloseable {

		private final RollupDriver driver;

		private final Producer<byte[], byte[]> producer;

		private int written;

		private Topic(KafkaBroker broker, RollupDriver driver) {
			this.driver = driver;
			this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.servers()),
					new ByteArraySerializer(), new ByteArraySerializer());
		}

		/**
		 * Writes what has come since this was called last.
		 */
		private void write() throws Exception {
			for (TestRecord<byte[], byte[]> each : this.driver.records.subList(this.written,
					this.driver.records.size())) {
				this.producer
					.send(new ProducerRecord<>("fleet", 0, each.timestamp(), each.key(), each.value(), each.headers()))
					.get(30, TimeUnit.SECONDS);
			}
			this.written = this.driver.records.size();
		}

		@Override
		public void close() {
			this.producer.close();
		}

	}

}
