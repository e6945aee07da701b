package io.github.metricstcp.benchmarks.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.metricstcp.benchmarks.run.EndedChildren;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServiceBenchmark}: that variants are measured where {@code wrk} is
 * installed, and left out elsewhere.
 */
@ExtendWith(EndedChildren.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceBenchmarkTests {

	// Together they have a client that connects, one that requests, and a server
	private static final Variant[] VARIANTS = { Variant.NO_EXPORTER, Variant.PROMETHEUS, Variant.WATCHED_BESIDE_OTLP };

	@TempDir
	private Path output;

	@Test
	void variantsAreMeasuredUnderBothLoads() throws Exception {
		Assumptions.assumeTrue(new LoadGenerator("wrk").isInstalled(), "wrk is not installed");
		run("--rate=100", "--only=" + Stream.of(VARIANTS).map(Variant::title).collect(Collectors.joining("|")));
		JsonNode runs = JsonMapper.shared().readTree(Files.readString(this.output.resolve("service.json"))).get("runs");
		for (Variant variant : VARIANTS) {
			JsonNode saturated = runs.get("saturated: " + variant.title()).get(0).get("figures");
			assertThat(saturated.get("CPU us a request").asDouble()).isPositive();
			assertThat(saturated.get("requests /s").asDouble()).isPositive();
			// A second of a busy machine may pass without an answer
			assertThat(runs.get("100 /s: " + variant.title()).get(0).get("figures").get("process CPU %").asDouble())
				.isPositive();
		}
		assertThat(runs.get("100 /s: no exporter").get(0).get("figures").get("requests /s").asDouble()).isLessThan(200);
		assertThat(Files.readString(this.output.resolve("service.md")))
			.contains("| saturated: Prometheus, scraped each second to saturated: no exporter |");
	}

	@Test
	void withoutALoadGeneratorItIsLeftOut() throws Exception {
		run("--wrk=no-such-load-generator");
		assertThat(this.output).isEmptyDirectory();
	}

	@Test
	void anUnknownOptionIsRefusedWithThoseThatThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> run("--fast"))
			.withMessageContaining("--fast")
			.withMessageContaining("--rounds=N");
	}

	private void run(String... options) throws Exception {
		ServiceBenchmark.main(Stream
			.concat(Stream.of("--warm-up=1", "--window=1", "--rounds=1", "--output=" + this.output), Stream.of(options))
			.toArray(String[]::new));
	}

}
