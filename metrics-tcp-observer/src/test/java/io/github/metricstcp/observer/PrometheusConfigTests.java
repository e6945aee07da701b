package io.github.metricstcp.observer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.prometheus.PrometheusEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link PrometheusConfig}.
 */
class PrometheusConfigTests {

	@TempDir
	private Path directory;

	@Test
	void settingsOfTheFileHold() throws Exception {
		String text = scrape(
				"# Settings\nbuckets = 1, 10\nbuckets.order.size = 2.5\nhistograms = both\ntoken = s3cret-token\n");
		assertThat(text)
			.contains("wait_bucket{le=\"1.0\"} 0", "wait_bucket{le=\"10.0\"} 1", "order_size_bucket{le=\"2.5\"} 0")
			.doesNotContain("order_size_bucket{le=\"10.0\"}");
	}

	@Test
	void nativeHistogramsHaveNoBucketsInText() throws Exception {
		assertThat(scrape("histograms = Native\ntoken = s3cret-token")).contains("wait_bucket{le=\"+Inf\"} 1")
			.doesNotContain("wait_bucket{le=\"10.0\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			histograms = some | histograms are classic, native or both
			buckets = 1, x    | bounds are numbers with commas between them
			buckets = 2, 1    | Bounds must be numbers, each greater than the one before
			buckets.a =       | 'buckets.a' has no value
			token = s3cret    | A token has at least 8 visible characters of ASCII
			interval = 3s     | there is no key 'interval', but histograms, buckets, buckets.NAME and token
			s3cret            | it is not written KEY = VALUE
			""")
	void lineThatIsWrongIsNamedAndNoSecretSaid(String line, String sentence) throws IOException {
		Path file = Files.writeString(this.directory.resolve("prometheus.conf"), "# Settings\n" + line + "\n");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> PrometheusConfig.apply(PrometheusEndpoint.builder(), file))
			.withMessage("%s, line 2: %s".formatted(file, sentence));
	}

	@Test
	void fileThatIsNotUtf8IsSaid() throws IOException {
		Path file = Files.write(this.directory.resolve("prometheus.conf"), new byte[] { '#', (byte) 0xe9, '\n' });
		assertThatIllegalArgumentException()
			.isThrownBy(() -> PrometheusConfig.apply(PrometheusEndpoint.builder(), file))
			.withMessage("%s can't be read: it is not UTF-8".formatted(file));
	}

	@SuppressWarnings("unchecked")
	private String scrape(String settings) throws IOException, InterruptedException {
		PrometheusEndpoint.Builder builder = PrometheusEndpoint.builder().port(0);
		PrometheusConfig.apply(builder, Files.writeString(this.directory.resolve("prometheus.conf"), settings));
		try (PrometheusEndpoint endpoint = builder.build()) {
			URI uri = endpoint.start();
			StreamListener<Object> target = (StreamListener<Object>) endpoint.addTarget(new TargetNames("shop"));
			target.opened("shop");
			for (String name : new String[] { "wait", "order.size" }) {
				Object series = target.series(new SeriesKey(Kind.HISTOGRAM, name, Map.of()));
				target.event(series, Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(5), 1, 0);
			}
			HttpRequest request = HttpRequest.newBuilder(uri).header("Authorization", "Bearer s3cret-token").build();
			return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
		}
	}

}
