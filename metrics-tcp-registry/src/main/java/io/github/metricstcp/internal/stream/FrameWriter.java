package io.github.metricstcp.internal.stream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.Timestamp;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metadata;
import io.github.metricstcp.proto.Metric;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

/**
 * A growing array of bytes that frames are encoded into, one after the other. A frame is
 * a varint with the length of what follows, then an {@code Event}. The bytes are those
 * that prost writes for the reference: fields ascending, default values left out, labels
 * sorted by their UTF-8 bytes.
 * <p>
 * Written by hand because protobuf-java can't write these bytes (its map entries keep
 * empty values and follow the order of UTF-16), and because a frame costs the event loop
 * a few dozen nanoseconds this way.
 */
final class FrameWriter {

	/**
	 * The largest frame that is sent, in bytes, as a guard for clients: 1 MiB.
	 */
	static final int MAX_FRAME_LENGTH = 1024 * 1024;

	private static final int METADATA_TAG = WireType.tag(Event.METADATA_FIELD_NUMBER, WireType.LENGTH_DELIMITED);

	private static final int METRIC_TAG = WireType.tag(Event.METRIC_FIELD_NUMBER, WireType.LENGTH_DELIMITED);

	private static final int METADATA_NAME_TAG = WireType.tag(Metadata.NAME_FIELD_NUMBER, WireType.LENGTH_DELIMITED);

	private static final int METRIC_TYPE_TAG = WireType.tag(Metadata.METRIC_TYPE_FIELD_NUMBER, WireType.VARINT);

	private static final int UNIT_TAG = WireType.tag(Metadata.UNIT_VALUE_FIELD_NUMBER, WireType.LENGTH_DELIMITED);

	private static final int DESCRIPTION_TAG = WireType.tag(Metadata.DESCRIPTION_VALUE_FIELD_NUMBER,
			WireType.LENGTH_DELIMITED);

	private static final int METRIC_NAME_TAG = WireType.tag(Metric.NAME_FIELD_NUMBER, WireType.LENGTH_DELIMITED);

	private static final int TIMESTAMP_TAG = WireType.tag(Metric.TIMESTAMP_FIELD_NUMBER, WireType.LENGTH_DELIMITED);

	private static final int LABELS_TAG = WireType.tag(Metric.LABELS_FIELD_NUMBER, WireType.LENGTH_DELIMITED);

	private static final int SECONDS_TAG = WireType.tag(Timestamp.SECONDS_FIELD_NUMBER, WireType.VARINT);

	private static final int NANOS_TAG = WireType.tag(Timestamp.NANOS_FIELD_NUMBER, WireType.VARINT);

	private static final int ENTRY_KEY_TAG = WireType.tag(1, WireType.LENGTH_DELIMITED);

	private static final int ENTRY_VALUE_TAG = WireType.tag(2, WireType.LENGTH_DELIMITED);

	static final long NANOS_PER_SECOND = 1_000_000_000L;

	private static final byte[] REPLACEMENT_CHARACTER = "\uFFFD".getBytes(StandardCharsets.UTF_8);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private byte[] bytes;

	private int length;

	FrameWriter(int initialCapacity) {
		this.bytes = new byte[initialCapacity];
	}

	/**
	 * Returns the array that holds what was written, from its start to {@link #length()}.
	 * Another one after a write that had to grow it.
	 */
	byte[] bytes() {
		return this.bytes;
	}

	int length() {
		return this.length;
	}

	void clear() {
		this.length = 0;
	}

	byte[] copy() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	/**
	 * Appends bytes that are frames already.
	 */
	void frame(byte[] frame) {
		frames(frame, frame.length);
	}

	/**
	 * Appends bytes that are frames already.
	 * @param frames an array that begins with them
	 * @param length how many bytes they are
	 */
	void frames(byte[] frames, int length) {
		ensureRoom(length);
		System.arraycopy(frames, 0, this.bytes, this.length, length);
		this.length += length;
	}

