package io.github.metricstcp.benchmarks.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.metricstcp.benchmarks.run.EndedChildren;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ServiceBenchmark}: what it makes of the output of {@code wrk}, and on
 * demand that variants are measured where that is installed.
 */
@ExtendWith(EndedChildren.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceBenchmarkTests {

	// Together they have a client that connects and a server
	private static final Variant[] VARIANTS = { Variant.NO_EXPORTER, Variant.WATCHED_BESIDE_OTLP };

	private static final String SUMMARY = """
			Running 1s test @ http://127.0.0.1:8080/orders
			  1 threads and 8 connections
			  Thread Stats   Avg      Stdev     Max   +/- Stdev
			    Latency   812.31us    1.02ms  14.44ms   90.17%
			    Req/Sec    12.19k     1.40k   14.02k    72.73%
			  13348 requests in 1.10s, 1.62MB read
			""";

	private static final String RATE = "Requests/sec:  12134.49\n";

	@TempDir
	private Path output;

	// Two starts of a service, and its first requests, are too much for each build
	@Test
	@EnabledIfSystemProperty(named = "service.smoke", matches = "true")
	void variantsAreMeasuredUnderBothLoads() throws Exception {
		Assumptions.assumeTrue(new LoadGenerator("wrk").isInstalled(), "wrk is not installed");
		run("--rate=100", "--heap=128",
				"--only=" + Stream.of(VARIANTS).map(Variant::title).collect(Collectors.joining("|")));
		JsonNode runs = JsonMapper.shared().readTree(Files.readString(this.output.resolve("service.json"))).get("runs");
		for (Variant variant : VARIANTS) {
			for (String load : new String[] { "saturated: ", "100 /s: " }) {
				// A second of a busy machine may pass without an answer
				assertThat(runs.get(load + variant.title()).get(0).get("figures").get("process CPU %").asDouble())
					.isPositive();
			}
		}
		assertThat(Files.readString(this.output.resolve("service.md")))
			.contains("| saturated: OTLP each second and ours, watched |", "| 100 /s: no exporter |");
	}

	@Test
	void theRequestsThatWereAnsweredAreRead() {
		assertThat(LoadGenerator.answered(SUMMARY + RATE)).isEqualTo(new LoadGenerator.Answered(13_348, 12_134.49));
	}

	@ParameterizedTest
	@ValueSource(strings = { "  Socket errors: connect 0, read 0, write 0, timeout 3\n",
			"  Non-2xx or 3xx responses: 12\n" })
	void requestsThatWereNotAnsweredAreAFailure(String failure) {
		assertThatIllegalStateException().isThrownBy(() -> LoadGenerator.answered(SUMMARY + failure + RATE))
			.withMessageContaining(failure);
	}

	@Test
	void anUnknownOutputIsAFailure() {
		assertThatIllegalStateException().isThrownBy(() -> LoadGenerator.answered("unable to connect"))
			.withMessageContaining("unable to connect");
	}

	@Test
	void figuresAreThoseOfARequestAndOfASecond() {
		assertThat(ServiceBenchmark.figures(new LoadGenerator.Answered(10_000, 5000), 1e9, 2_000_000_000)).containsOnly(
				Map.entry("CPU us a request", 100.0), Map.entry("requests /s", 5000.0),
				Map.entry("process CPU %", 50.0));
	}

	@Test
	void aWindowWithoutRequestsHasNoFiguresOfThem() {
		assertThat(ServiceBenchmark.figures(new LoadGenerator.Answered(0, 0), 1e9, 2_000_000_000))
			.containsOnly(Map.entry("process CPU %", 50.0));
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
