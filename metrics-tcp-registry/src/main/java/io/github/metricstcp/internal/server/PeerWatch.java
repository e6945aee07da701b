package io.github.metricstcp.internal.server;

import java.time.Duration;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.socket.nio.NioChannelOption;
import jdk.net.ExtendedSocketOptions;

/**
 * The watch for a peer that vanished without closing the connection: its machine, or the
 * network to it, is gone.
 * <p>
 * While the connection is quiet, the probes of {@code SO_KEEPALIVE} find it. While
 * something sent is not acknowledged the kernel sends none of them, and repeats what was
 * sent for a quarter of an hour. {@code TCP_USER_TIMEOUT} would shorten that, but Linux
 * applies it to a client too that answers and only does not read, which has the stall
 * timeout. So the kernel is asked when it was last answered: with epoll only, for the JDK
 * can't. Other native transports than epoll keep the times of the operating system.
 */
final class PeerWatch {

	/**
	 * Finds a peer that is gone within two minutes.
	 */
	static final Timing DEFAULT_TIMING = new Timing(60, 15, 3, Duration.ofSeconds(90));

	/**
	 * How many probes for an open window go unanswered before that means anything: one
	 * may get lost. The kernel lets up to two minutes pass between them.
	 */
	private static final int LOST_PROBES = 2;

	private final Timing timing;

	private long unansweredSince;

	private boolean unanswered;

	/**
	 * Begins to watch the peer of a connection.
	 * @param channel the connection
	 * @param timing how soon to give up
	 */
	PeerWatch(Channel channel, Timing timing) {
		this.timing = timing;
		if (canBeAsked(channel)) {
			Epoll.configure(channel, timing);
		}
		else {
			// What the platform does not know is ignored
			channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), timing.quietSeconds());
			channel.config()
				.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), timing.intervalSeconds());
			channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), timing.probes());
		}
	}

	/**
	 * Whether {@link #isGone} can find out anything.
	 */
	static boolean canBeAsked(Channel channel) {
		// By its name: the native transport can be left out
		return channel.getClass().getName().equals("io.netty.channel.epoll.EpollSocketChannel");
	}

	/**
	 * Asks the kernel. To be called several times in each {@link Timing#silence()}.
	 * @return whether what was sent has not been answered for so long
	 */
	boolean isGone(Channel channel) {
		if (!canBeAsked(channel) || !channel.isActive()) {
			return false;
		}
		EpollTcpInfo info = Epoll.info(channel);
		long now = System.nanoTime();
		boolean awaitsAnswer = info.unacked() > 0 || info.probes() >= LOST_PROBES;
		boolean answered = !this.unanswered
				|| info.lastAckRecv() < Duration.ofNanos(now - this.unansweredSince).toMillis();
		if (!awaitsAnswer || answered) {
			this.unansweredSince = now;
			this.unanswered = awaitsAnswer;
			return false;
		}
		return now - this.unansweredSince >= this.timing.silence().toNanos();
	}

	/**
	 * How soon a peer is given up.
	 *
	 * @param quietSeconds after how many seconds without traffic it is probed
	 * @param intervalSeconds how many seconds pass between two probes
	 * @param probes how many probes it may leave unanswered
	 * @param silence how long it may leave unanswered what it was sent
	 */
	record Timing(int quietSeconds, int intervalSeconds, int probes, Duration silence) {
	}

	/**
	 * The calls that need the classes of the epoll transport.
	 */
	private static final class Epoll {

		static void configure(Channel channel, Timing timing) {
			channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, timing.quietSeconds());
			channel.config().setOption(EpollChannelOption.TCP_KEEPINTVL, timing.intervalSeconds());
			channel.config().setOption(EpollChannelOption.TCP_KEEPCNT, timing.probes());
		}

		static EpollTcpInfo info(Channel channel) {
			return ((EpollSocketChannel) channel).tcpInfo();
		}

	}

}
