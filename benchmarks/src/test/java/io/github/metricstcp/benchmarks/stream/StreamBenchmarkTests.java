package io.github.metricstcp.benchmarks.stream;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.benchmarks.run.EndedChildren;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StreamBenchmark}: that it runs, and counts what it says it counts.
 */
@ExtendWith(EndedChildren.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamBenchmarkTests {

	@TempDir
	private Path output;

	@Test
	void aRunShowsWhatWasRecordedAndDelivered() throws Exception {
		JsonNode results = run("tail-50k", "0.5");
		JsonNode run = results.at("/runs/tail-50k/0");
		assertThat(run.at("/figures/recorded ~1s").asDouble()).isPositive();
		assertThat(run.at("/figures/delivered ~1s").asDouble()).isPositive();
		assertThat(run.at("/figures/record p99.9 us").asDouble()).isPositive();
		assertThat(run.at("/threads/recorder-1/cpuNanos").asLong()).isPositive();
		assertThat(Files.readString(this.output.resolve("stream.md"))).contains("| tail-50k |");
	}

	@Test
	void latencyIsMeasuredBesideThatOfAThreadThatWritesStraightToTheSocket() throws Exception {
		JsonNode results = run("latency-10k.*", "0.5");
		assertThat(results.at("/runs/latency-10k/0/figures/latency p50 us").asDouble()).isPositive();
		assertThat(results.at("/runs/latency-10k-straight/0/figures/latency p50 us").asDouble()).isPositive();
	}

	@Test
	void gaugesArePolled() throws Exception {
		// Longer than the time from one poll to the next
		JsonNode results = run("quiet-gauges-500", "2.2");
		assertThat(results.at("/runs/quiet-gauges-500/0/figures/MB~1s").asDouble()).isPositive();
	}

	@Test
	void theBoundIsMeasuredByTheSameClient() throws Exception {
		assertThat(run("bound", "0.5").at("/runs/bound/0/figures/delivered ~1s").asDouble()).isPositive();
	}

	@Test
	void theStreamIsEncryptedOnlyWhereTheScenarioSaysSo() throws Exception {
		for (String name : List.of("tls-flood-1", "tls-flood-1 (plain)", "flood-1")) {
			MetricsTcpExporter exporter = Objects.requireNonNull(Target.open(Scenarios.byName(name)).exporter());
			try (exporter) {
				assertThat(exporter.isSslEnabled()).as(name).isEqualTo(name.equals("tls-flood-1"));
			}
		}
	}

	@Test
	void tlsIsMeasuredInTurnsWithTheSameWithoutIt() throws Exception {
		// That all clients have the total in the end is checked by the run itself
		JsonNode results = run("tls-(flood-1|clients-8-50k)", "0.5");
		for (String name : List.of("tls-flood-1", "tls-clients-8-50k")) {
			for (String run : List.of(name, name + " (plain)")) {
				assertThat(results.at("/runs/" + run + "/0/figures/delivered ~1s, least").asDouble()).as(run)
					.isPositive();
			}
			assertThat(Files.readString(this.output.resolve("stream.md")))
				.contains("| %s to %s (plain) |".formatted(name, name));
		}
	}

	@Test
	void theBoundOfTlsIsMeasuredByTheSameClient() throws Exception {
		assertThat(run("tls-bound", "0.5").at("/runs/tls-bound/0/figures/delivered ~1s").asDouble()).isPositive();
	}

	@Test
	void anotherBuildIsMeasuredInTurns() throws Exception {
		JsonNode results = run("tail-50k", "0.5", "--base=" + System.getProperty("java.class.path"));
		assertThat(results.at("/runs/tail-50k/0/figures/delivered ~1s").asDouble()).isPositive();
		assertThat(results.at("/runs/tail-50k (base)/0/figures/delivered ~1s").asDouble()).isPositive();
		assertThat(Files.readString(this.output.resolve("stream.md"))).contains("| tail-50k to tail-50k (base) |");
	}

	@Test
	void anUnknownOptionIsRefusedWithThoseThatThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> StreamBenchmark.main(new String[] { "--fast" }))
			.withMessageContaining("--fast")
			.withMessageContaining("--only=REGEX");
	}

	@Test
	void eventsAreOf111Bytes() {
		assertThat(Wire.increment()).hasSize(111);
	}

	private JsonNode run(String only, String seconds, String... more) throws Exception {
		StreamBenchmark.main(Stream.concat(Stream.of("--runs=1", "--warm-up=" + seconds, "--window=" + seconds,
				"--only=" + only, "--output=" + this.output), Arrays.stream(more))
			.toArray(String[]::new));
		return JsonMapper.shared().readTree(Files.readString(this.output.resolve("stream.json")));
	}

}
