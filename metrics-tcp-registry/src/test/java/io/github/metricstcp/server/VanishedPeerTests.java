package io.github.metricstcp.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.Subprocess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for peers that are gone without a word, in network namespaces between which the
 * wire is cut.
 */
@RequiresTool({ "bash", "unshare", "nsenter", "ip" })
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VanishedPeerTests {

	private static final List<String> NAMESPACE = List.of("unshare", "--user", "--map-root-user", "--net", "bash");

	/**
	 * Two namespaces, this one and that of $peer, with a wire between them.
	 */
	private static final String WIRE = """
			set -e
			unshare --net sleep 600 < /dev/null > /dev/null & peer=$!
			until [ "$(readlink /proc/$peer/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.1; done
			ip link set lo up
			ip link add near type veth peer name far
			ip link set far netns $peer
			ip address add 10.0.0.1/24 dev near
			ip link set near up
			nsenter --target $peer --net ip address add 10.0.0.2/24 dev far
			nsenter --target $peer --net ip link set far up
			echo "wire ready"
			""";

	@BeforeAll
	static void needsNetworkNamespaces() throws InterruptedException {
		String result;
		try (Subprocess shell = Subprocess.start(NAMESPACE)) {
			shell.say(WIRE);
			shell.say("exit 0");
			result = (shell.exitCode() == 0) ? shell.last("wire", "missing") : String.join("; ", shell.lines());
		}
		catch (IOException ex) {
			result = String.valueOf(ex.getMessage());
		}
		assumeThat(result).as("This needs Linux that allows user namespaces").isEqualTo("ready");
	}

	@ParameterizedTest(name = "native transport: {0}, increments every 10 ms: {1}, client: {2}")
	@CsvSource({ "true, 0, cat", "false, 0, cat", "true, 1, cat", "true, 1000, sleep 600" })
	void peerThatIsGoneIsNoticed(boolean nativeTransport, int increments, String client) throws Exception {
		try (Subprocess shell = Subprocess.start(NAMESPACE)) {
			shell.say(WIRE);
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
