package io.github.metricstcp.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The records that were handed to a producer, and of which nothing is known yet or that
 * have failed. Thread-safe.
 */
final class InFlight {

	// Guarded by this

	private final TreeMap<Long, Entry> entries = new TreeMap<>();

	private long next;

	private long bytes;

	private int failures;

	private long progress = System.nanoTime();

	private @Nullable Exception failure;

	/**
	 * Adds a record.
	 */
	synchronized Entry add(FrameBatch batch) {
		if (this.entries.isEmpty()) {
			this.progress = System.nanoTime();
		}
		Entry entry = new Entry(this.next++, batch);
		this.entries.put(entry.number, entry);
		this.bytes += batch.size();
		return entry;
	}

	/**
	 * Removes a record that was acknowledged, or refused for good.
	 * @param acknowledged whether it was acknowledged: then records of the same target
	 * that have failed before it can't be sent any more
	 * @return whether it was there, and not {@link #takeAll() taken} before
	 */
	synchronized boolean settled(Entry entry, boolean acknowledged) {
		if (this.entries.remove(entry.number) == null) {
			return false;
		}
		this.bytes -= entry.batch.size();
		this.progress = System.nanoTime();
		if (acknowledged && this.failures > 0) {
			this.entries.headMap(entry.number)
				.values()
				.stream()
				.filter((each) -> each.failed && each.isOf(entry))
				.forEach((each) -> each.overtaken = true);
		}
		notifyAll();
		return true;
	}

	/**
	 * Keeps a record that was not acknowledged.
	 */
	synchronized void failed(Entry entry, Exception failure) {
		if (!this.entries.containsKey(entry.number)) {
			return;
		}
		entry.failed = true;
		this.failures++;
		this.failure = (this.failure != null) ? this.failure : failure;
		notifyAll();
	}

	/**
	 * Returns the first failure, {@code null} if there is none.
	 */
	synchronized @Nullable Exception failure() {
		return this.failure;
	}

	/**
	 * Waits until records take less than a number of bytes, or one has failed.
	 * @return whether they do
	 */
	synchronized boolean awaitRoom(long maxBytes, long millis) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		long left = millis;
		while (this.bytes > maxBytes && this.failure == null && left > 0) {
			wait(left);
			left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
		}
		return this.bytes <= maxBytes;
	}

	/**
	 * Returns for how long nothing was acknowledged though something could be.
	 * @return seconds, 0 if nothing is in flight
	 */
	synchronized long stalledSeconds() {
		return this.entries.isEmpty() ? 0 : TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - this.progress);
	}

	/**
	 * Takes all records in their order, when nothing comes of them any more.
	 */
	synchronized List<Entry> takeAll() {
		List<Entry> all = new ArrayList<>(this.entries.values());
		this.entries.clear();
		this.bytes = 0;
		this.failures = 0;
		this.failure = null;
		notifyAll();
		return all;
	}

	/**
	 * A record that was handed over.
	 */
	static final class Entry {

		private final long number;

		private final FrameBatch batch;

		private boolean failed;

		private boolean overtaken;

		private Entry(long number, FrameBatch batch) {
			this.number = number;
			this.batch = batch;
		}

		FrameBatch batch() {
			return this.batch;
		}

		/**
		 * Returns whether a later record of the same target was acknowledged. To be
		 * called when it was {@link InFlight#takeAll() taken}.
		 */
		boolean isOvertaken() {
			return this.overtaken;
		}

		private boolean isOf(Entry other) {
			return this.batch.description().target().equals(other.batch.description().target());
		}

	}

}
