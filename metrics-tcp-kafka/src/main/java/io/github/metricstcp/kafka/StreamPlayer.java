package io.github.metricstcp.kafka;

import java.nio.ByteBuffer;

import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.MalformedStreamException;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * A source of the streams of one instance, as records bring them.
 *
 * @param <S> the type of the object that the listener keeps for a series
 */
final class StreamPlayer<S> {

	private final SessionEvents<S> listener;

	private final int maxSeries;

	private FrameDecoder<S> decoder;

	StreamPlayer(StreamListener<S> listener, int maxSeries) {
		this.listener = new SessionEvents<>(listener, maxSeries);
		this.maxSeries = maxSeries;
		this.decoder = decoder();
	}

	private FrameDecoder<S> decoder() {
		return new FrameDecoder<>(this.listener, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, this.maxSeries);
	}

	/**
	 * Begins a stream.
	 */
	void open(String peer) {
		this.decoder = decoder();
		this.listener.opened(peer);
	}

	/**
	 * Goes on with the frames of another session of the same stream.
	 * @param covered the time of the last event so far, in nanoseconds since the epoch
	 * @param begun whether that session has begun before
	 */
	void takeOver(long covered, boolean begun) {
		this.listener.takeOver(covered, begun);
	}

	/**
	 * Called when no event comes any more that the former session has brought.
	 */
	void overlapIsOver() {
		this.listener.overlapIsOver();
	}

	/**
	 * Called when records are missing before those that follow.
	 */
	void recordsAreMissing() {
		this.listener.recordsAreMissing();
	}

	/**
	 * Plays frames.
	 * @return whether all of them are frames. Those before the first that is none were
	 * played.
	 */
	boolean play(byte[] frames) {
		this.listener.received(frames.length);
		try {
			this.decoder.decode(ByteBuffer.wrap(frames));
			return true;
		}
		catch (MalformedStreamException ex) {
			this.decoder = decoder();
			return false;
		}
		finally {
			this.listener.consumed();
		}
	}

	/**
	 * Makes a remark about the stream.
	 */
	void remark(@Nullable String remark) {
		this.listener.quiet(remark);
	}

	/**
	 * Ends the stream.
	 */
	void close(String reason) {
		this.listener.closed(reason, null);
	}

}
