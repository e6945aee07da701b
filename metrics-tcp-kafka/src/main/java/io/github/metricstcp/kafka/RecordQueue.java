package io.github.metricstcp.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.metricstcp.kafka.PartitionRecords.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The records that are to be sent, those of each target in their order. Its memory is
 * bounded: if there is no more room, the oldest record that was not taken is given up.
 * Adding never waits. A partition that fails is passed over, and tried again after a
 * pause. Thread-safe.
 */
final class RecordQueue {

	/**
	 * The greatest length of a record's frames, unless brokers take less.
	 */
	static final int MAX_FRAMES = 64 << 10;

	private static final int LEAST_FRAMES = 1 << 10;

	/**
	 * The time after which records of twice the size are tried: brokers may take them by
	 * then. If they don't, a record is lost, so the next time is twice as long.
	 */
	private static final long FIRST_GROWTH = TimeUnit.MINUTES.toNanos(10);

	private static final long LONGEST_GROWTH = TimeUnit.DAYS.toNanos(1);

	private final long capacity;

	private final LongSupplier nanoTime;

	// Read with each frame
	private volatile int maxFrames = MAX_FRAMES;

	// Guarded by this

	private final Partitions partitions = new Partitions();

	private long bytes;

	private long records;

	private long events;

	private long droppedRecords;

	private long droppedSamples;

	private long summedEvents;

	private long leftOutEvents;

	private long growth = FIRST_GROWTH;

	private long grownAt;

	private boolean grown;

	private boolean hurried;

	/**
	 * Creates an empty queue.
	 * @param capacity the number of bytes that all records that are not acknowledged may
	 * take
	 * @param nanoTime the time by which partitions are tried again
	 */
	RecordQueue(long capacity, LongSupplier nanoTime) {
		this.capacity = capacity;
		this.nanoTime = nanoTime;
	}

	/**
	 * Returns the greatest length that a record's frames may have.
	 */
	int maxFrames() {
		return this.maxFrames;
	}

	/**
	 * Adds a record, and gives up the oldest ones if they must make room for it.
	 */
	void add(FrameBatch batch) {
		List<FrameBatch> dropped;
		synchronized (this) {
			this.partitions.add(batch);
			this.bytes += batch.size();
			dropped = makeRoom();
			notifyAll();
		}
		dropped.forEach(FrameBatch::giveUp);
	}

	private List<FrameBatch> makeRoom() {
		List<FrameBatch> dropped = List.of();
		while (this.bytes > this.capacity) {
			FrameBatch oldest = this.partitions.removeOldest();
			if (oldest == null) {
				break;
			}
			dropped = dropped.isEmpty() ? new ArrayList<>() : dropped;
			dropped.add(oldest);
			countDropped(oldest);
		}
		return dropped;
	}

	private void countDropped(FrameBatch batch) {
		this.bytes -= batch.size();
		this.droppedRecords++;
		this.droppedSamples += batch.samples();
		this.summedEvents += batch.events();
	}

	/**
	 * Counts a frame that no record has room for: no snapshot has either.
	 * @param sample whether it holds a sample
	 */
	synchronized void dropFrame(boolean sample) {
		this.droppedSamples += sample ? 1 : 0;
		this.leftOutEvents += sample ? 0 : 1;
	}

	/**
	 * Spreads the records over partitions, so that those of one that fails hold up no
	 * others. To be called while nothing is taken.
	 * @param count the number of partitions
	 */
	synchronized void spread(int count) {
		if (count != this.partitions.count()) {
			this.partitions.spread(count);
		}
	}

