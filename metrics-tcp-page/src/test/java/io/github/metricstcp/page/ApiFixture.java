package io.github.metricstcp.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A page of two shops over a time of their own, which is asked through its address.
 */
abstract class ApiFixture {

	/**
	 * 2023-11-14T22:14:00Z.
	 */
	static final long BEGINNING = 1_700_000_040;

	private static final ObjectMapper JSON = new ObjectMapper();

	// Of each class its own: they run in two processes
	@TempDir
	private static Path directory;

	private volatile long nanos = BEGINNING * TimeSource.NANOS_PER_SECOND;

	final ObserverModel model = new ObserverModel(() -> this.nanos, 1000, "maxSeries", 1 << 20);

	final TargetModel shop = this.model.addTarget(new TargetNames("shop", "10.0.0.1:5000", "shop"));

	final TargetModel other = this.model.addTarget("other");

	final Baseline baseline = baseline(() -> this.nanos);

	private final Map<TargetModel, StreamListener<?>> compared = Map.of(this.shop,
			this.baseline.listener(this.shop.names()), this.other, this.baseline.listener(this.other.names()));

	final LivePage page = LivePage.builder(this.model).baseline(this.baseline).port(0).build();

	final URI address = this.page.start();

	final HttpClient http = HttpClient.newHttpClient();

	@AfterEach
	void close() {
		this.page.close();
		this.baseline.close();
	}

	/**
	 * Returns a recording of ten seconds, of the shop alone with half as many orders and
	 * slow requests that were faster.
	 */
	private static Baseline baseline(TimeSource time) {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int second = 0; second <= 10; second++) {
			frames.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.COUNTER, "orders", Map.of("product", "tea")),
					Operation.INCREMENT_COUNTER, (second < 10) ? 3 : 0, 1_600_000_000 + second, 0));
			frames
				.writeBytes(FrameEncoder.encode(new SeriesKey(Kind.HISTOGRAM, "http.requests", Map.of("uri", "/slow")),
						Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(0.5), 1_600_000_000 + second, 0));
		}
		try {
			Files.write(before(), frames.toByteArray());
			return new Baseline(List.of(before().toString()), time, 100);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the recording.
	 */
	static Path before() {
		return directory.resolve("before.bin");
	}

	/**
	 * Waits until all of the recording was compared.
	 */
	final void awaitComparison() {
		await().atMost(Duration.ofSeconds(20)).until(() -> this.baseline.comparison().complete());
	}

	/**
	 * Lets two shops have orders, a queue and requests in the first ten seconds.
	 */
	final void tenSeconds() {
		this.shop.opened("10.0.0.1:5000");
		this.other.opened("10.0.0.2:5000");
		this.shop.metadata(new Metadata(Kind.HISTOGRAM, "http.requests", "seconds", "Requests <b>answered</b>"));
		for (int second = 0; second < 10; second++) {
			time(BEGINNING + second);
			set(this.shop, "queue", second);
			increment(this.shop, "orders", "product", "tea", 2);
			increment(this.shop, "orders", "product", "\"<script>", 1);
			increment(this.other, "orders", "product", "tea", 4);
			for (int i = 0; i < 9; i++) {
				sample(this.shop, "http.requests", "uri", "/fast", 0.01);
			}
			sample(this.shop, "http.requests", "uri", "/slow", 2);
		}
		time(BEGINNING + 10);
	}

	/**
	 * Lets the garbage collector stop a shop.
	 */
	final void pause() {
		sample(this.shop, "jvm.gc.pause", "cause", "System.gc()", 0.12);
	}

	final void time(long second) {
		this.nanos = second * TimeSource.NANOS_PER_SECOND;
		this.shop.received(0);
		this.other.received(0);
		this.compared.values().forEach((target) -> target.received(0));
	}

	/**
	 * Lets a metric of a target have a unit and a description, in the comparison too.
	 */
	final void describe(TargetModel target, Metadata metadata) {
		target.metadata(metadata);
		this.compared.getOrDefault(target, target).metadata(metadata);
	}

	private void event(TargetModel target, SeriesKey key, Operation operation, long operand) {
		event((StreamListener<Series>) target, key, operation, operand);
		event(this.compared.getOrDefault(target, target), key, operation, operand);
	}

	private static <S> void event(StreamListener<S> target, SeriesKey key, Operation operation, long operand) {
		target.event(target.series(key), operation, operand, 0, 0);
	}

	final void set(TargetModel target, String name, double value) {
		event(target, new SeriesKey(Kind.GAUGE, name, Map.of()), Operation.SET_GAUGE,
				Double.doubleToRawLongBits(value));
	}

	final void increment(TargetModel target, String name, String label, String value, long amount) {
		event(target, new SeriesKey(Kind.COUNTER, name, Map.of(label, value)), Operation.INCREMENT_COUNTER, amount);
	}

	final void sample(TargetModel target, String name, String label, String value, double sample) {
		event(target, new SeriesKey(Kind.HISTOGRAM, name, Map.of(label, value)), Operation.RECORD_HISTOGRAM,
				Double.doubleToRawLongBits(sample));
	}

	static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	final HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.address.resolve("/api/v1/" + path)).timeout(Duration.ofSeconds(30));
	}

	final HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	final JsonNode get(String path) throws Exception {
		return ask(path, 200);
	}

	/**
	 * Returns the sentence of a request that fails.
	 */
	final String error(String path, int status) throws Exception {
		return ask(path, status).get("error").asText();
	}

	private JsonNode ask(String path, int status) throws Exception {
		HttpResponse<String> response = send(request(path));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
		return parse(response.body());
	}

	static JsonNode parse(String text) throws Exception {
		return JSON.readTree(text);
	}

}
