package io.github.metricstcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;

import com.google.protobuf.Timestamp;
import io.github.metricstcp.proto.Metric;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications that do what they should not. Gauges and functions that do are
 * in the tests of the poller.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ApplicationFaultTests {

	@Test
	void metersThatComeAndGoByTheThousandDelayNoClient() throws InterruptedException {
		try (RunningExporter running = RunningExporter.start("bufferSize", "64")) {
			MeterRegistry registry = running.registry();
			Counter counter = registry.counter("orders");
			StreamClient healthy = running.connect();
			StreamClient stalled = running.connectStalled();
			fill(running, stalled);
			List<Thread> threads = new ArrayList<>();
			for (int t = 0; t < 4; t++) {
				String name = "passing." + t;
				Thread thread = new Thread(() -> {
					for (int i = 0; i < 5000; i++) {
						Counter passing = registry.counter(name, "number", Integer.toString(i));
						passing.increment(i);
						counter.increment();
						if (i < 4900) {
							registry.remove(passing);
						}
					}
				});
				threads.add(thread);
				thread.start();
			}
			for (Thread thread : threads) {
				thread.join();
			}
			await().untilAsserted(() -> {
				assertThat(healthy.counter("orders")).isEqualTo(20_000);
				for (int t = 0; t < 4; t++) {
					for (int i = 4900; i < 5000; i++) {
						assertThat(healthy.counter("passing." + t, "number", Integer.toString(i))).isEqualTo(i);
					}
				}
			});
		}
	}

	@Test
	void metersThatAreRemovedWhileAClientDoesNotReadAreNotKeptWithoutEnd() {
		try (RunningExporter running = RunningExporter.start(); CapturedLog log = CapturedLog.start()) {
			MeterRegistry registry = running.registry();
			Counter counter = registry.counter("orders");
			StreamClient healthy = running.connect();
			StreamClient stalled = running.connectStalled();
			fill(running, stalled);
			for (int i = 0; i < 3000; i++) {
				Counter passing = registry.counter("passing", "number", Integer.toString(i));
				passing.increment();
				registry.remove(passing);
				counter.increment();
			}
			await().untilAsserted(() -> assertThat(healthy.counter("orders")).isEqualTo(3000));
			await().untilAsserted(() -> assertThat(log.warnings()).singleElement()
				.asString()
				.startsWith("More than 1024 removed meters wait"));
			stalled.resume();
			await().untilAsserted(() -> {
				assertThat(stalled.counter("orders")).isEqualTo(3000);
				assertThat(stalled.counter("passing", "number", "2999")).isEqualTo(1);
			});
			assertThat(stalled.counter("passing", "number", "0")).isNull();
		}
	}

	/**
	 * Makes a client lag, so that it needs the last value of each meter that is removed.
	 */
	private static void fill(RunningExporter running, StreamClient stalled) {
		DistributionSummary summary = running.registry().summary("payload");
		await().pollInterval(Duration.ofMillis(1)).until(() -> {
			DoubleStream.iterate(1, (value) -> value + 1).limit(1000).forEach(summary::record);
			return running.deliveries(stalled).dropped() > 0;
		});
	}

	@Test
	void namesAndTagsOfAMegabyteDoNoHarm() {
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "20ms");
				CapturedLog log = CapturedLog.start()) {
			MeterRegistry registry = running.registry();
			String large = "x".repeat(900_000);
			String tooLarge = "y".repeat(1024 * 1024);
			Counter orders = registry.counter("orders");
			StreamClient client = running.connect();
			StreamClient stalled = running.connectStalled();
			for (int i = 0; i < 5; i++) {
				registry.counter(tooLarge).increment();
				registry.counter("tagged", "tag", tooLarge).increment();
				registry.summary("described", "tag", tooLarge).record(1);
				registry.counter("large", "tag", large).increment();
				registry.counter(large).increment();
				orders.increment();
			}
			Gauge.builder(tooLarge + "z", () -> 1).register(registry);
			Gauge.builder("gauge", () -> 1).tag("tag", large).register(registry);
			await().untilAsserted(() -> {
				assertThat(client.counter("orders")).isEqualTo(5);
				assertThat(client.counter("large", "tag", large)).isEqualTo(5);
				assertThat(client.counter(large)).isEqualTo(5);
				assertThat(client.gauge("gauge", "tag", large)).isEqualTo(1);
			});
			assertThat(client.metrics((metric) -> metric.getName().matches("tagged|described|y+z?"))).isEmpty();
			assertThat(log.warnings()).hasSize(4)
				.allSatisfy((line) -> assertThat(line).hasSizeLessThan(500).contains("is not streamed"));
			stalled.resume();
			await().untilAsserted(() -> assertThat(stalled.counter("large", "tag", large)).isEqualTo(5));
		}
	}

	@Test
	void clocksThatJumpDoNoHarm() {
		AtomicLong wallMillis = new AtomicLong(Clock.SYSTEM.wallTime());
		AtomicLong monotonicNanos = new AtomicLong();
		Clock clock = new Clock() {

			@Override
			public long wallTime() {
				return wallMillis.get();
			}

			@Override
			public long monotonicTime() {
				return monotonicNanos.get();
			}

		};
		try (RunningExporter running = RunningExporter.start((builder) -> builder.clock(clock), "pollingFrequency",
				"10ms")) {
			Counter counter = running.registry().counter("orders");
			StreamClient client = running.connect();
			long expected = 0;
			for (Duration jump : List.of(Duration.ofSeconds(1), Duration.ofDays(365), Duration.ofDays(-365),
					Duration.ofHours(-1), Duration.ofDays(-30_000), Duration.ofDays(60_000))) {
				for (AtomicLong jumping : List.of(wallMillis, monotonicNanos)) {
					jumping.addAndGet((jumping == wallMillis) ? jump.toMillis() : jump.toNanos());
					counter.increment();
					long sofar = ++expected;
					await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(sofar));
				}
			}
			for (long extreme : List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L)) {
				wallMillis.set(extreme);
				monotonicNanos.set(extreme);
				counter.increment();
				long sofar = ++expected;
				await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(sofar));
			}
			assertThat(client.metrics("orders")).extracting(Metric::getTimestamp)
				.isSortedAccordingTo((one, other) -> (one.getSeconds() != other.getSeconds())
						? Long.compare(one.getSeconds(), other.getSeconds())
						: Integer.compare(one.getNanos(), other.getNanos()))
				.extracting(Timestamp::getNanos)
				.allSatisfy((nanos) -> assertThat(nanos).isBetween(0, 999_999_999));
		}
	}

	@Test
	void threadsThatAreInterruptedRecordAndStayInterrupted() throws InterruptedException {
		try (RunningExporter running = RunningExporter.start("bufferSize", "2")) {
			Counter counter = running.registry().counter("orders");
			StreamClient client = running.connect();
			AtomicLong stillInterrupted = new AtomicLong();
			List<Thread> threads = new ArrayList<>();
			for (int t = 0; t < 4; t++) {
				Thread thread = new Thread(() -> {
					Thread.currentThread().interrupt();
					for (int i = 0; i < 5000; i++) {
						counter.increment();
						running.registry().counter("new", "number", Integer.toString(i % 100)).increment();
					}
					if (Thread.currentThread().isInterrupted()) {
						stillInterrupted.incrementAndGet();
					}
				});
				threads.add(thread);
				thread.start();
			}
			for (Thread thread : threads) {
				thread.join();
			}
			assertThat(stillInterrupted).hasValue(4);
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(20_000));
			await().untilAsserted(() -> assertThat(client.counter("new", "number", "99")).isEqualTo(200));
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "It has no virtual threads")
	void virtualThreadsByTheThousandRecord() throws Exception {
		try (RunningExporter running = RunningExporter.start()) {
			Counter counter = running.registry().counter("orders");
			StreamClient client = running.connect();
			ExecutorService executor = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
				.invoke(null);
			for (int t = 0; t < 10_000; t++) {
				String number = Integer.toString(t % 100);
				executor.execute(() -> {
					for (int i = 0; i < 20; i++) {
						counter.increment();
						running.registry().counter("new", "number", number).increment();
						LockSupport.parkNanos(1);
					}
				});
			}
			executor.shutdown();
			assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
			await().untilAsserted(() -> {
				assertThat(client.counter("orders")).isEqualTo(200_000);
				for (int i = 0; i < 100; i++) {
					assertThat(client.counter("new", "number", Integer.toString(i))).isEqualTo(2000);
				}
			});
		}
	}

}
