package io.github.metricstcp.page;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of two shops over a time of their own, which is asked through its address.
 */
abstract class ApiFixture {

	/**
	 * 2023-11-14T22:14:00Z.
	 */
	static final long BEGINNING = 1_700_000_040;

	private static final ObjectMapper JSON = new ObjectMapper();

	private volatile long nanos = BEGINNING * TimeSource.NANOS_PER_SECOND;

	final ObserverModel model = new ObserverModel(() -> this.nanos, 1000, "maxSeries", 1 << 20);

	final TargetModel shop = this.model.addTarget(new TargetNames("shop", "10.0.0.1:5000", "shop"));

	final TargetModel other = this.model.addTarget("other");

	final LivePage page = LivePage.builder(this.model).port(0).build();

	final URI address = this.page.start();

	final HttpClient http = HttpClient.newHttpClient();

	@AfterEach
	void close() {
		this.page.close();
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
	}

	final void set(TargetModel target, String name, double value) {
		Series gauge = target.series(new SeriesKey(Kind.GAUGE, name, Map.of()));
		target.event(gauge, Operation.SET_GAUGE, Double.doubleToRawLongBits(value), 0, 0);
	}

	final void increment(TargetModel target, String name, String label, String value, long amount) {
		Series counter = target.series(new SeriesKey(Kind.COUNTER, name, Map.of(label, value)));
		target.event(counter, Operation.INCREMENT_COUNTER, amount, 0, 0);
	}

	final void sample(TargetModel target, String name, String label, String value, double sample) {
		Series histogram = target.series(new SeriesKey(Kind.HISTOGRAM, name, Map.of(label, value)));
		target.event(histogram, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(sample), 0, 0);
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
