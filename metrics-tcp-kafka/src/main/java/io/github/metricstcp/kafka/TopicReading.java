package io.github.metricstcp.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The records of all partitions of a topic. Those from before now come in the order in
 * which they were made, whatever their partition, and when their time has come in a
 * replay; later ones as they are fetched. Partitions that can't be read, such as those
 * without a leader, hold up no others, and those that are added are read from their
 * beginning. Reading goes on with another consumer where it was left. Confined to the
 * thread that reads.
 */
final class TopicReading {

	/**
	 * The time before the first event that is shown from which records are read: each
	 * session has a snapshot in it.
	 */
	private static final Duration SNAPSHOTS = Duration.ofSeconds(90);

	/**
	 * The time behind the last event that is shown up to which records are read: a relay
	 * that had to wait for brokers writes later than others, and the clock of one may be
	 * ahead of those of others.
	 */
	private static final Duration LATE = Duration.ofMinutes(10);

	private static final long SHORTEST_POLL = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(200);

	private static final long LONGEST_RECENT = 8 * POLL;

	/**
	 * The time after which it is looked what partitions there are, and whether they can
	 * be read.
	 */
	private static final long LOOK = TimeUnit.SECONDS.toNanos(10);

	/**
	 * The number of looks at which a partition can't be read until it is not waited for:
	 * it may be about to get another leader.
	 */
	private static final int PATIENCE = 2;

	private final KafkaSource source;

	private final TopicPlayback playback;

	private final long until;

	private final Map<TopicPartition, PartitionCursor> cursors = new LinkedHashMap<>();

	// Those that were there when reading began, and could not be read so far
	private final Set<TopicPartition> unread = new TreeSet<>(PartitionLeaders.ORDER);

	private Set<TopicPartition> unreadable = Set.of();

	// The number of looks since all of them could be read
	private int looks;

	// The time until the next record is to be handed over, in nanoseconds
	private long wait = POLL;

	private boolean begun;

	private boolean caughtUp;

	private long lastLook;

	private long endsAsked;

	// The time for which it is believed where partitions end. The longer a fetch takes,
	// the
	// more has come meanwhile
	private long recent = POLL;

	// Whether anything came since then
	private boolean moved;

	/**
	 * Creates a reading that has not begun.
	 * @param source the topic, and the time of it that is read
	 * @param playback knows when the time of a record has come
	 */
	TopicReading(KafkaSource source, TopicPlayback playback) {
		this.source = source;
		this.playback = playback;
		Instant to = source.to();
		this.until = (to != null) ? to.toEpochMilli() : Long.MAX_VALUE;
	}

	/**
	 * Begins to read, or goes on.
	 */
	void assign(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
		PartitionLeaders leaders = leaders(consumer);
		if (!this.begun) {
			this.begun = true;
			this.unread.addAll(leaders.partitions());
		}
		update(consumer, leaders);
		if (this.cursors.isEmpty()) {
			throw new TimeoutException("no partition can be read");
		}
		consumer.assign(this.cursors.keySet());
		this.cursors.forEach((partition, cursor) -> consumer.seek(partition, cursor.position()));
		looked(leaders, Set.of());
	}

	private PartitionLeaders leaders(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
		try {
			return PartitionLeaders.of(consumer, this.source.settings().topic());
		}
		catch (UnknownTopicOrPartitionException ex) {
			// Offsets are of no use for one that is created later
			this.begun = false;
			this.cursors.clear();
			throw ex;
		}
	}

	/**
	 * Brings the partitions up to date.
	 */
	private void update(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, PartitionLeaders leaders) {
		this.cursors.keySet().retainAll(leaders.partitions());
		this.unread.retainAll(leaders.partitions());
		for (TopicPartition each : leaders.partitions()) {
			if (!this.unread.contains(each)) {
				this.cursors.computeIfAbsent(each, (added) -> new PartitionCursor(0, 0, this.until));
			}
		}
		if (!this.unread.isEmpty()) {
			begin(consumer, leaders);
		}
	}

	/**
	 * Begins to read those partitions that could not be read so far.
	 */
	private void begin(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, PartitionLeaders leaders) {
		Instant from = this.caughtUp ? null : this.source.from();
		long time = ((from != null) ? from : Instant.now()).minus(SNAPSHOTS).toEpochMilli();
		Map<TopicPartition, Long> ends = leaders.ends(consumer, this.unread);
		this.endsAsked = System.nanoTime();
		Instant to = this.source.to();
		if (to != null) {
			Map<TopicPartition, @Nullable OffsetAndTimestamp> later = leaders.starts(consumer, ends.keySet(),
					to.plus(LATE).toEpochMilli());
			ends.keySet().retainAll(later.keySet());
			later.forEach((partition, start) -> {
				if (start != null) {
					ends.merge(partition, start.offset(), Math::min);
				}
			});
		}
		Map<TopicPartition, @Nullable OffsetAndTimestamp> starts = leaders.starts(consumer, ends.keySet(), time);
		starts.forEach((partition, start) -> {
			long end = Objects.requireNonNullElse(ends.get(partition), 0L);
			this.cursors.put(partition, new PartitionCursor((start != null) ? start.offset() : end, end, this.until));
			this.unread.remove(partition);
		});
	}

