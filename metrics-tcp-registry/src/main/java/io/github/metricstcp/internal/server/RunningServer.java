package io.github.metricstcp.internal.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.metricstcp.BindFailedException;
import io.github.metricstcp.ClientSnapshot;
import io.github.metricstcp.internal.stream.ClientStream;
import io.github.metricstcp.internal.stream.EventStream;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
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
 * The server between a start and a stop: its port, its event loop and its clients.
 */
final class RunningServer {

	private static final Logger logger = LoggerFactory.getLogger(RunningServer.class);

	/**
	 * Longest time that a task may take on the event loop: microseconds, unless it is in
	 * real trouble.
	 */
	private static final Duration TASK_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Longest time that the operating system may take to close the port.
	 */
	private static final Duration UNBIND_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Longest time that the event loop may take to end.
	 */
	private static final Duration LOOP_TIMEOUT = Duration.ofSeconds(5);

	private static final int SLEEP_DAYS = 365;

	private final EventStream stream;

	private final ServerSettings settings;

	private final PeerWatch.Timing peerTiming;

	private final ConnectionTotals connections;

	private final LoopResources loops;

	private final EventLoop eventLoop;

	private final DisposableServer server;

	private final CountDownLatch drained = new CountDownLatch(1);

	private volatile int clientCount;

	// What follows is confined to the event loop

	private final Map<String, Client> clients = new LinkedHashMap<>();

	private final RateLimitedWarning floods = new RateLimitedWarning(logger);

	private final RateLimitedWarning stalls = new RateLimitedWarning(logger);

	private final @Nullable Handshakes handshakes;

	private final Admission admission;

	private boolean stopping;

	private RunningServer(EventStream stream, ServerSettings settings, PeerWatch.Timing peerTiming,
			ConnectionTotals connections, LoopResources loops) {
		this.stream = stream;
		this.settings = settings;
		this.peerTiming = peerTiming;
		this.connections = connections;
		this.loops = loops;
		this.eventLoop = loops.onServer(LoopResources.DEFAULT_NATIVE).next();
		Supplier<SslContext> ssl = settings.ssl();
		this.handshakes = (ssl != null) ? new Handshakes(ssl, connections) : null;
		this.admission = new Admission(settings, this.clients.values(), connections, this.handshakes);
		letSleep(this.eventLoop);
		this.server = bind();
		this.server.channel().pipeline().addFirst(new AcceptFailures());
	}

	/**
	 * Starts to listen, on an event loop of its own. Blocks until it does.
	 * @param stream what clients are sent
	 * @param settings how to listen
	 * @param peerTiming how soon to give up a client whose machine is gone
	 * @param connections where to count connections
	 * @return the server
	 * @throws BindFailedException if it cannot listen
	 */
	static RunningServer start(EventStream stream, ServerSettings settings, PeerWatch.Timing peerTiming,
			ConnectionTotals connections) {
		LoopResources loops = LoopResources.create("metrics-tcp", 1, true);
		try {
			return new RunningServer(stream, settings, peerTiming, connections, loops);
		}
		catch (RuntimeException ex) {
			dispose(loops);
			throw ex;
		}
	}

	/**
	 * Lets the event loop sleep for good: without any scheduled task, Netty 4.2 wakes it
	 * every second to look for one.
	 */
	private static void letSleep(EventLoop eventLoop) {
		ScheduledFuture<?> unused = eventLoop.schedule(() -> {
		}, SLEEP_DAYS, TimeUnit.DAYS);
	}

	private DisposableServer bind() {
		InetSocketAddress wanted = new InetSocketAddress(this.settings.address(), this.settings.port());
		open();
		try {
			return TcpServer.create()
				.runOn(this.loops)
				.bindAddress(() -> wanted)
				.childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
				.childOption(ChannelOption.SO_KEEPALIVE, true)
				// An end of TLS without a close_notify is none
				.childOption(ChannelOption.ALLOW_HALF_CLOSURE, this.settings.ssl() == null)
				.doOnChannelInit((observer, channel, remote) -> this.admission.connected(channel))
				.handle(this::accept)
				.bindNow();
		}
		catch (RuntimeException ex) {
			run(this.stream::close);
			throw BindFailures.of(wanted, ex);
		}
	}

