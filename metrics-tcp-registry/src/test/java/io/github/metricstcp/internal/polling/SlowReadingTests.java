package io.github.metricstcp.internal.polling;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;

import io.github.metricstcp.internal.stream.Descriptor;
import io.github.metricstcp.internal.stream.EventStream;
import io.github.metricstcp.internal.stream.MetricType;
import io.github.metricstcp.testing.ManualClock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the round of slow readings, with an event loop that polls when it is asked
 * to, and never looks whether a function hangs.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowReadingTests {

	private final ManualClock clock = new ManualClock();

	private final EventStream stream = new EventStream(1024, true, Duration.ofMillis(1), this.clock);

	private final Poller poller = new Poller(this.stream, Duration.ofSeconds(1), this.clock);

	@Test
	void slowReadingDelaysNoOthers() throws Exception {
		AtomicInteger fast = new AtomicInteger();
		AtomicInteger slow = new AtomicInteger();
		AtomicBoolean block = new AtomicBoolean();
		CountDownLatch release = new CountDownLatch(1);
		add("slow", () -> {
			this.clock.spend(Duration.ofMillis(200));
			int count = slow.incrementAndGet();
			if (block.get()) {
				awaitUninterruptibly(release);
			}
			return count;
		});
		add("fast", fast::incrementAndGet);
		ManualEventLoop eventLoop = new ManualEventLoop();
		try {
			eventLoop.submit(() -> this.stream.open(eventLoop)).get();
			eventLoop.submit(() -> this.poller.started(eventLoop)).get();
			// Twice, which confirms its cost, and both times in a round with the fast one
			pollUntil(eventLoop, slow, 2);
			pollUntil(eventLoop, fast, fast.get() + 2);
			assertThat(slow).hasValue(2);
			block.set(true);
			// A fast reading that is measured meanwhile has an outlier, its only one
			this.clock.add(Duration.ofSeconds(11));
			pollUntil(eventLoop, slow, 3);
			pollUntil(eventLoop, fast, fast.get() + 10);
			assertThat(slow).hasValue(3);
		}
		finally {
			release.countDown();
			eventLoop.submit(this.poller::stopped).get();
			eventLoop.shutdownNow();
		}
	}

	private static void pollUntil(ManualEventLoop eventLoop, AtomicInteger count, int expected) {
		await().until(() -> {
			eventLoop.submit(eventLoop.periodic.get(0)).get();
			return count.get() >= expected;
		});
	}

	private void add(String name, DoubleSupplier function) {
		Meter.Id id = new Meter.Id(name, Tags.empty(), null, null, Meter.Type.GAUGE);
		this.poller.add(id, List.of(new PolledValue(name,
				this.stream.polled(MetricType.GAUGE, new Descriptor(name, List.of(), null, null)), function)));
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("The application's function was interrupted", ex);
		}
	}

	/**
	 * An event loop whose periodic tasks are run by the test: first polling, then
	 * watching.
	 */
	private static final class ManualEventLoop extends ScheduledThreadPoolExecutor {

		private final List<Runnable> periodic = new CopyOnWriteArrayList<>();

		ManualEventLoop() {
			super(1);
		}

		@Override
		public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long delay, long period, TimeUnit unit) {
			this.periodic.add(task);
			return schedule(() -> {
			}, 1, TimeUnit.DAYS);
		}

	}

}
