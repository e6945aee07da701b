package io.github.metricstcp.kafka;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The place in a partition up to which it was read, and the records that were fetched and
 * wait for those of other partitions. Confined to the thread that reads.
 */
final class PartitionCursor {

	private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();

	private final long until;

	// Where the partition ended when that was asked last
	private long end;

	// The offset of the next record to be fetched
	private long position;

	private boolean readable = true;

	/**
	 * Creates a cursor.
	 * @param start the offset of the first record to read
	 * @param end the offset behind the last record that is there already
	 * @param until the time in milliseconds since the epoch from which records are left
	 * out, as are those behind the end; {@link Long#MAX_VALUE} if nothing is
	 */
	PartitionCursor(long start, long end, long until) {
		this.position = start;
		this.end = end;
		this.until = until;
	}

	void add(Collection<ConsumerRecord<byte[], byte[]>> records) {
		for (ConsumerRecord<byte[], byte[]> record : records) {
			if (!isBounded() || (record.offset() < this.end && record.timestamp() < this.until)) {
				this.waiting.addLast(record);
			}
		}
	}

	private boolean isBounded() {
		return this.until != Long.MAX_VALUE;
	}

	/**
	 * Sets the offset behind the last record that is there already.
	 */
	void end(long end) {
		this.end = end;
	}

	/**
	 * Sets the offset of the next record to be fetched, which may be further than behind
	 * the last record.
	 */
	void position(long position) {
		this.position = position;
	}

	long position() {
		return this.position;
	}

	/**
	 * Returns whether nothing more is to be fetched for now, or for good.
	 */
	boolean hasEnough() {
		return !this.waiting.isEmpty() || (isBounded() && this.position >= this.end);
	}

	/**
	 * Sets whether the partition can be read, as it can at first.
	 */
	void readable(boolean readable) {
		this.readable = readable;
	}

	/**
	 * Returns whether all records were read that were there when that was asked last, and
	 * can be read.
	 */
	boolean isCaughtUp() {
		return this.waiting.isEmpty() && (this.position >= this.end || !this.readable);
	}

	/**
	 * Returns the first record that waits, {@code null} if none does.
	 */
	@Nullable ConsumerRecord<byte[], byte[]> first() {
		return this.waiting.peekFirst();
	}

	/**
	 * Takes the first record that waits.
	 */
	ConsumerRecord<byte[], byte[]> take() {
		return this.waiting.removeFirst();
	}

}
