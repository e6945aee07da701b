package io.github.metricstcp.observer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpServer;
import io.github.metricstcp.testing.RunningExporter;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code --otlp}, with an exporter and a collector on real sockets.
 */
class OtlpRunTests {

	private final InProcessObserver observer = new InProcessObserver();

	private final List<ExportMetricsServiceRequest> requests = new CopyOnWriteArrayList<>();

	private HttpServer collector;

	private volatile int status = 200;

	@BeforeEach
	void start() throws IOException {
		this.collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.collector.createContext("/v1/metrics", (exchange) -> {
			try (InputStream in = new GZIPInputStream(exchange.getRequestBody())) {
				this.requests.add(ExportMetricsServiceRequest.parseFrom(in));
			}
			exchange.sendResponseHeaders(this.status, -1);
			exchange.close();
		});
		this.collector.start();
	}

	@AfterEach
	void stop() {
		this.collector.stop(0);
	}

	@Test
	void aloneItSendsWhatATargetHasSentUntilTheRunEnds() throws Exception {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(42);
			assertThat(this.observer.run("--otlp", url(), "--for", "2s", "shop=" + target(exporter))
				.get(20, TimeUnit.SECONDS)).isZero();
		}
		assertThat(this.observer.out()).isEmpty();
		assertThat(this.observer.err()).doesNotContain("No metrics");
		Metric orders = metric("orders");
		assertThat(orders.getSum().getDataPoints(orders.getSum().getDataPointsCount() - 1).getAsInt()).isEqualTo(42);
		assertThat(
				this.requests.get(0).getResourceMetrics(0).getResource().getAttributes(0).getValue().getStringValue())
			.isEqualTo("shop");
	}

	@Test
	void instancesThatAreFoundAreOfOneServiceAndOneThatIsNamedIsAService(@TempDir Path directory) throws Exception {
		try (RunningExporter one = RunningExporter.start();
				RunningExporter other = RunningExporter.start();
				RunningExporter named = RunningExporter.start()) {
			Path file = Files.writeString(directory.resolve("targets.txt"), target(one) + "\n" + target(other) + "\n");
			List.of(one, other, named).forEach((each) -> each.registry().counter("orders").increment());
			assertThat(
					this.observer.run("--otlp", url(), "--for", "4s", "shop=file:" + file, "cache-2=" + target(named))
						.get(20, TimeUnit.SECONDS))
				.isZero();
			assertThat(this.requests.stream()
				.flatMap((each) -> each.getResourceMetricsList().stream())
				.map((each) -> each.getResource()
					.getAttributesList()
					.stream()
					.map((attribute) -> attribute.getKey() + "=" + attribute.getValue().getStringValue())
					.toList()))
				.containsOnly(List.of("service.name=shop", "service.instance.id=" + target(one)),
						List.of("service.name=shop", "service.instance.id=" + target(other)),
						List.of("service.name=cache-2", "service.instance.id=" + target(named)));
		}
	}

	@Test
	void besideAnotherOutputItSendsTheSeriesThatMatch() throws Exception {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(42);
			exporter.registry().counter("other").increment(1);
			CompletableFuture<Integer> run = this.observer.run("--json", "--filter", "orders", "--count", "1", "--otlp",
					url(), target(exporter));
			assertThat(run.get(20, TimeUnit.SECONDS)).isZero();
		}
		assertThat(this.observer.out()).contains("\"name\":\"orders\"");
		assertThat(this.requests.stream()
			.flatMap((each) -> each.getResourceMetrics(0).getScopeMetrics(0).getMetricsList().stream())
			.map(Metric::getName)).containsOnly("orders");
	}

	@Test
	void collectorThatRefusesIsSaidAndEndsNothing() throws Exception {
		this.status = 401;
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(42);
			assertThat(this.observer.run("--otlp", url(), "--for", "2s", target(exporter)).get(20, TimeUnit.SECONDS))
				.isZero();
		}
		assertThat(this.observer.err()).contains("metrics-tcp-observer: " + url()
				+ "/v1/metrics (--otlp) refuses metrics: it answers 401 Unauthorized: check the headers (--otlp-config).");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					--otlp collector:4318                            | --otlp: 'collector:4318' is not the address of a collector, such as http://localhost:4318
					--json --otlp-config f                           | --otlp-config goes with --otlp
					--replay f --otlp http://c:4318                  | --otlp goes with targets: a collector takes what happens now
					--otlp http://c:4318 --otlp-config /no/such/file | /no/such/file can't be read: there is no such file
					""")
	void aWrongCommandLineIsSaidInASentence(String arguments, String sentence) throws Exception {
		assertThat(this.observer.run(arguments.split(" ")).get(20, TimeUnit.SECONDS)).isEqualTo(2);
		assertThat(this.observer.err().lines().findFirst()).hasValue("metrics-tcp-observer: " + sentence);
	}

	private Metric metric(String name) {
		return this.requests.stream()
			.flatMap((each) -> each.getResourceMetrics(0).getScopeMetrics(0).getMetricsList().stream())
			.filter((each) -> each.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private String url() {
		return "http://127.0.0.1:" + this.collector.getAddress().getPort();
	}

	private static String target(RunningExporter exporter) {
		return "127.0.0.1:" + exporter.address().getPort();
	}

}
