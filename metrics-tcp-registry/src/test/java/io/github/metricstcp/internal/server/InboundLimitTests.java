package io.github.metricstcp.internal.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InboundLimit}.
 */
class InboundLimitTests {

	private final AtomicInteger exceeded = new AtomicInteger();

	private final EmbeddedChannel channel = new EmbeddedChannel(new InboundLimit(this.exceeded::incrementAndGet));

	@Test
	void whatIsWithinItPassesOn() {
		ByteBuf first = bytes(InboundLimit.MAX_BYTES - 1);
		ByteBuf last = bytes(1);
		this.channel.writeInbound(first, last);
		assertThat(this.channel.<ByteBuf>readInbound()).isSameAs(first);
		assertThat(this.channel.<ByteBuf>readInbound()).isSameAs(last);
		assertThat(this.exceeded).hasValue(0);
		first.release();
		last.release();
	}

	@Test
	void whatIsBeyondItIsReleasedAndMentionedOnce() {
		this.channel.writeInbound(bytes(InboundLimit.MAX_BYTES));
		this.channel.<ByteBuf>readInbound().release();
		List<ByteBuf> beyond = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			// What was read already goes on coming in
			ByteBuf bytes = bytes(1);
			beyond.add(bytes);
			this.channel.writeInbound(bytes);
		}
		assertThat(this.channel.<ByteBuf>readInbound()).isNull();
		assertThat(beyond).allSatisfy((bytes) -> assertThat(bytes.refCnt()).isZero());
		assertThat(this.exceeded).hasValue(1);
	}

	private static ByteBuf bytes(int length) {
		return Unpooled.buffer(length).writeZero(length);
	}

}
