package io.github.metricstcp.client.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import com.google.protobuf.Timestamp;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metric;

/**
 * Frames as an exporter writes them, for whoever reads a stream from the middle.
 *
 * @since 0.1.0
 */
public final class FrameEncoder {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private FrameEncoder() {
	}

	/**
	 * Returns the frame of metadata.
	 */
	public static byte[] encode(Metadata metadata) {
		FrameEncoder content = new FrameEncoder();
		content.text(io.github.metricstcp.proto.Metadata.NAME_FIELD_NUMBER, metadata.name());
		int type = switch (metadata.kind()) {
			case COUNTER -> io.github.metricstcp.proto.Metadata.MetricType.COUNTER_VALUE;
			case GAUGE -> io.github.metricstcp.proto.Metadata.MetricType.GAUGE_VALUE;
			case HISTOGRAM -> io.github.metricstcp.proto.Metadata.MetricType.HISTOGRAM_VALUE;
		};
		content.number(io.github.metricstcp.proto.Metadata.METRIC_TYPE_FIELD_NUMBER, type);
		if (metadata.unit() != null) {
			content.setText(io.github.metricstcp.proto.Metadata.UNIT_VALUE_FIELD_NUMBER, metadata.unit());
		}
		if (metadata.description() != null) {
			content.setText(io.github.metricstcp.proto.Metadata.DESCRIPTION_VALUE_FIELD_NUMBER, metadata.description());
		}
		return frame(Event.METADATA_FIELD_NUMBER, content);
	}

	/**
	 * Returns the frame of what happened to a series.
	 * @param key the series
	 * @param operation what happened
	 * @param operand a whole number, or the bits of a double
	 * @param seconds when, in seconds since the epoch
	 * @param nanos nanoseconds in addition to the seconds
	 */
	public static byte[] encode(SeriesKey key, Operation operation, long operand, long seconds, int nanos) {
		FrameEncoder timestamp = new FrameEncoder();
		timestamp.number(Timestamp.SECONDS_FIELD_NUMBER, seconds);
		timestamp.number(Timestamp.NANOS_FIELD_NUMBER, nanos);
		FrameEncoder content = new FrameEncoder();
		content.text(Metric.NAME_FIELD_NUMBER, key.name());
		content.message(Metric.TIMESTAMP_FIELD_NUMBER, timestamp);
		key.labels().forEach((label, value) -> {
			FrameEncoder entry = new FrameEncoder();
			entry.text(1, label);
			entry.text(2, value);
			content.message(Metric.LABELS_FIELD_NUMBER, entry);
		});
		int field = switch (operation) {
			case INCREMENT_COUNTER -> Metric.INCREMENT_COUNTER_FIELD_NUMBER;
			case SET_COUNTER -> Metric.SET_COUNTER_FIELD_NUMBER;
			case INCREMENT_GAUGE -> Metric.INCREMENT_GAUGE_FIELD_NUMBER;
			case DECREMENT_GAUGE -> Metric.DECREMENT_GAUGE_FIELD_NUMBER;
			case SET_GAUGE -> Metric.SET_GAUGE_FIELD_NUMBER;
			case RECORD_HISTOGRAM -> Metric.RECORD_HISTOGRAM_FIELD_NUMBER;
		};
		if (operation.isWhole()) {
			content.setNumber(field, operand);
		}
		else {
			content.setDouble(field, operand);
		}
		return frame(Event.METRIC_FIELD_NUMBER, content);
	}

	private static byte[] frame(int field, FrameEncoder content) {
		FrameEncoder event = new FrameEncoder();
		event.message(field, content);
		FrameEncoder frame = new FrameEncoder();
		frame.varint(event.bytes.size());
		frame.bytes.writeBytes(event.bytes.toByteArray());
		return frame.bytes.toByteArray();
	}

	private void number(int field, long value) {
		if (value != 0) {
			setNumber(field, value);
		}
	}

	private void setNumber(int field, long value) {
		varint(WireReader.tag(field, WireReader.VARINT));
		varint(value);
	}

	private void setDouble(int field, long bits) {
		varint(WireReader.tag(field, WireReader.FIXED64));
		for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
			this.bytes.write((int) (bits >>> shift));
		}
	}

	private void text(int field, String text) {
		if (!text.isEmpty()) {
			setText(field, text);
		}
	}

	private void setText(int field, String text) {
		lengthDelimited(field, text.getBytes(StandardCharsets.UTF_8));
	}

	private void message(int field, FrameEncoder message) {
		lengthDelimited(field, message.bytes.toByteArray());
	}

	private void lengthDelimited(int field, byte[] content) {
		varint(WireReader.tag(field, WireReader.LENGTH_DELIMITED));
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
