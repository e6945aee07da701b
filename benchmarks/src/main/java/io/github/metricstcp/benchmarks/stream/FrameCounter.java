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

	private static final int INCREMENT_COUNTER = 0x20;

	private static final int SET_COUNTER = 0x28;

	private static final int RECORD_HISTOGRAM = 0x49;

	private static final int WIRE_TYPE = 7;

	private static final int FIXED64 = 1;

	private static final int LENGTH_DELIMITED = 2;

	final ByteBuffer buffer = ByteBuffer.allocateDirect(1024 * 1024).order(ByteOrder.LITTLE_ENDIAN);

	private final SingleWriterRecorder latencies;

	private int position;

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

	FrameCounter(SingleWriterRecorder latencies) {
		this.latencies = latencies;
	}

	/**
	 * Reads all whole frames in the buffer, and makes room for more.
	 * @param probes whether samples are times of recording
	 */
	void read(boolean probes) {
		int end = this.buffer.position();
		double now = probes ? Wire.now() : 0;
		int start = 0;
		while (start < end) {
			this.position = start;
			long length = varint(end);
			if (length < 0 || end - this.position < length) {
				break;
			}
			int next = this.position + (int) length;
			if (length > 0) {
				event(next, now);
			}
			start = next;
		}
		if (start == 0 && end == this.buffer.capacity()) {
			throw new IllegalStateException("A frame that does not end");
		}
		this.buffer.flip().position(start);
		this.buffer.compact();
	}

	private void event(int end, double now) {
		int tag = this.buffer.get(this.position++);
		long length = varint(end);
		check(this.position + length == end);
		if (tag == METADATA) {
			this.metadata++;
			return;
		}
		check(tag == METRIC);
		while (this.position < end) {
			tag = this.buffer.get(this.position++);
			if ((tag & WIRE_TYPE) == LENGTH_DELIMITED) {
				length = varint(end);
				this.position += (int) length;
			}
			else {
				operation(tag, end, now);
			}
		}
		check(this.position == end);
	}

	private void operation(int tag, int end, double now) {
		if (tag == INCREMENT_COUNTER) {
			this.events++;
			this.total += varint(end);
		}
		else if (tag == SET_COUNTER) {
			this.values++;
			this.total = varint(end);
		}
		else {
			check((tag & WIRE_TYPE) == FIXED64);
			if (tag == RECORD_HISTOGRAM) {
				this.events++;
				if (now != 0) {
					double nanos = (now - this.buffer.getDouble(this.position)) * Nanos.PER_SECOND;
					this.latencies.recordValue(Math.max(0, (long) nanos));
				}
			}
			this.position += Double.BYTES;
		}
	}

	/**
	 * Reads a varint.
	 * @return the number, -1 if it is not all there
	 */
	private long varint(int end) {
		long value = 0;
		for (int shift = 0; this.position < end; shift += 7) {
			byte next = this.buffer.get(this.position++);
			value |= (long) (next & 0x7F) << shift;
			if (next >= 0) {
				return value;
			}
		}
		return -1;
	}

	private static void check(boolean sound) {
		if (!sound) {
			throw new IllegalStateException("A frame that cannot be read");
		}
	}

}
