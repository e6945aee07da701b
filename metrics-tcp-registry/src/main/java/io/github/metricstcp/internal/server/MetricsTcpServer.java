package io.github.metricstcp.internal.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.metricstcp.BindFailedException;
import io.github.metricstcp.ClientSnapshot;
import io.github.metricstcp.ConnectionCounts;
import io.github.metricstcp.internal.stream.ClientStream;
import io.github.metricstcp.internal.stream.EventStream;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpServer;

/**
 * The TCP server: it listens, accepts clients, and lends the {@link EventStream} the one
 * thread on which everything happens. Can be started again after it was stopped. Not
 * thread-safe: starting and stopping must be guarded by the caller.
 *
 * @since 0.1.0
 */
public final class MetricsTcpServer {

	private static final Logger logger = LoggerFactory.getLogger(MetricsTcpServer.class);

	/**
	 * For what takes microseconds on the event loop, unless it is in real trouble.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final int SLEEP_DAYS = 365;

	private final EventStream stream;

	private final ServerSettings settings;

	private final PeerWatch.Timing peerTiming;

	private final ConnectionTotals connections = new ConnectionTotals();

	private volatile @Nullable Running running;

	private long clientNumber;

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
	 * Starts to listen.
	 * @throws BindFailedException if it cannot
	 * @throws IllegalArgumentException if its SSL context is not one for servers
	 */
	public void start() {
		Supplier<SslContext> ssl = this.settings.ssl();
		if (ssl != null && !ssl.get().isServer()) {
			throw new IllegalArgumentException("The metrics stream cannot be encrypted with an SslContext for clients: "
					+ "build it with SslContextBuilder.forServer");
		}
		if (ssl == null && this.settings.allowedAddresses().isEmpty() && !this.settings.address().isLoopbackAddress()) {
			logger.warn("The metrics stream listens on {}: whoever can connect to this machine can read all metrics. "
					+ "Set metrics-tcp.server.ssl.bundle to encrypt it, or metrics-tcp.server.allowed-addresses to say "
					+ "who may connect.", NetUtil.toAddressString(this.settings.address()));
		}
		onThreadThatMayBlock(() -> {
			LoopResources loops = LoopResources.create("metrics-tcp", 1, true);
			try {
				this.running = new Running(loops);
			}
			catch (RuntimeException ex) {
				dispose(loops);
				throw ex;
			}
		});
	}

