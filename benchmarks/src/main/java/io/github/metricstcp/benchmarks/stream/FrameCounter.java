package io.github.metricstcp.benchmarks.stream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.HdrHistogram.SingleWriterRecorder;

/**
 * A reader of one stream, which counts what it is sent. It looks at each frame as little
 * as possible, so that it is never what a measurement is limited by.
 */
final class FrameCounter {

	private static final int METADATA = 0x0A;

	private static final int METRIC = 0x12;

	private static final int TIMESTAMP = 0x12;

	private static final int SECONDS = 0x08;

	private static final int INCREMENT_COUNTER = 0x20;

	private static final int SET_COUNTER = 0x28;

	private static final int RECORD_HISTOGRAM = 0x49;

	private static final int MAX_LENGTH = 64 * 1024;

	private static final int MAX_VARINT = 10;

	/**
	 * A varint that is none, or larger than a length or a count can be.
	 */
	private static final long UNREADABLE = Long.MAX_VALUE;

	private static final int WIRE_TYPE = 7;

	private static final int FIXED64 = 1;

	private static final int LENGTH_DELIMITED = 2;

	final ByteBuffer buffer = ByteBuffer.allocateDirect(1024 * 1024).order(ByteOrder.LITTLE_ENDIAN);

	private final SingleWriterRecorder latencies;

	/**
	 * Whether another exporter sends. Some tear frames, which is counted then. This one
	 * must not.
	 */
	private final boolean peer;

	private int position;

	/**
	 * The tag of the event's operation, 0 if there is none, and its operand.
	 */
	private int operation;

	private long operand;

	private boolean samples;

	/**
	 * The time that the event is stamped with, in seconds since the epoch.
	 */
	private double timestamp;

	long bytes;

	/**
	 * Increments and samples.
	 */
	long events;

	long metadata;

	/**
	 * Values of counters that were sent.
	 */
	long values;

	/**
	 * The total of the only counter: the last value that was sent, and the increments
	 * since.
	 */
	long total;

	/**
	 * The number of times that the stream was torn: a frame could not be read, and bytes
	 * were passed over to find the next one.
	 */
	long torn;

	private boolean searching;

	FrameCounter(SingleWriterRecorder latencies, boolean peer) {
		this.latencies = latencies;
		this.peer = peer;
	}

	/**
	 * Reads all whole frames in the buffer, and makes room for more.
	 * @param latency the events whose latency is measured
	 */
	void read(Latency latency) {
		read(latency, (latency != Latency.NONE) ? Wire.now() : 0);
	}

	/**
	 * Reads all whole frames in the buffer, and makes room for more.
	 * @param latency the events whose latency is measured
	 * @param now the time in seconds since the epoch, 0 if no latency is measured
	 */
	void read(Latency latency, double now) {
		int end = this.buffer.position();
		this.samples = (latency == Latency.OF_SAMPLES);
		int start = 0;
		while (start < end) {
			this.position = start;
			long length = varint(end);
			if (length >= 0 && length <= MAX_LENGTH && end - this.position >= length) {
				int next = this.position + (int) length;
				start = isRead(next, now) ? next : start + 1;
			}
			else if (length > MAX_LENGTH) {
				check(this.peer);
				tear();
				start++;
			}
			else {
				break;
			}
		}
		if (start == 0 && end == this.buffer.capacity()) {
			throw new IllegalStateException("A frame that does not end");
		}
		this.buffer.flip().position(start);
		this.buffer.compact();
	}

	private boolean isRead(int end, double now) {
		try {
			if (this.position < end) {
				event(end, now);
			}
			return true;
		}
		catch (IllegalStateException | IndexOutOfBoundsException ex) {
			if (!this.peer) {
				throw ex;
			}
			tear();
			return false;
		}
	}

	private void tear() {
		if (!this.searching) {
			this.torn++;
			this.searching = true;
		}
	}

	private void event(int end, double now) {
		int tag = this.buffer.get(this.position++);
		check(varint(end) == end - this.position);
		if (tag == METADATA) {
			this.metadata++;
			return;
		}
		check(tag == METRIC);
		this.operation = 0;
		while (this.position < end) {
			tag = this.buffer.get(this.position++);
			if ((tag & WIRE_TYPE) == LENGTH_DELIMITED) {
				long length = varint(end);
				check(length >= 0 && length <= end - this.position);
				int next = this.position + (int) length;
				if (tag == TIMESTAMP && now != 0 && !this.samples) {
					timestamp(next);
				}
				this.position = next;
			}
			else {
				operation(tag, end);
			}
		}
		check(this.position == end && this.operation != 0);
		this.searching = false;
		count(now);
	}

	private void timestamp(int end) {
		this.timestamp = 0;
		while (this.position < end) {
			int tag = this.buffer.get(this.position++);
			long number = number(end);
			this.timestamp += (tag == SECONDS) ? number : number / Nanos.PER_SECOND;
		}
	}

	private void operation(int tag, int end) {
		this.operation = tag;
		if (tag == INCREMENT_COUNTER || tag == SET_COUNTER) {
			this.operand = number(end);
		}
		else {
			check((tag & WIRE_TYPE) == FIXED64 && end - this.position >= Long.BYTES);
			this.operand = this.buffer.getLong(this.position);
			this.position += Long.BYTES;
		}
	}

	/**
	 * Counts an event, when all of its frame is read: what is counted of a torn one
	 * cannot be taken back.
	 */
	private void count(double now) {
		if (this.operation == INCREMENT_COUNTER) {
			this.events++;
			this.total += this.operand;
			if (now != 0 && !this.samples) {
				record(now - this.timestamp);
			}
		}
		else if (this.operation == SET_COUNTER) {
			this.values++;
			this.total = this.operand;
		}
		else if (this.operation == RECORD_HISTOGRAM) {
			this.events++;
			if (this.samples) {
				record(now - Double.longBitsToDouble(this.operand));
			}
		}
	}

	private void record(double seconds) {
		this.latencies.recordValue(Math.max(0, (long) (seconds * Nanos.PER_SECOND)));
	}

	/**
	 * Reads a number within a frame.
	 */
	private long number(int end) {
		long number = varint(end);
		check(number >= 0 && number != UNREADABLE);
		return number;
	}

	/**
	 * Reads a varint.
	 * @return the number, -1 if it is not all there, {@link #UNREADABLE} if it is none
	 */
	private long varint(int end) {
		long value = 0;
		for (int i = 0; i < MAX_VARINT; i++) {
			if (this.position >= end) {
				return -1;
			}
			byte next = this.buffer.get(this.position++);
			value |= (long) (next & 0x7F) << (7 * i);
			if (next >= 0) {
				return (value >= 0) ? value : UNREADABLE;
			}
		}
		return UNREADABLE;
	}

	private static void check(boolean sound) {
		if (!sound) {
			throw new IllegalStateException("A frame that cannot be read");
		}
	}

	/**
	 * The events whose latency is measured, from recording to reading.
	 */
	enum Latency {

		/**
		 * None.
		 */
		NONE,

		/**
		 * Samples, whose value is the time of recording.
		 */
		OF_SAMPLES,

		/**
		 * Increments, by the time that they are stamped with.
		 */
		OF_INCREMENTS

	}

}
