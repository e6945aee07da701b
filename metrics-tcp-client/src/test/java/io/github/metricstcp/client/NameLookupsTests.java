package io.github.metricstcp.client;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.testing.CapturedLog;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NameLookups}.
 */
class NameLookupsTests {

	private final Queue<Runnable> lookups = new ArrayDeque<>();

	private final NameLookups resolvers = new NameLookups(() -> Schedulers.fromExecutor(this.lookups::add));

	private final DefaultEventExecutor loop = new DefaultEventExecutor();

	private Future<InetSocketAddress> resolve() {
		return this.resolvers.getResolver(this.loop).resolve(InetSocketAddress.createUnresolved("localhost", 5000));
	}

	@Test
	void hostIsLookedUpOnAnotherThreadThanTheLoops() {
		Future<InetSocketAddress> resolved = resolve();
		assertThat(resolved.isDone()).isFalse();
		this.lookups.remove().run();
		assertThat(resolved.awaitUninterruptibly().getNow().getAddress().isLoopbackAddress()).isTrue();
		Future<?> unused = this.loop.shutdownGracefully();
	}

	@Test
	void anAnswerThatComesAfterTheLoopsEndIsNobodys() {
		Future<InetSocketAddress> resolved = resolve().addListener((done) -> {
		});
		this.loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
		try (CapturedLog log = CapturedLog.of("io.netty.util.concurrent")) {
			this.lookups.remove().run();
			assertThat(log.warnings()).isEmpty();
		}
		assertThat(resolved.isDone()).isFalse();
	}

}
