package io.github.metricstcp.internal.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.ConnectionCounts;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.TestAuthority;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link Handshakes}, on channels whose clock is moved by hand.
 */
class HandshakesTests {

	private static final SslContext context = context(new TestAuthority("authority"));

	private final ConnectionTotals totals = new ConnectionTotals();

	private final Handshakes handshakes = new Handshakes(() -> context, this.totals);

	private final List<EmbeddedChannel> channels = new ArrayList<>();

	private static SslContext context(TestAuthority authority) {
		return new JdkSslContext(authority.context(authority.issue("server")), false, null,
				IdentityCipherSuiteFilter.INSTANCE, null, ClientAuth.NONE, null, false);
	}

	@AfterEach
	void close() {
		this.handshakes.close();
		this.channels.forEach(EmbeddedChannel::finishAndReleaseAll);
	}

	@Test
	void connectionThatSendsNothingIsClosedWhenItsTimeIsUp() {
		try (CapturedLog log = CapturedLog.start()) {
			EmbeddedChannel channel = begin();
			advance(channel, Handshakes.TIMEOUT.toMillis() - 1000);
			assertThat(channel.isOpen()).isTrue();
			advance(channel, 1000);
			assertThat(channel.isOpen()).isFalse();
			assertThat(this.totals.counts()).isEqualTo(new ConnectionCounts(0, 0, 1, 0));
			assertThat(log.warnings()).singleElement().asString().contains("handshake timed out");
		}
	}

	@Test
	void anyOtherProtocolIsClosedAtOnce() {
		try (CapturedLog log = CapturedLog.start()) {
			EmbeddedChannel channel = begin();
			channel.writeInbound(Unpooled.wrappedBuffer("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
			channel.runPendingTasks();
			assertThat(channel.isOpen()).isFalse();
			assertThat(this.totals.counts().failed()).isEqualTo(1);
			assertThat(log.warnings()).singleElement().asString().contains("not an SSL/TLS record");
		}
	}

	@Test
	void oldestHandshakeIsDisplacedWhenTooManyAreInProgress() {
		try (CapturedLog log = CapturedLog.start()) {
			for (int i = 0; i < Handshakes.LIMIT + 2; i++) {
				begin();
			}
			this.channels.forEach(EmbeddedChannel::runPendingTasks);
			advance(this.channels.get(0), 2000);
			advance(this.channels.get(1), 2000);
			assertThat(this.channels.subList(0, 2)).noneMatch(EmbeddedChannel::isOpen);
			assertThat(this.channels.subList(2, this.channels.size())).allMatch(EmbeddedChannel::isOpen);
			assertThat(this.totals.counts().failed()).isEqualTo(2);
			assertThat(log.warnings()).singleElement().asString().contains("more than " + Handshakes.LIMIT);
		}
	}

	@Test
	void connectionThatFloodsBeforeItsHandshakeIsCompleteIsClosed() {
		EmbeddedChannel channel = begin();
		// The head of a TLS record of which the rest never comes
		channel.writeInbound(Unpooled.wrappedBuffer(new byte[] { 22, 3, 1, 0x40, 0 }));
		for (int i = 0; channel.isOpen() && i < 100; i++) {
			// Not writeInbound: that would see what the handshake's thread has found out
			channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(new byte[1024]));
		}
		assertThat(channel.isOpen()).isFalse();
		channel.runPendingTasks();
		assertThat(this.totals.counts().failed()).isEqualTo(1);
		// Netty complains if that thread comes to its end after the connection
		this.channels.remove(channel);
		Throwable unused = catchThrowable(channel::finishAndReleaseAll);
	}

	@Test
	void connectionThatIsClosedMakesRoom() {
		for (int i = 0; i < Handshakes.LIMIT; i++) {
			begin();
		}
		assertThat(this.channels.get(7).close()).isNotNull();
		advance(this.channels.get(7), 2000);
		begin();
		assertThat(this.channels.stream().filter(EmbeddedChannel::isOpen)).hasSize(Handshakes.LIMIT);
	}

	private EmbeddedChannel begin() {
		EmbeddedChannel channel = new EmbeddedChannel(new ChannelInitializer<>() {

			@Override
			protected void initChannel(Channel channel) {
				HandshakesTests.this.handshakes.begin(channel);
			}

		});
		channel.freezeTime();
		this.channels.add(channel);
		return channel;
	}

	private static void advance(EmbeddedChannel channel, long millis) {
		channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		channel.runScheduledPendingTasks();
		channel.runPendingTasks();
	}

}
