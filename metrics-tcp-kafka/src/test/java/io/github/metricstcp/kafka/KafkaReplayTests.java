package io.github.metricstcp.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.recording.Playback;
import io.github.metricstcp.client.recording.ReplayClock;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.kafka.testing.Viewer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.kafka.testing.Viewer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a time of a topic that is replayed, with a real broker.
 */
class KafkaReplayTests {

	private static KafkaBroker broker;

	// The totals that were shown
	private final List<Long> shown = new CopyOnWriteArrayList<>();

	private final List<Boolean> ends = new CopyOnWriteArrayList<>();

	private final List<String> reasons = new CopyOnWriteArrayList<>();

	private final List<String> removed = new CopyOnWriteArrayList<>();

	private final AtomicInteger restarts = new AtomicInteger();

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

	@Test
	void whileItIsPausedNothingIsShownAndThenAllIsInItsOrderUntilNow() {
		try (KafkaRelay relay = relay("paused"); Viewer viewer = new Viewer(broker.servers(), "paused")) {
			FrameSource shop = new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			totals(relay, shop, 1, 5);
			try (KafkaReader reader = reader("paused", null, 1)) {
				Playback playback = reader.playback();
				playback.pauseOrGoOn();
				reader.start();
				await().until(() -> this.shown.equals(List.of(1L)));
				totals(relay, shop, 6, 6);
				await().until(() -> viewer.total("shop", "orders") == 6);
				assertThat(this.shown).containsExactly(1L);
				assertThat(playback.position().paused()).isTrue();
				assertThat(playback.isLive()).isFalse();
				for (int i = 0; i < 8; i++) {
					playback.faster();
				}
				playback.pauseOrGoOn();
				await().until(playback::isLive);
				assertThat(this.shown).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
				totals(relay, shop, 7, 7);
				await().until(() -> this.shown.contains(7L));
			}
		}
		assertThat(this.ends).isEmpty();
	}

	@Test
	void atTheEndItStandsStillUntilTheUserGoesBack() {
		try (KafkaRelay relay = relay("ends")) {
			FrameSource shop = new FrameSource(relay.addTarget("10.0.0.7:5000", "shop")).open();
			totals(relay, shop, 1, 5);
			Instant to = Instant.now().plusMillis(1);
			totals(relay, shop, 6, 7);
			try (KafkaReader reader = reader("ends", to, ReplayClock.MAX_SPEED)) {
				Playback playback = reader.playback();
				reader.start();
				await().until(() -> this.ends.equals(List.of(true)));
				assertThat(this.reasons).containsExactly("is read up to " + to.truncatedTo(ChronoUnit.SECONDS));
				assertThat(this.shown).containsExactly(1L, 2L, 3L, 4L, 5L);
				assertThat(playback.position().ended()).isTrue();
				assertThat(playback.position().progress()).isOne();
				assertThat(playback.isLive()).isFalse();
				playback.pauseOrGoOn();
				assertThat(playback.seek(Duration.ofDays(-1))).isTrue();
				await().until(() -> this.restarts.get() == 1 && this.shown.equals(List.of(1L)));
				assertThat(playback.position().ended()).isFalse();
				assertThat(playback.position().seeking()).isFalse();
				playback.pauseOrGoOn();
				await().until(() -> this.ends.size() == 2);
				assertThat(this.shown).containsExactly(1L, 2L, 3L, 4L, 5L);
			}
		}
	}

	@Test
	void whatEndedLongBeforeTheTimeThatIsReplayedIsLetGoOf() throws Exception {
		broker.createTopic("long", 3, Map.of());
		Instant now = Instant.now();
		try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.servers()),
				new ByteArraySerializer(), new ByteArraySerializer())) {
			send(producer, "gone", now.minusSeconds(3000), 0, Content.SNAPSHOT);
			send(producer, "gone", now.minusSeconds(2990), 1, Content.END);
			send(producer, "shop", now.minusSeconds(2995), 0, Content.SNAPSHOT);
			send(producer, "shop", now.minusSeconds(60), 1, Content.SNAPSHOT);
			send(producer, "ended", now.minusSeconds(70), 0, Content.SNAPSHOT);
			send(producer, "ended", now.minusSeconds(65), 1, Content.END);
		}
		try (KafkaReader reader = reader("long", null, ReplayClock.MAX_SPEED)) {
			reader.start();
			await().until(reader.playback()::isLive);
			assertThat(this.removed).containsExactly("gone");
		}
	}

	private static void send(KafkaProducer<byte[], byte[]> producer, String name, Instant time, long sequence,
			Content content) throws Exception {
		RecordHeaders headers = new RecordHeaders();
		new RecordDescription(name + ":5000", name, 1, sequence, 0, 0, content,
				(content == Content.END) ? KafkaRelay.ENDED : null)
			.writeTo(headers);
		producer
			.send(new ProducerRecord<>("long", null, time.toEpochMilli(), name.getBytes(StandardCharsets.UTF_8),
					new byte[0], headers))
			.get();
	}

	private static KafkaRelay relay(String topic) {
		KafkaRelay relay = new KafkaRelay(settings(topic), KafkaRelay.DEFAULT_MEMORY, 1_000, (sentence) -> {
		});
		relay.start();
		return relay;
	}

	private static KafkaSettings settings(String topic) {
		return new KafkaSettings(broker.servers(), topic, Map.of());
	}

	private KafkaReader reader(String topic, Instant to, double speed) {
		Instant from = Instant.now().minus(Duration.ofHours(1));
		return new KafkaReader(new KafkaSource(settings(topic), from, to, speed), new CatchUpClock(from, speed), 1_000,
				new Shown(), (sentence) -> {
				});
	}

	/**
	 * Writes totals, each in a record of its own.
	 */
	private static void totals(KafkaRelay relay, FrameSource source, int first, int last) {
		for (int i = first; i <= last; i++) {
			long records = relay.counts().records();
			source.total("orders", i);
			await().until(() -> relay.counts().records() > records);
		}
	}

	/**
	 * Takes the totals of all instances.
	 */
	private final class Shown implements InstanceListener, StreamListener<SeriesKey> {

		@Override
		public StreamListener<?> added(TargetNames instance) {
			return this;
		}

		@Override
		public void removed(List<TargetNames> instances) {
			instances.forEach((each) -> KafkaReplayTests.this.removed.add(each.name()));
		}

		@Override
		public void restarted() {
			KafkaReplayTests.this.shown.clear();
			KafkaReplayTests.this.restarts.incrementAndGet();
		}

		@Override
		public void closed(String reason, @Nullable Duration retryDelay) {
			KafkaReplayTests.this.reasons.add(reason);
		}

		@Override
		public void ended(boolean whole) {
			KafkaReplayTests.this.ends.add(whole);
		}

		@Override
		public SeriesKey series(SeriesKey key) {
			return key;
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
			KafkaReplayTests.this.shown.add(operand);
		}

	}

}
