package io.github.metricstcp.observer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.otlp.OtlpExport;
import io.github.metricstcp.testing.RunningExporter;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link OtlpConfig}: what a collector receives with such settings.
 */
class OtlpConfigTests {

	private final List<Headers> headers = new CopyOnWriteArrayList<>();

	private final List<ExportMetricsServiceRequest> requests = new CopyOnWriteArrayList<>();

	@TempDir
	private Path directory;

	private HttpServer collector;

	@BeforeEach
	void start() throws IOException {
		this.collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.collector.createContext("/v1/metrics", (exchange) -> {
			try (InputStream in = new GZIPInputStream(exchange.getRequestBody())) {
				this.requests.add(ExportMetricsServiceRequest.parseFrom(in));
			}
			this.headers.add(exchange.getRequestHeaders());
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.collector.start();
	}

	@AfterEach
	void stop() {
		this.collector.stop(0);
	}

	@Test
	void fileTakesThePlaceOfTheEnvironment() throws IOException {
		export(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20env,tenant = a%2Cb+c,,",
				"OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "Cumulative"), """
						# secret
						header.authorization = Bearer = file

						interval = 50ms
						temporality = delta
						""");
		assertThat(this.headers.get(0).get("Authorization")).containsExactly("Bearer = file");
		assertThat(this.headers.get(0).getFirst("tenant")).isEqualTo("a,b+c");
		assertThat(temporality()).isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
	}

	@Test
	void environmentIsThatOfOpenTelemetry() throws IOException {
		export(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "x-all=1", "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "x-metrics=2",
				"OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "LowMemory", "OTEL_METRIC_EXPORT_INTERVAL", "50"),
				null);
		assertThat(this.headers.get(0)).doesNotContainKey("X-all");
		assertThat(this.headers.get(0).getFirst("X-metrics")).isEqualTo("2");
		assertThat(temporality()).isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
	}

	@Test
	void withoutSettingsSumsAreCumulative() throws IOException {
		export(Map.of("OTEL_METRIC_EXPORT_INTERVAL", "50"), null);
		assertThat(temporality()).isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			header.a b = s3cret    | 'a b' is not the name of a header that can be set
			header.Host = s3cret   | 'Host' is not the name of a header that can be set
			header.x = s3cr\u00E9t | The value of header 'x' has characters that no header can have
			header.x =             | 'header.x' has no value
			s3cret                 | it is not written KEY = VALUE
			interval = fast        | 'fast' is not a duration such as 500ms, 30s, 5m or 1h
			temporality = both     | it is cumulative or delta
			token = s3cret         | there is no key 'token', but header.NAME, interval and temporality
			""")
	void lineThatIsWrongIsNamedAndNoSecretSaid(String line, String sentence) throws IOException {
		Path file = Files.writeString(this.directory.resolve("otlp.conf"), "# Settings\n" + line + "\n");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OtlpConfig.apply(OtlpExport.builder("http://c:4318"), Map.of(), file))
			.withMessage("%s, line 2: %s".formatted(file, sentence));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					OTEL_EXPORTER_OTLP_HEADERS                        | s3cret          | it is not written NAME=VALUE,NAME=VALUE
					OTEL_EXPORTER_OTLP_HEADERS                        | a=%zz           | a value is not percent-encoded as it should be
					OTEL_EXPORTER_OTLP_METRICS_HEADERS                | a=s3cret%0Ab    | The value of header 'a' has characters that no header can have
					OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE | both            | it is cumulative or delta
					OTEL_METRIC_EXPORT_INTERVAL                       | 10s             | '10sms' is not a duration such as 500ms, 30s, 5m or 1h
					""")
	void variableThatIsWrongIsNamedAndNoSecretSaid(String name, String value, String sentence) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OtlpConfig.apply(OtlpExport.builder("http://c:4318"), Map.of(name, value), null))
			.withMessage("%s: %s".formatted(name, sentence));
	}

	@Test
	void fileThatIsNotThereIsNamed() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OtlpConfig.apply(OtlpExport.builder("http://c:4318"), Map.of(), Path.of("/no/such/file")))
			.withMessage("/no/such/file can't be read: there is no such file");
	}

	/**
	 * Exports an increment without closing, so that the interval is that of the settings.
	 */
	@SuppressWarnings("unchecked")
	private void export(Map<String, String> environment, String file) throws IOException {
		OtlpExport.Builder builder = OtlpExport.builder("http://127.0.0.1:" + this.collector.getAddress().getPort());
		OtlpConfig.apply(builder, environment,
				(file != null) ? Files.writeString(this.directory.resolve("otlp.conf"), file) : null);
		try (OtlpExport export = builder.build()) {
			StreamListener<Object> target = (StreamListener<Object>) export.addTarget(new TargetNames("shop"));
			target.opened("shop");
			Object series = target.series(new SeriesKey(Kind.COUNTER, "orders", Map.of()));
			target.event(series, Operation.INCREMENT_COUNTER, 1, 1, 0);
			export.start();
			RunningExporter.await().until(() -> !this.headers.isEmpty());
		}
	}

	private AggregationTemporality temporality() {
		return this.requests.get(0)
			.getResourceMetrics(0)
			.getScopeMetrics(0)
			.getMetrics(0)
			.getSum()
			.getAggregationTemporality();
	}

}
