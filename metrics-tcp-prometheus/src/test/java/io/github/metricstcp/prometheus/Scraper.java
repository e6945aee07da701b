package io.github.metricstcp.prometheus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;

import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_36_2.Metrics.MetricFamily;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scraper, over a real connection.
 */
final class Scraper {

	/**
	 * What Prometheus asks for if it has native histograms.
	 */
	static final String PROTOBUF = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
			+ "encoding=delimited,application/openmetrics-text;version=1.0.0,"
			+ "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

	private final HttpClient client = HttpClient.newHttpClient();

	private final URI uri;

	Scraper(URI uri) {
		this.uri = uri;
	}

	HttpResponse<byte[]> get(String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.uri);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
	}

	/**
	 * Begins to scrape, and does not wait for the answer.
	 */
	CompletableFuture<HttpResponse<byte[]>> getLater() {
		return this.client.sendAsync(HttpRequest.newBuilder(this.uri).build(), HttpResponse.BodyHandlers.ofByteArray());
	}

	/**
	 * Returns the samples of the text format by names and labels.
	 */
	Map<String, Double> samples() throws IOException, InterruptedException {
		Map<String, Double> samples = new LinkedHashMap<>();
		text("text/plain").lines().filter((line) -> !line.startsWith("#")).forEach((line) -> {
			int space = line.lastIndexOf(' ');
			String value = line.substring(space + 1).replace("Inf", "Infinity");
			assertThat(samples.put(line.substring(0, space), Double.valueOf(value))).as("sample before: %s", line)
				.isNull();
		});
		return samples;
	}

	String text(String accept) throws IOException, InterruptedException {
		HttpResponse<byte[]> response = get("Accept", accept);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith(accept.split(";", -1)[0]);
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	/**
	 * Returns the metrics of the format with Protocol Buffers by their names, which were
	 * sent compressed.
	 */
	Map<String, MetricFamily> families() throws IOException, InterruptedException {
		HttpResponse<byte[]> response = get("Accept", PROTOBUF, "Accept-Encoding", "gzip");
		assertThat(response.headers().firstValue("content-type").orElseThrow())
			.startsWith("application/vnd.google.protobuf");
		assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
		Map<String, MetricFamily> families = new LinkedHashMap<>();
		try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
			for (MetricFamily family = MetricFamily.parseDelimitedFrom(in); family != null; family = MetricFamily
				.parseDelimitedFrom(in)) {
				assertThat(families.put(family.getName(), family)).as(family.getName()).isNull();
			}
		}
		return families;
	}

}
