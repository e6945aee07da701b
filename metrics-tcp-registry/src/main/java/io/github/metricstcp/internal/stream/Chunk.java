package io.github.metricstcp.internal.stream;

/**
 * What goes to a client in one write: whole frames. A view of a buffer that is used again
 * as soon as {@code onNext} has returned: copy it there.
 *
 * @since 0.1.0
 */
public final class Chunk {

	private final byte[] bytes;

	private final int length;

	final int events;

	/**
	 * How many of the bytes are values.
	 */
	final int valueBytes;

	Chunk(FrameWriter writer, int events, int valueBytes) {
		this.bytes = writer.bytes();
		this.length = writer.length();
		this.events = events;
		this.valueBytes = valueBytes;
	}

	/**
	 * Returns the array whose first {@link #length()} bytes are the frames.
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Returns how many bytes of {@link #bytes()} are to be sent.
	 */
	public int length() {
		return this.length;
	}

}
