package io.github.metricstcp.rollup.internal.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.metricstcp.kafka.testing.KafkaBroker;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests have in common in which a rollup or its broker is killed, each in a JVM of
 * its own: what comes out is what went in, and nothing twice.
 */
abstract class KilledProcesses {

	static final int INSTANCES = 4;

	static final int PARTITIONS = 4;

	private static final AtomicInteger topics = new AtomicInteger();

	static KafkaBroker broker;

	final String source = "source-" + topics.incrementAndGet();

	final String output = this.source + "-fleet";

	private final Instant begun = Instant.now();

	@TempDir
	private Path directory;

	@BeforeAll
	static void startBroker(@TempDir Path directory) throws Exception {
		broker = KafkaBroker.start(directory, RollupProcess.BROKER);
	}

	@AfterAll
	static void stopBroker() {
		if (broker != null) {
			broker.close();
		}
	}

	RollupProcess start(String name) throws Exception {
		return RollupProcess.start(broker, this.directory.resolve(name), "--source", this.source, "--output",
				this.output, "--without-labels", "pod");
	}

	FleetReader reader() {
		return new FleetReader(broker.servers(), this.output, this.begun);
	}

	/**
	 * Records until the rollup has written something.
	 */
	static void recordUntilSome(Fleet fleet, FleetReader reader) {
		await().until(() -> {
			fleet.record(200);
			return reader.total("orders") > 0;
		});
	}

	/**
	 * Waits until all that was recorded is in what the rollup has written.
	 */
	static void recordUntilAll(Fleet fleet, FleetReader reader, RollupProcess rollup) {
		await().untilAsserted(() -> {
			fleet.tick();
			assertThat(reader.total("orders")).as(() -> String.join("\n", rollup.lines())).isEqualTo(fleet.orders());
		});
	}

	/**
	 * Records over some windows.
	 */
	static void record(Fleet fleet, int orders) {
		long all = fleet.orders() + orders;
		await().until(() -> {
			fleet.record(orders / 20);
			return fleet.orders() >= all;
		});
	}

	/**
	 * Asserts that all that was recorded comes out, once: totals, and the samples of each
	 * window.
	 */
	void assertAll(Fleet fleet, FleetReader reader, RollupProcess rollup) {
		assertAll(fleet, reader, rollup::lines);
	}

	/**
	 * Asserts that all that was recorded comes out, once: totals, and the samples of each
	 * window.
	 * @param said returns what the rollup has said
	 */
	void assertAll(Fleet fleet, FleetReader reader, Supplier<List<String>> said) {
		try (SketchesReader sketches = new SketchesReader(broker.servers(), this.output + "-sketches")) {
			await().untilAsserted(() -> {
				fleet.tick();
				assertThat(reader.total("orders")).as(() -> String.join("\n", said.get())).isEqualTo(fleet.orders());
				assertThat(reader.total("latency.count")).isEqualTo(fleet.orders());
				assertThat(sketches.read().keySet()).isEqualTo(fleet.samples().keySet());
				fleet.samples()
					.forEach((second, samples) -> assertThat(sketches.read().get(second).count())
						.isEqualTo(samples.size()));
			});
			fleet.samples()
				.forEach((second, samples) -> assertThat(sketches.read().get(second).quantile(0.99))
					.as("p99 of %s", second)
					.isCloseTo(quantile(samples, 0.99), Percentage.withPercentage(1)));
		}
		assertThat(reader.instances()).hasSize(1);
	}

	/**
	 * Returns a quantile: the least sample that such a share of all do not exceed.
	 */
	private static double quantile(List<Double> samples, double quantile) {
		return samples.stream()
			.sorted()
			.skip((long) Math.ceil(quantile * samples.size()) - 1)
			.findFirst()
			.orElseThrow();
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(150)).pollInterval(Duration.ofMillis(50));
	}

}
