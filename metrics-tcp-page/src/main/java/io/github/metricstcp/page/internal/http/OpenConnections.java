package io.github.metricstcp.page.internal.http;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;

/**
 * The connections of a server, of which there is a greatest number. Where there is no
 * room, those that wait for no answer make it: a program that opens many and asks for
 * nothing keeps nobody out. Thread-safe.
 */
final class OpenConnections {

	private final int most;

	private final ChannelGroup all = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

	// Those that wait for no answer, the ones that have for the longest time first;
	// guarded by itself
	private final Set<Channel> idle = new LinkedHashSet<>();

	/**
	 * Creates a server's connections, none so far.
	 * @param most the greatest number of them
	 */
	OpenConnections(int most) {
		this.most = most;
	}

	/**
	 * Adds a connection that waits for no answer yet.
	 * @return whether there is room for it
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the listener is for as long as the
													// channel
	boolean add(Channel channel) {
		this.all.add(channel);
		boolean room = this.all.size() <= this.most || closeOldest();
		if (room) {
			idle(channel);
		}
		channel.closeFuture().addListener((closed) -> busy(channel));
		return room;
	}

	@SuppressWarnings("FutureReturnValueIgnored") // nothing follows from closing it
	private boolean closeOldest() {
		Channel oldest;
		synchronized (this.idle) {
			Iterator<Channel> channels = this.idle.iterator();
			if (!channels.hasNext()) {
				return false;
			}
			oldest = channels.next();
			channels.remove();
		}
		oldest.close();
		return true;
	}

	/**
	 * Called when a connection waits for an answer, or is closed.
	 */
	void busy(Channel channel) {
		synchronized (this.idle) {
			this.idle.remove(channel);
		}
	}

	/**
	 * Called when a connection waits for no answer any more.
	 */
	void idle(Channel channel) {
		synchronized (this.idle) {
			this.idle.remove(channel);
			if (channel.isOpen()) {
				this.idle.add(channel);
			}
		}
	}

	/**
	 * Closes all connections.
	 * @param timeout the longest time to wait until they are
	 */
	void close(Duration timeout) {
		this.all.close().awaitUninterruptibly(timeout.toMillis());
	}

}