	private void open() {
		try {
			this.eventLoop.submit(() -> this.stream.open(this.eventLoop)).get();
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
		ClientStream events = this.stream.connect();
		// First of all, so that any failure from here on ends the client's stream too
		channel.closeFuture().addListener((closed) -> events.disconnect());
		Client client = new Client("c-" + this.connections.accepted(), channel, events, this.settings.stallTimeout(),
				this.peerTiming, this.connections, this.stalls);
		this.clients.put(client.id(), client);
		this.clientCount = this.clients.size();
		channel.closeFuture().addListener((closed) -> closed(client));
		logger.debug("Client {} connected", client);
		channel.pipeline().addFirst(new InboundLimit(() -> sendsTooMuch(client)), new HalfClosure());
		// Reading, if only to throw it away, is how a client that closes is noticed
		inbound.receive().subscribe((bytes) -> {
		}, (ex) -> logger.debug("Cannot read from client {}: {}", client, ex.toString()));
		return client.send();
	}

	private void closed(Client client) {
		logger.debug("Client {} disconnected", client);
		this.clients.remove(client.id());
		this.clientCount = this.clients.size();
		client.closed();
		if (this.stopping && this.clients.isEmpty()) {
			this.drained.countDown();
		}
	}

	private void sendsTooMuch(Client client) {
		this.floods.log("Disconnected client " + client + ": it sent more than " + InboundLimit.MAX_BYTES
				+ " bytes, but clients should only read.");
		client.evict();
	}

	/**
	 * Whether clients can connect. Not once the port is closed or the event loop ends,
	 * whatever the reason: nothing is sent any more then.
	 */
	boolean isListening() {
		return !this.eventLoop.isShuttingDown() && !this.server.isDisposed();
	}

	boolean isOnEventLoop() {
		return this.eventLoop.inEventLoop();
	}

	/**
	 * Returns where the server listens.
	 * @return the address as configured, for an IPv4 wildcard would be reported as that
	 * of IPv6, and the port that it was given
	 */
	InetSocketAddress address() {
		InetSocketAddress bound = (InetSocketAddress) this.server.address();
		return new InetSocketAddress(this.settings.address(), bound.getPort());
	}

	int clientCount() {
		return this.clientCount;
	}

	/**
	 * Returns the connected clients.
	 * @return the clients in the order in which they connected
	 */
	List<ClientSnapshot> clients() {
		return call(() -> this.clients.values().stream().map(Client::snapshot).toList(), List.of());
	}

	/**
	 * Disconnects a client.
	 * @param id the client's id
	 * @return {@code false} if there is no such client
	 */
	boolean disconnect(String id) {
		return call(() -> {
			Client client = this.clients.get(id);
			if (client != null) {
				client.close();
			}
			return client != null;
		}, false);
	}

	/**
	 * Stops to listen, sends the clients what is buffered, disconnects them and ends the
	 * event loop. Blocks until all of this is done.
	 */
	void stop() {
		stopListening();
		run(this::complete);
		Duration timeout = this.settings.shutdownTimeout();
		try {
			if (!this.drained.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS)) {
				logger.warn("Disconnecting clients that did not read all of the metrics stream within the shutdown "
						+ "timeout of {}", timeout);
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
			this.server.disposeNow(UNBIND_TIMEOUT);
		}
		catch (RuntimeException ex) {
			logger.warn("The port of the metrics stream may still be in use", ex);
		}
	}

	private void complete() {
		this.stopping = true;
		try {
			this.stream.complete();
		}
		finally {
			if (this.clients.isEmpty() || this.eventLoop.isTerminated()) {
				this.drained.countDown();
			}
		}
	}

	private void disconnectAll() {
		try {
			for (Client client : List.copyOf(this.clients.values())) {
				client.abort();
			}
			if (this.handshakes != null) {
				this.handshakes.close();
			}
		}
		finally {
			// Else the stream could not be lent another event loop
			this.stream.close();
		}
	}

	/**
	 * Ends the event loop, whose channels must be closed: that of Netty 4.2 may end
	 * without closing them. By itself: Reactor Netty would watch over the time with a
	 * thread of Reactor's, which stays.
	 */
	private static void dispose(LoopResources loops) {
		Future<?> end = loops.onServer(LoopResources.DEFAULT_NATIVE)
			.shutdownGracefully(0, LOOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		if (!end.awaitUninterruptibly(LOOP_TIMEOUT.toMillis())) {
			logger.warn("The event loop of the metrics stream did not end within {} s", LOOP_TIMEOUT.toSeconds());
		}
	}

	/**
	 * Calls something on the event loop.
	 * @return what it returned, or another value if the event loop is gone
	 */
	private <T> T call(Callable<T> callable, T otherwise) {
		try {
			return await(this.eventLoop.submit(callable), otherwise);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The event loop of the metrics stream has ended", ex);
			return otherwise;
		}
	}

	private static <T> T await(Future<T> result, T otherwise) {
		try {
			return result.get(TASK_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			logger.warn("A task of the metrics stream's event loop failed", ex.getCause());
		}
		catch (TimeoutException ex) {
			logger.warn("The event loop of the metrics stream did not answer within {} s", TASK_TIMEOUT.toSeconds(),
					ex);
		}
		return otherwise;
	}

	/**
	 * Runs a task on the event loop, or once that has ended on the caller's thread: there
	 * is no other one left then that what is confined to it must be kept from.
	 */
	private void run(Runnable task) {
		Future<Boolean> done;
		try {
			done = this.eventLoop.submit(task, true);
		}
		catch (RejectedExecutionException ex) {
			runOnceEnded(task);
			return;
		}
		await(done, false);
	}

	private void runOnceEnded(Runnable task) {
		// It rejects tasks while it still closes its channels
		if (!this.eventLoop.terminationFuture().awaitUninterruptibly(TASK_TIMEOUT.toMillis())) {
			logger.warn("The event loop of the metrics stream did not end within {} s", TASK_TIMEOUT.toSeconds());
			return;
		}
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A task of the metrics stream failed after its event loop had ended", ex);
		}
	}

}
