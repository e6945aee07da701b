package io.github.metricstcp.internal.server;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Future;

/**
 * The handler of a client that closes its sending side, as {@code nc} does at the end of
 * its input. It is served on.
 * <p>
 * One that closes its connection looks the same until it is sent something: its machine
 * then answers with a reset. So it is sent empty frames, which receivers ignore.
 */
final class HalfClosure extends ChannelInboundHandlerAdapter {

	private static final Duration FIRST_INTERVAL = Duration.ofMillis(50);

	/**
	 * So that a client that has disconnected is noticed within a second: by the frame
	 * after the one that draws the reset.
	 */
	private static final Duration LONGEST_INTERVAL = Duration.ofMillis(400);

	/**
	 * The length of a frame without content.
	 */
	private static final int EMPTY_FRAME = 0;

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event == ChannelInputShutdownEvent.INSTANCE) {
			probe(context.channel(), FIRST_INTERVAL);
		}
		context.fireUserEventTriggered(event);
	}

	private void probe(Channel channel, Duration interval) {
		ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
		if (outbound == null || !channel.isActive()) {
			return;
		}
		// What waits to be written draws a reset too
		if (outbound.isEmpty()) {
			Future<?> unused = channel.writeAndFlush(channel.alloc().ioBuffer(1, 1).writeByte(EMPTY_FRAME));
		}
		Duration doubled = interval.multipliedBy(2);
		Duration next = (doubled.compareTo(LONGEST_INTERVAL) < 0) ? doubled : LONGEST_INTERVAL;
		ScheduledFuture<?> unused = channel.eventLoop()
			.schedule(() -> probe(channel, next), interval.toMillis(), TimeUnit.MILLISECONDS);
	}

}
