package io.github.metricstcp.observer;

import java.net.InetAddress;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.Subprocess;
import io.github.metricstcp.testing.WiredNamespaces;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the documentation says of containers, in network namespaces as they have
 * them: the loopback interface is one of its own.
 */
@RequiresTool({ "bash", "unshare", "nsenter", "ip" })
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContainerLoopbackTests {

	private static final String INSIDE = "nsenter --target $peer --net ";

	@BeforeAll
	static void needsNetworkNamespaces() throws InterruptedException {
		WiredNamespaces.assumeAvailable();
	}

	@Test
	void theLoopbackInterfaceOfAContainerIsReachedFromItsNetworkAlone() throws Exception {
		try (Subprocess shell = WiredNamespaces.shell()) {
			shell.say(INSIDE + "ip link set lo up");
			String port = start(shell, "127.0.0.1");
			observe(shell, "", "10.0.0.2:" + port, "--for", "3s");
			awaitLine(shell, "nothing listens on this port (connection refused)");
			assertThat(shell.lines()).noneMatch((line) -> line.contains("\"orders\""));
			observe(shell, INSIDE, "127.0.0.1:" + port, "--count", "1");
			awaitLine(shell, "\"name\":\"orders\"");
		}
	}

	@Test
	void allInterfacesOfAContainerAreReachedFromOutside() throws Exception {
		try (Subprocess shell = WiredNamespaces.shell()) {
			shell.say(INSIDE + "ip link set lo up");
			observe(shell, "", "10.0.0.2:" + start(shell, "0.0.0.0"), "--count", "1");
			awaitLine(shell, "\"name\":\"orders\"");
		}
	}

	private static String start(Subprocess shell, String address) {
		shell.say(INSIDE + Subprocess.javaInBackground(Shop.class.getName(), address));
		await().until(() -> !shell.last("port", "").isEmpty());
		return shell.last("port", "");
	}

	private static void observe(Subprocess shell, String where, String target, String option, String value) {
		shell.say(where + Subprocess.javaInBackground(ObserverMain.class.getName(), "--json", option, value, target));
	}

	private static void awaitLine(Subprocess shell, String text) {
		await().untilAsserted(() -> assertThat(shell.lines()).anyMatch((line) -> line.contains(text)));
	}

	/**
	 * An application in a container.
	 */
	static final class Shop {

		private Shop() {
		}

		public static void main(String[] args) throws Exception {
			MetricsTcpExporter exporter = MetricsTcpExporter.builder()
				.address(InetAddress.getByName(args[0]))
				.port(0)
				.build();
			exporter.start();
			exporter.registry().counter("orders").increment();
			System.out.println("port " + exporter.address().getPort());
			Thread.currentThread().join();
		}

	}

}
