package io.github.metricstcp.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The records of all partitions of a topic. Those that were there when reading began come
 * in the order in which they were made, whatever their partition; later ones as they are
 * fetched. Reading goes on with another consumer where it was left. Confined to the
 * thread that reads.
 */
final class TopicReading {

	/**
	 * The time before the first event that is shown from which records are read: each
	 * session has a snapshot in it.
	 */
	private static final Duration SNAPSHOTS = Duration.ofSeconds(90);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration POLL = Duration.ofMillis(200);

	private final KafkaSource source;

	private final Map<TopicPartition, PartitionCursor> cursors = new LinkedHashMap<>();

	private boolean caughtUp;

	TopicReading(KafkaSource source) {
		this.source = source;
	}

	/**
	 * Begins to read, or goes on.
	 */
	void assign(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
		String topic = this.source.settings().topic();
		List<PartitionInfo> infos = consumer.partitionsFor(topic, TIMEOUT);
		if (infos == null || infos.isEmpty()) {
			throw new UnknownTopicOrPartitionException("there is no topic " + topic);
		}
		List<TopicPartition> partitions = infos.stream()
			.map((info) -> new TopicPartition(topic, info.partition()))
			.toList();
		if (this.cursors.isEmpty()) {
			begin(consumer, partitions);
		}
		// Partitions that were added since are read from their beginning
		partitions.forEach((each) -> this.cursors.computeIfAbsent(each, (added) -> new PartitionCursor(0, 0)));
		consumer.assign(partitions);
		this.cursors.forEach((partition, cursor) -> consumer.seek(partition, cursor.position()));
	}

	private void begin(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
			List<TopicPartition> partitions) {
		Instant from = this.source.from();
		long time = ((from != null) ? from : Instant.now()).minus(SNAPSHOTS).toEpochMilli();
		Map<TopicPartition, Long> times = new HashMap<>();
		partitions.forEach((each) -> times.put(each, time));
		Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
		Map<TopicPartition, @Nullable OffsetAndTimestamp> starts = new HashMap<>(
				consumer.offsetsForTimes(times, TIMEOUT));
		for (TopicPartition each : partitions) {
			long end = Objects.requireNonNullElse(ends.get(each), 0L);
			OffsetAndTimestamp start = starts.get(each);
			this.cursors.put(each, new PartitionCursor((start != null) ? start.offset() : end, end));
		}
	}

	/**
	 * Returns whether all records were read that were there when reading began.
	 */
	boolean isCaughtUp() {
		return this.caughtUp;
	}

	/**
	 * Fetches records, and hands over those whose turn it is.
	 */
	void read(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
			Consumer<ConsumerRecord<byte[], byte[]>> records) {
		ConsumerRecords<byte[], byte[]> fetched = consumer.poll(POLL);
		for (TopicPartition each : fetched.partitions()) {
			cursor(each).add(fetched.records(each));
		}
		this.cursors.forEach((partition, cursor) -> cursor.position(consumer.position(partition, TIMEOUT)));
		PartitionCursor next = next();
		while (next != null) {
			records.accept(next.take());
			next = next();
		}
		if (!this.caughtUp) {
			this.caughtUp = this.cursors.values().stream().allMatch(PartitionCursor::isCaughtUp);
			pause(consumer);
		}
	}

	/**
	 * Fetches nothing of partitions that are ahead of others.
	 */
	private void pause(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
		consumer.resume(consumer.paused());
		consumer.pause(this.cursors.entrySet()
			.stream()
			.filter((each) -> each.getValue().isWaiting())
			.map(Map.Entry::getKey)
			.toList());
	}

	private PartitionCursor cursor(TopicPartition partition) {
		return Objects.requireNonNull(this.cursors.get(partition), "partition");
	}

	/**
	 * Returns the cursor whose first record is the next one, {@code null} if another
	 * partition may still have an earlier one.
	 */
	private @Nullable PartitionCursor next() {
		PartitionCursor next = null;
		long time = 0;
		for (PartitionCursor each : this.cursors.values()) {
			ConsumerRecord<byte[], byte[]> first = each.first();
			if (first == null && !this.caughtUp && !each.isCaughtUp()) {
				return null;
			}
			if (first != null && (next == null || first.timestamp() < time)) {
				next = each;
				time = first.timestamp();
			}
		}
		return next;
	}

}