	/**
	 * Takes the oldest record that may be sent. It counts as waiting until it is
	 * acknowledged or given up.
	 * @param millis the time to wait for one
	 * @return the record, {@code null} if there was none in that time
	 */
	synchronized @Nullable Entry take(long millis) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		long left = millis;
		Entry taken = this.partitions.take(this.nanoTime.getAsLong());
		while (taken == null && left > 0) {
			wait(left);
			left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
			taken = this.partitions.take(this.nanoTime.getAsLong());
		}
		return taken;
	}

	/**
	 * Called when a broker has acknowledged a record that was taken.
	 * @return whether it was not {@link #takeBack() taken back} before, and no partition
	 * fails now
	 */
	boolean acknowledged(Entry entry) {
		FrameBatch batch = entry.batch();
		List<FrameBatch> overtaken;
		boolean wholly;
		synchronized (this) {
			long now = this.nanoTime.getAsLong();
			PartitionRecords partition = this.partitions.of(batch);
			if (!partition.settled(entry, true, now)) {
				return false;
			}
			this.partitions.acknowledged(now);
			this.bytes -= batch.size();
			this.records++;
			this.events += batch.samples() + batch.events();
			overtaken = takeBackDrained(partition, now);
			wholly = !this.partitions.isFailing();
			notifyAll();
		}
		overtaken.forEach(FrameBatch::giveUp);
		return wholly;
	}

	/**
	 * Called when a record that was taken was not acknowledged.
	 * @param failure the reason, {@code null} if it says nothing of the partition
	 */
	void failed(Entry entry, @Nullable Exception failure) {
		List<FrameBatch> overtaken;
		synchronized (this) {
			long now = this.nanoTime.getAsLong();
			PartitionRecords partition = this.partitions.of(entry.batch());
			partition.failed(entry, failure, now);
			overtaken = takeBackDrained(partition, now);
			notifyAll();
		}
		overtaken.forEach(FrameBatch::giveUp);
	}

	private List<FrameBatch> takeBackDrained(PartitionRecords partition, long now) {
		return partition.isDrained() ? givenUp(partition.takeBack(now)) : List.of();
	}

	/**
	 * Counts what can't be sent any more, and makes room among what waits again.
	 */
	private List<FrameBatch> givenUp(List<FrameBatch> overtaken) {
		overtaken.forEach(this::countDropped);
		List<FrameBatch> all = new ArrayList<>(overtaken);
		all.addAll(makeRoom());
		return all;
	}

	/**
	 * Takes back all records that were taken, and were not acknowledged.
	 */
	void takeBack() {
		List<FrameBatch> dropped;
		synchronized (this) {
			dropped = givenUp(this.partitions.takeBack(this.nanoTime.getAsLong()));
		}
		dropped.forEach(FrameBatch::giveUp);
	}

	/**
	 * Waits until it is known of all that was taken what has come of it, unless the queue
	 * is hurried.
	 * @param millis the time to wait at the most
	 */
	synchronized void awaitOutcome(long millis) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		long left = millis;
		while (!this.hurried && this.partitions.isInFlight() && left > 0) {
			wait(left);
			left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
		}
	}

	/**
	 * Ends all pauses: there is not much time left.
	 */
	synchronized void hurry() {
		this.hurried = true;
		this.partitions.hurry(this.nanoTime.getAsLong());
		notifyAll();
	}

	/**
	 * Gives up a record that was taken, because brokers refuse it for its size. From now
	 * on records have half of that at the most, and later on twice as much again.
	 * @return whether they become smaller by that
	 */
	boolean tooLarge(Entry entry) {
		return giveUp(entry) && shrink(entry.batch().frames().length / 2);
	}

	/**
	 * Gives up a record that was taken, because brokers refuse it for good.
	 * @return whether it was not {@link #takeBack() taken back} before
	 */
	boolean giveUp(Entry entry) {
		FrameBatch batch = entry.batch();
		List<FrameBatch> dropped = new ArrayList<>(List.of(batch));
		synchronized (this) {
			long now = this.nanoTime.getAsLong();
			PartitionRecords partition = this.partitions.of(batch);
			if (!partition.settled(entry, false, now)) {
				return false;
			}
			countDropped(batch);
			dropped.addAll(takeBackDrained(partition, now));
			notifyAll();
		}
		dropped.forEach(FrameBatch::giveUp);
		return true;
	}

	private synchronized boolean shrink(int length) {
		int before = this.maxFrames;
		this.maxFrames = Math.max(LEAST_FRAMES, Math.min(before, length));
		if (this.grown) {
			this.growth = Math.min(LONGEST_GROWTH, 2 * this.growth);
		}
		this.grown = false;
		this.grownAt = this.nanoTime.getAsLong();
		return this.maxFrames < before;
	}

	private void grow(long now) {
		if (this.maxFrames < MAX_FRAMES && now - this.grownAt >= this.growth) {
			this.maxFrames = Math.min(MAX_FRAMES, 2 * this.maxFrames);
			this.grown = true;
			this.grownAt = now;
		}
	}

	/**
	 * Lets partitions fail of which nothing was acknowledged for long, and records grow
	 * again. To be called often.
	 * @return whether one fails
	 */
	synchronized boolean watch() {
		long now = this.nanoTime.getAsLong();
		grow(now);
		return this.partitions.watch(now);
	}

	/**
	 * Returns whether nothing was acknowledged for long, though something was taken.
	 */
	synchronized boolean isStalled() {
		return this.partitions.isStalled(this.nanoTime.getAsLong());
	}

	/**
	 * Returns the failure if all partitions that have records fail, and not only those
	 * without a leader.
	 * @param leaderless the partitions without a leader, while others have one
	 * @return the failure, {@code null} if something may still be acknowledged
	 */
	synchronized @Nullable Exception failureOfAll(Collection<Integer> leaderless) {
		return this.partitions.failureOfAll(leaderless);
	}

	/**
	 * Returns whether a record was taken of which nothing has come for a time, neither
	 * good nor bad.
	 * @param time the time, in nanoseconds
	 */
	synchronized boolean isForgotten(long time) {
		return this.partitions.isForgotten(time, this.nanoTime.getAsLong());
	}

	/**
	 * Returns the partitions that fail while records of others are acknowledged.
	 */
	synchronized List<Integer> failingAlone() {
		return this.partitions.failingAlone(this.nanoTime.getAsLong());
	}

	/**
	 * Returns why a partition fails, {@code null} if it does not answer.
	 */
	synchronized @Nullable Exception failure(int partition) {
		return this.partitions.failure(partition);
	}

	/**
	 * Returns whether there is room for a snapshot of a target, so that it does not push
	 * out what waits: at least half of all is free. If the target's partition does not
	 * fail, what waits in those that do is left out of account.
	 * @param target the address of the target
	 */
	synchronized boolean hasRoom(String target) {
		PartitionRecords partition = this.partitions.of(target.getBytes(StandardCharsets.UTF_8));
		return (partition.isFailing() ? this.bytes : this.partitions.bytesOfThoseThatGoOn()) <= this.capacity / 2;
	}

	synchronized boolean isEmpty() {
		return this.bytes == 0;
	}

	synchronized RelayCounts counts() {
		return new RelayCounts(this.records, this.events, this.droppedRecords, this.droppedSamples, this.summedEvents,
				this.leftOutEvents, this.bytes);
	}

}