	/**
	 * Stops to listen, sends the clients what is buffered, disconnects them and ends the
	 * event loop. Takes no longer than the shutdown timeout and what the operating system
	 * needs.
	 */
	public void stop() {
		Running stopped = this.running;
		if (stopped == null) {
			return;
		}
		if (stopped.eventLoop.inEventLoop()) {
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
		boolean interrupted = false;
		try {
			while (true) {
				try {
					future.get();
					return;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
				catch (ExecutionException ex) {
					throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex);
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Returns where the server listens, {@code null} if it does not.
	 */
	public @Nullable InetSocketAddress address() {
		Running current = this.running;
		return (current != null) ? current.address : null;
	}

	/**
	 * Returns the connected clients in the order in which they came, read at one position
	 * of the stream.
	 */
	public List<ClientSnapshot> clients() {
		Running current = this.running;
		return (current != null) ? current.call(current::snapshots, List.of()) : List.of();
	}

	/**
	 * Returns how many clients are connected.
	 */
	public int clientCount() {
		Running current = this.running;
		return (current != null) ? current.clientCount : 0;
	}

	/**
	 * Whether connections are encrypted.
	 */
	public boolean isSslEnabled() {
		return this.settings.ssl() != null;
	}

	/**
	 * Returns what became of the connections made so far.
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
		Running current = this.running;
		return current != null && current.call(() -> current.disconnect(id), false);
	}

	private static void dispose(LoopResources loops) {
		try {
			loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE.plusSeconds(1));
		}
		catch (RuntimeException ex) {
			logger.warn("The event loop of the metrics stream does not end", ex);
		}
	}

	/**
	 * The server between a start and a stop.
	 */
	private final class Running {

		private final LoopResources loops;

		private final EventLoop eventLoop;

		private final DisposableServer server;

		private final InetSocketAddress address;

		private final CountDownLatch left = new CountDownLatch(1);

		private volatile int clientCount;

		// What follows is confined to the event loop

		private final Map<String, Client> clients = new LinkedHashMap<>();

		private final RateLimitedWarning talkative = new RateLimitedWarning();

		private final RateLimitedWarning stalls = new RateLimitedWarning();

		private final @Nullable Handshakes handshakes;

		private final Admission admission;

		private boolean stopping;

		Running(LoopResources loops) {
			this.loops = loops;
			this.eventLoop = loops.onServer(LoopResources.DEFAULT_NATIVE).next();
			Supplier<SslContext> ssl = MetricsTcpServer.this.settings.ssl();
			this.handshakes = (ssl != null) ? new Handshakes(ssl, MetricsTcpServer.this.connections) : null;
			this.admission = new Admission(MetricsTcpServer.this.settings, this.clients.values(),
					MetricsTcpServer.this.connections, this.handshakes);
			letSleep(this.eventLoop);
			this.server = bind();
			this.server.channel().pipeline().addFirst(new AcceptFailures());
			this.address = (InetSocketAddress) this.server.address();
		}

		/**
		 * Lets the event loop sleep for good: without any scheduled task, Netty 4.2 wakes
		 * it every second to look for one.
		 */
		private static void letSleep(EventLoop eventLoop) {
			ScheduledFuture<?> unused = eventLoop.schedule(() -> {
			}, SLEEP_DAYS, TimeUnit.DAYS);
		}

		private DisposableServer bind() {
			InetSocketAddress wanted = new InetSocketAddress(MetricsTcpServer.this.settings.address(),
					MetricsTcpServer.this.settings.port());
			open();
			try {
				return TcpServer.create()
					.runOn(this.loops)
					.bindAddress(() -> wanted)
					.childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
					.childOption(ChannelOption.SO_KEEPALIVE, true)
					.doOnChannelInit((observer, channel, remote) -> this.admission.connected(channel))
					.handle(this::accept)
					.bindNow();
			}
			catch (RuntimeException ex) {
				run(MetricsTcpServer.this.stream::close);
				throw BindFailures.of(wanted, ex);
			}
		}

		private void open() {
			try {
				this.eventLoop.submit(() -> MetricsTcpServer.this.stream.open(this.eventLoop)).get();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			catch (ExecutionException ex) {
				throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex);
			}
		}

		private Publisher<Void> accept(NettyInbound inbound, NettyOutbound outbound) {
			Connection connection = (Connection) inbound;
			Channel channel = connection.channel();
			if (this.stopping || !this.admission.hasRoom(channel)) {
				return Mono.empty();
			}
			ClientStream events = MetricsTcpServer.this.stream.connect();
			// First of all, so that whatever fails from here on ends the client's stream
			// too
			channel.closeFuture().addListener((closed) -> events.disconnect());
			Client client = new Client("c-" + ++MetricsTcpServer.this.clientNumber, channel, events,
					MetricsTcpServer.this.settings.stallTimeout(), MetricsTcpServer.this.peerTiming,
					MetricsTcpServer.this.connections, this.stalls);
			this.clients.put(client.id(), client);
			this.clientCount = this.clients.size();
			MetricsTcpServer.this.connections.accepted();
			channel.closeFuture().addListener((closed) -> closed(client));
			logger.debug("Client {} has connected", client);
			channel.pipeline().addFirst(new InboundLimit(() -> sendsTooMuch(client)));
			// Reading, if only to throw it away, is how a client that closes is noticed
			inbound.receive().subscribe((bytes) -> {
			}, (ex) -> logger.debug("Client {} can't be read from: {}", client, ex.toString()));
			return client.send();
		}

		private void closed(Client client) {
			logger.debug("Client {} has left", client);
			this.clients.remove(client.id());
			this.clientCount = this.clients.size();
			client.closed();
			if (this.stopping && this.clients.isEmpty()) {
				this.left.countDown();
			}
		}

		private void sendsTooMuch(Client client) {
			this.talkative.log("Disconnecting client " + client + ": it has sent more than " + InboundLimit.MAX_BYTES
					+ " bytes, and a client of the metrics stream has nothing to say.");
			client.evict();
		}

		private List<ClientSnapshot> snapshots() {
			return this.clients.values().stream().map(Client::snapshot).toList();
		}

		private boolean disconnect(String id) {
			Client client = this.clients.get(id);
			if (client != null) {
				client.close();
			}
			return client != null;
		}

		void stop() {
			stopListening();
			run(this::complete);
			try {
				if (!this.left.await(TimeUnit.NANOSECONDS.convert(MetricsTcpServer.this.settings.shutdownTimeout()),
						TimeUnit.NANOSECONDS)) {
					logger.warn(
							"Disconnecting clients that were not sent all of the metrics stream within {} "
									+ "(metrics-tcp.server.shutdown-timeout)",
							MetricsTcpServer.this.settings.shutdownTimeout());
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			run(this::disconnectAll);
			dispose(this.loops);
		}

		private void stopListening() {
			try {
				this.server.disposeNow(PATIENCE);
			}
			catch (RuntimeException ex) {
				logger.warn("The port of the metrics stream may not be free yet", ex);
			}
		}

		private void complete() {
			this.stopping = true;
			MetricsTcpServer.this.stream.complete();
			if (this.clients.isEmpty()) {
				this.left.countDown();
			}
		}

		private void disconnectAll() {
			for (Client client : List.copyOf(this.clients.values())) {
				client.abort();
			}
			if (this.handshakes != null) {
				this.handshakes.close();
			}
			MetricsTcpServer.this.stream.close();
		}

		/**
		 * Calls something on the event loop.
		 * @return what it returned, or another value if the event loop is gone
		 */
		private <T> T call(Callable<T> callable, T otherwise) {
			try {
				return this.eventLoop.submit(callable).get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (RejectedExecutionException ex) {
				logger.debug("The event loop of the metrics stream has ended", ex);
			}
			catch (ExecutionException | TimeoutException ex) {
				logger.warn("The event loop of the metrics stream does not answer", ex);
			}
			return otherwise;
		}

		private void run(Runnable task) {
			call(() -> {
				task.run();
				return true;
			}, false);
		}

	}

}
