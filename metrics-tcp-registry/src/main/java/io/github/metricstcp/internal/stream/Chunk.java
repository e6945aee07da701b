package io.github.metricstcp.internal.stream;

import java.util.List;

/**
 * The content of one write to a client: whole frames. A view of a buffer that is used
 * again as soon as {@code onNext} has returned: copy it there.
 *
 * @since 0.1.0
 */
public final class Chunk {

	private final byte[] bytes;

	private final int length;

	final int events;

	/**
	 * Number of the bytes that are values.
	 */
	final int valueBytes;

	/**
	 * The retiring series whose value or metadata the chunk carries.
	 */
	final List<Series> retiring;

	Chunk(FrameWriter writer, int events, int valueBytes, List<Series> retiring) {
		this.bytes = writer.bytes();
		this.length = writer.length();
		this.events = events;
		this.valueBytes = valueBytes;
		this.retiring = retiring;
	}

	/**
	 * Returns the frames.
	 * @return an array whose first {@link #length()} bytes are the frames
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Returns the length of the frames.
	 * @return how many bytes of {@link #bytes()} are to be sent
	 */
	public int length() {
		return this.length;
	}

}
