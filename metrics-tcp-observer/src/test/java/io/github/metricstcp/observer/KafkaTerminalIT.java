package io.github.metricstcp.observer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.testing.ExecutableJar;
import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.RunningExporter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the program as a relay, and in a real terminal as a viewer, with a real
 * broker between them.
 */
@RequiresTool("tmux")
class KafkaTerminalIT {

	/**
	 * The bytes of a topic with about ten records, of half a second each.
	 */
	private static final long SOME_RECORDS = 3_000;

	private final AtomicInteger stock = new AtomicInteger(117);

	@Test
	void theScreenShowsTheInstancesOfATopicUntilTheirEnd(@TempDir Path directory) throws Exception {
		try (KafkaBroker broker = KafkaBroker.start(directory.resolve("broker"));
				RunningExporter shop = RunningExporter.start();
				RunningExporter store = RunningExporter.start();
				Tmux tmux = Tmux.start(directory, 100, 24)) {
			stock(shop.registry(), this.stock);
			stock(store.registry(), new AtomicInteger(234));
			Process relay = ExecutableJar
				.process(ExecutableJar.command("--kafka", broker.servers() + ",topic=shops", target("shop", shop),
						target("store", store)))
				.redirectErrorStream(true)
				.redirectOutput(directory.resolve("relay").toFile())
				.start();
			try {
				await().until(() -> tmux.screen().contains("ready>"));
				tmux.type(
						"clear; %s; echo \"ended: <$?>\"".formatted(
								String.join(" ", ExecutableJar.command("kafka:%s/shops".formatted(broker.servers())))),
						"Enter");
				waitFor(tmux, " ● shop  connected for");
				waitFor(tmux, " ● store  connected for");
				waitFor(tmux, "▸ shop.stock ×2");
				tmux.type("T");
				// In the order in which the relay was connected to them
				waitForStock(tmux, "(117 +234 +×2|234 +117 +-50%)");
				this.stock.set(234);
				waitForStock(tmux, "234 +234");
				tmux.type("t");
				store.exporter().stop();
				waitFor(tmux, " ■ store  has closed the connection");
				waitFor(tmux, " ● shop  connected for");
				relay.destroy();
				waitFor(tmux, " ■ shop  its relay has ended");
				tmux.type("q");
				waitFor(tmux, "ended: <0>");
			}
			finally {
				relay.destroyForcibly();
			}
		}
	}

	@Test
	void aTimeOfATopicIsAReplayOnTheScreen(@TempDir Path directory) throws Exception {
		try (KafkaBroker broker = KafkaBroker.start(directory.resolve("broker"));
				RunningExporter shop = RunningExporter.start();
				Tmux tmux = Tmux.start(directory, 130, 24)) {
			// Another value each time, so that there is always more to be replayed
			Gauge.builder("shop.stock", this.stock::incrementAndGet).register(shop.registry());
			Process relay = ExecutableJar
				.process(ExecutableJar.command("--kafka", broker.servers() + ",topic=shops", target("shop", shop)))
				.redirectErrorStream(true)
				.redirectOutput(directory.resolve("relay").toFile())
				.start();
			try {
				await().until(() -> tmux.screen().contains("ready>"));
				// Some seconds of it, which are not replayed at once
				await().pollInterval(Duration.ofMillis(500)).until(() -> broker.size("shops") >= SOME_RECORDS);
				start(tmux, "kafka:%s/shops?from=-15m,speed=0.5".formatted(broker.servers()));
				waitFor(tmux, " ● shop  connected for");
				waitFor(tmux, "  x0.5  ");
				tmux.type("p");
				waitFor(tmux, "  paused  ");
				tmux.type("p");
				waitFor(tmux, "  x0.5  ");
				tmux.type("}}}}}}}}}");
				await().untilAsserted(() -> assertThat(tmux.screen()).containsPattern("(?m)^ \\d+ series in "));
				tmux.type("q");
				waitFor(tmux, "ended: <0>");
				start(tmux, "kafka:%s/shops?from=-15m,to=-0s".formatted(broker.servers()));
				waitFor(tmux, " ■ shop  is read up to ");
				waitFor(tmux, "(100 %)  ended  ");
				tmux.type("p[");
				waitFor(tmux, " ● shop  connected for");
				waitFor(tmux, "  paused  ");
				tmux.type("q");
				waitFor(tmux, "ended: <0>");
			}
			finally {
				relay.destroyForcibly();
			}
		}
	}

	private static void start(Tmux tmux, String target) {
		tmux.type("clear; %s; echo \"ended: <$?>\""
			.formatted(String.join(" ", ExecutableJar.command("'" + target + "'"))), "Enter");
	}

	private static void stock(MeterRegistry registry, AtomicInteger stock) {
		Gauge.builder("shop.stock", stock::get).tag("product", "decaf").register(registry);
	}

	private static String target(String name, RunningExporter exporter) {
		return "%s=127.0.0.1:%d".formatted(name, exporter.address().getPort());
	}

	private static void waitForStock(Tmux tmux, String values) {
		await().until(() -> tmux.screen()
			.lines()
			.anyMatch((line) -> line.matches(".*shop\\.stock  product=decaf +value +" + values + ".*")));
	}

	private static void waitFor(Tmux tmux, String text) {
		await().untilAsserted(() -> assertThat(tmux.screen()).contains(text));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
	}

}
