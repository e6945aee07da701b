package io.github.metricstcp.client;

import java.time.Duration;

import io.netty.channel.EventLoop;
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

	private final LoopResources loops;

	/**
	 * Creates threads, each of which begins with its first client.
	 * @param threads the number of threads, at least 1
	 * @throws IllegalArgumentException if the number is less than 1
	 */
	public ClientThreads(int threads) {
		this.loops = LoopResources.create("metrics-tcp-client", threads, true);
	}

	/**
	 * Returns the loop for the next client.
	 */
	EventLoop next() {
		return this.loops.onClient(false).next();
	}

	/**
	 * Ends the threads, for which the clients must be closed. It is not waited for longer
	 * than 3 seconds for a thread that a listener holds up.
	 */
	@Override
	public void close() {
		try {
			this.loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT).block(CLOSE_TIMEOUT.plusSeconds(1));
		}
		catch (IllegalStateException ex) {
			// The listener holds the thread up, as a pipe does that nobody reads: it is a
			// daemon
		}
	}

}
