package io.github.metricstcp.internal.polling;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import io.github.metricstcp.internal.stream.Descriptor;
import io.github.metricstcp.internal.stream.EventStream;
import io.github.metricstcp.internal.stream.MetricType;
import io.github.metricstcp.testing.CapturedLog;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.netty.channel.DefaultEventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for polling while the application's clock throws.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThrowingClockTests {

	private final EventStream stream = new EventStream(1024, true, Duration.ofMillis(1), Clock.SYSTEM);

	private final DefaultEventLoop eventLoop = new DefaultEventLoop();

	private final AtomicInteger count = new AtomicInteger();

	@AfterEach
	void end() throws Exception {
		this.eventLoop.submit(this.stream::close).get();
		this.eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).get();
	}

	@Test
	void allIsReadInEachRoundAndTheFailureIsLoggedOnce() throws Exception {
		try (CapturedLog log = CapturedLog.start()) {
			start(Duration.ofMillis(10));
			await().until(() -> this.count.get() > 3);
			assertThat(log.messages(Level.ERROR)).singleElement().asString().contains("All are polled instead");
		}
	}

	@Test
	void allIsReadALastTime() throws Exception {
		Poller poller = start(Duration.ofDays(1));
		await().until(() -> this.count.get() == 1);
		poller.close();
		assertThat(this.count).hasValue(2);
	}

	private Poller start(Duration frequency) throws Exception {
		Poller poller = new Poller(this.stream, frequency, new ThrowingClock());
		Meter.Id id = new Meter.Id("count", Tags.empty(), null, null, Meter.Type.GAUGE);
		poller.add(id,
				List.of(new PolledValue("count",
						this.stream.polled(MetricType.GAUGE, new Descriptor("count", List.of(), null, null)),
						this.count::incrementAndGet)));
		this.stream.listener(poller);
		this.eventLoop.submit(() -> {
			this.stream.open(this.eventLoop);
			return this.stream.connect();
		}).get();
		return poller;
	}

	private static final class ThrowingClock implements Clock {

		@Override
		public long wallTime() {
			throw new IllegalStateException("No wall time");
		}

		@Override
		public long monotonicTime() {
			throw new IllegalStateException("No monotonic time");
		}

	}

}
