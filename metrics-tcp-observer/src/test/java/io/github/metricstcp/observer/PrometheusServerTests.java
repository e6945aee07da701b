package io.github.metricstcp.observer;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricstcp.testing.Ports;
import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.RunningExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a Prometheus that scrapes the program in each of its forms, and what it then
 * answers.
 */
@RequiresTool("prometheus")
class PrometheusServerTests {

	private static final String TOKEN = "s3cret-token";

	private static final RunningExporter ONE = RunningExporter.start();

	private static final RunningExporter OTHER = RunningExporter.start();

	private static final Map<String, InProcessObserver> OBSERVERS = new TreeMap<>();

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	// Of both applications
	private static final double[] SAMPLES = new double[2000];

	@TempDir
	private static Path directory;

	private static Process prometheus;

	private static int port;

	@BeforeAll
	static void start() throws IOException {
		observe("classic", "classic", "shop=" + target(ONE));
		observe("native", "native", "shop=" + target(ONE));
		observe("both", "both", "shop=" + target(ONE));
		observe("fleet", "native", "a=" + target(ONE), "b=" + target(OTHER));
		startPrometheus();
		// Samples are those that come once it is connected
		awaitValue("sum(metrics_tcp_target_up)", 5, 5);
		ONE.registry().counter("orders.processed", "region", "eu").increment(42);
		ONE.registry().gauge("queue.size", 7);
		for (int i = 1; i <= 100; i++) {
			ONE.registry().summary("order.size").record(i / 2.0);
		}
		Random random = new Random(3);
		for (int i = 0; i < SAMPLES.length; i++) {
			SAMPLES[i] = Math.exp(random.nextGaussian());
			((i % 2 == 0) ? ONE : OTHER).registry().summary("latency").record(SAMPLES[i]);
		}
		Arrays.sort(SAMPLES);
	}

	@AfterAll
	static void end() throws InterruptedException {
		OBSERVERS.values().forEach(InProcessObserver::interrupt);
		if (prometheus != null) {
			prometheus.destroyForcibly();
			prometheus.waitFor(10, TimeUnit.SECONDS);
		}
		ONE.close();
		OTHER.close();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			classic, order_size_count,            order_size_sum,            order_size_bucket, 25,   50
			native,  histogram_count(order_size), histogram_sum(order_size), order_size,        44.5, 45.5
			both,    histogram_count(order_size), histogram_sum(order_size), order_size,        44.5, 45.5
			""")
	void itAnswersWithTheNumbersOfTheApplication(String job, String count, String sum, String histogram, double least,
			double greatest) {
		awaitValue(ofJob(count, job), 100, 100);
		awaitValue(ofJob(sum, job), 2525 - 1e-6, 2525 + 1e-6);
		awaitValue("histogram_quantile(0.9, %s)".formatted(ofJob(histogram, job)), least, greatest);
		awaitValue("orders_processed_total{region='eu',job='%s'}".formatted(job), 42, 42);
		awaitValue(ofJob("queue_size", job), 7, 7);
		awaitValue("metrics_tcp_target_up{target='shop',job='%s'}".formatted(job), 1, 1);
		awaitValue(ofJob("up", job), 1, 1);
	}

	/**
	 * Waits for a value: a scrape may fail now and then where the machine is busy.
	 */
	private static void awaitValue(String expression, double least, double greatest) {
		RunningExporter.await()
			.untilAsserted(() -> assertThat(value(expression)).as(expression).isBetween(least, greatest));
	}

	private static String ofJob(String expression, String job) {
		return expression.replaceFirst("([a-z_]+)(\\)?)$", "$1{job='" + job + "'}$2");
	}

	@Test
	void quantilesOfNativeHistogramsAreRightOverAllTargets() {
		String all = "sum(latency{job='fleet'})";
		awaitValue("histogram_count(%s)".formatted(all), SAMPLES.length, SAMPLES.length);
		for (double quantile : new double[] { 0.5, 0.9, 0.99 }) {
			double exact = SAMPLES[(int) Math.ceil(quantile * SAMPLES.length) - 1];
			awaitValue("histogram_quantile(%s, %s)".formatted(quantile, all), exact * 0.989, exact * 1.011);
		}
		awaitValue("count(histogram_count(latency{job='fleet',target=~'a|b'}))", 2, 2);
	}

	private static void observe(String job, String histograms, String... targets) throws IOException {
		Path config = Files.writeString(directory.resolve(job + ".conf"),
				"histograms = %s\ntoken = %s\n".formatted(histograms, TOKEN));
		List<String> arguments = new ArrayList<>(List.of("--prometheus=0", "--prometheus-config", config.toString()));
		arguments.addAll(List.of(targets));
		InProcessObserver observer = new InProcessObserver();
		OBSERVERS.put(job, observer);
		observer.start(arguments.toArray(String[]::new));
		RunningExporter.await().until(() -> observer.prometheusAddress() != null);
	}

	private static void startPrometheus() throws IOException {
		StringBuilder config = new StringBuilder("""
				global:
				  scrape_interval: 1s
				  scrape_timeout: 1s
				scrape_configs:
				""");
		OBSERVERS.forEach((job, observer) -> config.append("""
				  - job_name: %s
				    authorization:
				      credentials: %s
				    static_configs:
				      - targets: ['%s']
				""".formatted(job, TOKEN, observer.prometheusAddress().getAuthority())));
		Path file = Files.writeString(directory.resolve("prometheus.yml"), config);
		port = Ports.unused();
		prometheus = new ProcessBuilder("prometheus", "--config.file=" + file,
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port,
				"--enable-feature=native-histograms")
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("prometheus.log").toFile())
			.start();
	}

	/**
	 * Returns the one value that an expression has, no number if it has none yet.
	 */
	private static double value(String expression) {
		URI uri = URI.create("http://127.0.0.1:%s/api/v1/query?query=%s".formatted(port,
				URLEncoder.encode(expression, StandardCharsets.UTF_8)));
		JsonNode result;
		try {
			String body = CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
			result = new ObjectMapper().readTree(body).at("/data/result");
		}
		catch (IOException ex) {
			// It does not answer yet
			return Double.NaN;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return (result.size() == 1) ? result.at("/0/value/1").asDouble() : Double.NaN;
	}

	private static String target(RunningExporter exporter) {
		return "127.0.0.1:" + exporter.address().getPort();
	}

}
