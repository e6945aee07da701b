package io.github.metricstcp.client.wire;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a source of streams tells: a target that is connected to time and again, or a
 * recording. All of it is told by one thread at a time.
 *
 * @param <S> what the listener keeps for a series
 * @since 0.1.0
 */
public interface StreamListener<S> extends EventSink<S> {

	/**
	 * Takes notice of an attempt to connect.
	 */
	default void connecting() {
	}

	/**
	 * Takes notice of a new stream, which begins with no series: each is told anew, or
	 * starts from nothing.
	 * @param peer where it comes from
	 */
	default void opened(String peer) {
	}

	/**
	 * Takes notice of the next bytes of the stream, before what is in them.
	 * @param bytes how many
	 */
	default void received(int bytes) {
	}

	/**
	 * Takes notice that there is nothing left of the bytes received, and that time may
	 * pass until there are more.
	 */
	default void consumed() {
	}

	/**
	 * Takes notice of the end of a stream, or of an attempt that failed.
	 * @param reason why, as a sentence without a full stop
	 * @param retryDelay after what time the next attempt follows, {@code null} if none
	 * does
	 */
	default void closed(String reason, @Nullable Duration retryDelay) {
	}

}
