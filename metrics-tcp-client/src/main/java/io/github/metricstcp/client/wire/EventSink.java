package io.github.metricstcp.client.wire;

/**
 * A receiver of what a {@link FrameDecoder} decodes, in the order of the stream.
 *
 * @param <S> the type of the object that the receiver keeps for a series. It is asked for
 * once, and given back with each event of the series
 * @since 0.1.0
 */
public interface EventSink<S> {

	/**
	 * Returns the object that is kept for a series. Called when the series comes for the
	 * first time, and at each of its events if the decoder does not remember it.
	 * @param key the series
	 * @return the object that {@link #event} is given for it
	 */
	S series(SeriesKey key);

	/**
	 * Called for the metadata of all series of a kind and name.
	 * @param metadata the metadata
	 */
	default void metadata(Metadata metadata) {
	}

	/**
	 * Called for each event of a series.
	 * @param series the object that {@link #series} returned for it
	 * @param operation the operation
	 * @param operand a whole number without a sign, or the bits of a double:
	 * {@link Operation#isWhole()}
	 * @param seconds the time of the event, in seconds since the epoch
	 * @param nanos nanoseconds in addition to the seconds
	 */
	void event(S series, Operation operation, long operand, long seconds, int nanos);

	/**
	 * Called for each well-formed frame, before its content is handed over.
	 * @param bytes the array that holds the frame until this returns
	 * @param offset where it begins, its length prefix included
	 * @param length the number of its bytes, its length prefix included
	 */
	default void frame(byte[] bytes, int offset, int length) {
	}

	/**
	 * Called for each frame whose content is unknown: an event, an operation or a type of
	 * a later version.
	 */
	default void unknown() {
	}

}
