package io.github.metricstcp.observer;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;

import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.Subprocess;
import io.github.metricstcp.testing.WiredNamespaces;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a target that is gone without closing its connections: the wire between two
 * network namespaces is cut.
 */
@RequiresTool({ "bash", "unshare", "nsenter", "ip" })
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VanishedTargetTests {

	@BeforeAll
	static void needsNetworkNamespaces() throws InterruptedException {
		WiredNamespaces.assumeAvailable();
	}

	@Test
	void aTargetThatIsGoneWithoutClosingIsNoticedAndConnectedToAgain() throws Exception {
		try (Subprocess shell = WiredNamespaces.shell()) {
			shell.say(Subprocess.javaInBackground(QuietTarget.class.getName()));
			await().untilAsserted(() -> assertThat(shell.lines()).anyMatch((line) -> line.startsWith("port ")));
			shell.say("nsenter --target $peer --net " + Subprocess.javaInBackground(ObserverMain.class.getName(),
					"--json", "10.0.0.1:" + shell.last("port", "")));
			await().untilAsserted(
					() -> assertThat(shell.lines()).anyMatch((line) -> line.contains("\"name\":\"orders\"")));
			shell.say("ip link set near down");
			// Half a minute until TCP gives it up
			await().atMost(Duration.ofMinutes(2))
				.untilAsserted(() -> assertThat(shell.lines())
					.anyMatch((line) -> line.contains(" broke: ") && line.endsWith("; trying again.")));
			assertThat(shell.last("connections", "")).isEqualTo("1");
			shell.say("ip link set near up");
			await().untilAsserted(() -> assertThat(shell.last("connections", "")).isEqualTo("2"));
		}
	}

	/**
	 * A target that sends one event on each connection, and then nothing.
	 */
	static final class QuietTarget {

		private QuietTarget() {
		}

		public static void main(String[] args) throws IOException {
			byte[] frame = FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "orders", Map.of()), Operation.SET_COUNTER,
					1, 1_700_000_000L, 0);
			try (ServerSocket server = new ServerSocket(0)) {
				System.out.println("port " + server.getLocalPort());
				for (int connections = 1;; connections++) {
					Socket socket = server.accept();
					System.out.println("connections " + connections);
					socket.getOutputStream().write(frame);
				}
			}
		}

	}

}
