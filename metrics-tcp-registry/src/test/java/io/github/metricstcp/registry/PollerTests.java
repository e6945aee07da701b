package io.github.metricstcp.registry;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for polling gauges and functions.
 */
class PollerTests {

	@Test
	void functionThatThrowsHarmsNobodyAndIsNamedOnce() {
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
	void functionThatHangsHarmsNobodyAndIsNamed() {
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
	void nothingIsPolledWhileNobodyIsConnectedAndAllAtOnceWhenSomebodyIs() {
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
