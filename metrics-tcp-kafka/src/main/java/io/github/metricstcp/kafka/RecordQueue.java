package io.github.metricstcp.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The records that are to be sent, those of all targets in their order. Its memory is
 * bounded: if there is no more room, the oldest record that was not taken is given up.
 * Adding never waits. Thread-safe.
 */
final class RecordQueue {

	/**
	 * The greatest length of a record's frames, unless brokers take less.
	 */
	static final int MAX_FRAMES = 64 << 10;

	private static final int LEAST_FRAMES = 1 << 10;

	private final long capacity;

	// Read with each frame
	private volatile int maxFrames = MAX_FRAMES;

	// Guarded by this

	private final Deque<FrameBatch> waiting = new ArrayDeque<>();

	private long bytes;

	private long records;

	private long events;

	private long droppedRecords;

	private long droppedSamples;

	private long summedEvents;

	/**
	 * Creates an empty queue.
	 * @param capacity the number of bytes that all records that are not acknowledged may
	 * take
	 */
	RecordQueue(long capacity) {
		this.capacity = capacity;
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
			this.waiting.addLast(batch);
			this.bytes += batch.size();
			dropped = makeRoom();
			notifyAll();
		}
		dropped.forEach(FrameBatch::giveUp);
	}

	private List<FrameBatch> makeRoom() {
		List<FrameBatch> dropped = List.of();
		while (this.bytes > this.capacity) {
			FrameBatch oldest = this.waiting.pollFirst();
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
	 * Counts a frame that no record has room for.
	 * @param sample whether it holds a sample
	 */
	synchronized void dropFrame(boolean sample) {
		this.droppedSamples += sample ? 1 : 0;
		this.summedEvents += sample ? 0 : 1;
	}

	/**
	 * Takes the oldest record. It counts as waiting until it is acknowledged or given up.
	 * @param millis the time to wait for one
	 * @return the record, {@code null} if there was none in that time
	 */
	synchronized @Nullable FrameBatch take(long millis) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		long left = millis;
		while (this.waiting.isEmpty() && left > 0) {
			wait(left);
			left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
		}
		return this.waiting.pollFirst();
	}

	/**
	 * Called when a broker has acknowledged a record that was taken.
	 */
	synchronized void acknowledged(FrameBatch batch) {
		this.bytes -= batch.size();
		this.records++;
		this.events += batch.samples() + batch.events();
	}

	/**
	 * Takes back records that were taken, and were not acknowledged.
	 * @param batches the records in their order
	 */
	void putBack(List<FrameBatch> batches) {
		List<FrameBatch> dropped;
		synchronized (this) {
			for (int i = batches.size() - 1; i >= 0; i--) {
				this.waiting.addFirst(batches.get(i));
			}
			dropped = makeRoom();
		}
		dropped.forEach(FrameBatch::giveUp);
	}

	/**
	 * Gives up a record that was taken.
	 */
	void giveUp(FrameBatch batch) {
		synchronized (this) {
			countDropped(batch);
		}
		batch.giveUp();
	}

	/**
	 * Gives up a record that was taken, because brokers refuse it for its size. From now
	 * on records have half of that at the most.
	 * @return whether they become smaller by that
	 */
	boolean refused(FrameBatch batch) {
		int before = this.maxFrames;
		int after = Math.max(LEAST_FRAMES, Math.min(before, batch.frames().length / 2));
		// Not atomic: one thread is given answers
		this.maxFrames = after;
		giveUp(batch);
		return after < before;
	}

	/**
	 * Returns whether at least half of the room is free, so that a snapshot does not push
	 * out what waits.
	 */
	synchronized boolean hasRoom() {
		return this.bytes <= this.capacity / 2;
	}

	synchronized boolean isEmpty() {
		return this.bytes == 0;
	}

	synchronized RelayCounts counts() {
		return new RelayCounts(this.records, this.events, this.droppedRecords, this.droppedSamples, this.summedEvents,
				this.bytes);
	}

}
