package io.github.metricstcp.client.wire;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A listener to a source of streams: a target that is connected to again and again, or a
 * recording. It is called by one thread at a time.
 *
 * @param <S> the type of the object that the listener keeps for a series
 * @since 0.1.0
 */
public interface StreamListener<S> extends EventSink<S> {

	/**
	 * Called when an attempt to connect begins.
	 */
	default void connecting() {
	}

	/**
	 * Called when a stream begins. It begins without series: each comes anew with its
	 * current value, or starts from nothing.
	 * @param peer the address that the stream comes from, or the name of a recording
	 */
	default void opened(String peer) {
	}

	/**
	 * Called when bytes of the stream were received, before their content is handed over.
	 * @param bytes the number of bytes
	 */
	default void received(int bytes) {
	}

	/**
	 * Called when all bytes received so far are decoded, and time may pass until there
	 * are more.
	 */
	default void consumed() {
	}

	/**
	 * Called when nothing, or no whole frame, was received for longer than is usual,
	 * although the stream is open, and when that is over: a whole frame was received, or
	 * the stream was quiet for so long that it is nothing unusual any more. It is over as
	 * well when the stream has ended.
	 * @param remark a clause without a full stop that says so, and does not name the
	 * target; {@code null} when it is over
	 */
	default void quiet(@Nullable String remark) {
	}

	/**
	 * Called when a stream has ended, or an attempt to connect has failed.
	 * @param reason the reason, as a clause without a full stop that does not name the
	 * target
	 * @param retryDelay the time until the next attempt, {@code null} if there is none
	 */
	default void closed(String reason, @Nullable Duration retryDelay) {
	}

}