	/**
	 * Appends the frame of one metric event.
	 * @param name the name's field, from {@link #nameField(String)}
	 * @param labels the labels' fields, from {@link #labelFields(Iterable)}
	 * @param epochNanos the time of the event, in nanoseconds since the epoch
	 * @param operation its effect on the series
	 * @param bits the operation's value: an unsigned 64-bit integer, or the bits of a
	 * double
	 */
	void metric(byte[] name, byte[] labels, long epochNanos, Operation operation, long bits) {
		long seconds = Math.floorDiv(epochNanos, NANOS_PER_SECOND);
		int nanos = (int) (epochNanos - seconds * NANOS_PER_SECOND);
		int timestampSize = ((seconds != 0) ? 1 + varintSize(seconds) : 0) + ((nanos != 0) ? 1 + varintSize(nanos) : 0);
		int valueSize = operation.varint ? varintSize(bits) : Long.BYTES;
		int metricSize = name.length + 2 + timestampSize + labels.length + 1 + valueSize;
		int eventSize = 1 + varintSize(metricSize) + metricSize;
		ensureRoom(varintSize(eventSize) + eventSize);
		varint(eventSize);
		tag(METRIC_TAG);
		varint(metricSize);
		append(name);
		tag(TIMESTAMP_TAG);
		varint(timestampSize);
		if (seconds != 0) {
			tag(SECONDS_TAG);
			varint(seconds);
		}
		if (nanos != 0) {
			tag(NANOS_TAG);
			varint(nanos);
		}
		append(labels);
		tag(operation.tag);
		if (operation.varint) {
			varint(bits);
		}
		else {
			overwriteFixed64(this.length, bits);
			this.length += Long.BYTES;
		}
	}

	/**
	 * Appends the frame of one metadata event.
	 */
	void metadata(String name, MetricType type, @Nullable String unit, @Nullable String description) {
		FrameWriter metadata = new FrameWriter(64);
		metadata.field(METADATA_NAME_TAG, utf8(name), false);
		if (type.number != 0) {
			metadata.ensureRoom(2);
			metadata.tag(METRIC_TYPE_TAG);
			metadata.varint(type.number);
		}
		if (unit != null) {
			metadata.field(UNIT_TAG, utf8(unit), true);
		}
		if (description != null) {
			metadata.field(DESCRIPTION_TAG, utf8(description), true);
		}
		FrameWriter event = new FrameWriter(metadata.length + 11);
		event.field(METADATA_TAG, metadata.copy(), true);
		ensureRoom(varintSize(event.length) + event.length);
		varint(event.length);
		append(event.copy());
	}

	/**
	 * Encodes a metric's name. Done once for each series.
	 */
	static byte[] nameField(String name) {
		FrameWriter field = new FrameWriter(64);
		field.field(METRIC_NAME_TAG, utf8(name), false);
		return field.copy();
	}

	/**
	 * Encodes a metric's labels: sorted, one for each key, of equal keys the last. Done
	 * once for each series.
	 */
	static byte[] labelFields(Iterable<Tag> labels) {
		// Keys can become equal only by having their lone surrogates replaced: compare
		// bytes
		Map<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
		for (Tag label : labels) {
			sorted.put(utf8(label.getKey()), utf8(label.getValue()));
		}
		FrameWriter fields = new FrameWriter(64);
		sorted.forEach((key, value) -> {
			FrameWriter entry = new FrameWriter(key.length + value.length + 12);
			entry.field(ENTRY_KEY_TAG, key, false);
			entry.field(ENTRY_VALUE_TAG, value, false);
			fields.field(LABELS_TAG, entry.copy(), true);
		});
		return fields.copy();
	}

	private static byte[] utf8(String string) {
		CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder()
			.onMalformedInput(CodingErrorAction.REPLACE)
			.replaceWith(REPLACEMENT_CHARACTER);
		try {
			ByteBuffer encoded = encoder.encode(CharBuffer.wrap(string));
			byte[] bytes = new byte[encoded.remaining()];
			encoded.get(bytes);
			return bytes;
		}
		catch (CharacterCodingException ex) {
			throw new IllegalStateException("UTF-8 can't encode a string whose malformed parts are replaced", ex);
		}
	}

	private void field(int tag, byte[] value, boolean evenIfEmpty) {
		if (value.length == 0 && !evenIfEmpty) {
			return;
		}
		ensureRoom(1 + varintSize(value.length) + value.length);
		tag(tag);
		varint(value.length);
		append(value);
	}

	private void tag(int tag) {
		this.bytes[this.length++] = (byte) tag;
	}

	private void varint(long value) {
		this.length = overwriteVarint(this.length, value);
	}

	/**
	 * Overwrites a varint with another one of the same length.
	 * @param position where it is
	 * @return where it ends
	 */
	int overwriteVarint(int position, long value) {
		byte[] bytes = this.bytes;
		int at = position;
		long rest = value;
		while ((rest & ~0x7FL) != 0) {
			bytes[at++] = (byte) (rest | 0x80);
			rest >>>= 7;
		}
		bytes[at++] = (byte) rest;
		return at;
	}

	/**
	 * Overwrites a 64-bit number of fixed length.
	 * @param position where it is
	 */
	void overwriteFixed64(int position, long bits) {
		LONG.set(this.bytes, position, bits);
	}

	private void append(byte[] source) {
		System.arraycopy(source, 0, this.bytes, this.length, source.length);
		this.length += source.length;
	}

	private void ensureRoom(int size) {
		if (this.bytes.length - this.length < size) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.length + size));
		}
	}

	static int varintSize(long value) {
		return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
	}

}
