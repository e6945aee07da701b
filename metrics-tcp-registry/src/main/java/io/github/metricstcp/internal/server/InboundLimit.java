package io.github.metricstcp.internal.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * The limit of what a client may send. Clients only read, so that all they send is thrown
 * away, and one that does not stop is disconnected. Stands before TLS and counts its
 * bytes too: renegotiations and key updates without end. A handshake has a limit of its
 * own.
 */
final class InboundLimit extends ChannelInboundHandlerAdapter {

	/**
	 * Number of bytes that a client may send from the time it is accepted, and in its
	 * handshake before. An HTTP request or a TLS hello sent by mistake is far shorter,
	 * and so is all that a TLS client sends in years.
	 */
	static final int MAX_BYTES = 64 * 1024;

	private final Runnable whenExceeded;

	private int received;

	InboundLimit(Runnable whenExceeded) {
		this.whenExceeded = whenExceeded;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.received <= MAX_BYTES && message instanceof ByteBuf bytes) {
			this.received += bytes.readableBytes();
			if (this.received <= MAX_BYTES) {
				context.fireChannelRead(message);
				return;
			}
			this.whenExceeded.run();
		}
		// What was read before the connection was closed
		ReferenceCountUtil.release(message);
	}

}
