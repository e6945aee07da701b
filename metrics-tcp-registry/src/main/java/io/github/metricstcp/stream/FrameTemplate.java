package io.github.metricstcp.stream;

import java.util.Arrays;

/**
 * The last live frame of a series, from which the next one is made: a copy whose
 * nanoseconds and value are overwritten. It is encoded anew when the second or the length
 * of one of these changes. Confined to the event loop.
 */
final class FrameTemplate {

	private static final byte[] NONE = {};

	private final byte[] name;

	private final byte[] labels;

	private final Operation operation;

	private byte[] frame = NONE;

	private long second;

	private int nanosLength;

	private int nanosAt;

	private int valueLength;

	private int valueAt;

	FrameTemplate(byte[] name, byte[] labels, Operation operation) {
		this.name = name;
		this.labels = labels;
		this.operation = operation;
	}

	/**
	 * Appends a frame.
	 * @param writer where to
	 * @param epochNanos when it happened, in nanoseconds since the epoch
	 * @param bits the value: an unsigned 64-bit integer, or the bits of a double
	 */
	void write(FrameWriter writer, long epochNanos, long bits) {
		long second = Math.floorDiv(epochNanos, FrameWriter.NANOS_PER_SECOND);
		int nanos = (int) (epochNanos - second * FrameWriter.NANOS_PER_SECOND);
		int nanosLength = FrameWriter.varintSize(nanos);
		int valueLength = this.operation.varint ? FrameWriter.varintSize(bits) : Long.BYTES;
		if (this.frame == NONE || second != this.second || nanosLength != this.nanosLength
				|| valueLength != this.valueLength || nanos == 0) {
			int start = writer.length();
			writer.metric(this.name, this.labels, epochNanos, this.operation, bits);
			// Of a time without nanoseconds nothing can be made: they are left out
			this.frame = (nanos != 0) ? Arrays.copyOfRange(writer.bytes(), start, writer.length()) : NONE;
			this.second = second;
			this.nanosLength = nanosLength;
			this.valueLength = valueLength;
			this.valueAt = this.frame.length - valueLength;
			this.nanosAt = this.valueAt - 1 - this.labels.length - nanosLength;
		}
		else {
			writer.frame(this.frame);
			int start = writer.length() - this.frame.length;
			writer.overwriteVarint(start + this.nanosAt, nanos);
			if (this.operation.varint) {
				writer.overwriteVarint(start + this.valueAt, bits);
			}
			else {
				writer.overwriteFixed64(start + this.valueAt, bits);
			}
		}
	}

}
