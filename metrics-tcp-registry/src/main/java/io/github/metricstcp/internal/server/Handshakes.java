package io.github.metricstcp.internal.server;

import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.NettyPipeline;

/**
 * The TLS handshakes in progress. A thread of their own does the work that takes time, so
 * that connecting often does not delay the clients. Otherwise confined to the event loop.
 */
final class Handshakes {

	private static final Logger logger = LoggerFactory.getLogger(Handshakes.class);

	/**
	 * Time that a connection has for its handshake.
	 */
	static final Duration TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Number of handshakes that may be in progress.
	 */
	static final int LIMIT = 64;

	/**
	 * Number of characters of the reason that are logged: a stranger can influence it.
	 */
	private static final int LONGEST_REASON = 200;

	/**
	 * Time that closing waits for a client to read that the connection is closed: one
	 * that stalls does not.
	 */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration THREAD_KEEP_ALIVE = Duration.ofSeconds(5);

	private final Supplier<SslContext> contexts;

	private final ConnectionTotals totals;

	/**
	 * The connections in the order in which their handshakes began.
	 */
	private final Set<Channel> pending = new LinkedHashSet<>();

	private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, THREAD_KEEP_ALIVE.toMillis(),
			TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), Handshakes::newThread);

	private final RateLimitedWarning failures = new RateLimitedWarning(logger);

	private final RateLimitedWarning displacements = new RateLimitedWarning(logger);

	Handshakes(Supplier<SslContext> contexts, ConnectionTotals totals) {
		this.contexts = contexts;
		this.totals = totals;
		this.thread.allowCoreThreadTimeOut(true);
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "metrics-tcp-handshakes");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Begins the handshake of a connection, which becomes active when it is complete.
	 */
	void begin(Channel channel) {
		if (this.pending.size() >= LIMIT) {
			displaceOldest();
		}
		if (this.thread.getQueue().size() >= LIMIT) {
			// It only gets so long with the work for connections that are closed
			this.totals.failed();
			abort(channel);
			return;
		}
		SslHandler handler = this.contexts.get().newHandler(channel.alloc(), this.thread);
		handler.setHandshakeTimeoutMillis(TIMEOUT.toMillis());
		handler.setCloseNotifyFlushTimeoutMillis(CLOSE_TIMEOUT.toMillis());
		channel.pipeline().addFirst(NettyPipeline.SslHandler, handler);
		channel.pipeline().addAfter(NettyPipeline.SslHandler, NettyPipeline.SslReader, new Handshake(handler));
		// The handler keeps what comes in while the handshake's thread is at work
		channel.pipeline().addFirst(new InboundLimit(() -> abort(channel)));
		this.pending.add(channel);
		channel.closeFuture().addListener((closed) -> this.pending.remove(channel));
	}

	/**
	 * Makes room by closing the connection that has taken the longest. To refuse the new
	 * one would let a few connections that send nothing keep all others out.
	 */
	private void displaceOldest() {
		Channel oldest = this.pending.iterator().next();
		this.pending.remove(oldest);
		this.displacements.log("Disconnected " + oldest.remoteAddress() + " during the TLS handshake: more than "
				+ LIMIT + " handshakes were in progress.");
		abort(oldest);
	}

	/**
	 * Closes a connection at once: in an orderly manner, TLS would wait for what the
	 * handshake's thread has yet to do for it.
	 */
	private static void abort(Channel channel) {
		channel.unsafe().close(channel.voidPromise());
	}

	private void failed(Channel channel, Throwable cause) {
		this.totals.failed();
		if (cause instanceof ClosedChannelException) {
			// A probe that only connects, or one that was displaced
			logger.debug("{} disconnected before the TLS handshake was complete", channel.remoteAddress());
		}
		else {
			String reason = String.valueOf(cause.getMessage());
			// Netty quotes all bytes that are not a TLS record
			this.failures.log("TLS handshake with " + channel.remoteAddress() + " failed: "
					+ reason.substring(0, Math.min(reason.length(), LONGEST_REASON)) + ".");
		}
	}

	/**
	 * Ends all that are in progress.
	 */
	void close() {
		List.copyOf(this.pending).forEach(Handshakes::abort);
		this.thread.shutdownNow();
	}

	/**
	 * One handshake: it reads until it is complete, and only then lets the handlers
	 * behind it see an active channel.
	 */
	private final class Handshake extends ChannelInboundHandlerAdapter {

		private final SslHandler handler;

		Handshake(SslHandler handler) {
			this.handler = handler;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			context.read();
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.read();
			context.fireChannelReadComplete();
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event instanceof SslHandshakeCompletionEvent completion) {
				Handshakes.this.pending.remove(context.channel());
				if (completion.isSuccess()) {
					// Another handshake on this connection would cost us more than the
					// client
					this.handler.engine().setEnableSessionCreation(false);
					// From here on the client has a limit of its own
					context.pipeline().remove(InboundLimit.class);
					context.pipeline().remove(this);
					context.fireChannelActive();
				}
				else {
					failed(context.channel(), completion.cause());
				}
			}
			context.fireUserEventTriggered(event);
		}

		@Override
		@SuppressWarnings("FutureReturnValueIgnored") // nothing follows from closing it
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			// The reason was logged when the handshake failed
			logger.debug("TLS handshake with {} failed", context.channel().remoteAddress(), cause);
			context.close();
		}

	}

}
