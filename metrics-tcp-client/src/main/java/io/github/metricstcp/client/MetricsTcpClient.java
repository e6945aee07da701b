package io.github.metricstcp.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.MalformedStreamException;
import io.github.metricstcp.client.wire.StreamListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.DefaultAddressResolverGroup;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.netty.Connection;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/**
 * A client of one exporter: it connects, decodes what comes, and connects again whenever
 * the stream ends, until it is closed.
 * <p>
 * All addresses that the host's name has are tried. Attempts follow each other at growing
 * intervals, which are cut short at random, and shrink again once a whole frame was
 * received. A stream ends when the exporter ends it, when the network does, when it is
 * not a stream of metrics, or when a frame that has begun does not end within half a
 * minute. An exporter with nothing to tell is silent, so silence ends nothing: a machine
 * that is gone is noticed by TCP itself, after half a minute where the system lets us say
 * so (Linux, macOS), and else when the system's own keep-alive does, commonly after two
 * hours.
 * <p>
 * A thread of its own, a daemon, does everything, and tells the listener.
 *
 * <pre>{@code
 * MetricsTcpClient client = MetricsTcpClient.builder(TargetAddress.parse("localhost:5000")).build(listener);
 * client.start();
 * client.close();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MetricsTcpClient implements AutoCloseable {

	private static final int KEEP_ALIVE_IDLE_SECONDS = 15;

	private static final int KEEP_ALIVE_INTERVAL_SECONDS = 5;

	private static final int KEEP_ALIVE_COUNT = 3;

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final Builder settings;

	private final Streams<?> streams;

	private final LoopResources loops = LoopResources.create("metrics-tcp-observer", 1, true);

	private final EventLoop eventLoop = this.loops.onClient(false).next();

	private final @Nullable SslContext tls;

	// What follows is confined to the event loop

	private @Nullable Disposable attempt;

	private @Nullable Connection connection;

	private int failures;

	private boolean closed;

	private <S> MetricsTcpClient(Builder settings, @Nullable SslContext tls, StreamListener<S> listener) {
		this.settings = settings;
		this.tls = tls;
		this.streams = new Streams<>(listener);
	}

	/**
	 * Returns a builder of a client.
	 * @param target where to connect to
	 */
	public static Builder builder(TargetAddress target) {
		return new Builder(target);
	}

	/**
	 * Begins to connect. To be called once.
	 */
	public void start() {
		this.eventLoop.execute(this::connect);
	}

	/**
	 * Ends the stream, and the client for good. The listener is told nothing any more
	 * when this returns, unless it holds the client's thread up for seconds.
	 */
	@Override
	public void close() {
		try {
			this.eventLoop.submit(this::stop).get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException | RejectedExecutionException ex) {
			// It ends all the same
		}
		try {
			this.loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE.plusSeconds(1));
		}
		catch (IllegalStateException ex) {
			// The listener holds the thread up, as a pipe does that nobody reads: it is a
			// daemon
		}
	}

	private void stop() {
		this.closed = true;
		if (this.attempt != null) {
			this.attempt.dispose();
		}
		if (this.connection != null) {
			this.connection.dispose();
		}
	}

	private void connect() {
		if (this.closed) {
			return;
		}
		this.streams.listener.connecting();
		this.attempt = client().connect().subscribe(this::connected, (ex) -> ended(reason(ex)));
	}

	/**
	 * Returns what connects.
	 */
	TcpClient client() {
		TargetAddress target = this.settings.target;
		TcpClient client = TcpClient.create(ConnectionProvider.newConnection())
			.runOn(this.loops, false)
			.resolver(DefaultAddressResolverGroup.INSTANCE)
			.remoteAddress(() -> InetSocketAddress.createUnresolved(target.host(), target.port()))
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(this.settings.connectTimeout.toMillis()))
			.option(ChannelOption.SO_KEEPALIVE, true);
		for (Map.Entry<SocketOption<Integer>, Integer> option : keepAlive().entrySet()) {
			client = client.option(NioChannelOption.of(option.getKey()), option.getValue());
		}
		SslContext tls = this.tls;
		if (tls != null) {
			client = client.secure((spec) -> spec.sslContext(tls).handlerConfigurator(MetricsTcpClient::verifyHost));
		}
		return client;
	}

	private static void verifyHost(SslHandler handler) {
		SSLParameters parameters = handler.engine().getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		handler.engine().setSSLParameters(parameters);
	}

	/**
	 * Returns how TCP finds out that a silent peer is gone, as far as the system lets us
	 * say.
	 */
	private static Map<SocketOption<Integer>, Integer> keepAlive() {
		Map<SocketOption<Integer>, Integer> wanted = Map.of(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS,
				ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_INTERVAL_SECONDS,
				ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_COUNT);
		try (SocketChannel channel = SocketChannel.open()) {
			Set<SocketOption<?>> supported = channel.supportedOptions();
			return supported.containsAll(wanted.keySet()) ? wanted : Map.of();
		}
		catch (IOException ex) {
			return Map.of();
		}
	}

	private void connected(Connection connection) {
		this.attempt = null;
		this.connection = connection;
		this.streams.read(connection);
	}

	/**
	 * Takes notice of the end of a stream or of an attempt, and sees to the next one.
	 */
	private void ended(String reason) {
		this.attempt = null;
		this.connection = null;
		if (this.closed) {
			return;
		}
		Duration delay = retryDelay();
		this.failures++;
		this.streams.listener.closed(reason, delay);
		ScheduledFuture<?> unused = this.eventLoop.schedule(this::connect, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private Duration retryDelay() {
		long nanos = this.settings.minRetryDelay.toNanos();
		long longest = this.settings.maxRetryDelay.toNanos();
		for (int i = 0; i < this.failures && nanos < longest; i++) {
			nanos *= 2;
		}
		nanos = Math.min(nanos, longest);
		return Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
	}

	private String reason(Throwable failure) {
		TargetAddress target = this.settings.target;
		for (Throwable each = failure; each != null; each = each.getCause()) {
			if (each instanceof ConnectTimeoutException) {
				return "%s does not answer within %d s".formatted(target, this.settings.connectTimeout.toSeconds());
			}
			if (each instanceof NoRouteToHostException) {
				return "There is no way to %s".formatted(target);
			}
			if (each instanceof ConnectException) {
				return "Nothing listens on %s (connection refused)".formatted(target);
			}
			if (each instanceof UnknownHostException) {
				return "The name %s is not known".formatted(target.host());
			}
			if (each instanceof SSLException) {
				return "TLS with %s fails: %s".formatted(target, rootMessage(each));
			}
		}
		return "%s: %s".formatted(target, rootMessage(failure));
	}

	private static String rootMessage(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root.getMessage() != null) ? root.getMessage() : root.toString();
	}

	private static String text(SocketAddress address) {
		return (address instanceof InetSocketAddress inet)
				? new TargetAddress(inet.getAddress().getHostAddress(), inet.getPort()).toString() : address.toString();
	}

	/**
	 * The streams of the target, one after the other.
	 */
	private final class Streams<S> {

		private final StreamListener<S> listener;

		Streams(StreamListener<S> listener) {
			this.listener = listener;
		}

		void read(Connection connection) {
			FrameDecoder<S> decoder = new FrameDecoder<>(this.listener, MetricsTcpClient.this.settings.maxFrameLength,
					MetricsTcpClient.this.settings.maxSeries);
			Reading reading = new Reading(connection, decoder);
			this.listener.opened(text(connection.channel().remoteAddress()));
			connection.inbound()
				.receive()
				.subscribe(reading::take, (ex) -> reading.end("The connection broke: " + rootMessage(ex)),
						reading::end);
		}

		/**
		 * One stream that is being read.
		 */
		private final class Reading {

			private final Connection connection;

			private final FrameDecoder<S> decoder;

			private boolean ended;

			// How many frames there were when the frame was begun that is not complete,
			// -1
			// if all are
			private long incomplete = -1;

			Reading(Connection connection, FrameDecoder<S> decoder) {
				this.connection = connection;
				this.decoder = decoder;
			}

			void take(ByteBuf bytes) {
				if (this.ended || MetricsTcpClient.this.closed) {
					return;
				}
				try {
					Streams.this.listener.received(bytes.readableBytes());
					this.decoder.decode(bytes.nioBuffer());
					Streams.this.listener.consumed();
				}
				catch (MalformedStreamException ex) {
					end("%s does not send a stream of metrics: %s".formatted(MetricsTcpClient.this.settings.target,
							ex.getMessage()));
					return;
				}
				if (this.decoder.frames() > 0) {
					MetricsTcpClient.this.failures = 0;
				}
				if (this.decoder.pending() > 0 && this.incomplete < 0) {
					watch();
				}
			}

			/**
			 * Gives the frame that has begun its time.
			 */
			private void watch() {
				this.incomplete = this.decoder.frames();
				ScheduledFuture<?> unused = MetricsTcpClient.this.eventLoop.schedule(() -> {
					if (this.ended || MetricsTcpClient.this.closed) {
						return;
					}
					if (this.decoder.pending() > 0 && this.decoder.frames() == this.incomplete) {
						end("%s does not go on: a frame that has begun does not end"
							.formatted(MetricsTcpClient.this.settings.target));
					}
					else if (this.decoder.pending() > 0) {
						watch();
					}
					else {
						this.incomplete = -1;
					}
				}, MetricsTcpClient.this.settings.frameTimeout.toNanos(), TimeUnit.NANOSECONDS);
			}

			void end() {
				end((this.decoder.pending() > 0)
						? "%s has closed the connection in the middle of a frame"
							.formatted(MetricsTcpClient.this.settings.target)
						: "%s has closed the connection".formatted(MetricsTcpClient.this.settings.target));
			}

			void end(String reason) {
				if (!this.ended) {
					this.ended = true;
					this.connection.dispose();
					MetricsTcpClient.this.ended(reason);
				}
			}

		}

	}

	/**
	 * Builder of {@link MetricsTcpClient}.
	 */
	public static final class Builder {

		private final TargetAddress target;

		private @Nullable TlsSettings tls;

		private int maxFrameLength = FrameDecoder.DEFAULT_MAX_FRAME_LENGTH;

		private int maxSeries = 10_000;

		private Duration connectTimeout = Duration.ofSeconds(5);

		private Duration minRetryDelay = Duration.ofMillis(250);

		private Duration maxRetryDelay = Duration.ofSeconds(10);

		private Duration frameTimeout = Duration.ofSeconds(30);

		private Builder(TargetAddress target) {
			this.target = target;
		}

		/**
		 * Sets how connections are secured; by default they are not.
		 */
		public Builder tls(@Nullable TlsSettings tls) {
			this.tls = tls;
			return this;
		}

		/**
		 * Sets the maximum length of a frame in bytes; 1 MiB by default.
		 */
		public Builder maxFrameLength(int maxFrameLength) {
			this.maxFrameLength = maxFrameLength;
			return this;
		}

		/**
		 * Sets how many series are decoded without making an object for each event;
		 * 10,000 by default.
		 */
		public Builder maxSeries(int maxSeries) {
			this.maxSeries = maxSeries;
			return this;
		}

		/**
		 * Sets how long an address may take to answer; 5 seconds by default.
		 */
		public Builder connectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
			return this;
		}

		/**
		 * Sets after what time the client connects again: the first time, and at the
		 * most; 250 milliseconds and 10 seconds by default.
		 */
		public Builder retryDelay(Duration first, Duration longest) {
			this.minRetryDelay = first;
			this.maxRetryDelay = longest;
			return this;
		}

		/**
		 * Sets within what time a frame that has begun must end; 30 seconds by default.
		 */
		public Builder frameTimeout(Duration frameTimeout) {
			this.frameTimeout = frameTimeout;
			return this;
		}

		/**
		 * Builds a client that does not connect yet.
		 * @param listener what is told of the streams, on the client's own thread
		 * @throws IllegalArgumentException if a file of the TLS settings cannot be used
		 */
		public MetricsTcpClient build(StreamListener<?> listener) {
			return new MetricsTcpClient(this, (this.tls != null) ? this.tls.context() : null, listener);
		}

	}

}
