package io.github.metricstcp;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.metricstcp.internal.polling.Poller;
import io.github.metricstcp.internal.stream.EventStream;
import io.github.metricstcp.proto.Metric;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for polling gauges and functions.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PollerTests {

	@Test
	void functionThatThrowsDoesNoHarmAndIsNamedOnce() {
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "20ms");
				CapturedLog log = CapturedLog.start()) {
			MeterRegistry registry = running.registry();
			Gauge.builder("bad.gauge", () -> {
				throw new IllegalStateException("broken");
			}).register(registry);
			FunctionCounter.builder("bad.counter", this, (test) -> {
				throw new StackOverflowError();
			}).register(registry);
			AtomicInteger polls = new AtomicInteger();
			Gauge.builder("good", polls::incrementAndGet).register(registry);
			StreamClient client = running.connect();
			await().untilAsserted(() -> assertThat(client.metrics("good")).hasSizeGreaterThan(5));
			assertThat(log.warnings()).hasSize(2)
				.anyMatch((line) -> line.contains("'bad.gauge'"))
				.anyMatch((line) -> line.contains("'bad.counter'"));
			assertThat(client.metrics("bad.gauge")).isEmpty();
		}
	}

	@Test
	void functionThatHangsDoesNoHarmAndIsNamed() {
		CountDownLatch hang = new CountDownLatch(1);
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "50ms");
				CapturedLog log = CapturedLog.start()) {
			MeterRegistry registry = running.registry();
			for (int i = 0; i < 5; i++) {
				String name = "before." + i;
				Gauge.builder(name, new AtomicInteger(), AtomicInteger::incrementAndGet)
					.strongReference(true)
					.register(registry);
			}
			AtomicInteger hanging = new AtomicInteger();
			Gauge.builder("hanging", () -> {
				hanging.incrementAndGet();
				return awaitUninterruptibly(hang);
			}).register(registry);
			StreamClient client = running.connect();
			await().untilAsserted(() -> assertThat(log.warnings()).singleElement().asString().contains("'hanging'"));
			for (int i = 0; i < 5; i++) {
				String name = "before." + i;
				int sofar = client.metrics(name).size();
				await().untilAsserted(() -> assertThat(client.metrics(name)).hasSizeGreaterThan(sofar + 3));
			}
			assertThat(hanging).hasValue(1);
			hang.countDown();
			await().untilAsserted(() -> assertThat(client.gauge("hanging")).isEqualTo(42));
		}
		finally {
			hang.countDown();
		}
	}

	@Test
	void exceptionThatCannotBeLoggedDoesNoHarmAndItsMeterIsNamed() {
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "20ms");
				CapturedLog log = CapturedLog.start()) {
			AtomicInteger polls = new AtomicInteger();
			Gauge.builder("bad", () -> {
				throw new UnspeakableException();
			}).register(running.registry());
			Gauge.builder("good", polls::incrementAndGet).register(running.registry());
			StreamClient client = running.connect();
			await().untilAsserted(() -> assertThat(client.metrics("good")).hasSizeGreaterThan(5));
			assertThat(log.warnings()).singleElement()
				.asString()
				.contains("'bad'")
				.contains(UnspeakableException.class.getName());
		}
	}

	@Test
	void functionThatInterruptsItsThreadDoesNoHarm() {
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "1h", "bufferSize", "1")) {
			for (int i = 0; i < 200; i++) {
				int value = i;
				Gauge.builder("gauge." + i, () -> {
					Thread.currentThread().interrupt();
					return value;
				}).register(running.registry());
			}
			StreamClient client = running.connect();
			await().untilAsserted(() -> {
				for (int i = 0; i < 200; i++) {
					assertThat(client.gauge("gauge." + i)).isEqualTo(i);
				}
			});
		}
	}

	@Test
	void valuesThatAreNoNumbersAreLeftOutAndPolledOn() {
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "10ms")) {
			double[] values = { 1, Double.NaN, 2, Double.POSITIVE_INFINITY, 3, Double.NEGATIVE_INFINITY, 4 };
			AtomicInteger polls = new AtomicInteger();
			Gauge.builder("gauge", () -> values[Math.min(polls.getAndIncrement(), values.length - 1)])
				.register(running.registry());
			StreamClient client = running.connect();
			await().untilAsserted(() -> assertThat(client.metrics("gauge")).extracting(Metric::getSetGauge)
				.containsExactly(1d, 2d, 3d, 4d));
		}
	}

	@Test
	void errorOfThePollersOwnDoesNotEndPolling() {
		AtomicInteger failures = new AtomicInteger();
		Clock clock = new Clock() {

			@Override
			public long wallTime() {
				if (failures.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
					throw new LinkageError("Deliberate");
				}
				return Clock.SYSTEM.wallTime();
			}

			@Override
			public long monotonicTime() {
				return Clock.SYSTEM.monotonicTime();
			}

		};
		try (RunningExporter running = RunningExporter.start((builder) -> builder.clock(clock), "pollingFrequency",
				"20ms"); CapturedLog log = CapturedLog.start()) {
			AtomicInteger polls = new AtomicInteger();
			Gauge.builder("gauge", polls::incrementAndGet).register(running.registry());
			StreamClient client = running.connect();
			await().untilAsserted(() -> assertThat(client.metrics("gauge")).hasSizeGreaterThan(3));
			failures.set(2);
			await().untilAsserted(() -> assertThat(failures).hasValue(0));
			int sofar = client.metrics("gauge").size();
			await().untilAsserted(() -> assertThat(client.metrics("gauge")).hasSizeGreaterThan(sofar + 3));
			assertThat(log.warnings()).isNotEmpty();
		}
	}

	@Test
	void valueThatWasBeingReadForTheLastClientsIsReadAgainForTheNext() throws InterruptedException {
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "1h")) {
			AtomicInteger value = new AtomicInteger(1);
			FunctionTimer.builder("slow", value, (object) -> {
				int read = object.get();
				reading.countDown();
				awaitUninterruptibly(release);
				return read;
			}, AtomicInteger::get, TimeUnit.SECONDS).register(running.registry());
			StreamClient first = running.connect();
			reading.await();
			first.close();
			await().until(() -> !running.registry().stream().isListening());
			value.set(2);
			StreamClient second = running.connect();
			// Polled after the count, which the round therefore has left out
			await().untilAsserted(() -> assertThat(second.gauge("slow.total")).isEqualTo(2));
			release.countDown();
			await().untilAsserted(() -> assertThat(second.counter("slow.count")).isEqualTo(2));
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void closingDoesNotWaitForALastPollThatIsSentToNoClient() {
		for (int i = 0; i < 20; i++) {
			try (RunningExporter running = RunningExporter.start(); CapturedLog log = CapturedLog.start()) {
				Gauge.builder("gauge", Math::random).register(running.registry());
				StreamClient client = running.connect();
				client.close();
				running.exporter().close();
				assertThat(log.warnings()).isEmpty();
			}
		}
	}

	@Test
	void nothingIsPolledWhileNoClientIsConnectedAndAllAtOnceWhenOneIs() {
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "1h")) {
			AtomicInteger polls = new AtomicInteger();
			Gauge.builder("gauge", polls::incrementAndGet).register(running.registry());
			assertThat(polls).hasValue(0);
			for (int i = 1; i <= 3; i++) {
				int expected = i;
				try (StreamClient client = running.connect()) {
					await().untilAsserted(() -> assertThat(client.gauge("gauge")).isEqualTo(expected));
					assertThat(client.metrics("gauge")).hasSize(1);
				}
				await().until(() -> !running.registry().stream().isListening());
			}
			assertThat(polls).hasValue(3);
		}
	}

	@Test
	void closingTheRegistryPollsALastTime() {
		assertPolledALastTime((exporter) -> exporter.registry().close());
	}

	@Test
	void closingTheExporterPollsALastTime() {
		assertPolledALastTime(MetricsTcpExporter::close);
	}

	@Test
	void closingPollsAgainWhatIsBeingReadAtThatMoment() throws InterruptedException {
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger value = new AtomicInteger(1);
		AtomicInteger others = new AtomicInteger();
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "1h")) {
			Gauge.builder("slow", () -> {
				int read = value.get();
				reading.countDown();
				return (read == 1) ? awaitUninterruptibly(release) : read;
			}).register(running.registry());
			Gauge.builder("other", others::incrementAndGet).register(running.registry());
			StreamClient client = running.connect();
			reading.await();
			value.set(2);
			int before = others.get();
			Thread closing = new Thread(running.registry()::close);
			closing.start();
			// The last round has come past what is still being read
			await().until(() -> others.get() > before);
			release.countDown();
			closing.join();
			await().untilAsserted(() -> assertThat(client.gauge("slow")).isEqualTo(2));
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void closingPollsAgainWhatIsBeingReadAlsoIfAnotherHangs() throws InterruptedException {
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch hang = new CountDownLatch(1);
		AtomicInteger value = new AtomicInteger(1);
		AtomicBoolean closing = new AtomicBoolean();
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "1h");
				CapturedLog log = CapturedLog.start()) {
			FunctionTimer.builder("slow", value, (object) -> {
				int read = object.get();
				reading.countDown();
				if (read == 1) {
					awaitUninterruptibly(release);
				}
				return read;
			}, (object) -> {
				if (closing.get()) {
					awaitUninterruptibly(hang);
				}
				return 0;
			}, TimeUnit.SECONDS).register(running.registry());
			StreamClient client = running.connect();
			reading.await();
			value.set(2);
			closing.set(true);
			running.registry().close();
			// The count was busy, and then the total has hung
			await().untilAsserted(
					() -> assertThat(log.warnings()).anyMatch((line) -> line.contains("could be polled a last time"))
						.anyMatch((line) -> line.contains("takes more than")));
			release.countDown();
			await().untilAsserted(() -> assertThat(client.counter("slow.count")).isEqualTo(2));
		}
		finally {
			release.countDown();
			hang.countDown();
		}
	}

	@Test
	void pollingThatBeginsWhileThePollerIsClosedEndsWithIt() throws Exception {
		EventStream stream = new MetricsTcpMeterRegistry(MetricsTcpConfig.DEFAULT, Clock.SYSTEM).stream();
		RecordingEventLoop eventLoop = new RecordingEventLoop();
		try {
			eventLoop.submit(() -> stream.open(eventLoop)).get();
			for (int i = 0; i < 5000; i++) {
				eventLoop.periodic.clear();
				Poller poller = new Poller(stream, Duration.ofHours(1), Clock.SYSTEM);
				CyclicBarrier together = new CyclicBarrier(2);
				Future<?> started = eventLoop.submit(() -> {
					together.await();
					poller.started(eventLoop);
					return null;
				});
				together.await();
				poller.close();
				started.get();
				// At the most the watch over the last poll
				assertThat(eventLoop.periodic).filteredOn((task) -> !task.isCancelled()).hasSizeLessThan(2);
				eventLoop.submit(poller::stopped).get();
			}
		}
		finally {
			eventLoop.shutdownNow();
		}
	}

	private void assertPolledALastTime(Consumer<MetricsTcpExporter> closing) {
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "1h")) {
			AtomicInteger value = new AtomicInteger(1);
			FunctionCounter.builder("hits", value, AtomicInteger::get).register(running.registry());
			StreamClient client = running.connect();
			await().untilAsserted(() -> assertThat(client.counter("hits")).isEqualTo(1));
			value.set(7);
			closing.accept(running.exporter());
			await().untilAsserted(() -> assertThat(client.counter("hits")).isEqualTo(7));
		}
	}

	@Test
	void pollerWaitsForRoomAndDropsNothing() {
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "20ms", "bufferSize", "1")) {
			AtomicInteger round = new AtomicInteger();
			for (int i = 0; i < 200; i++) {
				int number = i;
				Gauge.builder("gauge." + i, () -> round.get() * 1000 + number).register(running.registry());
			}
			StreamClient client = running.connect();
			for (int r = 1; r <= 3; r++) {
				round.set(r);
				for (int i = 0; i < 200; i++) {
					String name = "gauge." + i;
					double expected = r * 1000 + i;
					await().untilAsserted(() -> assertThat(client.gauge(name)).isEqualTo(expected));
				}
			}
		}
	}

	/**
	 * An event loop that remembers its periodic tasks.
	 */
	private static final class RecordingEventLoop extends ScheduledThreadPoolExecutor {

		private final List<Future<?>> periodic = new CopyOnWriteArrayList<>();

		RecordingEventLoop() {
			super(1);
		}

		@Override
		public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long delay, long period, TimeUnit unit) {
			ScheduledFuture<?> scheduled = super.scheduleAtFixedRate(task, delay, period, unit);
			this.periodic.add(scheduled);
			return scheduled;
		}

	}

	private static final class UnspeakableException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public String getMessage() {
			throw new IllegalStateException("Not even this");
		}

	}

	private static int awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
			return 42;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("The application's function was interrupted", ex);
		}
	}

}
