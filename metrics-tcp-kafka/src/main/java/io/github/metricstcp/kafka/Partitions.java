package io.github.metricstcp.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.metricstcp.kafka.PartitionRecords.Entry;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The records of all partitions: which one is taken next, and whether partitions fail
 * while others do not. Guarded by its queue.
 */
final class Partitions {

	/**
	 * The bytes that a producer is given at a time: what it has can't be dropped.
	 */
	static final long MAX_IN_FLIGHT = 8 << 20;

	/**
	 * The bytes of those that fail, so that some are left for others.
	 */
	private static final long MAX_FAILING = 6 << 20;

	/**
	 * The time for which others must be acknowledged before a partition is said to fail
	 * alone: after an outage of all, one of them is the first to come back.
	 */
	private static final long OTHERS_GO_ON = TimeUnit.SECONDS.toNanos(1);

	// One that waits to be tried again may be there again
	private static final long ANSWER = TimeUnit.SECONDS.toNanos(3);

	private static final Comparator<PartitionRecords> OLDEST_FIRST = Comparator.comparingLong(Partitions::oldestNumber);

	private List<PartitionRecords> all = List.of(new PartitionRecords());

	private long next;

	// Since when records are acknowledged, and the last time
	private boolean working;

	private long workingSince;

	private long lastAcknowledged;

	/**
	 * Returns the number of partitions.
	 */
	int count() {
		return this.all.size();
	}

	/**
	 * Spreads the records that wait over another number of partitions. Nothing may be in
	 * flight.
	 */
	void spread(int count) {
		List<PartitionRecords> before = this.all;
		this.all = Stream.generate(PartitionRecords::new).limit(count).toList();
		before.stream()
			.flatMap(PartitionRecords::drain)
			.sorted(Comparator.comparingLong(Entry::number))
			.forEach((each) -> of(each.batch()).add(each));
	}

	/**
	 * Returns the records of the partition that a record belongs to.
	 */
	PartitionRecords of(FrameBatch batch) {
		return of(batch.key());
	}

	/**
	 * Returns the records of the partition of a key, which is that of Kafka's own
	 * producer.
	 */
	PartitionRecords of(byte[] key) {
		return this.all.get((this.all.size() == 1) ? 0 : Utils.toPositive(Utils.murmur2(key)) % this.all.size());
	}

	void add(FrameBatch batch) {
		of(batch).add(new Entry(this.next++, batch));
	}

	/**
	 * Removes the oldest record that waits.
	 * @return the record, {@code null} if none waits
	 */
	@Nullable FrameBatch removeOldest() {
		return this.all.stream()
			.filter((each) -> each.oldest() != null)
			.min(OLDEST_FIRST)
			.map((each) -> each.removeOldest().batch())
			.orElse(null);
	}

	/**
	 * Takes the oldest record that may be sent. A partition may have as many bytes in
	 * flight as are left for all others, and not all that fail are tried at a time: so
	 * some are left, however many of them fail.
	 * @return the record, {@code null} if there is none
	 */
	@Nullable Entry take(long now) {
		long left = MAX_IN_FLIGHT - this.all.stream().mapToLong(PartitionRecords::bytesInFlight).sum();
		if (left < 0) {
			return null;
		}
		long most = (this.all.size() == 1) ? MAX_IN_FLIGHT : left;
		boolean tryFailing = this.all.stream()
			.filter((each) -> each.isFailing() && each.bytesInFlight() > 0)
			.mapToLong((each) -> Math.max(ProducerProperties.LEAST_BATCH_BYTES, each.bytesInFlight()))
			.sum() < MAX_FAILING;
		return this.all.stream()
			.filter((each) -> (tryFailing || !each.isFailing()) && each.isReady(most, now))
			.min(OLDEST_FIRST)
			.map((each) -> each.take(now))
			.orElse(null);
	}

	private static long oldestNumber(PartitionRecords records) {
		Entry oldest = records.oldest();
		return (oldest != null) ? oldest.number() : Long.MAX_VALUE;
	}

