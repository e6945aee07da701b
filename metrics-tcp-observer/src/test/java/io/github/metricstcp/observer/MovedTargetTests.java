package io.github.metricstcp.observer;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.metricstcp.testing.Ports;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.Subprocess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a target whose name goes to another address, as that of a pod does which was
 * started again.
 */
class MovedTargetTests {

	/**
	 * Half of the time for which a JVM keeps addresses.
	 */
	private static final Duration SOON = Duration.ofSeconds(15);

	@Test
	void aTargetIsConnectedToAtTheAddressThatItsNameHasNow(@TempDir Path directory) throws Exception {
		Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 shop.test\n");
		InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
		int port = Ports.unused();
		try (RunningExporter before = RunningExporter.start((builder) -> builder.port(port))) {
			before.registry().counter("before").increment();
			try (RunningExporter after = RunningExporter.start((builder) -> builder.address(elsewhere).port(port));
					Subprocess observer = Subprocess.start(Subprocess.java("-Djdk.net.hosts.file=" + hosts,
							ObserverMain.class.getName(), "--json", "shop.test:" + port))) {
				after.registry().counter("after").increment();
				awaitEventOf(observer, "before", Duration.ofSeconds(30));
				Files.writeString(hosts, "127.0.0.2 shop.test\n");
				before.exporter().stop();
				awaitEventOf(observer, "after", SOON);
			}
		}
	}

	private static void awaitEventOf(Subprocess observer, String name, Duration timeout) {
		await().atMost(timeout)
			.untilAsserted(
					() -> assertThat(observer.lines()).anyMatch((line) -> line.contains("\"name\":\"" + name + "\"")));
	}

}
