package io.github.metricstcp.rollup;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * A growing array of numbers and texts, which a {@link ByteReader} reads in the same
 * order.
 */
final class ByteWriter {

	private byte[] bytes = new byte[64];

	private int length;

	ByteWriter writeByte(int value) {
		reserve(1);
		this.bytes[this.length++] = (byte) value;
		return this;
	}

	/**
	 * Writes a number in as few bytes as it needs: those without a sign that are small
	 * take one.
	 */
	ByteWriter writeVarint(long value) {
		reserve(10);
		long rest = value;
		while ((rest & ~0x7FL) != 0) {
			this.bytes[this.length++] = (byte) (rest | 0x80);
			rest >>>= 7;
		}
		this.bytes[this.length++] = (byte) rest;
		return this;
	}

	/**
	 * Writes a number of either sign.
	 */
	ByteWriter writeSigned(long value) {
		return writeVarint((value << 1) ^ (value >> 63));
	}

	ByteWriter writeDouble(double value) {
		reserve(Long.BYTES);
		long bits = Double.doubleToRawLongBits(value);
		for (int shift = 56; shift >= 0; shift -= 8) {
			this.bytes[this.length++] = (byte) (bits >>> shift);
		}
		return this;
	}

	ByteWriter writeText(String text) {
		return writeBytes(text.getBytes(StandardCharsets.UTF_8));
	}

	ByteWriter writeOptionalText(@Nullable String text) {
		writeByte((text != null) ? 1 : 0);
		return (text != null) ? writeText(text) : this;
	}

	/**
	 * Writes bytes, and their number before them.
	 */
	ByteWriter writeBytes(byte[] bytes) {
		writeVarint(bytes.length);
		reserve(bytes.length);
		System.arraycopy(bytes, 0, this.bytes, this.length, bytes.length);
		this.length += bytes.length;
		return this;
	}

	/**
	 * Writes the identity of a series: equal ones have equal bytes.
	 */
	ByteWriter writeKey(SeriesKey key) {
		writeByte(switch (key.kind()) {
			case COUNTER -> 0;
			case GAUGE -> 1;
			case HISTOGRAM -> 2;
		});
		writeText(key.name());
		writeVarint(key.labels().size());
		for (Map.Entry<String, String> label : key.labels().entrySet()) {
			writeText(label.getKey());
			writeText(label.getValue());
		}
		return this;
	}

	byte[] toBytes() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	private void reserve(int more) {
		if (this.length + more > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(2 * this.bytes.length, this.length + more));
		}
	}

}
