package io.github.metricstcp.page.internal.http;

import java.net.SocketException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one connection: those of Reactor Netty hold only between requests. It
 * stands where requests are decoded, and is closed without a word if it keeps none of
 * them: who reads nothing, or sends no whole request, cannot be answered.
 */
final class LimitedConnection extends IdleStateHandler {

	private final ConnectionLimits limits;

	private final OpenConnections connections;

	private int unanswered;

	// Of the request that is being received

	private boolean received;

	private boolean whole;

	private @Nullable ScheduledFuture<?> deadline;

	/**
	 * Creates the limits of a connection.
	 * @param limits the limits
	 * @param connections all connections, which this one is added to
	 */
	LimitedConnection(ConnectionLimits limits, OpenConnections connections) {
		super(true, 0, limits.stall().toMillis(), 0, TimeUnit.MILLISECONDS);
		this.limits = limits;
		this.connections = connections;
	}

	/**
	 * Called when a connection is accepted: with TLS it is active only later, once the
	 * other side has kept to that. From then on there is as much time for the first
	 * request as for all others.
	 */
	@Override
	public void handlerAdded(ChannelHandlerContext context) throws Exception {
		super.handlerAdded(context);
		if (this.connections.add(context.channel())) {
			beginDeadline(context);
		}
		else {
			// Not at once: others are still to be added
			context.executor().execute(() -> close(context));
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		this.received = true;
		if (message instanceof HttpRequest) {
			this.whole = false;
			this.unanswered++;
			this.connections.busy(context.channel());
		}
		if (message instanceof LastHttpContent) {
			this.whole = true;
			endDeadline();
		}
		if (this.unanswered > this.limits.unanswered()) {
			ReferenceCountUtil.release(message);
			close(context);
			return;
		}
		super.channelRead(context, message);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) throws Exception {
		boolean partial = !this.received || !this.whole;
		this.received = false;
		if (partial && this.deadline == null && context.channel().isActive()) {
			beginDeadline(context);
		}
		super.channelReadComplete(context);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) throws Exception {
		endDeadline();
		super.channelInactive(context);
	}

	/**
	 * Called when the connection fails. A browser may leave at any time and reset it:
	 * that is nothing to warn of, as Reactor Netty would with NIO, whose message it does
	 * not know.
	 */
	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
		if (cause instanceof SocketException) {
			close(context);
		}
		else {
			super.exceptionCaught(context, cause);
		}
	}

	private void beginDeadline(ChannelHandlerContext context) {
		this.deadline = context.executor()
			.schedule(() -> close(context), this.limits.request().toMillis(), TimeUnit.MILLISECONDS);
	}

	private void endDeadline() {
		if (this.deadline != null) {
			this.deadline.cancel(false);
			this.deadline = null;
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		ChannelPromise written = promise.unvoid();
		if (message instanceof LastHttpContent) {
			this.unanswered--;
			// Not before the reader takes it
			written.addListener((done) -> answered(context.channel()));
		}
		super.write(context, message, written);
	}

	private void answered(Channel channel) {
		if (this.unanswered == 0) {
			this.connections.idle(channel);
		}
	}

	/**
	 * Called when nothing was written for a time. The first time may have been one of
	 * slow progress.
	 */
	@Override
	protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
		ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
		if (!event.isFirst() && buffer != null && buffer.totalPendingWriteBytes() > 0) {
			close(context);
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // nothing follows from closing it
	private static void close(ChannelHandlerContext context) {
		context.channel().close();
	}

}
