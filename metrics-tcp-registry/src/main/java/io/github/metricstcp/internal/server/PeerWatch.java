package io.github.metricstcp.internal.server;

import java.time.Duration;
import java.util.Map;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
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
 * can't. KQueue keeps the keep-alive times of the operating system.
 */
final class PeerWatch {

	/**
	 * Finds a peer that is gone within two minutes.
	 */
	static final Timing DEFAULT_TIMING = new Timing(60, 15, 3, Duration.ofSeconds(90));

	/**
	 * Number of probes for an open window without an answer before that means anything:
	 * one may get lost. The kernel lets up to two minutes pass between them.
	 */
	private static final int LOST_PROBES = 2;

	private static final String EPOLL = "io.netty.channel.epoll.EpollSocketChannel";

	private static final String IO_URING = "io.netty.channel.uring.IoUringSocketChannel";

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
		// What the platform does not know is ignored
		keepAliveOptions(channel.getClass().getName(), timing).forEach(channel.config()::setOption);
	}

	/**
	 * Returns the options that set the times of keep-alive.
	 * @param channelType the name of the connection's class: native transports can be
	 * left out
	 * @param timing the times
	 */
	static Map<ChannelOption<Integer>, Integer> keepAliveOptions(String channelType, Timing timing) {
		return switch (channelType) {
			case EPOLL -> Epoll.keepAliveOptions(timing);
			case IO_URING -> IoUring.keepAliveOptions(timing);
			default -> Map.of(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), timing.quietSeconds(),
					NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), timing.intervalSeconds(),
					NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), timing.probes());
		};
	}

	/**
	 * Whether {@link #isGone} can find out anything.
	 */
	static boolean canBeAsked(Channel channel) {
		return channel.getClass().getName().equals(EPOLL);
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
	 * Times after which a peer is given up.
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

		static Map<ChannelOption<Integer>, Integer> keepAliveOptions(Timing timing) {
			return Map.of(EpollChannelOption.TCP_KEEPIDLE, timing.quietSeconds(), EpollChannelOption.TCP_KEEPINTVL,
					timing.intervalSeconds(), EpollChannelOption.TCP_KEEPCNT, timing.probes());
		}

		static EpollTcpInfo info(Channel channel) {
			return ((EpollSocketChannel) channel).tcpInfo();
		}

	}

	/**
	 * The calls that need the classes of the io_uring transport.
	 */
	private static final class IoUring {

		static Map<ChannelOption<Integer>, Integer> keepAliveOptions(Timing timing) {
			return Map.of(IoUringChannelOption.TCP_KEEPIDLE, timing.quietSeconds(), IoUringChannelOption.TCP_KEEPINTVL,
					timing.intervalSeconds(), IoUringChannelOption.TCP_KEEPCNT, timing.probes());
		}

	}

}