	/**
	 * Called when a record was acknowledged.
	 */
	void acknowledged(long now) {
		if (!this.working || now - this.lastAcknowledged >= PartitionRecords.STALLED) {
			this.working = true;
			this.workingSince = now;
		}
		this.lastAcknowledged = now;
	}

	/**
	 * Lets partitions fail of which nothing was acknowledged for long.
	 * @return whether one fails
	 */
	boolean watch(long now) {
		this.all.forEach((each) -> each.watch(now));
		return isFailing();
	}

	/**
	 * Returns whether a partition fails.
	 */
	boolean isFailing() {
		return this.all.stream().anyMatch(PartitionRecords::isFailing);
	}

	/**
	 * Returns the number of bytes that the records of all partitions take that do not
	 * fail.
	 */
	long bytesOfThoseThatGoOn() {
		return this.all.stream().filter((each) -> !each.isFailing()).mapToLong(PartitionRecords::bytes).sum();
	}

	/**
	 * Returns whether nothing was acknowledged for long, though something is in flight.
	 */
	boolean isStalled(long now) {
		boolean recently = this.working && now - this.lastAcknowledged < PartitionRecords.STALLED;
		return !recently && this.all.stream().anyMatch((each) -> each.isWaiting(PartitionRecords.STALLED, now));
	}

	/**
	 * Returns whether nothing has come of a record for a time.
	 * @param time the time, in nanoseconds
	 */
	boolean isForgotten(long time, long now) {
		return this.all.stream().anyMatch((each) -> each.isForgotten(time, now));
	}

	/**
	 * Returns whether there are records of which it is not known what has come of them.
	 */
	boolean isInFlight() {
		return this.all.stream().anyMatch((each) -> each.bytesInFlight() > 0);
	}

	/**
	 * Ends the pauses of all partitions.
	 */
	void hurry(long now) {
		this.all.forEach((each) -> each.hurry(now));
	}

	/**
	 * Returns the partitions that fail while records of others are acknowledged.
	 */
	List<Integer> failingAlone(long now) {
		return IntStream.range(0, this.all.size())
			.filter((index) -> failsAlone(this.all.get(index), now))
			.boxed()
			.toList();
	}

	private boolean failsAlone(PartitionRecords records, long now) {
		return records.isFailing() && records.isWaiting(ANSWER, now) && this.working
				&& this.lastAcknowledged - this.workingSince >= OTHERS_GO_ON
				&& this.lastAcknowledged - records.failingSince() >= OTHERS_GO_ON;
	}

	/**
	 * Returns why a partition fails, {@code null} if it does not answer.
	 */
	@Nullable Exception failure(int partition) {
		return this.all.get(partition).failure();
	}

	/**
	 * Returns the failure if each partition that has records has failed, and it is not
	 * known that others may go on: for none of them was acknowledged meanwhile, and a
	 * partition has failed that has a leader.
	 * @param leaderless the partitions without a leader
	 * @return the failure, {@code null} if something may still be acknowledged
	 */
	@Nullable Exception failureOfAll(Collection<Integer> leaderless) {
		Exception all = null;
		for (int i = 0; i < this.all.size(); i++) {
			PartitionRecords each = this.all.get(i);
			if (each.isEmpty()) {
				continue;
			}
			Exception failure = each.failure();
			boolean othersGoOn = this.working && this.lastAcknowledged - each.failedFrom() > OTHERS_GO_ON;
			if (failure == null || othersGoOn) {
				return null;
			}
			all = leaderless.contains(i) ? all : failure;
		}
		return all;
	}

	/**
	 * Puts all that is in flight back in its place, for another producer.
	 * @return the records that can't be sent any more
	 */
	List<FrameBatch> takeBack(long now) {
		List<FrameBatch> overtaken = new ArrayList<>();
		this.all.forEach((each) -> {
			overtaken.addAll(each.takeBack(now));
			each.restart(now);
		});
		this.working = false;
		return overtaken;
	}

}
