package io.github.metricstcp.server;

import java.time.Duration;
import java.util.stream.Collectors;

import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.Subprocess;
import io.github.metricstcp.testing.WiredNamespaces;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for peers that are gone without a word, in network namespaces between which the
 * wire is cut.
 */
@RequiresTool({ "bash", "unshare", "nsenter", "ip" })
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VanishedPeerTests {

	@BeforeAll
	static void needsNetworkNamespaces() throws InterruptedException {
		WiredNamespaces.assumeAvailable();
	}

	@ParameterizedTest(name = "native transport: {0}, increments every 10 ms: {1}, client: {2}")
	@CsvSource({ "true, 0, cat", "false, 0, cat", "true, 1, cat", "true, 1000, sleep 600" })
	void peerThatIsGoneIsNoticed(boolean nativeTransport, int increments, String client) throws Exception {
		try (Subprocess shell = WiredNamespaces.shell()) {
			shell.say(Subprocess
				.java("-Dreactor.netty.native=" + nativeTransport, ServerProgram.class.getName(),
						Integer.toString(increments), "1", "1", "2", "1000")
				.stream()
				.map((word) -> "'" + word + "'")
				.collect(Collectors.joining(" ", "", " < /dev/null &")));
			await().untilAsserted(() -> assertThat(shell.lines()).anyMatch((line) -> line.startsWith("port ")));
			shell.say("nsenter --target $peer --net bash -c 'exec %s < /dev/tcp/10.0.0.1/%s > /dev/null' &"
				.formatted(client, shell.last("port", "")));
			await().untilAsserted(() -> assertThat(shell.last("clients", "0")).isEqualTo("1"));
			// One that answers, if only that it can't take any more, is not gone
			await().during(Duration.ofSeconds(2))
				.untilAsserted(() -> assertThat(shell.last("clients", "0")).isEqualTo("1"));
			shell.say("nsenter --target $peer --net ip link set far down");
			await().untilAsserted(() -> assertThat(shell.last("clients", "1")).isEqualTo("0"));
		}
	}

}
