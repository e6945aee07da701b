package io.github.metricstcp.internal.server;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.metricstcp.BindFailedException;
import io.github.metricstcp.ClientSnapshot;
import io.github.metricstcp.ConnectionCounts;
import io.github.metricstcp.internal.stream.EventStream;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCP server: it listens, accepts clients, and lends the {@link EventStream} the one
 * thread on which everything happens. Can be started again after it was stopped. Not
 * thread-safe: starting and stopping must be guarded by the caller.
 *
 * @since 0.1.0
 */
public final class MetricsTcpServer {

	private static final Logger logger = LoggerFactory.getLogger(MetricsTcpServer.class);

	private final EventStream stream;

	private final ServerSettings settings;

	private final PeerWatch.Timing peerTiming;

	private final ConnectionTotals connections = new ConnectionTotals();

	private volatile @Nullable RunningServer running;

	/**
	 * Creates a server that does not listen yet.
	 * @param stream what clients are sent
	 * @param settings how to listen
	 */
	public MetricsTcpServer(EventStream stream, ServerSettings settings) {
		this(stream, settings, PeerWatch.DEFAULT_TIMING);
	}

	MetricsTcpServer(EventStream stream, ServerSettings settings, PeerWatch.Timing peerTiming) {
		this.stream = stream;
		this.settings = settings;
		this.peerTiming = peerTiming;
	}

	/**
	 * Starts to listen. Blocks until it does. A server that has failed is stopped first.
	 * @param announcement announces the address that is listened on, {@code null} if the
	 * server has failed meanwhile, and returns whether programs find it
	 * @throws BindFailedException if it cannot
	 * @throws IllegalArgumentException if its SSL context is not one for servers
	 */
	public void start(Predicate<@Nullable InetSocketAddress> announcement) {
		Supplier<SslContext> ssl = this.settings.ssl();
		if (ssl != null && !ssl.get().isServer()) {
			throw new IllegalArgumentException("The SslContext of the metrics stream is for clients: "
					+ "build it with SslContextBuilder.forServer");
		}
		if (ssl == null && this.settings.allowedAddresses().isEmpty() && !this.settings.address().isLoopbackAddress()) {
			logger.warn("Anyone who can connect to {} can read the metrics stream. Use TLS, or restrict the allowed "
					+ "addresses.", NetUtil.toAddressString(this.settings.address()));
		}
		stop();
		onThreadThatMayBlock(() -> listen(announcement));
	}

	private void listen(Predicate<@Nullable InetSocketAddress> announcement) {
		RunningServer server;
		BindFailedException taken = null;
		try {
			server = run(this.settings);
		}
		catch (BindFailedException ex) {
			if (!this.settings.anyPortIfTaken() || ex.getReason() != BindFailedException.Reason.PORT_IN_USE) {
				throw ex;
			}
			server = runOnAnyPort(ex);
			taken = ex;
		}
		this.running = server;
		boolean found = announcement.test(address());
		if (taken != null) {
			logger.warn("{}. It listens on {} instead.{}", taken.getMessage(),
					NetUtil.toSocketAddressString(server.address()),
					found ? " The command 'metrics-tcp-observer ps' lists it." : "");
		}
	}

	private RunningServer runOnAnyPort(BindFailedException taken) {
		try {
			return run(this.settings.onAnyPort());
		}
		catch (BindFailedException ex) {
			taken.addSuppressed(ex);
			throw taken;
		}
	}

	private RunningServer run(ServerSettings settings) {
		return RunningServer.start(this.stream, settings, this.peerTiming, this.connections);
	}

	/**
	 * Stops to listen, sends the clients what is buffered, disconnects them and ends the
	 * event loop. Takes no longer than the shutdown timeout and what the operating system
	 * needs. Does nothing if the server does not listen.
	 * @throws IllegalStateException on the server's own event loop
	 */
	public void stop() {
		RunningServer stopped = this.running;
		if (stopped == null) {
			return;
		}
		if (stopped.isOnEventLoop()) {
			throw new IllegalStateException("The metrics stream cannot be stopped on its own event loop");
		}
		this.running = null;
		onThreadThatMayBlock(stopped::stop);
	}

	/**
	 * Runs a task to its end on a thread of its own: the caller's may be interrupted, or
	 * one of Reactor's that must not block.
	 */
	private static void onThreadThatMayBlock(Runnable task) {
		FutureTask<@Nullable Void> future = new FutureTask<>(task, null);
		Thread thread = new Thread(future, "metrics-tcp-lifecycle");
		thread.setDaemon(true);
		thread.start();
		// And not only for the result: callers may count on no thread being left
		joinUninterruptibly(thread);
		try {
			future.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex);
		}
	}

	private static void joinUninterruptibly(Thread thread) {
		boolean interrupted = false;
		while (thread.isAlive()) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Returns where the server listens.
	 * @return the address and the port that it was given, {@code null} if it does not
	 * listen, or no longer since its event loop or its port failed
	 */
	public @Nullable InetSocketAddress address() {
		RunningServer current = this.running;
		return (current != null && current.isListening()) ? current.address() : null;
	}

	/**
	 * Returns the connected clients, read at one position of the stream.
	 * @return the clients in the order in which they connected
	 */
	public List<ClientSnapshot> clients() {
		RunningServer current = this.running;
		return (current != null) ? current.clients() : List.of();
	}

	/**
	 * Returns how many clients are connected.
	 * @return the number of clients
	 */
	public int clientCount() {
		RunningServer current = this.running;
		return (current != null) ? current.clientCount() : 0;
	}

	/**
	 * Returns whether connections are encrypted.
	 * @return {@code true} if they are
	 */
	public boolean isSslEnabled() {
		return this.settings.ssl() != null;
	}

	/**
	 * Returns the outcomes of the connections made so far.
	 * @return the counts since the server was created
	 */
	public ConnectionCounts connections() {
		return this.connections.counts();
	}

	/**
	 * Disconnects a client.
	 * @param id the client's id
	 * @return {@code false} if there is no such client
	 */
	public boolean disconnect(String id) {
		RunningServer current = this.running;
		return current != null && current.disconnect(id);
	}

}
