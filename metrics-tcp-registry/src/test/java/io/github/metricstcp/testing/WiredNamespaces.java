package io.github.metricstcp.testing;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Two network namespaces with a wire between them, which a test can cut.
 */
public final class WiredNamespaces {

	private static final List<String> COMMAND = List.of("unshare", "--user", "--map-root-user", "--net", "bash");

	private static final String WIRE = """
			set -e
			unshare --net sleep 600 < /dev/null > /dev/null 2>&1 & peer=$!
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

	private WiredNamespaces() {
	}

	/**
	 * Skips the test where there are no such namespaces.
	 */
	public static void assumeAvailable() throws InterruptedException {
		String result;
		try (Subprocess shell = shell()) {
			shell.say("kill $peer; exit 0");
			result = (shell.exitCode() == 0) ? shell.last("wire", "missing") : String.join("; ", shell.lines());
		}
		catch (IOException ex) {
			result = String.valueOf(ex.getMessage());
		}
		assumeThat(result)
			.as("This needs Linux with unshare and nsenter (util-linux), ip (iproute2) and user namespaces allowed")
			.isEqualTo("ready");
	}

	/**
	 * Starts a shell in one of them, with the device {@code near} and the address
	 * 10.0.0.1. What {@code nsenter --target $peer --net} runs is in the other one, with
	 * {@code far} and 10.0.0.2.
	 */
	public static Subprocess shell() throws IOException {
		Subprocess shell = Subprocess.start(COMMAND);
		shell.say(WIRE);
		return shell;
	}

}
