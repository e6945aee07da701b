package io.github.metricstcp.internal.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.LoggerFactory;

/**
 * The handler that logs why a server cannot accept connections, mostly because the
 * application has used up its file descriptors. Reactor Netty tries again a second later
 * and does not log it.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {

	private final RateLimitedWarning warning = new RateLimitedWarning(LoggerFactory.getLogger(AcceptFailures.class));

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.warning.log("Cannot accept clients of the metrics stream: " + cause.getMessage()
				+ ". Retrying every second; connected clients are not affected.");
		context.fireExceptionCaught(cause);
	}

}
