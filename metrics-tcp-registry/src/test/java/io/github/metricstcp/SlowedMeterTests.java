package io.github.metricstcp;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.ManualClock;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Gauge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a slow gauge among fast ones. It takes its time of a clock that otherwise
 * stands still.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowedMeterTests {

	private static final int FAST = 500;

	private final ManualClock clock = new ManualClock();

	private final AtomicInteger slow = new AtomicInteger();

	private final AtomicIntegerArray fast = new AtomicIntegerArray(FAST);

	@Test
	void gaugeOf200MillisAmong500FastOnesIsReadSeldomAndTheOthersInEachRound() {
		try (CapturedLog log = CapturedLog.start(); RunningExporter running = start()) {
			StreamClient client = running.connect();
			await().untilAsserted(() -> assertThat(client.gauge("slow", "table", "orders")).isEqualTo(2));
			assertReadInEachRound(client, 10);
			assertThat(this.slow).hasValue(2);
			assertThat(running.exporter().slowedMeters()).singleElement().satisfies((slowed) -> {
				assertThat(slowed.id().getName()).isEqualTo("slow");
				assertThat(slowed.id().getTag("table")).isEqualTo("orders");
				assertThat(slowed.cost()).isEqualTo(Duration.ofMillis(200));
				assertThat(slowed.interval()).isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_001));
			});
			// A fast gauge that is measured meanwhile has an outlier, its only one
			this.clock.add(Duration.ofSeconds(11));
			await().untilAsserted(() -> assertThat(client.gauge("slow", "table", "orders")).isEqualTo(3));
			assertReadInEachRound(client, 10);
			assertThat(this.slow).hasValue(3);
			assertThat(log.messages(Level.INFO)).filteredOn((line) -> line.contains("polled less often"))
				.singleElement()
				.asString()
				.contains("'slow' takes 200000 µs", "each 10.0 s");
			assertThat(log.warnings()).isEmpty();
		}
	}

	@Test
	void slowGaugeIsReadAtOnceForTheNextFirstClientAndWhenTheRegistryIsClosed() {
		try (RunningExporter running = start()) {
			try (StreamClient client = running.connect()) {
				await().untilAsserted(() -> assertThat(client.gauge("slow", "table", "orders")).isEqualTo(2));
				assertReadInEachRound(client, 3);
			}
			await().until(() -> !running.registry().stream().isListening());
			StreamClient next = running.connect();
			await().untilAsserted(() -> assertThat(next.gauge("slow", "table", "orders")).isEqualTo(3));
			assertReadInEachRound(next, 3);
			running.registry().close();
			await().untilAsserted(() -> assertThat(next.gauge("slow", "table", "orders")).isEqualTo(4));
		}
	}

	@Test
	void meterThatIsRemovedIsNoLongerSlowed() {
		try (RunningExporter running = start()) {
			StreamClient client = running.connect();
			await().untilAsserted(() -> assertThat(running.exporter().slowedMeters()).hasSize(1));
			running.registry().remove(running.registry().get("slow").gauge());
			assertThat(running.exporter().slowedMeters()).isEmpty();
			assertReadInEachRound(client, 3);
		}
	}

	private RunningExporter start() {
		RunningExporter running = RunningExporter.start((builder) -> builder.clock(this.clock), "pollingFrequency",
				"20ms");
		for (int i = 0; i < FAST; i++) {
			int number = i;
			Gauge.builder("fast." + i, () -> this.fast.incrementAndGet(number)).register(running.registry());
		}
		Gauge.builder("slow", () -> {
			this.clock.spend(Duration.ofMillis(200));
			return this.slow.incrementAndGet();
		}).tag("table", "orders").register(running.registry());
		return running;
	}

	private void assertReadInEachRound(StreamClient client, int rounds) {
		int sofar = IntStream.range(0, FAST).map(this.fast::get).max().orElseThrow();
		await().untilAsserted(() -> {
			assertThat(IntStream.range(0, FAST))
				.allSatisfy((number) -> assertThat(this.fast.get(number)).isGreaterThanOrEqualTo(sofar + rounds));
			assertThat(client.gauge("fast.0")).isNotNull().isGreaterThanOrEqualTo(sofar + rounds);
		});
	}

}
