package io.github.metricstcp.client.wire;

import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A metric whose fields ascend, as every exporter writes them, read in place: where its
 * name and labels are, its time and its operation. One object is used for all frames, so
 * that none is made for an event. Not thread-safe.
 */
final class MetricFrame {

	/**
	 * Number of bytes that the array must have behind a frame. The place is read without
	 * a look at the end of the frame for as long as a tag and a varint take.
	 */
	static final int SLACK = 2 * WireReader.MAX_VARINT_LENGTH;

	private byte[] bytes = {};

	private int nameStart;

	private int nameEnd;

	private int labelsStart;

	private int labelsEnd;

	private long seconds;

	private long nanos;

	private @Nullable Operation operation;

	private long operand;

	// Where reading has come to, and whether a number was longer than it may be; fields,
	// for a method returns one value

	private int position;

	private boolean overrun;

	/**
	 * Reads a frame.
	 * @param bytes the array that holds it, which must stay as it is while this is used
	 * @param start where the event begins, behind the length of the frame
	 * @param end where it ends
	 * @return {@code false} if it is anything but a metric whose fields ascend
	 */
	boolean read(byte[] bytes, int start, int end) {
		if (bytes[start] != EventTags.METRIC) {
			return false;
		}
		this.bytes = bytes;
		this.position = start + 1;
		this.overrun = false;
		int length = shortVarint(bytes);
		return !this.overrun && length == end - this.position && readName(bytes, end) && readTimestamp(bytes, end)
				&& readLabels(bytes, end) && readOperation(bytes, end);
	}

	private boolean readName(byte[] bytes, int end) {
		this.nameStart = this.position;
		this.nameEnd = this.position;
		if (bytes[this.position] != EventTags.METRIC_NAME) {
			return true;
		}
		this.position++;
		int length = shortVarint(bytes);
		if (this.overrun || length > end - this.position) {
			return false;
		}
		this.nameStart = this.position;
		this.position += length;
		this.nameEnd = this.position;
		return true;
	}

	private boolean readTimestamp(byte[] bytes, int end) {
		this.seconds = 0;
		this.nanos = 0;
		if (bytes[this.position] != EventTags.METRIC_TIMESTAMP) {
			return true;
		}
		this.position++;
		int length = shortVarint(bytes);
		int timestampEnd = this.position + length;
		if (this.overrun || timestampEnd > end) {
			return false;
		}
		if (this.position < timestampEnd && bytes[this.position] == EventTags.SECONDS) {
			this.position++;
			this.seconds = varint(bytes);
		}
		if (this.position < timestampEnd && bytes[this.position] == EventTags.NANOS) {
			this.position++;
			this.nanos = varint(bytes);
		}
		return !this.overrun && this.position == timestampEnd;
	}

	private boolean readLabels(byte[] bytes, int end) {
		int position = this.position;
		this.labelsStart = position;
		while (position < end && bytes[position] == EventTags.METRIC_LABELS) {
			this.position = position + 1;
			int length = shortVarint(bytes);
			position = this.position + length;
			if (this.overrun || position > end) {
				return false;
			}
		}
		this.labelsEnd = position;
		this.position = position;
		return true;
	}

	private boolean readOperation(byte[] bytes, int end) {
		Operation operation = (this.position < end) ? EventTags.operation(bytes[this.position]) : null;
		if (operation == null) {
			return false;
		}
		this.position++;
		this.operation = operation;
		if (operation.isWhole()) {
			this.operand = varint(bytes);
		}
		else {
			this.operand = (long) WireReader.LONG.get(bytes, this.position);
			this.position += Long.BYTES;
		}
		return !this.overrun && this.position == end;
	}

	/**
	 * Reads a length of at most two bytes, which is up to 16,383, and moves the position
	 * behind it.
	 */
	private int shortVarint(byte[] bytes) {
		byte first = bytes[this.position++];
		if (first >= 0) {
			return first;
		}
		byte second = bytes[this.position++];
		if (second < 0) {
			this.overrun = true;
			return 0;
		}
		return (first & 0x7F) | (second << 7);
	}

	private long varint(byte[] bytes) {
		long value = 0;
		for (int shift = 0; shift < 7 * WireReader.MAX_VARINT_LENGTH; shift += 7) {
			byte group = bytes[this.position++];
			value |= (group & 0x7FL) << shift;
			if (group >= 0) {
				return value;
			}
		}
		this.overrun = true;
		return 0;
	}

	/**
	 * Returns the series that the metric is of, as an object.
	 * @throws MalformedStreamException if its name or labels are not well-formed
	 */
	SeriesKey key() throws MalformedStreamException {
		String name = new WireReader(this.bytes, this.nameStart, this.nameEnd).text(this.nameEnd - this.nameStart);
		TreeMap<String, String> labels = new TreeMap<>();
		WireReader reader = new WireReader(this.bytes, this.labelsStart, this.labelsEnd);
		while (!reader.atEnd()) {
			reader.tag();
			EventReader.label(reader.nested(), labels);
		}
		return new SeriesKey(kind(), name, labels);
	}

	byte[] bytes() {
		return this.bytes;
	}

	int nameStart() {
		return this.nameStart;
	}

	int nameEnd() {
		return this.nameEnd;
	}

	int labelsStart() {
		return this.labelsStart;
	}

	int labelsEnd() {
		return this.labelsEnd;
	}

	Kind kind() {
		return operation().kind();
	}

	Operation operation() {
		return Objects.requireNonNull(this.operation);
	}

	long operand() {
		return this.operand;
	}

	long seconds() {
		return this.seconds;
	}

	int nanos() {
		return (int) this.nanos;
	}

}
