package io.github.metricstcp.demo;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricstcp.testing.Subprocess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link FleetDemo}: that it shows the sum of the shops, and that it leaves
 * nothing behind, however it ends.
 */
class FleetDemoIT {

	private static final String OBSERVER = System.getProperty("observer.jar");

	private static final String ROLLUP = System.getProperty("rollup.jar");

	private static final String SAMPLE = System.getProperty("sample.jar");

	// By SIGTERM
	private static final int TERMINATED = 143;

	private static final Pattern PAGE = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

	// Which the demo has its data in
	@TempDir
	private Path temporary;

	@BeforeEach
	void findPrograms() {
		for (String jar : List.of(OBSERVER, ROLLUP, SAMPLE)) {
			assumeThat(Path.of(jar)).as("This needs the programs: mvn verify -pl fleet-demo -am").exists();
		}
	}

	@AfterEach
	void awaitTheEnd() {
		// Of those of a test that has failed
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> ProcessHandle.current().descendants().findAny().isEmpty());
	}

	@Test
	void thePageOfTheFleetShowsTheSumOfTheShops() throws Exception {
		try (Subprocess demo = demo(SAMPLE, "0")) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.until(() -> output(demo).contains("Ctrl-C ends") || output(demo).contains("has ended"));
			assertThat(output(demo)).doesNotContain("has ended");
			List<String> pages = PAGE.matcher(output(demo)).results().map(MatchResult::group).toList();
			assertThat(pages).hasSize(2);
			int processors = Runtime.getRuntime().availableProcessors();
			Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
				assertThat(values(pages.get(0), "system.cpu.count"))
					.isEqualTo(List.of((double) processors, (double) processors, (double) processors));
				assertThat(values(pages.get(1), "system.cpu.count.sum")).containsExactly(3.0 * processors);
			});
			// As many as there were before, and not more than there are after
			double before = sum(pages.get(0), "shop.orders.placed");
			assertThat(before).isPositive();
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> sum(pages.get(1), "shop.orders.placed") >= before);
			double fleet = sum(pages.get(1), "shop.orders.placed");
			assertThat(sum(pages.get(0), "shop.orders.placed")).isGreaterThanOrEqualTo(fleet);
			// And the demo itself
			assertThat(ProcessHandle.current().descendants()).hasSize(10);
			demo.terminate();
			assertThat(demo.exitCode()).isEqualTo(TERMINATED);
			assertNothingIsLeft();
			assertThat(output(demo)).contains("All processes have ended, and their data is deleted.");
		}
	}

	@Test
	void aPortThatIsTakenIsNamed() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Subprocess demo = demo(SAMPLE, String.valueOf(taken.getLocalPort()))) {
			assertThat(demo.exitCode()).isOne();
			assertThat(output(demo)).contains("Port %s is in use.".formatted(taken.getLocalPort()))
				.contains("-Dfleet-demo.port=");
			assertNothingIsLeft();
		}
	}

	@Test
	void aProcessThatEndsIsNamedAndEndsAll() throws Exception {
		try (Subprocess demo = demo(this.temporary.resolve("none.jar").toString(), "0")) {
			assertThat(demo.exitCode()).isOne();
			assertThat(output(demo)).containsPattern("Shop-[abc] has ended with exit code 1\\.").contains("none.jar");
			assertNothingIsLeft();
		}
	}

	private Subprocess demo(String sample, String port) throws IOException {
		String classPath = System.getProperty("demo.classes") + File.pathSeparator
				+ Files.readString(Path.of(System.getProperty("demo.class-path")));
		return Subprocess.start(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
				"-Djava.io.tmpdir=" + this.temporary, "-cp", classPath, FleetDemo.class.getName(), OBSERVER, ROLLUP,
				sample, port));
	}

	private static String output(Subprocess demo) {
		return String.join("\n", demo.lines());
	}

	private void assertNothingIsLeft() throws IOException {
		assertThat(ProcessHandle.current().descendants()).isEmpty();
		try (Stream<Path> files = Files.list(this.temporary)) {
			assertThat(files.filter((file) -> file.getFileName().toString().startsWith("fleet-demo"))).isEmpty();
		}
	}

	private static double sum(String page, String metric) throws Exception {
		return values(page, metric).stream().mapToDouble((value) -> value).sum();
	}

	/**
	 * Returns the value of each series that a page has of a metric.
	 */
	private static List<Double> values(String page, String metric) throws Exception {
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(page + "api/v1/snapshot?limit=1000&filter=" + metric)).build(),
					HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		List<Double> values = new ArrayList<>();
		for (JsonNode series : new ObjectMapper().readTree(response.body()).path("series")) {
			values.add(series.path("value").asDouble());
		}
		return values;
	}

}
