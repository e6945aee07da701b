package io.github.metricstcp.page.internal.http;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.CharsetUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LimitedConnection} without a socket, whose buffers would take an
 * answer.
 */
class LimitedConnectionTests {

	private final OpenConnections connections = new OpenConnections(1);

	private final List<EmbeddedChannel> channels = new ArrayList<>();

	@AfterEach
	void release() {
		this.channels.forEach(EmbeddedChannel::finishAndReleaseAll);
	}

	@Test
	void answerThatIsNotTakenYetMakesNoRoom() {
		EmbeddedChannel first = connect();
		first.writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", CharsetUtil.US_ASCII));
		ChannelFuture unused = first.write(response());
		assertThat(connect().isOpen()).isFalse();
		assertThat(first.isOpen()).isTrue();
		first.flush();
		assertThat(connect().isOpen()).isTrue();
		assertThat(first.isOpen()).isFalse();
	}

	private EmbeddedChannel connect() {
		// Each with an id of its own, as others have
		EmbeddedChannel channel = new EmbeddedChannel(DefaultChannelId.newInstance(), new HttpServerCodec(),
				new LimitedConnection(ConnectionLimits.DEFAULT, this.connections));
		this.channels.add(channel);
		channel.runPendingTasks();
		return channel;
	}

	private static FullHttpResponse response() {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
		HttpUtil.setContentLength(response, 0);
		return response;
	}

}
