package io.github.metricstcp.client;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.MalformedStreamException;
import io.github.metricstcp.client.wire.StreamListener;
import io.netty.buffer.ByteBuf;
import reactor.core.Disposable;
import reactor.netty.Connection;

/**
 * A reader of one stream, from its beginning to its end. Confined to the event loop of
 * the connection.
 *
 * @param <S> the type of the object that the listener keeps for a series
 */
final class StreamReader<S> {

	private final Connection connection;

	private final TargetAddress target;

	private final Duration frameTimeout;

	private final ConnectionFailures failures;

	private final StreamListener<S> listener;

	private final FrameDecoder<S> decoder;

	private final Consumer<String> ended;

	private boolean over;

	// The number of frames when the frame was begun that is not complete, -1 if all are
	private long incomplete = -1;

	/**
	 * Creates a reader.
	 * @param connection the connection to read from
	 * @param settings the settings of the client
	 * @param failures the sentences for failures of the connection
	 * @param listener the listener to the stream
	 * @param ended called with the reason when the stream has ended, unless
	 * {@link #stop()} ended it
	 */
	StreamReader(Connection connection, ClientSettings settings, ConnectionFailures failures,
			StreamListener<S> listener, Consumer<String> ended) {
		this.connection = connection;
		this.target = settings.target();
		this.frameTimeout = settings.frameTimeout();
		this.failures = failures;
		this.listener = listener;
		this.decoder = new FrameDecoder<>(listener, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, settings.maxSeries());
		this.ended = ended;
	}

	/**
	 * Begins to read.
	 */
	void start() {
		this.listener.opened(text(this.connection.channel().remoteAddress()));
		Disposable unused = this.connection.inbound()
			.receive()
			.subscribe(this::read, (ex) -> end(this.failures.stream(ex)), this::complete);
	}

	/**
	 * Ends the stream. The listener is not called any more.
	 */
	void stop() {
		this.over = true;
		this.connection.dispose();
	}

	/**
	 * Returns whether at least one whole frame was received.
	 */
	boolean hasReceivedFrame() {
		return this.decoder.frames() > 0;
	}

	private void read(ByteBuf bytes) {
		if (this.over) {
			return;
		}
		try {
			this.listener.received(bytes.readableBytes());
			this.decoder.decode(bytes.nioBuffer());
			this.listener.consumed();
		}
		catch (MalformedStreamException ex) {
			end("%s does not send a stream of metrics: %s".formatted(this.target, ex.getMessage()));
			return;
		}
		if (this.decoder.pending() > 0 && this.incomplete < 0) {
			watchFrame();
		}
	}

	/**
	 * Ends the stream if the frame that has begun does not end in time.
	 */
	private void watchFrame() {
		this.incomplete = this.decoder.frames();
		ScheduledFuture<?> unused = this.connection.channel()
			.eventLoop()
			.schedule(this::checkFrame, this.frameTimeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void checkFrame() {
		if (this.over) {
			return;
		}
		if (this.decoder.pending() == 0) {
			this.incomplete = -1;
		}
		else if (this.decoder.frames() > this.incomplete) {
			watchFrame();
		}
		else {
			end("%s has stopped sending in the middle of a frame".formatted(this.target));
		}
	}

	private void complete() {
		end((this.decoder.pending() > 0)
				? "%s has closed the connection in the middle of a frame".formatted(this.target)
				: "%s has closed the connection".formatted(this.target));
	}

	private void end(String reason) {
		if (!this.over) {
			stop();
			this.ended.accept(reason);
		}
	}

	private static String text(SocketAddress address) {
		return (address instanceof InetSocketAddress inet)
				? new TargetAddress(inet.getAddress().getHostAddress(), inet.getPort()).toString() : address.toString();
	}

}
