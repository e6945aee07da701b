package io.github.metricstcp.rollup.internal.command;

import java.nio.file.Path;
import java.util.Map;

import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.kafka.KafkaRelay;
import io.github.metricstcp.kafka.KafkaSettings;
import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.kafka.testing.Models;
import io.github.metricstcp.kafka.testing.Viewer;
import io.github.metricstcp.testing.ExecutableJar;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.Subprocess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.kafka.testing.Viewer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the executable jar, run as a user runs it: exporters, a relay, a broker, the
 * rollup, and a viewer of what it writes.
 */
class RollupJarIT {

	@TempDir
	private Path directory;

	@Test
	void theVersionIsPrintedAndNothingElse() throws Exception {
		Subprocess program = Subprocess.start(ExecutableJar.command("--version"));
		assertThat(program.exitCode()).isZero();
		assertThat(program.lines()).hasSize(2).first().asString().startsWith("metrics-tcp-rollup 0.");
	}

	@Test
	void aCommandLineThatIsWrongIsRefused() throws Exception {
		Subprocess program = Subprocess.start(ExecutableJar.command("--window", "soon", "localhost:9092"));
		assertThat(program.exitCode()).isEqualTo(2);
		assertThat(program.lines()).hasSize(2);
	}

	@Test
	@DisabledOnOs(OS.WINDOWS) // There is no SIGTERM
	void theFleetIsOneApplicationToAViewer() throws Exception {
		try (KafkaBroker broker = KafkaBroker.start(this.directory.resolve("broker"), RollupProcess.BROKER);
				RunningExporter shop = RunningExporter.start();
				RunningExporter store = RunningExporter.start()) {
			broker.createTopic("shops", 3, Map.of());
			KafkaRelay relay = new KafkaRelay(new KafkaSettings(broker.servers(), "shops", Map.of()),
					KafkaRelay.DEFAULT_MEMORY, 1_000, (sentence) -> {
					});
			relay.start();
			try (relay;
					MetricsTcpClient first = client(shop, relay, "shop");
					MetricsTcpClient second = client(store, relay, "store")) {
				first.start();
				second.start();
				Subprocess program = Subprocess.start(ExecutableJar.command("--source", "shops", "--output", "fleet",
						"--window", "1s", broker.servers()));
				try (Viewer viewer = new Viewer(broker.servers(), "fleet")) {
					shop.registry().gauge("shop.stock", 23);
					store.registry().gauge("shop.stock", 19);
					await().untilAsserted(() -> {
						shop.registry().counter("shop.orders").increment();
						store.registry().counter("shop.orders").increment(2);
						assertThat(program.lines()).noneMatch((line) -> line.contains("WARNING"));
						assertThat(viewer.model().targets()).as(() -> String.join("\n", program.lines())).hasSize(1);
						assertThat(value(viewer, "shop.stock.sum")).isEqualTo(42);
						assertThat(viewer.total(target(viewer), "shop.orders")).isPositive();
					});
					long orders = (long) shop.registry().counter("shop.orders").count()
							+ (long) store.registry().counter("shop.orders").count();
					await()
						.untilAsserted(() -> assertThat(viewer.total(target(viewer), "shop.orders")).isEqualTo(orders));
					program.terminate();
					assertThat(program.exitCode()).isEqualTo(143);
					assertThat(program.lines()).allMatch((line) -> line.startsWith("metrics-tcp-rollup: "))
						.last()
						.asString()
						.endsWith(" windows of series written.");
				}
				finally {
					program.kill();
				}
			}
		}
	}

	private static MetricsTcpClient client(RunningExporter exporter, KafkaRelay relay, String name) {
		TargetAddress address = new TargetAddress("127.0.0.1", exporter.address().getPort());
		return MetricsTcpClient.builder(address).build(relay.addTarget(address.toString(), name));
	}

	private static String target(Viewer viewer) {
		return viewer.model().targets().get(0).names().name();
	}

	private static double value(Viewer viewer, String name) {
		SeriesSnapshot snapshot = Models.snapshot(viewer.model(), target(viewer), name);
		return (snapshot != null) ? snapshot.value() : Double.NaN;
	}

}
