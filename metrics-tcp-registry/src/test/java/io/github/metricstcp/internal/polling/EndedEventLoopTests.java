package io.github.metricstcp.internal.polling;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.metricstcp.internal.stream.Descriptor;
import io.github.metricstcp.internal.stream.EventStream;
import io.github.metricstcp.internal.stream.MetricType;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.netty.channel.DefaultEventLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a stream whose event loop ends while a client is connected.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndedEventLoopTests {

	private final EventStream stream = new EventStream(1024, true, Duration.ofMillis(1), Clock.SYSTEM);

	private final Poller poller = new Poller(this.stream, Duration.ofMillis(20), Clock.SYSTEM);

	private final AtomicInteger count = new AtomicInteger();

	@Test
	@SuppressWarnings("deprecation")
	void streamIsClosedAndCanBeLentAnotherEventLoop() throws Exception {
		add();
		this.stream.listener(this.poller);
		DefaultEventLoop first = new DefaultEventLoop();
		connect(first);
		await().until(() -> this.count.get() > 1);
		first.shutdown();
		first.terminationFuture().await();
		this.stream.close();
		assertThat(this.stream.isListening()).isFalse();
		DefaultEventLoop second = new DefaultEventLoop();
		try {
			int before = this.count.get();
			connect(second);
			await().until(() -> this.count.get() > before + 1);
			second.submit(this.stream::close).get();
		}
		finally {
			second.shutdown();
		}
	}

	private void connect(DefaultEventLoop eventLoop) throws Exception {
		eventLoop.submit(() -> {
			this.stream.open(eventLoop);
			return this.stream.connect();
		}).get();
	}

	private void add() {
		Meter.Id id = new Meter.Id("count", Tags.empty(), null, null, Meter.Type.GAUGE);
		this.poller.add(id,
				List.of(new PolledValue("count",
						this.stream.polled(MetricType.GAUGE, new Descriptor("count", List.of(), null, null)),
						this.count::incrementAndGet)));
	}

}