	private void look(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
		PartitionLeaders leaders = leaders(consumer);
		Set<TopicPartition> before = Set.copyOf(this.cursors.keySet());
		update(consumer, leaders);
		if (!before.equals(this.cursors.keySet())) {
			consumer.assign(this.cursors.keySet());
			this.cursors.forEach((partition, cursor) -> {
				if (!before.contains(partition)) {
					consumer.seek(partition, cursor.position());
				}
			});
		}
		looked(leaders, (this.caughtUp && this.moved) ? Set.of() : silent(consumer, leaders));
	}

	/**
	 * Asks where partitions end, and returns those that do not answer.
	 * @throws TimeoutException if none does: brokers are away
	 */
	private Set<TopicPartition> silent(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
			PartitionLeaders leaders) {
		Map<TopicPartition, Long> ends = leaders.ends(consumer, this.cursors.keySet());
		this.endsAsked = System.nanoTime();
		if (ends.isEmpty()) {
			throw new TimeoutException("no partition can be read");
		}
		if (this.source.to() == null) {
			// What came meanwhile comes in order too
			ends.forEach((partition, end) -> cursor(partition).end(end));
		}
		Set<TopicPartition> silent = new TreeSet<>(PartitionLeaders.ORDER);
		silent.addAll(this.cursors.keySet());
		silent.removeAll(ends.keySet());
		return silent;
	}

	private void looked(PartitionLeaders leaders, Set<TopicPartition> silent) {
		Set<TopicPartition> unreadable = new TreeSet<>(PartitionLeaders.ORDER);
		unreadable.addAll(this.unread);
		unreadable.addAll(silent);
		unreadable.addAll(leaders.leaderless());
		this.unreadable = unreadable;
		this.looks = unreadable.isEmpty() ? 0 : this.looks + 1;
		this.cursors.forEach((partition, cursor) -> cursor.readable(!unreadable.contains(partition)));
		this.lastLook = System.nanoTime();
		this.moved = false;
	}

	/**
	 * Returns the numbers of those partitions that can't be read now.
	 */
	SortedSet<Integer> unreadable() {
		SortedSet<Integer> numbers = new TreeSet<>();
		this.unreadable.forEach((each) -> numbers.add(each.partition()));
		return numbers;
	}

	/**
	 * Returns whether all records of the time before now were handed over or, if reading
	 * ends, up to then, but for those that can't be read.
	 */
	boolean isCaughtUp() {
		return this.caughtUp;
	}

	/**
	 * Fetches records, and hands over those whose turn and time it is.
	 */
	void read(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
			Consumer<ConsumerRecord<byte[], byte[]>> records) {
		if (System.nanoTime() - this.lastLook >= LOOK) {
			look(consumer);
		}
		ConsumerRecords<byte[], byte[]> fetched = consumer
			.poll(Duration.ofNanos(Math.min(POLL, Math.max(SHORTEST_POLL, this.wait))));
		this.moved |= !fetched.isEmpty();
		for (TopicPartition each : fetched.partitions()) {
			cursor(each).add(fetched.records(each));
		}
		this.cursors.forEach((partition, cursor) -> updatePosition(consumer, partition, cursor));
		hand(records);
		if (!this.caughtUp) {
			this.caughtUp = catchesUp(consumer);
			pause(consumer);
		}
	}

	private boolean catchesUp(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
		if (this.playback.isHeld() || isPatient() || !isAtEnd()) {
			return false;
		}
		boolean ended = this.source.to() != null || this.playback.isLive();
		if (!ended && System.nanoTime() - this.endsAsked >= this.recent) {
			// A replay that goes no faster than time has more to read meanwhile
			look(consumer);
			this.recent = Math.min(LONGEST_RECENT, 2 * this.recent);
		}
		return isAtEnd();
	}

	private boolean isAtEnd() {
		return this.cursors.values().stream().allMatch(PartitionCursor::isCaughtUp);
	}

	private void hand(Consumer<ConsumerRecord<byte[], byte[]>> records) {
		PartitionCursor next = next();
		ConsumerRecord<byte[], byte[]> first = (next != null) ? next.first() : null;
		while (next != null && first != null) {
			this.wait = this.playback.nanosUntil(first.timestamp());
			if (this.wait > 0) {
				return;
			}
			records.accept(next.take());
			next = next();
			first = (next != null) ? next.first() : null;
		}
		this.wait = POLL;
		this.playback.hold();
	}

	/**
	 * Returns whether partitions that can't be read are waited for, before reading ends
	 * without them.
	 */
	private boolean isPatient() {
		return this.source.to() != null && this.looks > 0 && this.looks < PATIENCE;
	}

	private static void updatePosition(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
			TopicPartition partition, PartitionCursor cursor) {
		try {
			cursor.position(consumer.position(partition, Duration.ZERO));
		}
		catch (TimeoutException ex) {
			// Its leader is being looked for: it has not moved
		}
	}

	/**
	 * Fetches nothing of partitions that are ahead of others, or read to their end.
	 */
	private void pause(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
		consumer.resume(consumer.paused());
		consumer.pause(this.cursors.entrySet()
			.stream()
			.filter((each) -> each.getValue().hasEnough())
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
