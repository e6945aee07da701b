package io.github.metricstcp.internal.server;

import java.time.Duration;
import java.util.Map;

import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringSocketChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PeerWatch}: each transport has options of its own for the same times.
 */
class PeerWatchTests {

	private static final PeerWatch.Timing timing = new PeerWatch.Timing(60, 15, 3, Duration.ofSeconds(90));

	@Test
	void keepAliveIsSetWithIoUring() {
		assertThat(PeerWatch.keepAliveOptions(IoUringSocketChannel.class.getName(), timing))
			.isEqualTo(Map.of(IoUringChannelOption.TCP_KEEPIDLE, 60, IoUringChannelOption.TCP_KEEPINTVL, 15,
					IoUringChannelOption.TCP_KEEPCNT, 3));
	}

	@Test
	void keepAliveIsSetWithEpoll() {
		assertThat(PeerWatch.keepAliveOptions(EpollSocketChannel.class.getName(), timing))
			.isEqualTo(Map.of(EpollChannelOption.TCP_KEEPIDLE, 60, EpollChannelOption.TCP_KEEPINTVL, 15,
					EpollChannelOption.TCP_KEEPCNT, 3));
	}

	@Test
	void keepAliveIsSetWithNio() {
		// Two options of NIO's are never equal
		assertThat(PeerWatch.keepAliveOptions(NioSocketChannel.class.getName(), timing))
			.extractingFromEntries((option) -> option.getKey().name() + "=" + option.getValue())
			.containsExactlyInAnyOrder("TCP_KEEPIDLE=60", "TCP_KEEPINTERVAL=15", "TCP_KEEPCOUNT=3");
	}

}
