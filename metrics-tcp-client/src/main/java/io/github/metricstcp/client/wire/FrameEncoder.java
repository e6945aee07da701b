package io.github.metricstcp.client.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.github.metricstcp.proto.Metadata.MetricType;

/**
 * An encoder of frames, as an exporter writes them: for the beginning of a stream that is
 * joined halfway, and for tests.
 *
 * @since 0.1.0
 */
public final class FrameEncoder {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private FrameEncoder() {
	}

	/**
	 * Returns the frame of metadata.
	 * @param metadata the metadata
	 * @return the bytes of the frame, its length included
	 */
	public static byte[] encode(Metadata metadata) {
		FrameEncoder content = new FrameEncoder();
		content.text(EventTags.METADATA_NAME, metadata.name());
		int type = switch (metadata.kind()) {
			case COUNTER -> MetricType.COUNTER_VALUE;
			case GAUGE -> MetricType.GAUGE_VALUE;
			case HISTOGRAM -> MetricType.HISTOGRAM_VALUE;
		};
		content.number(EventTags.METADATA_TYPE, type);
		if (metadata.unit() != null) {
			content.setText(EventTags.METADATA_UNIT, metadata.unit());
		}
		if (metadata.description() != null) {
			content.setText(EventTags.METADATA_DESCRIPTION, metadata.description());
		}
		return frame(EventTags.METADATA, content);
	}

	/**
	 * Returns the frame of an event.
	 * @param key the series
	 * @param operation the operation
	 * @param operand a whole number, or the bits of a double: {@link Operation#isWhole()}
	 * @param seconds the time of the event, in seconds since the epoch
	 * @param nanos nanoseconds in addition to the seconds
	 * @return the bytes of the frame, its length included
	 */
	public static byte[] encode(SeriesKey key, Operation operation, long operand, long seconds, int nanos) {
		FrameEncoder timestamp = new FrameEncoder();
		timestamp.number(EventTags.SECONDS, seconds);
		timestamp.number(EventTags.NANOS, nanos);
		FrameEncoder content = new FrameEncoder();
		content.text(EventTags.METRIC_NAME, key.name());
		content.message(EventTags.METRIC_TIMESTAMP, timestamp);
		key.labels().forEach((label, value) -> {
			FrameEncoder entry = new FrameEncoder();
			entry.text(EventTags.LABEL_KEY, label);
			entry.text(EventTags.LABEL_VALUE, value);
			content.message(EventTags.METRIC_LABELS, entry);
		});
		if (operation.isWhole()) {
			content.setNumber(EventTags.of(operation), operand);
		}
		else {
			content.setDouble(EventTags.of(operation), operand);
		}
		return frame(EventTags.METRIC, content);
	}

	private static byte[] frame(int tag, FrameEncoder content) {
		FrameEncoder event = new FrameEncoder();
		event.message(tag, content);
		FrameEncoder frame = new FrameEncoder();
		frame.varint(event.bytes.size());
		frame.bytes.writeBytes(event.bytes.toByteArray());
		return frame.bytes.toByteArray();
	}

	private void number(int tag, long value) {
		if (value != 0) {
			setNumber(tag, value);
		}
	}

	private void setNumber(int tag, long value) {
		varint(tag);
		varint(value);
	}

	private void setDouble(int tag, long bits) {
		varint(tag);
		for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
			this.bytes.write((int) (bits >>> shift));
		}
	}

	private void text(int tag, String text) {
		if (!text.isEmpty()) {
			setText(tag, text);
		}
	}

	private void setText(int tag, String text) {
		lengthDelimited(tag, text.getBytes(StandardCharsets.UTF_8));
	}

	private void message(int tag, FrameEncoder message) {
		lengthDelimited(tag, message.bytes.toByteArray());
	}

	private void lengthDelimited(int tag, byte[] content) {
		varint(tag);
		varint(content.length);
		this.bytes.writeBytes(content);
	}

	private void varint(long value) {
		long rest = value;
		while ((rest & ~0x7FL) != 0) {
			this.bytes.write((int) ((rest & 0x7F) | 0x80));
			rest >>>= 7;
		}
		this.bytes.write((int) rest);
	}

}
