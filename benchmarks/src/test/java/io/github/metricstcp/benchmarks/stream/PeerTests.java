package io.github.metricstcp.benchmarks.stream;

import java.nio.file.Files;
import java.nio.file.Path;

import io.github.metricstcp.benchmarks.run.EndedChildren;
import io.github.metricstcp.benchmarks.run.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
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
@ExtendWith(EndedChildren.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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
		for (JsonNode figures : new JsonNode[] { peer, own }) {
			// Not how much: a busy machine may stop either end for most of the window
			assertThat(figures.path("delivered /s").asDouble()).isPositive();
			assertThat(figures.path("process CPU %").asDouble()).isPositive();
			assertThat(figures.path("latency p50 us").asDouble()).isPositive();
			assertThat(figures.path("latency p99 us").asDouble())
				.isGreaterThanOrEqualTo(figures.path("latency p50 us").asDouble());
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

	@Test
	void whatAPeerHasRecordedIsThatOfItsLastLineAndItsPaceSince() {
		Peer.Count beforeLast = new Peer.Count(1_000_000_000, 500);
		Peer.Count last = new Peer.Count(1_100_000_000, 600);
		assertThat(Peer.events(beforeLast, last, 1_100_000_000)).isEqualTo(600);
		assertThat(Peer.events(beforeLast, last, 1_150_000_000)).isEqualTo(650);
		assertThat(Peer.events(last, last, 1_150_000_000)).isEqualTo(600);
	}

	@Test
	void aPeerThatPrintsNothingIsTakenToKeepToItsRate() {
		assertThat(Peer.due(1000, 2_500_000_000L)).isEqualTo(2500);
		assertThat(Peer.due(0, 2_500_000_000L)).isZero();
	}

	@Test
	void whatIsNotDeliveredSinglyIsAShareOfWhatIsRecorded() {
		assertThat(Measurement.notSingly(1000, 900)).isCloseTo(10, within(1e-9));
		assertThat(Measurement.notSingly(1000, 0)).isEqualTo(100);
		// The two ends are not read at the very same moment
		assertThat(Measurement.notSingly(1000, 1001)).isZero();
	}

	private void run(String only, String command) throws Exception {
		StreamBenchmark.main(new String[] { "--runs=1", "--warm-up=1", "--window=1", "--only=" + only,
				"--output=" + this.output, "--peer=" + command });
	}

}
