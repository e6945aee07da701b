package io.github.metricstcp.rollup;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * A reader of what a {@link ByteWriter} has written. Throws
 * {@link IndexOutOfBoundsException} if there is less.
 */
final class ByteReader {

	private final byte[] bytes;

	private int position;

	ByteReader(byte[] bytes) {
		this.bytes = bytes;
	}

	boolean atEnd() {
		return this.position >= this.bytes.length;
	}

	int readByte() {
		return this.bytes[this.position++];
	}

	long readVarint() {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE; shift += 7) {
			byte group = this.bytes[this.position++];
			value |= (group & 0x7FL) << shift;
			if (group >= 0) {
				break;
			}
		}
		return value;
	}

	int readInt() {
		return (int) readVarint();
	}

	long readSigned() {
		long value = readVarint();
		return (value >>> 1) ^ -(value & 1);
	}

	double readDouble() {
		long bits = 0;
		for (int i = 0; i < Long.BYTES; i++) {
			bits = (bits << 8) | (this.bytes[this.position++] & 0xFF);
		}
		return Double.longBitsToDouble(bits);
	}

	String readText() {
		return new String(readBytes(), StandardCharsets.UTF_8);
	}

	@Nullable String readOptionalText() {
		return (readByte() != 0) ? readText() : null;
	}

	byte[] readBytes() {
		int length = readInt();
		if (length < 0 || length > this.bytes.length - this.position) {
			throw new IndexOutOfBoundsException("there are fewer than %s bytes".formatted(length));
		}
		byte[] read = Arrays.copyOfRange(this.bytes, this.position, this.position + length);
		this.position += length;
		return read;
	}

	SeriesKey readKey() {
		Kind kind = switch (readByte()) {
			case 0 -> Kind.COUNTER;
			case 1 -> Kind.GAUGE;
			default -> Kind.HISTOGRAM;
		};
		String name = readText();
		TreeMap<String, String> labels = new TreeMap<>();
		for (int i = readInt(); i > 0; i--) {
			labels.put(readText(), readText());
		}
		return new SeriesKey(kind, name, labels);
	}

}
