package io.github.metricstcp.internal.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * The voice of a server that can't accept connections, mostly because the application has
 * used up its file descriptors. Reactor Netty tries again a second later and says
 * nothing.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {

	private final RateLimitedWarning warning = new RateLimitedWarning();

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.warning.log("Cannot accept a client of the metrics stream: " + cause.getMessage()
				+ ". Those that are connected are served, and accepting is tried again every second.");
		context.fireExceptionCaught(cause);
	}

}
