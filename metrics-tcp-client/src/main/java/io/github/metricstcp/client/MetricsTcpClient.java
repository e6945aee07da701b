package io.github.metricstcp.client;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;

import io.github.metricstcp.client.wire.StreamListener;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.netty.Connection;

/**
 * A client of one exporter: it connects, decodes the stream, and connects again whenever
 * the stream ends, until it is closed.
 * <p>
 * All addresses that the host's name has are tried. Attempts follow each other at growing
 * intervals, which are cut short at random, and shrink again once a whole frame was
 * received. A stream ends when the exporter ends it, when the network does, when it is
 * not a stream of metrics, or when a frame that has begun does not end within half a
 * minute. An exporter without events sends nothing, so a time without traffic ends
 * nothing: a machine that is gone is noticed by TCP itself, after half a minute where the
 * system lets us choose (Linux, macOS), and otherwise when the system's own keep-alive
 * notices it, commonly after two hours.
 * <p>
 * A thread of its own, a daemon, does everything, and calls the listener. Many clients
 * may share a few {@link Builder#threads threads} instead.
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

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private final ClientSettings settings;

	private final StreamListener<?> listener;

	// Of this client alone
	private final @Nullable ClientThreads ownThread;

	private final EventLoop eventLoop;

	private final Connector connector;

	private final ConnectionFailures failures;

	private final AtomicBoolean started = new AtomicBoolean();

	// Written by any thread: the loop may come late
	private volatile boolean closed;

	// What follows is confined to the event loop

	private final BackOff backOff;

	private @Nullable Disposable attempt;

	private @Nullable StreamReader<?> reader;

	private @Nullable ScheduledFuture<?> nextAttempt;

	// The number of streams in a row that ended before anything came
	private int closesWithoutData;

	private MetricsTcpClient(ClientSettings settings, String tlsName, @Nullable TlsContext tls,
			@Nullable ClientThreads threads, StreamListener<?> listener) {
		this.settings = settings;
		this.listener = listener;
		ClientThreads serving = (threads != null) ? threads : new ClientThreads(1);
		this.ownThread = (threads != null) ? null : serving;
		this.eventLoop = serving.next();
		this.connector = new Connector(settings.target(), tls, this.eventLoop);
		this.failures = new ConnectionFailures(tlsName, tls);
		this.backOff = new BackOff(settings.firstRetryDelay(), settings.longestRetryDelay());
	}

	/**
	 * Returns a builder of a client.
	 * @param target the address to connect to
	 * @return a builder with default settings
	 */
	public static Builder builder(TargetAddress target) {
		return new Builder(target);
	}

	/**
	 * Begins to connect. To be called once.
	 * @throws IllegalStateException if it was called before
	 */
	public void start() {
		if (this.started.getAndSet(true)) {
			throw new IllegalStateException("The client of %s was started before".formatted(this.settings.target()));
		}
		this.eventLoop.execute(this::connect);
	}

	/**
	 * Ends the stream, if there is one, and connects again at once. Without effect before
	 * {@link #start()} and after {@link #close()}, and while an attempt to connect lasts.
	 */
	public void reconnect() {
		try {
			this.eventLoop.execute(this::connectAgain);
		}
		catch (RejectedExecutionException ex) {
			// It is closed
		}
	}

	private void connectAgain() {
		if (this.closed) {
			return;
		}
		if (this.reader != null) {
			this.reader.stop();
			this.reader = null;
			this.closesWithoutData = 0;
			this.listener.closed("connected again on demand", Duration.ZERO);
			connect();
		}
		else if (this.nextAttempt != null && this.nextAttempt.cancel(false)) {
			this.nextAttempt = null;
			connect();
		}
	}

	/**
	 * Ends the stream, and the client for good. The listener is not called any more when
	 * this returns, unless it holds the client's thread up for more than 2 seconds. The
	 * listener may close its client too: it is then still given the rest of the bytes
	 * that are being read.
	 */
	@Override
	public void close() {
		this.closed = true;
		if (this.eventLoop.inEventLoop()) {
			stop();
		}
		else {
			stopAndWait();
		}
		if (this.ownThread != null) {
			this.ownThread.close();
		}
	}

	private void stopAndWait() {
		try {
			this.eventLoop.submit(this::stop).get(CLOSE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException | RejectedExecutionException ex) {
			// It ends all the same
		}
	}

	private void stop() {
		if (this.nextAttempt != null) {
			this.nextAttempt.cancel(false);
		}
		if (this.attempt != null) {
			this.attempt.dispose();
		}
		if (this.reader != null) {
			this.reader.stop();
		}
	}

	private void connect() {
		this.nextAttempt = null;
		if (!this.closed) {
			this.listener.connecting();
		}
		if (!this.closed) {
			this.attempt = this.connector.connect().subscribe(this::connected, this::attemptFailed);
		}
	}

	private void connected(Connection connection) {
		this.attempt = null;
		StreamReader<?> reader = new StreamReader<>(connection, this.settings, this.failures, this.listener,
				this::streamEnded);
		this.reader = reader;
		reader.start();
	}

	private void attemptFailed(Throwable failure) {
		if (this.failures.isClosedInHandshake(failure)) {
			// However long that took: a server that waits for a request has completed it
			closedWithoutData(true);
		}
		else {
			this.closesWithoutData = 0;
			ended(this.failures.attempt(failure));
		}
	}

	private void streamEnded(String reason) {
		StreamReader<?> reader = this.reader;
		if (reader != null && reader.hasReceivedFrame()) {
			this.backOff.reset();
		}
		if (reader != null && reader.isClosedWithoutData()) {
			closedWithoutData(reader.isAtOnce());
		}
		else {
			this.closesWithoutData = 0;
			ended(reason);
		}
	}

	private void closedWithoutData(boolean atOnce) {
		this.closesWithoutData++;
		ended(this.failures.closedWithoutData(atOnce, this.closesWithoutData));
	}

	/**
	 * Called when a stream or an attempt has ended: schedules the next attempt.
	 */
	private void ended(String reason) {
		if (this.closed) {
			return;
		}
		this.attempt = null;
		this.reader = null;
		Duration delay = this.backOff.next();
		this.listener.closed(reason, delay);
		this.nextAttempt = this.eventLoop.schedule(this::connect, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * A builder of clients. A client keeps the settings that the builder has when it is
	 * built.
	 */
	public static final class Builder {

		private final TargetAddress target;

		private @Nullable TlsSettings tls;

		private @Nullable SSLContext sslContext;

		private String tlsName = "TLS";

		private @Nullable ClientThreads threads;

		private int maxSeries = 10_000;

		private Duration firstRetryDelay = Duration.ofMillis(250);

		private Duration longestRetryDelay = Duration.ofSeconds(10);

		private Duration frameTimeout = Duration.ofSeconds(30);

		private Duration firstFrameTimeout = Duration.ofSeconds(5);

		private Duration pauseTimeout = Duration.ofSeconds(30);

		private Builder(TargetAddress target) {
			this.target = target;
		}

		/**
		 * Sets how connections are secured; by default they are not.
		 * @param tls the TLS settings, {@code null} for connections without TLS
		 * @return this builder
		 */
		public Builder tls(@Nullable TlsSettings tls) {
			this.tls = tls;
			return this;
		}

		/**
		 * Secures connections with a context of the program's own, instead of one that is
		 * made of files; by default there is none. The name of the target's host is
		 * verified by the context's trust managers, if they are of the usual kind.
		 * @param sslContext a context that trusts the target, {@code null} for none
		 * @return this builder
		 */
		public Builder sslContext(@Nullable SSLContext sslContext) {
			this.sslContext = sslContext;
			return this;
		}

		/**
		 * Sets the name by which a user knows the setting for TLS, such as an option of a
		 * command line; "TLS" by default.
		 * @param tlsName the name, for the sentence that asks whether a target needs it
		 * @return this builder
		 */
		public Builder tlsName(String tlsName) {
			this.tlsName = tlsName;
			return this;
		}

		/**
		 * Sets the threads that the client shares with others; by default it has one of
		 * its own.
		 * @param threads the threads, which must not be closed before the client;
		 * {@code null} for one of its own
		 * @return this builder
		 */
		public Builder threads(@Nullable ClientThreads threads) {
			this.threads = threads;
			return this;
		}

		/**
		 * Sets the number of series that are decoded without an object for each event;
		 * 10,000 by default.
		 * @param maxSeries the number of series, at least 1
		 * @return this builder
		 * @throws IllegalArgumentException if the number is less than 1
		 */
		public Builder maxSeries(int maxSeries) {
			if (maxSeries < 1) {
				throw new IllegalArgumentException("maxSeries must be at least 1, but is %s".formatted(maxSeries));
			}
			this.maxSeries = maxSeries;
			return this;
		}

		/**
		 * Sets the delays before new attempts to connect. For tests, which do not wait
		 * for as long as users do.
		 * @param first the first delay; 250 milliseconds by default
		 * @param longest the longest delay; 10 seconds by default
		 * @return this builder
		 */
		Builder retryDelay(Duration first, Duration longest) {
			this.firstRetryDelay = first;
			this.longestRetryDelay = longest;
			return this;
		}

		/**
		 * Sets the time within which a frame that has begun must end; 30 seconds by
		 * default. For tests, which do not wait for that long.
		 * @param frameTimeout the time
		 * @return this builder
		 */
		Builder frameTimeout(Duration frameTimeout) {
			this.frameTimeout = frameTimeout;
			return this;
		}

		/**
		 * Sets when a stream is remarked upon on which nothing comes. For tests, which do
		 * not wait for that long.
		 * @param firstFrame the time until the first frame; 5 seconds by default
		 * @param pause the least pause of a busy stream; 30 seconds by default
		 * @return this builder
		 */
		Builder quietTimeout(Duration firstFrame, Duration pause) {
			this.firstFrameTimeout = firstFrame;
			this.pauseTimeout = pause;
			return this;
		}

		/**
		 * Builds a client that does not connect yet.
		 * @param listener the listener to the streams, called on the client's thread
		 * @return a client with the settings that this builder has now
		 * @throws IllegalArgumentException if a file of the TLS settings cannot be used,
		 * with a message that says which and why
		 */
		public MetricsTcpClient build(StreamListener<?> listener) {
			ClientSettings settings = new ClientSettings(this.target, this.maxSeries, this.firstRetryDelay,
					this.longestRetryDelay, this.frameTimeout, this.firstFrameTimeout, this.pauseTimeout);
			return new MetricsTcpClient(settings, this.tlsName, tlsContext(), this.threads, listener);
		}

		private @Nullable TlsContext tlsContext() {
			if (this.sslContext != null) {
				return new TlsContext(this.sslContext);
			}
			return (this.tls != null) ? new TlsContext(this.tls) : null;
		}

	}

}
