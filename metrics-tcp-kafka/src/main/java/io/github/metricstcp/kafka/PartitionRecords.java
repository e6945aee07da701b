package io.github.metricstcp.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The records of the targets of one partition, in their order: those that wait, and those
 * that a producer was handed, of which nothing is known yet or that have failed.
 * <p>
 * A partition fails when a record has failed, or when nothing was acknowledged for ten
 * seconds. Then nothing more is taken until all that was handed over has come back, and
 * after a pause one record at a time, until one is acknowledged. Guarded by its queue.
 */
final class PartitionRecords {

	static final long STALLED = TimeUnit.SECONDS.toNanos(10);

	private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);

	private final Deque<Entry> waiting = new ArrayDeque<>();

	private final NavigableMap<Long, Entry> inFlight = new TreeMap<>();

	// Of all of them
	private long bytes;

	private long bytesInFlight;

	private int failures;

	private boolean failing;

	private long failingSince;

	private @Nullable Exception failure;

	// When the record was handed over that was the first to fail now
	private long failedFrom;

	private long progress;

	private long pause = FIRST_PAUSE;

	private long retryAt;

	void add(Entry entry) {
		this.waiting.addLast(entry);
		this.bytes += entry.batch.size();
	}

	/**
	 * Returns the oldest record that waits, {@code null} if there is none.
	 */
	@Nullable Entry oldest() {
		return this.waiting.peekFirst();
	}

	/**
	 * Removes the oldest record that waits.
	 */
	Entry removeOldest() {
		Entry oldest = this.waiting.removeFirst();
		this.bytes -= oldest.batch.size();
		return oldest;
	}

	/**
	 * Removes all records that wait.
	 */
	Stream<Entry> drain() {
		this.bytes = 0;
		List<Entry> all = List.copyOf(this.waiting);
		this.waiting.clear();
		return all.stream();
	}

	/**
	 * Returns the number of bytes that all records take.
	 */
	long bytes() {
		return this.bytes;
	}

	/**
	 * Returns the number of bytes that were handed over.
	 */
	long bytesInFlight() {
		return this.bytesInFlight;
	}

	boolean isEmpty() {
		return this.waiting.isEmpty() && this.inFlight.isEmpty();
	}

	/**
	 * Returns whether there is a record that may be taken.
	 * @param maxBytes the number of bytes that may be in flight before it
	 */
	boolean isReady(long maxBytes, long now) {
		if (this.waiting.isEmpty()) {
			return false;
		}
		return this.failing ? this.inFlight.isEmpty() && now - this.retryAt >= 0 : this.bytesInFlight <= maxBytes;
	}

	/**
	 * Takes the oldest record that waits.
	 */
	Entry take(long now) {
		Entry entry = this.waiting.removeFirst();
		if (this.inFlight.isEmpty()) {
			this.progress = now;
		}
		entry.handedOver = now;
		this.inFlight.put(entry.number, entry);
		this.bytesInFlight += entry.batch.size();
		return entry;
	}

	/**
	 * Removes a record that was acknowledged, or refused for good.
	 * @param acknowledged whether it was acknowledged: then records of the same target
	 * that have failed before it can't be sent any more
	 * @return whether it was there, and not taken back before
	 */
	boolean settled(Entry entry, boolean acknowledged, long now) {
		if (!this.inFlight.remove(entry.number, entry)) {
			return false;
		}
		this.bytes -= entry.batch.size();
		this.bytesInFlight -= entry.batch.size();
		this.progress = now;
		if (acknowledged && this.failures > 0) {
			this.inFlight.headMap(entry.number)
				.values()
				.stream()
				.filter((each) -> each.failed && each.isOf(entry))
				.forEach((each) -> each.overtaken = true);
		}
		else if (acknowledged) {
			this.failing = false;
			this.failure = null;
			this.pause = FIRST_PAUSE;
		}
		return true;
	}

	/**
	 * Keeps a record that was not acknowledged.
	 * @param failure the reason, {@code null} if it says nothing of the partition
	 */
	void failed(Entry entry, @Nullable Exception failure, long now) {
		if (this.inFlight.get(entry.number) != entry || entry.failed) {
			return;
		}
		if (this.failures == 0) {
			this.failure = failure;
			this.failedFrom = entry.handedOver;
		}
		entry.failed = true;
		this.failures++;
		fail(now);
	}

	private void fail(long now) {
		if (!this.failing) {
			this.failing = true;
			this.failingSince = now;
		}
	}

	/**
	 * Fails if nothing was acknowledged for long.
	 */
	void watch(long now) {
		if (isEmpty()) {
			this.failing = false;
			this.failure = null;
		}
		else if (isWaiting(STALLED, now)) {
			fail(now);
		}
	}

	/**
	 * Returns whether nothing was acknowledged for a time, though something is in flight.
	 * @param time the time, in nanoseconds
	 */
	boolean isWaiting(long time, long now) {
		return !this.inFlight.isEmpty() && now - this.progress >= time;
	}

	/**
	 * Returns whether nothing has come of a record for a time.
	 * @param time the time, in nanoseconds
	 */
	boolean isForgotten(long time, long now) {
		return this.inFlight.values().stream().anyMatch((each) -> !each.failed && now - each.handedOver >= time);
	}

	/**
	 * Returns whether there are failed records, and nothing more comes of the others.
	 */
	boolean isDrained() {
		return this.failures > 0 && this.failures == this.inFlight.size();
	}

	/**
	 * Puts what was handed over back in its place, to be taken again after a pause.
	 * @return the records that can't be sent any more: consumers would take them for
	 * those that they have had
	 */
	List<FrameBatch> takeBack(long now) {
		List<FrameBatch> overtaken = new ArrayList<>();
		if (this.inFlight.isEmpty()) {
			return overtaken;
		}
		for (Entry each : this.inFlight.descendingMap().values()) {
			if (each.overtaken) {
				overtaken.add(each.batch);
				this.bytes -= each.batch.size();
			}
			else {
				// Another one, for a producer that was given up may be heard of late
				this.waiting.addFirst(new Entry(each.number, each.batch));
			}
		}
		this.inFlight.clear();
		this.bytesInFlight = 0;
		this.failures = 0;
		this.retryAt = now + this.pause;
		this.pause = Math.min(LONGEST_PAUSE, 2 * this.pause);
		return overtaken;
	}

	/**
	 * Lets another producer try at once.
	 */
	void restart(long now) {
		this.failure = null;
		this.failingSince = now;
		this.retryAt = now;
	}

	/**
	 * Ends the pause, so that it is tried at once.
	 */
	void hurry(long now) {
		this.pause = FIRST_PAUSE;
		this.retryAt = now;
	}

	boolean isFailing() {
		return this.failing;
	}

	/**
	 * Returns the time since which it fails.
	 */
	long failingSince() {
		return this.failingSince;
	}

	/**
	 * Returns why it fails, {@code null} if it does not or there was no answer.
	 */
	@Nullable Exception failure() {
		return this.failure;
	}

	/**
	 * Returns when the record was handed over that was the first to fail.
	 */
	long failedFrom() {
		return this.failedFrom;
	}

	/**
	 * A record in its place.
	 */
	static final class Entry {

		private final long number;

		private final FrameBatch batch;

		private long handedOver;

		private boolean failed;

		private boolean overtaken;

		Entry(long number, FrameBatch batch) {
			this.number = number;
			this.batch = batch;
		}

		long number() {
			return this.number;
		}

		FrameBatch batch() {
			return this.batch;
		}

		private boolean isOf(Entry other) {
			return this.batch.description().instance().equals(other.batch.description().instance());
		}

	}

}
