package io.github.metricstcp.internal.server;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.Subprocess;
import io.github.metricstcp.testing.WiredNamespaces;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for peers that are gone without a word, in network namespaces between which the
 * wire is cut.
 */
@RequiresTool({ "bash", "unshare", "nsenter", "ip" })
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VanishedPeerTests {

	private static final Map<Peer, Subprocess> shells = new EnumMap<>(Peer.class);

	/**
	 * For all peers at once, as there is little to do but to wait.
	 */
	@BeforeAll
	@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	static void connectAllAndCutTheirWires() throws Exception {
		WiredNamespaces.assumeAvailable();
		for (Peer peer : Peer.values()) {
			Subprocess shell = WiredNamespaces.shell();
			shells.put(peer, shell);
			shell.say(peer.server());
		}
		shells.forEach((peer, shell) -> {
			await().untilAsserted(() -> assertThat(shell.lines()).anyMatch((line) -> line.startsWith("port ")));
			shell.say("nsenter --target $peer --net bash -c 'exec %s < /dev/tcp/10.0.0.1/%s > /dev/null' &"
				.formatted(peer.program, shell.last("port", "")));
		});
		await().untilAsserted(VanishedPeerTests::assertAllConnected);
		// One that answers, if only that it can't take any more, is not gone
		await().during(Duration.ofSeconds(2)).untilAsserted(VanishedPeerTests::assertAllConnected);
		shells.values().forEach((shell) -> shell.say("nsenter --target $peer --net ip link set far down"));
	}

	@AfterAll
	static void closeAll() {
		shells.values().forEach(Subprocess::close);
	}

	@ParameterizedTest
	@EnumSource
	void peerThatIsGoneIsNoticed(Peer peer) {
		await().untilAsserted(() -> assertThat(clients(shells.get(peer))).isZero());
	}

	private static void assertAllConnected() {
		shells.forEach((peer, shell) -> assertThat(clients(shell)).as("%s", peer).isOne());
	}

	private static int clients(Subprocess shell) {
		return Integer.parseInt(shell.last("clients", "-1"));
	}

	/**
	 * The clients, each of a server of its own.
	 */
	enum Peer {

		IDLE(true, 0, "cat"),

		IDLE_WITHOUT_NATIVE_TRANSPORT(false, 0, "cat"),

		READING(true, 1, "cat"),

		STALLED(true, 1000, "sleep 600");

		private final boolean nativeTransport;

		/**
		 * Number of increments that are recorded every 10 ms.
		 */
		private final int increments;

		private final String program;

		Peer(boolean nativeTransport, int increments, String program) {
			this.nativeTransport = nativeTransport;
			this.increments = increments;
			this.program = program;
		}

		String server() {
			return Subprocess.javaInBackground("-Dreactor.netty.native=" + this.nativeTransport,
					ServerProgram.class.getName(), Integer.toString(this.increments), "1", "1", "2", "1000");
		}

	}

}
