package io.github.metricstcp.observer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.metricstcp.testing.ExecutableJar;
import io.github.metricstcp.testing.RequiresTool;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of the executable jar that watches the packaged sample, which the whole build
 * makes before. Without it they are skipped or, with {@code -DrequireTools}, fail.
 */
class ObservedSampleIT {

	private static final Path SAMPLE = Path.of(System.getProperty("sample.jar"));

	private static final Pattern WEB_PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Pattern STREAM_PORT = Pattern.compile("streamed on port (\\d+)");

	private static final Pattern ORDERS = Pattern
		.compile("\\{\"time\":\"([^\"]+)\".*\"name\":\"shop.orders.placed\".*\"total\":(\\d+),.*}");

	private static final Pattern ORDERS_COUNT = Pattern.compile("\"statistic\":\"COUNT\",\"value\":([\\d.E]+)}");

	// Stays there, to be looked at when this fails
	private static final Path LOG = Path.of("target", "observed-sample.log");

	private static Process sample;

	private static String target;

	private static int webPort;

	private Process observer;

	@BeforeAll
	static void startSample() throws IOException {
		if (!Boolean.getBoolean("requireTools")) {
			assumeThat(SAMPLE).as("This needs the sample: mvn package -pl sample-app -am").exists();
		}
		sample = ExecutableJar
			.process(List.of(ExecutableJar.JAVA, "-jar", SAMPLE.toString(), "--server.port=0",
					"--metrics-tcp.server.port=0", "--metrics-tcp.page.enabled=false"))
			.redirectErrorStream(true)
			.redirectOutput(LOG.toFile())
			.start();
		target = "127.0.0.1:" + awaitPort(STREAM_PORT);
		webPort = awaitPort(WEB_PORT);
	}

	private static int awaitPort(Pattern line) {
		Matcher found = await().failFast("the sample does not start", () -> !sample.isAlive())
			.until(() -> line.matcher(Files.readString(LOG)), Matcher::find);
		return Integer.parseInt(found.group(1));
	}

	@AfterAll
	static void stopSample() {
		if (sample != null) {
			sample.destroyForcibly();
		}
	}

	@AfterEach
	void stopObserver() {
		if (this.observer != null) {
			this.observer.destroyForcibly();
		}
	}

	@Test
	void eachEventOfTheSampleIsAnObject() throws Exception {
		List<Pattern> wanted = new ArrayList<>(List.of(
				event("shop.orders.placed", "counter", "\"channel\":\"\\w+\",\"product\":\"[\\w-]+\"", "",
						"increment_counter", "\\d+"),
				event("http.server.requests", "histogram", ".*\"uri\":\"/orders\"", "\"unit\":\"seconds\",",
						"record_histogram", "\\d\\.\\d+(E-\\d)?"),
				event("shop.stock", "gauge", "\"product\":\"[\\w-]+\"", "\"unit\":\"count\",", "set_gauge", "\\d+"),
				event("jvm.memory.used", "gauge", ".+", "\"unit\":\"bytes\",", "set_gauge", "\\d+(\\.\\d+E\\d)?")));
		try (BufferedReader lines = observe("--json", target)) {
			while (!wanted.isEmpty()) {
				String line = lines.readLine();
				assertThat(line).startsWith("{\"time\":\"20").endsWith("}");
				wanted.removeIf((pattern) -> pattern.matcher(line).matches());
			}
		}
		assertObserverEndsWith(0);
	}

	private static Pattern event(String name, String kind, String labels, String unit, String operation, String value) {
		return Pattern
			.compile(("\\{\"time\":\"[-:.T\\d]+Z\",\"target\":\"%s\",\"name\":\"%s\",\"kind\":\"%s\",\"labels\":\\{%s},"
					+ "%s\"operation\":\"%s\",\"value\":%s}")
				.formatted(target, name, kind, labels, unit, operation, value));
	}

	@Test
	void summariesHaveTheTotalsOfTheSample() throws Exception {
		double before = ordersOfTheSample();
		try (BufferedReader lines = observe("--summary=1s", "--filter=shop.orders.placed", target)) {
			Map<String, Long> totals = new HashMap<>();
			long total = 0;
			while (total < before) {
				String line = lines.readLine();
				Matcher orders = ORDERS.matcher(line);
				assertThat(orders.matches()).as(line).isTrue();
				total = totals.merge(orders.group(1), Long.parseLong(orders.group(2)), Long::sum);
			}
			assertThat((double) total).isPositive().isLessThanOrEqualTo(ordersOfTheSample());
		}
		assertObserverEndsWith(0);
	}

	/**
	 * Returns how many orders there are, as the sample itself says.
	 */
	private static double ordersOfTheSample() {
		URI metric = URI.create("http://127.0.0.1:%d/actuator/metrics/shop.orders.placed".formatted(webPort));
		HttpRequest request = HttpRequest.newBuilder(metric).build();
		HttpResponse<String> response = await().until(
				() -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()),
				(each) -> each.statusCode() == 200);
		Matcher count = ORDERS_COUNT.matcher(response.body());
		assertThat(count.find()).as(response.body()).isTrue();
		return Double.parseDouble(count.group(1));
	}

	@Test
	@RequiresTool("tmux")
	void theScreenShowsTheSample(@TempDir Path directory) {
		try (Tmux tmux = Tmux.start(directory, 120, 40)) {
			await().until(() -> tmux.screen().contains("ready>"));
			tmux.type(String.join(" ", ExecutableJar.command(target)) + "; echo \"it ended with <$?>\"", "Enter");
			await().untilAsserted(() -> assertThat(tmux.screen()).contains(target + "  connected for ", "series in"));
			tmux.type("/");
			tmux.type("shop");
			tmux.type("Enter");
			await().untilAsserted(() -> assertThat(tmux.screen()).contains("series match shop")
				.containsPattern("▸ shop\\.orders\\.placed ×\\d+ .* counter +[\\d,]+ +[\\d.]+/s ")
				.containsPattern("shop\\.order\\.value .* histogram .*[▁▂▃▄▅▆▇]")
				.containsPattern("▸ shop\\.stock ×\\d+ .* gauge +Σ [\\d,]+ "));
			tmux.type("/");
			tmux.type("C-u");
			tmux.type("shop.order.value");
			tmux.type("Enter");
			tmux.type("Enter");
			await().untilAsserted(
					() -> assertThat(tmux.screen()).contains("shop.order.value  histogram").contains("p99", "euros"));
			tmux.type("q");
			await().untilAsserted(() -> assertThat(tmux.screen()).contains("it ended with <0>"));
		}
	}

	private BufferedReader observe(String... arguments) throws IOException {
		this.observer = ExecutableJar.process(ExecutableJar.command(arguments))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		return new BufferedReader(new InputStreamReader(this.observer.getInputStream(), StandardCharsets.UTF_8));
	}

	private void assertObserverEndsWith(int code) throws InterruptedException {
		assertThat(this.observer.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(this.observer.exitValue()).isEqualTo(code);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(2)).pollDelay(Duration.ZERO);
	}

}
