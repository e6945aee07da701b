package io.github.metricstcp.rollup.internal.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.metricstcp.kafka.testing.KafkaBroker;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with a real broker, and rollups in JVMs of their own which are killed: what comes
 * out is what went in, and nothing twice.
 */
class RollupRecoveryTests {

	private static final int INSTANCES = 4;

	private static final int PARTITIONS = 4;

	private static final AtomicInteger topics = new AtomicInteger();

	private static KafkaBroker broker;

	private final String source = "source-" + topics.incrementAndGet();

	private final String output = this.source + "-fleet";

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

	@Test
	void aRollupThatIsKilledGoesOnWithWhatItHad() throws Exception {
		broker.createTopic(this.source, PARTITIONS, Map.of());
		try (Fleet fleet = new Fleet(broker.servers(), this.source, INSTANCES); FleetReader reader = reader()) {
			try (RollupProcess rollup = start("first")) {
				recordUntilSome(fleet, reader);
				rollup.kill();
			}
			record(fleet, 2_000);
			// The same directory, with what the first one has left there
			try (RollupProcess rollup = start("first")) {
				record(fleet, 2_000);
				assertAll(fleet, reader, rollup);
			}
		}
	}

	@Test
	void aRollupGoesOnAfterItsBrokerWasKilled() throws Exception {
		broker.createTopic(this.source, PARTITIONS, Map.of());
		try (Fleet fleet = new Fleet(broker.servers(), this.source, INSTANCES);
				FleetReader reader = reader();
				RollupProcess rollup = start("only")) {
			recordUntilSome(fleet, reader);
			broker.kill();
			record(fleet, 2_000);
			broker.start();
			record(fleet, 2_000);
			assertAll(fleet, reader, rollup);
		}
	}

	@Test
	void ofTwoRollupsTheOtherOneTakesOver() throws Exception {
		broker.createTopic(this.source, PARTITIONS, Map.of());
		try (Fleet fleet = new Fleet(broker.servers(), this.source, INSTANCES);
				FleetReader reader = reader();
				RollupProcess first = start("first");
				RollupProcess second = start("second")) {
			recordUntilSome(fleet, reader);
			first.kill();
			record(fleet, 2_000);
			assertAll(fleet, reader, second);
		}
	}

	private RollupProcess start(String name) throws Exception {
		return RollupProcess.start(broker, this.directory.resolve(name), "--source", this.source, "--output",
				this.output, "--without-labels", "pod");
	}

	private FleetReader reader() {
		return new FleetReader(broker.servers(), this.output, this.begun);
	}

	/**
	 * Records until the rollup has written something.
	 */
	private static void recordUntilSome(Fleet fleet, FleetReader reader) {
		await().until(() -> {
			fleet.record(200);
			return reader.total("orders") > 0;
		});
	}

	/**
	 * Records over some windows.
	 */
	private static void record(Fleet fleet, int orders) {
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
	private void assertAll(Fleet fleet, FleetReader reader, RollupProcess rollup) {
		try (SketchesReader sketches = new SketchesReader(broker.servers(), this.output + "-sketches")) {
			await().untilAsserted(() -> {
				fleet.tick();
				assertThat(reader.total("orders")).as(() -> String.join("\n", rollup.lines())).isEqualTo(fleet.orders());
				assertThat(reader.total("latency.count")).isEqualTo(fleet.orders());
				assertThat(sketches.read().keySet()).isEqualTo(fleet.samples().keySet());
				fleet.samples()
					.forEach((second, samples) -> assertThat(sketches.read().get(second).count()).isEqualTo(samples.size()));
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

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
	}

}
