package io.github.metricstcp.observer;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.metricstcp.client.discovery.DnsServer;
import io.github.metricstcp.testing.ExecutableJar;
import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.RunningExporter;
import io.micrometer.core.instrument.Gauge;
import io.netty.handler.codec.dns.DnsRecordType;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for the program in a real terminal, with a name server: it has a view of the file
 * system of its own, in which {@code /etc/resolv.conf} names that one.
 */
@RequiresTool({ "tmux", "unshare" })
class DiscoveryTerminalIT {

	private static final String SERVICE = "shop.test";

	@Test
	void addressesOfANameComeAndGoAndAreRecorded(@TempDir Path directory) throws Exception {
		assumeThat(new ProcessBuilder("unshare", "-rm", "true").start().waitFor()).as("unshare is permitted").isZero();
		try (DnsServer server = new DnsServer();
				RunningExporter first = RunningExporter.start();
				RunningExporter second = exporter("127.0.0.2", first.address().getPort());
				Tmux tmux = Tmux.start(directory, 100, 24)) {
			Gauge.builder("shop.stock", () -> 117).tag("product", "decaf").register(first.registry());
			Gauge.builder("shop.stock", () -> 234).tag("product", "decaf").register(second.registry());
			String one = "shop-127.0.0.1:" + first.address().getPort();
			String two = "shop-127.0.0.2:" + first.address().getPort();
			server.addresses(SERVICE, DnsRecordType.A, "127.0.0.1");
			Path resolvConf = server.resolvConf(directory);
			await().until(() -> tmux.screen().contains("ready>"));
			String command = String.join(" ",
					ExecutableJar.command("shop=dns:%s:%d".formatted(SERVICE, first.address().getPort())));
			tmux.type("clear; unshare -rm sh -c 'mount --bind %s /etc/resolv.conf && exec %s'; echo \"ended: <$?>\""
				.formatted(resolvConf, command), "Enter");
			waitFor(tmux, " ● " + one + "  connected for");
			tmux.type("R");
			await().until(() -> recordings(directory) == 1);
			server.addresses(SERVICE, DnsRecordType.A, "127.0.0.1", "127.0.0.2");
			waitFor(tmux, " ● " + two + "  connected for");
			waitFor(tmux, "▸ shop.stock ×2");
			waitFor(tmux, two + " was found in dns:shop.test:");
			await().until(() -> recordings(directory) == 2);
			tmux.type("R");
			server.addresses(SERVICE, DnsRecordType.A, "127.0.0.1");
			waitFor(tmux, " ◌ " + two + "  connected for");
			waitFor(tmux, "; gone from dns:shop.test:");
			second.exporter().stop();
			waitFor(tmux, " ■ " + two + "  gone from dns:");
			waitFor(tmux, " ● " + one + "  connected for");
			tmux.type("q");
			waitFor(tmux, "ended: <0>");
		}
	}

	private static RunningExporter exporter(String address, int port) throws IOException {
		InetAddress own = InetAddress.getByName(address);
		return RunningExporter.start((builder) -> builder.address(own).port(port));
	}

	/**
	 * Returns the number of recordings in a directory.
	 */
	private static long recordings(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			List<String> names = files.map((each) -> each.getFileName().toString()).toList();
			return names.stream()
				.filter((each) -> each.matches("shop-127\\.0\\.0\\.[12]-[0-9]+-[0-9]{8}-[0-9]{6}\\.bin\\.gz"))
				.count();
		}
	}

	private static void waitFor(Tmux tmux, String text) {
		await().untilAsserted(() -> assertThat(tmux.screen()).contains(text));
	}

	/**
	 * Waits for longer than a name is not looked up.
	 */
	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
	}

}
