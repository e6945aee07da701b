package io.github.metricstcp.client.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A reader of the encoding of Protocol Buffers, within given bounds. It refuses what the
 * generated parsers refuse.
 */
final class WireReader {

	static final int VARINT = 0;

	static final int FIXED64 = 1;

	static final int LENGTH_DELIMITED = 2;

	static final int START_GROUP = 3;

	static final int END_GROUP = 4;

	static final int FIXED32 = 5;

	static final int MAX_VARINT_LENGTH = 10;

	/**
	 * The eight bytes of an array from an index on, as a number.
	 */
	static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int MAX_DEPTH = 100;

	private final byte[] bytes;

	private int position;

	private final int end;

	WireReader(byte[] bytes, int start, int end) {
		this.bytes = bytes;
		this.position = start;
		this.end = end;
	}

	static int tag(int field, int wireType) {
		return field << 3 | wireType;
	}

	boolean atEnd() {
		return this.position == this.end;
	}

	int tag() throws MalformedStreamException {
		int tag = (int) varint();
		if (tag >>> 3 == 0) {
			throw new MalformedStreamException("A frame has a field without a number");
		}
		return tag;
	}

	long varint() throws MalformedStreamException {
		long value = 0;
		for (int i = 0; i < MAX_VARINT_LENGTH; i++) {
			require(1);
			byte group = this.bytes[this.position++];
			value |= (group & 0x7FL) << (7 * i);
			if (group >= 0) {
				return value;
			}
		}
		throw new MalformedStreamException("A number in a frame takes more than %s bytes".formatted(MAX_VARINT_LENGTH));
	}

	long fixed64() throws MalformedStreamException {
		require(Long.BYTES);
		long value = (long) LONG.get(this.bytes, this.position);
		this.position += Long.BYTES;
		return value;
	}

	/**
	 * Reads a text with its length before it.
	 */
	String text() throws MalformedStreamException {
		return text((int) varint());
	}

	/**
	 * Reads a text of a length in bytes.
	 */
	String text(int length) throws MalformedStreamException {
		require(length);
		try {
			String text = StandardCharsets.UTF_8.newDecoder()
				.decode(ByteBuffer.wrap(this.bytes, this.position, length))
				.toString();
			this.position += length;
			return text;
		}
		catch (CharacterCodingException ex) {
			throw new MalformedStreamException("A text in a frame is not UTF-8");
		}
	}

	/**
	 * Returns a reader of a message with its length before it, and goes on behind it.
	 */
	WireReader nested() throws MalformedStreamException {
		int length = (int) varint();
		require(length);
		WireReader nested = new WireReader(this.bytes, this.position, this.position + length);
		this.position += length;
		return nested;
	}

	/**
	 * Skips the value of a field that is not known.
	 */
	void skip(int tag) throws MalformedStreamException {
		skip(tag, MAX_DEPTH);
	}

	private void skip(int tag, int depth) throws MalformedStreamException {
		switch (tag & 7) {
			case VARINT -> varint();
			case FIXED64 -> skipBytes(Long.BYTES);
			case LENGTH_DELIMITED -> skipBytes((int) varint());
			case START_GROUP -> skipGroup(tag >>> 3, depth - 1);
			case FIXED32 -> skipBytes(Integer.BYTES);
			default -> throw new MalformedStreamException("A frame has a field of an impossible type");
		}
	}

	private void skipGroup(int field, int depth) throws MalformedStreamException {
		if (depth < 0) {
			throw new MalformedStreamException("A frame has more than %s groups in each other".formatted(MAX_DEPTH));
		}
		while (true) {
			int tag = tag();
			if ((tag & 7) == END_GROUP) {
				if (tag >>> 3 != field) {
					throw new MalformedStreamException("A frame has a group that does not end");
				}
				return;
			}
			skip(tag, depth);
		}
	}

	private void skipBytes(int length) throws MalformedStreamException {
		require(length);
		this.position += length;
	}

	private void require(int length) throws MalformedStreamException {
		if (length < 0 || length > this.end - this.position) {
			throw new MalformedStreamException("A field does not fit into its frame");
		}
	}

}
