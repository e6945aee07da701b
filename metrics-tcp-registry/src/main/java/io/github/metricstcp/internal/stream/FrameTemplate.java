package io.github.metricstcp.internal.stream;

/**
 * The last live frame of a series that was encoded, from which the next ones are made:
 * copies whose nanoseconds and value are overwritten. Another one is encoded when the
 * second or the length of one of these changes. Confined to the event loop.
 */
final class FrameTemplate {

	/**
	 * By how many bytes a longer time and value may grow the frame without garbage.
	 */
	private static final int SPARE = 4;

	private final byte[] name;

	private final byte[] labels;

	private final Operation operation;

	private byte[] frame = {};

	/**
	 * Length of the frame, 0 if there is none.
	 */
	private int length;

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
	 * @param writer the buffer to append to
	 * @param epochNanos the time of the event, in nanoseconds since the epoch
	 * @param bits the value: an unsigned 64-bit integer, or the bits of a double
	 */
	void write(FrameWriter writer, long epochNanos, long bits) {
		long second = Math.floorDiv(epochNanos, FrameWriter.NANOS_PER_SECOND);
		int nanos = (int) (epochNanos - second * FrameWriter.NANOS_PER_SECOND);
		int nanosLength = FrameWriter.varintSize(nanos);
		int valueLength = this.operation.varint ? FrameWriter.varintSize(bits) : Long.BYTES;
		if (this.length == 0 || second != this.second || nanosLength != this.nanosLength
				|| valueLength != this.valueLength || nanos == 0) {
			int start = writer.length();
			writer.metric(this.name, this.labels, epochNanos, this.operation, bits);
			// Of a time without nanoseconds nothing can be made: they are left out
			int length = (nanos != 0) ? writer.length() - start : 0;
			if (this.frame.length < length) {
				this.frame = new byte[length + SPARE];
			}
			this.length = length;
			System.arraycopy(writer.bytes(), start, this.frame, 0, this.length);
			this.second = second;
			this.nanosLength = nanosLength;
			this.valueLength = valueLength;
			this.valueAt = this.length - valueLength;
			this.nanosAt = this.valueAt - 1 - this.labels.length - nanosLength;
		}
		else {
			writer.frames(this.frame, this.length);
			int start = writer.length() - this.length;
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
