package io.github.metricstcp.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import reactor.netty.resources.LoopResources;

/**
 * The threads that several clients share, daemons. Each client is served by one of them,
 * and its listener called by that one. So a listener that blocks holds up the clients
 * that are served by the same thread.
 *
 * <pre>{@code
 * try (ClientThreads threads = new ClientThreads(2)) {
 *     MetricsTcpClient client = MetricsTcpClient.builder(address).threads(threads).build(listener);
 *     ...
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ClientThreads implements AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private final EventLoopGroup loops;

	/**
	 * Creates threads, each of which begins with its first client.
	 * @param threads the number of threads, at least 1
	 * @throws IllegalArgumentException if the number is less than 1
	 */
	public ClientThreads(int threads) {
		if (threads < 1) {
			throw new IllegalArgumentException("threads must be at least 1, but is %s".formatted(threads));
		}
		// By Reactor Netty, which knows the event loops of Netty 4.1 and of 4.2
		this.loops = LoopResources.create("metrics-tcp-client", threads, true).onServer(false);
	}

	/**
	 * Returns the loop for the next client.
	 */
	EventLoop next() {
		return this.loops.next();
	}

	/**
	 * Ends the threads, for which the clients must be closed. It is not waited for longer
	 * than 3 seconds for a thread that a listener holds up.
	 */
	@Override
	public void close() {
		// By themselves: Reactor Netty would watch over the time with a thread of
		// Reactor's, which stays
		Future<?> end = this.loops.shutdownGracefully(0, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		if (StreamSupport.stream(this.loops.spliterator(), false).noneMatch(EventExecutor::inEventLoop)) {
			// It is a daemon if the listener holds it up, as a pipe does that nobody
			// reads
			end.awaitUninterruptibly(CLOSE_TIMEOUT.plusSeconds(1).toMillis());
		}
	}

}
