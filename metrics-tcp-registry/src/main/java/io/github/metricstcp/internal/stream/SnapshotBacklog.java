package io.github.metricstcp.internal.stream;

import java.util.BitSet;

/**
 * The part of the snapshot that one client must still be sent: metadata of families and
 * values of series, as bits by their index. Confined to the event loop.
 * <p>
 * A series whose value must be sent is <i>dirty</i>: its live events are left out, for
 * the value will include them. The value may be sent only when none of its events waits
 * in the client's buffer, or it would be counted twice. So a dirty series goes through
 * three states:
 * <ol>
 * <li><i>newly dirty</i>: hit since the barrier was set;</li>
 * <li><i>awaiting drain</i>: hit before, and what was in the buffer at the barrier has
 * not all left it;</li>
 * <li><i>ready</i>: none of its events waits, and its value can be sent.</li>
 * </ol>
 * When the buffer has drained up to the barrier, those that awaited it are ready, those
 * newly dirty await drain, and the barrier is set at the end of the buffer.
 */
final class SnapshotBacklog {

	/**
	 * Families whose metadata this client has not been sent. Written before any event.
	 */
	private final PendingSet families = new PendingSet();

	private final PendingSet ready = new PendingSet();

	private final PendingSet awaitingDrain = new PendingSet();

	private final PendingSet newlyDirty = new PendingSet();

	/**
	 * Number of elements that have gone into the client's buffer.
	 */
	private long enqueued;

	/**
	 * Number of elements that have left the client's buffer, to be written or dropped.
	 */
	private long dequeued;

	/**
	 * Number of elements that must have left the buffer before those that await drain are
	 * ready.
	 */
	private long barrier;

	/**
	 * Counts elements that go into the client's buffer.
	 */
	void enqueued(int elements) {
		this.enqueued += elements;
	}

	/**
	 * Counts an element that has left the client's buffer.
	 */
	void dequeued() {
		this.dequeued++;
	}

	/**
	 * Returns how many elements wait in the client's buffer.
	 */
	long waiting() {
		return this.enqueued - this.dequeued;
	}

	/**
	 * Whether neither metadata nor values are to be sent.
	 */
	boolean isEmpty() {
		return this.families.isEmpty() && !hasDirty();
	}

	boolean hasFamilies() {
		return !this.families.isEmpty();
	}

	boolean hasDirty() {
		return !this.ready.isEmpty() || !this.awaitingDrain.isEmpty() || !this.newlyDirty.isEmpty();
	}

	boolean hasReady() {
		return !this.ready.isEmpty();
	}

	/**
	 * Whether the value of a series is to be sent.
	 */
	boolean isDirty(int series) {
		return this.ready.contains(series) || this.awaitingDrain.contains(series) || this.newlyDirty.contains(series);
	}

	/**
	 * Whether the metadata of a family is to be sent.
	 */
	boolean hasFamily(int family) {
		return this.families.contains(family);
	}

	void addFamilies(BitSet families) {
		this.families.addAll(families);
	}

	void addFamily(int family) {
		this.families.add(family);
	}

	void removeFamily(int family) {
		this.families.remove(family);
	}

	/**
	 * Takes out a family whose metadata is sent now.
	 */
	int takeFamily() {
		return this.families.take();
	}

	/**
	 * Adds series, for a client to which nothing has been offered yet.
	 */
	void addReady(BitSet series) {
		this.ready.addAll(series);
	}

	/**
	 * Adds a series that is not dirty: its value is to be sent after what waits now.
	 */
	void add(int series) {
		if (waiting() == 0) {
			// All that were hit before, so that none of them comes after this one
			allReady();
			this.ready.add(series);
		}
		else {
			this.newlyDirty.add(series);
		}
	}

	/**
	 * Adds a series one of whose events was dropped, while others may wait.
	 */
	void addDropped(int series) {
		if (!isDirty(series)) {
			this.newlyDirty.add(series);
		}
	}

	/**
	 * Forgets a series, sent or not.
	 */
	void remove(int series) {
		if (!this.ready.remove(series) && !this.awaitingDrain.remove(series)) {
			this.newlyDirty.remove(series);
		}
	}

	/**
	 * Makes those series ready none of whose events waits any more.
	 */
	void advance() {
		if (waiting() == 0) {
			allReady();
		}
		else if (this.dequeued >= this.barrier) {
			this.ready.takeAll(this.awaitingDrain);
			this.awaitingDrain.takeAll(this.newlyDirty);
			this.barrier = this.enqueued;
		}
	}

	private void allReady() {
		this.ready.takeAll(this.awaitingDrain);
		this.ready.takeAll(this.newlyDirty);
	}

	/**
	 * Takes out a series whose value is sent now.
	 */
	int takeReady() {
		return this.ready.take();
	}

	/**
	 * Takes out a certain series, to send its value now.
	 * @return whether it was ready
	 */
	boolean takeReady(int series) {
		return this.ready.remove(series);
	}

	/**
	 * Puts back a series that was taken out and whose value could not be sent.
	 */
	void putBack(int series) {
		this.ready.add(series);
	}

}
