package io.github.metricstcp.prometheus;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;

/**
 * The connections of scrapers. There is a greatest number of them, and one on which
 * nothing moves for some time is closed. Thread-safe.
 */
final class ScrapeConnections {

	static final int MOST = 100;

	/**
	 * Longer than most intervals of scrapes.
	 */
	static final Duration LONGEST_IDLE = Duration.ofSeconds(90);

	private final int most;

	private final Duration longestIdle;

	private final ChannelGroup all = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

	/**
	 * Creates a server's connections, none so far.
	 * @param most the greatest number of them
	 * @param longestIdle the time after which one is closed on which nothing moves
	 */
	ScrapeConnections(int most, Duration longestIdle) {
		this.most = most;
		this.longestIdle = longestIdle;
	}

	/**
	 * Adds a connection, or closes it if there are too many.
	 */
	void limit(Channel channel) {
		this.all.add(channel);
		if (this.all.size() > this.most) {
			closeSoon(channel);
		}
		else {
			channel.pipeline().addFirst("metrics-tcp.idle", new IdleConnection(this.longestIdle));
		}
	}

	/**
	 * Closes all connections.
	 * @param timeout the longest time to wait until they are
	 */
	void close(Duration timeout) {
		this.all.close().awaitUninterruptibly(timeout.toMillis());
	}

	@SuppressWarnings("FutureReturnValueIgnored") // nothing follows from closing it
	private static void closeSoon(Channel channel) {
		// Not at once: handlers are still to be added
		channel.eventLoop().execute(channel::close);
	}

	/**
	 * What closes a connection.
	 */
	private static final class IdleConnection extends IdleStateHandler {

		IdleConnection(Duration longest) {
			super(0, 0, longest.toMillis(), TimeUnit.MILLISECONDS);
		}

		@Override
		protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
			closeSoon(context.channel());
		}

	}

}
