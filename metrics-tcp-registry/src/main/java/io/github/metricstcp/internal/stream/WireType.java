package io.github.metricstcp.internal.stream;

/**
 * The protobuf wire types that the stream uses.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protobuf encoding</a>
 */
final class WireType {

	static final int VARINT = 0;

	static final int FIXED64 = 1;

	static final int LENGTH_DELIMITED = 2;

	private WireType() {
	}

	/**
	 * Returns the tag of a field. All field numbers of the stream are below 16, so that a
	 * tag is one byte.
	 */
	static int tag(int fieldNumber, int wireType) {
		return fieldNumber << 3 | wireType;
	}

}
