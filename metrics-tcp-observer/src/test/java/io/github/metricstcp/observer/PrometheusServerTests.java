package io.github.metricstcp.observer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricstcp.testing.RequiresTool;
import io.github.metricstcp.testing.RunningExporter;
import io.micrometer.core.instrument.DistributionSummary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of a Prometheus that scrapes the program, and what it then answers.
 */
@RequiresTool("prometheus")
class PrometheusServerTests {

	private final InProcessObserver observer = new InProcessObserver();

	private final HttpClient client = HttpClient.newHttpClient();

	@TempDir
	private Path directory;

	private Process prometheus;

	private int port;

	@AfterEach
	void end() throws InterruptedException {
		this.observer.interrupt();
		if (this.prometheus != null) {
			this.prometheus.destroyForcibly();
			this.prometheus.waitFor(10, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			classic, 'histogram_quantile(0.9, order_size_bucket)', 25, 50
			native,  'histogram_quantile(0.9, order_size)',        44.5, 45.5
			both,    'histogram_quantile(0.9, order_size)',        44.5, 45.5
			""")
	void itAnswersWithTheNumbersOfTheApplication(String form, String quantile, double least, double greatest)
			throws Exception {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders.processed", "region", "eu").increment(42);
			exporter.registry().gauge("queue.size", 7);
			run(form, "shop=127.0.0.1:" + exporter.address().getPort());
			RunningExporter.await().until(() -> value("orders_processed_total{region=\"eu\"}") == 42);
			DistributionSummary sizes = exporter.registry().summary("order.size");
			for (int i = 1; i <= 100; i++) {
				sizes.record(i / 2.0);
			}
			boolean buckets = form.equals("classic");
			String count = buckets ? "order_size_count" : "histogram_count(order_size)";
			RunningExporter.await().until(() -> value(count) == 100);
			assertThat(value(buckets ? "order_size_sum" : "histogram_sum(order_size)")).isEqualTo(2525, within(1e-6));
			assertThat(value(quantile)).isBetween(least, greatest);
			assertThat(value("queue_size")).isEqualTo(7);
			assertThat(value("metrics_tcp_target_up{target=\"shop\"}")).isEqualTo(1);
			assertThat(value("up")).isEqualTo(1);
		}
	}

	@Test
	void quantilesOfANativeHistogramAreRightOverTargets() throws Exception {
		try (RunningExporter exporter = RunningExporter.start(); RunningExporter other = RunningExporter.start()) {
			run("native", "a=127.0.0.1:" + exporter.address().getPort(), "b=127.0.0.1:" + other.address().getPort());
			RunningExporter.await().until(() -> value("sum(metrics_tcp_target_up)") == 2);
			Random random = new Random(3);
			double[] samples = random.doubles(2000).map((u) -> Math.exp(random.nextGaussian())).toArray();
			for (int i = 0; i < samples.length; i++) {
				((i % 2 == 0) ? exporter : other).registry().summary("latency").record(samples[i]);
			}
			RunningExporter.await().until(() -> value("histogram_count(sum(latency))") == samples.length);
			Arrays.sort(samples);
			for (double quantile : new double[] { 0.5, 0.9, 0.99 }) {
				double exact = samples[(int) Math.ceil(quantile * samples.length) - 1];
				assertThat(value("histogram_quantile(%s, sum(latency))".formatted(quantile)) / exact)
					.as("quantile %s", quantile)
					.isEqualTo(1, within(0.011));
			}
			assertThat(value("count(histogram_count(latency))")).isEqualTo(2);
		}
	}

	private void run(String histograms, String... targets) throws IOException {
		Path config = Files.writeString(this.directory.resolve("prometheus.conf"),
				"histograms = %s\ntoken = s3cret-token\n".formatted(histograms));
		String[] arguments = { "--prometheus=0", "--prometheus-config", config.toString() };
		String[] all = Arrays.copyOf(arguments, arguments.length + targets.length);
		System.arraycopy(targets, 0, all, arguments.length, targets.length);
		this.observer.start(all);
		RunningExporter.await().until(() -> this.observer.prometheusAddress() != null);
		startPrometheus(this.observer.prometheusAddress());
	}

	private void startPrometheus(URI scraped) throws IOException {
		Path config = Files.writeString(this.directory.resolve("prometheus.yml"), """
				global:
				  scrape_interval: 300ms
				  scrape_timeout: 300ms
				scrape_configs:
				  - job_name: observer
				    authorization:
				      credentials: s3cret-token
				    static_configs:
				      - targets: ['%s']
				""".formatted(scraped.getAuthority()));
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.port = free.getLocalPort();
		}
		this.prometheus = new ProcessBuilder("prometheus", "--config.file=" + config,
				"--storage.tsdb.path=" + this.directory.resolve("data"), "--web.listen-address=127.0.0.1:" + this.port,
				"--enable-feature=native-histograms")
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("prometheus.log").toFile())
			.start();
	}

	/**
	 * Returns the one value that an expression has, no number if it has none yet.
	 */
	private double value(String expression) throws InterruptedException {
		URI uri = URI.create("http://127.0.0.1:%s/api/v1/query?query=%s".formatted(this.port,
				URLEncoder.encode(expression, StandardCharsets.UTF_8)));
		JsonNode result;
		try {
			String body = this.client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
				.body();
			result = new ObjectMapper().readTree(body).at("/data/result");
		}
		catch (IOException ex) {
			// It does not answer yet
			return Double.NaN;
		}
		return (result.size() == 1) ? result.at("/0/value/1").asDouble() : Double.NaN;
	}

}
