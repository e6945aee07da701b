package io.github.metricstcp.benchmarks.stream;

import java.nio.file.Files;
import java.nio.file.Path;

import io.github.metricstcp.benchmarks.run.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link StreamBenchmark} beside a {@link Peer}: that both are measured in the
 * same terms.
 */
class PeerTests {

	@TempDir
	private Path output;

	@Test
	void aPeerIsMeasuredInTurnsWithThisExporter() throws Exception {
		run("beside-1k", "%s -cp %s %s {port} {rate}".formatted(Processes.executable("java"), Processes.classPath(),
				TinyPeer.class.getName()));
		JsonNode runs = JsonMapper.shared().readTree(Files.readString(this.output.resolve("peer.json"))).get("runs");
		JsonNode peer = runs.get("beside-1k (peer)").get(0).get("figures");
		JsonNode own = runs.get("beside-1k").get(0).get("figures");
		assertThat(peer.get("not singly %").asDouble()).isCloseTo(10, within(5.0));
		assertThat(own.get("not singly %").asDouble()).isLessThan(5);
		for (JsonNode figures : new JsonNode[] { peer, own }) {
			assertThat(figures.get("recorded /s").asDouble()).isPositive();
			assertThat(figures.get("delivered /s").asDouble()).isPositive();
			assertThat(figures.get("process CPU %").asDouble()).isPositive();
			assertThat(figures.get("exporter CPU %").asDouble()).isPositive();
			assertThat(figures.get("latency p50 us").asDouble()).isBetween(1.0, 5e6);
			assertThat(figures.get("latency p99 us").asDouble())
				.isGreaterThanOrEqualTo(figures.get("latency p50 us").asDouble());
		}
		assertThat(Files.readString(this.output.resolve("peer.md"))).contains("| beside-1k to beside-1k (peer) |",
				"| beside-1k (peer) |");
	}

	@Test
	void aPeerThatEndsIsReported() {
		assertThatIllegalStateException()
			.isThrownBy(() -> run("beside-100", Processes.executable("java") + " -version"))
			.withMessageContaining("has ended with exit code");
	}

	private void run(String only, String command) throws Exception {
		StreamBenchmark.main(new String[] { "--runs=1", "--warm-up=1", "--window=1", "--only=" + only,
				"--output=" + this.output, "--peer=" + command });
	}

}
