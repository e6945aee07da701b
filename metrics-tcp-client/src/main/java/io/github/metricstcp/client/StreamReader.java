package io.github.metricstcp.client;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Locale;
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

	private final Duration frameTimeout;

	private final ConnectionFailures failures;

	private final StreamListener<S> listener;

	private final FrameDecoder<S> decoder;

	private final Consumer<String> ended;

	private final QuietWatch quiet;

	private final long begun = System.nanoTime();

	private boolean over;

	private boolean closedWithoutData;

	// The number of frames when the frame was begun that is not complete, -1 if all are
	private long incomplete = -1;

	/**
	 * Creates a reader.
	 * @param connection the connection to read from
	 * @param settings the settings of the client
	 * @param failures the clauses for failures of the connection
	 * @param listener the listener to the stream
	 * @param ended called with the reason when the stream has ended, unless
	 * {@link #stop()} ended it
	 */
	StreamReader(Connection connection, ClientSettings settings, ConnectionFailures failures,
			StreamListener<S> listener, Consumer<String> ended) {
		this.connection = connection;
		this.frameTimeout = settings.frameTimeout();
		this.failures = failures;
		this.listener = listener;
		this.decoder = new FrameDecoder<>(listener, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, settings.maxSeries());
		this.ended = ended;
		this.quiet = new QuietWatch(settings, failures, listener, System::nanoTime);
	}

	/**
	 * Begins to read.
	 */
	void start() {
		this.listener.opened(text(this.connection.channel().remoteAddress()));
		watchQuiet();
		Disposable unused = this.connection.inbound().receive().subscribe(this::read, this::broken, this::complete);
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

	/**
	 * Returns whether the peer has ended the stream before anything was received.
	 */
	boolean isClosedWithoutData() {
		return this.closedWithoutData;
	}

	/**
	 * Returns whether less than a second has passed since the stream began, which is too
	 * little for any peer to wait for something.
	 */
	boolean isAtOnce() {
		return System.nanoTime() - this.begun < TimeUnit.SECONDS.toNanos(1);
	}

	private void watchQuiet() {
		ScheduledFuture<?> unused = this.connection.channel().eventLoop().schedule(() -> {
			if (!this.over) {
				this.quiet.check(this.decoder.frames(), this.decoder.pending() > 0);
				watchQuiet();
			}
		}, this.quiet.interval().toNanos(), TimeUnit.NANOSECONDS);
	}

	private void read(ByteBuf bytes) {
		if (this.over) {
			return;
		}
		long frames = this.decoder.frames();
		try {
			this.listener.received(bytes.readableBytes());
			this.decoder.decode(bytes.nioBuffer());
			if (this.decoder.frames() > frames) {
				this.quiet.received();
			}
			this.listener.consumed();
		}
		catch (MalformedStreamException ex) {
			end(hasReceivedFrame()
					? String.format(Locale.ROOT, "lost its place in the stream after %,d frames: %s",
							this.decoder.frames(), ex.getMessage())
					: "does not send a stream of metrics: " + ex.getMessage());
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
			end("has stopped sending in the middle of a frame");
		}
	}

	private void broken(Throwable failure) {
		this.closedWithoutData = hasReceivedNothing() && ConnectionFailures.isClosedWithoutReason(failure);
		end(this.failures.stream(failure));
	}

	private boolean hasReceivedNothing() {
		return this.decoder.frames() == 0 && this.decoder.pending() == 0;
	}

	private void complete() {
		this.closedWithoutData = hasReceivedNothing();
		end((this.decoder.pending() > 0) ? "has closed the connection in the middle of a frame"
				: "has closed the connection");
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
