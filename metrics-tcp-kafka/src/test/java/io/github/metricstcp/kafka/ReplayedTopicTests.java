package io.github.metricstcp.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import io.github.metricstcp.client.recording.ReplayClock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the records of a time of a topic, and for the pace at which they come, with a
 * consumer that has them.
 */
class ReplayedTopicTests {

	private static final String TOPIC = "shops";

	private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);

	private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

	private static final Instant FROM = Instant.parse("2026-11-24T09:00:00Z");

	private static final Node BROKER = new Node(1, "localhost", 9092);

	private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>(
			Map.of(FIRST, new ArrayList<>(), SECOND, new ArrayList<>()));

	// The times of what was handed over, in seconds
	private final List<Long> handed = new ArrayList<>();

	private TopicPlayback playback;

	private TopicReading reading;

	@Test
	void whatIsMadeInTheTimeThatIsReadComesInItsOrderAndNothingElseDoes() {
		add(FIRST, -3600, -30, 1, 4, 600, 7, 1190, 8, 1200, 9);
		add(SECOND, -20, 2, 3, 5, 6, 10);
		begin(600, ReplayClock.MAX_SPEED);
		read(consumer(BROKER));
		// What is ten minutes late is not waited for
		assertThat(this.handed).containsExactly(-30L, -20L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 10L);
		assertThat(this.reading.isCaughtUp()).isTrue();
	}

	@Test
	void theEndWaitsALittleForAPartitionWithoutALeader() {
		add(FIRST, 1, 2);
		add(SECOND, 3);
		begin(600, ReplayClock.MAX_SPEED);
		read(consumer(null));
		assertThat(this.handed).containsExactly(1L, 2L);
		assertThat(this.reading.unreadable()).containsExactly(1);
		assertThat(this.reading.isCaughtUp()).isFalse();
		read(consumer(null));
		assertThat(this.reading.isCaughtUp()).isTrue();
	}

	@Test
	void aPartitionThatHasALeaderInTimeIsRead() {
		add(FIRST, 1, 2);
		add(SECOND, 3);
		begin(600, ReplayClock.MAX_SPEED);
		read(consumer(null));
		read(consumer(BROKER));
		assertThat(this.handed).containsExactly(1L, 2L, 3L);
		assertThat(this.reading.unreadable()).isEmpty();
		assertThat(this.reading.isCaughtUp()).isTrue();
	}

	@Test
	void eachRecordComesWhenItsTimeHasCome() {
		// The first one is not waited for, nor is what comes after more than an hour
		add(FIRST, -30, 1200, 2400, 6600);
		add(SECOND, 1200, 2400);
		begin(0, 1);
		MockConsumer<byte[], byte[]> consumer = consumer(BROKER);
		read(consumer);
		assertThat(this.handed).containsExactly(-30L, 1200L, 1200L);
		assertThat(this.playback.position().time()).isGreaterThanOrEqualTo(nanos(1200)).isLessThan(nanos(2400));
		assertThat(this.playback.seek(Duration.ofMinutes(20))).isTrue();
		read(consumer);
		assertThat(this.handed).containsExactly(-30L, 1200L, 1200L, 2400L, 2400L, 6600L);
		assertThat(this.reading.isCaughtUp()).isTrue();
	}

	@Test
	void whileItIsPausedNothingComesAndLittleIsKept() {
		add(FIRST, LongStream.range(0, 1000).toArray());
		add(SECOND, 1);
		begin(0, ReplayClock.MAX_SPEED);
		this.playback.pauseOrGoOn();
		MockConsumer<byte[], byte[]> consumer = consumer(BROKER);
		consumer.setMaxPollRecords(10);
		read(consumer);
		assertThat(this.handed).containsExactly(0L);
		assertThat(consumer.paused()).containsExactlyInAnyOrder(FIRST, SECOND);
		assertThat(consumer.position(FIRST)).isLessThanOrEqualTo(20);
		this.playback.pauseOrGoOn();
		for (int i = 0; i < 100; i++) {
			read(consumer);
		}
		assertThat(this.handed).hasSize(1001).isSorted();
		assertThat(consumer.paused()).isEmpty();
	}

	@Test
	void nothingIsFetchedBehindTheEnd() {
		add(FIRST, 0, 1);
		add(SECOND, LongStream.range(2000, 3000).toArray());
		begin(600, ReplayClock.MAX_SPEED);
		this.playback.pauseOrGoOn();
		MockConsumer<byte[], byte[]> consumer = consumer(BROKER);
		consumer.setMaxPollRecords(10);
		read(consumer);
		assertThat(this.handed).containsExactly(0L);
		assertThat(consumer.position(SECOND)).isLessThanOrEqualTo(10);
		assertThat(consumer.paused()).contains(SECOND);
	}

	@Test
	void whileItIsPausedItDoesNotGoOnWithWhatComes() {
		add(FIRST, 1);
		begin(0, 1);
		this.playback.pauseOrGoOn();
		MockConsumer<byte[], byte[]> consumer = consumer(BROKER);
		read(consumer);
		assertThat(this.handed).containsExactly(1L);
		assertThat(this.reading.isCaughtUp()).isFalse();
		this.playback.pauseOrGoOn();
		read(consumer);
		assertThat(this.reading.isCaughtUp()).isTrue();
	}

	@Test
	void aTopicThatIsCreatedAgainIsReadFromWhereItBegins() {
		add(FIRST, 1, 2, 3);
		begin(0, ReplayClock.MAX_SPEED);
		read(consumer(BROKER));
		assertThat(this.reading.isCaughtUp()).isTrue();
		MockConsumer<byte[], byte[]> without = new MockConsumer<>("earliest");
		assertThatExceptionOfType(UnknownTopicOrPartitionException.class)
			.isThrownBy(() -> this.reading.assign(without));
		this.records.get(FIRST).clear();
		long now = Instant.now().getEpochSecond() - FROM.getEpochSecond();
		add(FIRST, now, now, now, now, now);
		read(consumer(BROKER));
		assertThat(this.handed).containsExactly(1L, 2L, 3L, now, now, now, now, now);
	}

	@Test
	void onTheWayBackNothingComes() {
		add(FIRST, 1, 2);
		begin(0, 1);
		MockConsumer<byte[], byte[]> consumer = consumer(BROKER);
		assertThat(this.playback.seek(Duration.ofSeconds(-1))).isTrue();
		read(consumer);
		assertThat(this.playback.isOver()).isTrue();
		assertThat(this.handed).isEmpty();
		assertThat(this.reading.isCaughtUp()).isFalse();
	}

	@Test
	void timeStandsStillWhileNothingIsAtHand() {
		add(FIRST, 1);
		begin(0, 64);
		read(consumer(BROKER));
		long time = this.playback.position().time();
		assertThat(this.playback.position().time()).isEqualTo(time);
	}

	private void add(TopicPartition partition, long... seconds) {
		List<ConsumerRecord<byte[], byte[]>> records = this.records.get(partition);
		for (long each : seconds) {
			records.add(new ConsumerRecord<>(TOPIC, partition.partition(), records.size(), millis(each),
					TimestampType.CREATE_TIME, 0, 0, new byte[0], new byte[0], new RecordHeaders(), Optional.empty()));
		}
	}

	/**
	 * Begins to read.
	 * @param to the second at which reading ends, 0 if it does not
	 */
	private void begin(long to, double speed) {
		KafkaSource source = new KafkaSource(new KafkaSettings("localhost:9092", TOPIC, Map.of()), FROM,
				(to > 0) ? FROM.plusSeconds(to) : null, speed);
		this.playback = new TopicPlayback(source, new CatchUpClock(FROM, speed));
		this.reading = new TopicReading(source, this.playback);
	}

	/**
	 * Returns a consumer of all records.
	 * @param leader the leader of the second partition
	 */
	private MockConsumer<byte[], byte[]> consumer(Node leader) {
		MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {

			@Override
			public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times,
					Duration timeout) {
				Map<TopicPartition, OffsetAndTimestamp> offsets = new HashMap<>();
				times.forEach((partition, time) -> offsets.put(partition, first(partition, time)));
				return offsets;
			}

		};
		consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, BROKER, new Node[0], new Node[0]),
				new PartitionInfo(TOPIC, 1, leader, new Node[0], new Node[0])));
		Map<TopicPartition, Long> ends = new HashMap<>();
		this.records.forEach((partition, records) -> ends.put(partition, (long) records.size()));
		consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
		consumer.updateEndOffsets(ends);
		return consumer;
	}

	private OffsetAndTimestamp first(TopicPartition partition, long time) {
		return this.records.get(partition)
			.stream()
			.filter((each) -> each.timestamp() >= time)
			.findFirst()
			.map((each) -> new OffsetAndTimestamp(each.offset(), each.timestamp()))
			.orElse(null);
	}

	/**
	 * Reads what there is, on with a consumer or from where another one was.
	 */
	private void read(MockConsumer<byte[], byte[]> consumer) {
		if (consumer.assignment().isEmpty()) {
			this.reading.assign(consumer);
			this.records.forEach((partition, records) -> {
				if (consumer.assignment().contains(partition)) {
					records.forEach(consumer::addRecord);
				}
			});
		}
		for (int i = 0; i < 3; i++) {
			this.reading.read(consumer, (record) -> this.handed.add((record.timestamp() - millis(0)) / 1000));
		}
	}

	private static long millis(long second) {
		return FROM.plusSeconds(second).toEpochMilli();
	}

	private static long nanos(long second) {
		return millis(second) * 1_000_000;
	}

}
