package io.github.metricstcp.client.wire;

/**
 * What a {@link FrameDecoder} hands to its user, in the order of the stream.
 *
 * @param <S> what the user keeps for a series, asked for once and then given with each of
 * its events
 * @since 0.1.0
 */
public interface EventSink<S> {

	/**
	 * Returns what is kept for a series. Asked for when the series comes for the first
	 * time, and each time if the decoder does not remember it.
	 * @param key the series
	 */
	S series(SeriesKey key);

	/**
	 * Takes what is said about all series of a name.
	 * @param metadata what is said
	 */
	default void metadata(Metadata metadata) {
	}

	/**
	 * Takes what happened to a series.
	 * @param series what {@link #series} returned for it
	 * @param operation what happened
	 * @param operand a whole number without a sign, or the bits of a double:
	 * {@link Operation#isWhole()}
	 * @param seconds when it happened, in seconds since the epoch
	 * @param nanos nanoseconds in addition to the seconds
	 */
	void event(S series, Operation operation, long operand, long seconds, int nanos);

	/**
	 * Takes the bytes of a well-formed frame, before what is in it is handed over.
	 * @param bytes where the frame is, until this returns
	 * @param offset where it begins, with its length
	 * @param length how many bytes it has, its length included
	 */
	default void frame(byte[] bytes, int offset, int length) {
	}

	/**
	 * Takes notice of a frame that holds something that is not known: an event, an
	 * operation or a type of a later version.
	 */
	default void unknown() {
	}

}
