package io.github.metricstcp.prometheus;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;
import reactor.netty.NettyPipeline;

/**
 * The connections of scrapers. There is a greatest number of them, and one on which
 * nothing moves for some time is closed. Where there is no room, the one that has waited
 * for no answer the longest makes it: who opens many and asks for nothing keeps no
 * scraper out. All but {@link #close} is confined to the one event loop of them all.
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

	// Those that wait for no answer, the ones that have for the longest time first
	private final Set<Channel> idle = new LinkedHashSet<>();

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
	 * Adds a connection, or closes it if there are too many, all of which wait for an
	 * answer.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // it is for as long as the channel
	void limit(Channel channel) {
		this.all.add(channel);
		if (this.all.size() > this.most && !closeOldest()) {
			closeSoon(channel);
			return;
		}
		this.idle.add(channel);
		channel.closeFuture().addListener((closed) -> this.idle.remove(channel));
		channel.pipeline().addAfter(NettyPipeline.HttpCodec, "metrics-tcp.scraper", new Scraper());
	}

	@SuppressWarnings("FutureReturnValueIgnored") // nothing follows from closing it
	private boolean closeOldest() {
		Iterator<Channel> oldest = this.idle.iterator();
		if (!oldest.hasNext()) {
			return false;
		}
		Channel channel = oldest.next();
		oldest.remove();
		channel.close();
		return true;
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
	 * What follows the requests and answers of a connection.
	 */
	private final class Scraper extends IdleStateHandler {

		private int unanswered;

		Scraper() {
			super(0, 0, ScrapeConnections.this.longestIdle.toMillis(), TimeUnit.MILLISECONDS);
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
			if (message instanceof HttpRequest) {
				this.unanswered++;
				ScrapeConnections.this.idle.remove(context.channel());
			}
			super.channelRead(context, message);
		}

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
			ChannelPromise written = promise.unvoid();
			if (message instanceof LastHttpContent) {
				// Not before the scraper takes it
				written.addListener((done) -> answered(context.channel()));
			}
			super.write(context, message, written);
		}

		private void answered(Channel channel) {
			this.unanswered--;
			if (this.unanswered == 0 && channel.isOpen()) {
				ScrapeConnections.this.idle.add(channel);
			}
		}

		@Override
		protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
			closeSoon(context.channel());
		}

	}

}
