package io.github.metricstcp.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link LivePage} through its address, as a browser asks.
 */
class LivePageTests {

	private final ObserverModel model = new ObserverModel(TimeSource.system(), 1000, "maxSeries", 1 << 20);

	private final TargetModel target = this.model.addTarget("shop");

	private final LivePage page = LivePage.builder(this.model).port(0).build();

	private final URI address = this.page.start();

	private final HttpClient http = HttpClient.newHttpClient();

	@AfterEach
	void close() {
		this.page.close();
	}

	private HttpResponse<String> get(String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.address.resolve(path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Returns the first document of a stream.
	 */
	private String live(String query) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(this.address.resolve("api/v1/live?" + query)).build();
		HttpResponse<InputStream> response = this.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
		assertThat(response.headers().firstValue("content-type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("text/event-stream"));
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			String line = reader.readLine();
			assertThat(line).startsWith("data: ");
			assertThat(reader.readLine()).isEmpty();
			return line.substring("data: ".length());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/index.html", "/page.js", "/page.css", "/uPlot.iife.min.js", "/uPlot.min.css" })
	void filesOfThePageAreServedWithAPolicy(String path) throws Exception {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isNotEmpty();
		Map<String, List<String>> headers = response.headers().map();
		assertThat(headers.get("content-security-policy")).singleElement()
			.asString()
			.contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
			.doesNotContain("unsafe");
		assertThat(headers.get("x-content-type-options")).containsExactly("nosniff");
		assertThat(headers.get("etag")).hasSize(1);
		assertThat(get(path, "If-None-Match", headers.get("etag").get(0)).statusCode()).isEqualTo(304);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/none.js", "/../page.css", "/%2e%2e/LivePage.class", "/LivePage.class", "/internal/",
			"//page.js", "/page.js%00" })
	void nothingElseIsServed(String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.address.toString().replaceAll("/$", "") + path))
			.build();
		assertThat(this.http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(404);
	}

	@Test
	void firstDocumentHasAllThatMatches() throws Exception {
		this.target.opened("peer");
		this.target.metadata(new Metadata(Kind.COUNTER, "shop.orders", null, "Orders <b>placed</b>"));
		Series orders = this.target.series(new SeriesKey(Kind.COUNTER, "shop.orders", Map.of("product", "<script>")));
		this.target.event(orders, Operation.SET_COUNTER, 42, 0, 0);
		this.target.series(new SeriesKey(Kind.COUNTER, "jvm.threads", Map.of()));
		String document = live("view=overview&filter=shop.*");
		assertThat(document).contains("\"whole\":true", "\"name\":\"shop.orders\"", "\"value\":42",
				"\"description\":\"Orders <b>placed</b>\"", "\"state\":\"connected\"");
		assertThat(document).doesNotContain("jvm.threads");
		assertThat(live("view=metric&id=c:shop.orders&by=product")).contains("\"key\":\"<script>\"",
				"\"labels\":{\"product\":\"<script>\"}");
	}

	@Test
	void badParametersAreSaidInASentence() throws Exception {
		HttpResponse<String> response = get("/api/v1/live?window=soon");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
		assertThat(response.body()).isEqualTo(
				"{\"error\":\"window is a whole number from 10 to 3600, but is \\\"soon\\\"\",\"parameter\":null}");
		assertThat(get("/api/v1/live?view=none").body()).contains("There is no view \\\"none\\\"");
		assertThat(get("/api/v1/live?filter=~(").statusCode()).isEqualTo(400);
		assertThat(get("/api/v1/brush?above=much").body()).contains("above is a number, but is \\\"much\\\"");
		assertThat(get("/api/v1/report?window=1").body()).contains("window is a whole number");
	}

	@Test
	void pageThatWatchesTheModelIsNotHeldUpByOthersThatDoNotRead() throws Exception {
		for (int i = 0; i < 10; i++) {
			HttpRequest request = HttpRequest.newBuilder(this.address.resolve("api/v1/live?view=overview")).build();
			this.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
		}
		assertThat(live("view=overview")).contains("\"whole\":true");
	}

	@Test
	void reportIsDownloadedAsAFile() throws Exception {
		this.target.opened("peer");
		this.target.series(new SeriesKey(Kind.COUNTER, "shop.orders", Map.of()));
		this.target.series(new SeriesKey(Kind.COUNTER, "jvm.threads", Map.of()));
		HttpResponse<String> response = get("/api/v1/report?window=60&filter=shop.*");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
		assertThat(response.headers().firstValue("content-disposition").orElseThrow())
			.matches("attachment; filename=\"metrics-\\d{8}-\\d{6}\\.html\"");
		assertThat(response.body()).startsWith("<!doctype html>")
			.contains("\"id\":\"c:shop.orders\"", "\"slots\":60")
			.doesNotContain("jvm.threads");
		assertThat(get("/api/v1/report?window=soon").statusCode()).isEqualTo(400);
		assertThat(get("/api/v1/report?pin=g:shop.stock~~%25zz").statusCode()).isEqualTo(400);
		await()
			.untilAsserted(() -> assertThat(get("/api/v1/report").statusCode()).as("after the other").isEqualTo(200));
	}

	@Test
	void portThatIsTakenIsSaid() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			LivePage second = LivePage.builder(this.model).port(taken.getLocalPort()).build();
			assertThatExceptionOfType(PageBindException.class).isThrownBy(second::start)
				.withMessageStartingWith("The live page cannot be served at ")
				.withMessageContaining(String.valueOf(taken.getLocalPort()));
			second.close();
		}
	}

	@Test
	void addressIsTheSameWhateverTheLocaleOfTheMachine() {
		Locale locale = Locale.getDefault(Locale.Category.FORMAT);
		// Whose digits are others
		Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG"));
		try (LivePage open = LivePage.builder(this.model).port(0).build()) {
			assertThat("%d".formatted(5)).isNotEqualTo("5");
			assertThat(open.start().toString()).matches("http://127\\.0\\.0\\.1:[0-9]+/");
		}
		finally {
			Locale.setDefault(Locale.Category.FORMAT, locale);
		}
	}

	@Test
	void tokenHasAtLeast16OfSomeCharacters() {
		assertThat(LivePage.isToken("abcDEF-_01234567")).isTrue();
		assertThat(LivePage.isToken("abcDEF-_0123456")).isFalse();
		assertThat(LivePage.isToken("abcDEF-_01234567.")).isFalse();
		assertThat(LivePage.isToken("abcDEF-_01234567\n")).isFalse();
	}

	@Test
	void tokenIsNotKeptWhereNoneIsAskedFor() throws Exception {
		HttpResponse<String> response = get("?token=0123456789abcdef");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("set-cookie")).isEmpty();
	}

	@Test
	void widerAddressNeedsAToken() throws Exception {
		InetAddress any = InetAddress.getByName("0.0.0.0");
		assertThatIllegalArgumentException().isThrownBy(() -> LivePage.builder(this.model).address(any).build())
			.withMessage(
					"At 0.0.0.0 anyone who can reach this machine could read all metrics: that needs a token, or TLS with certificates of clients");
		assertThatIllegalArgumentException().isThrownBy(() -> LivePage.builder(this.model).token("secret"));
		try (LivePage open = LivePage.builder(this.model).address(any).port(0).token("0123456789abcdef").build()) {
			URI link = open.start();
			assertThat(link.toString()).matches("http://localhost:\\d+/\\?token=0123456789abcdef");
			HttpResponse<String> withoutToken = this.http.send(HttpRequest.newBuilder(link.resolve("/")).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(withoutToken.statusCode()).isEqualTo(401);
			HttpResponse<String> first = this.http.send(HttpRequest.newBuilder(link).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(first.statusCode()).isEqualTo(303);
			String cookie = first.headers().firstValue("set-cookie").orElseThrow();
			assertThat(cookie).contains("HTTPOnly", "SameSite=Strict");
			HttpResponse<String> second = this.http.send(HttpRequest.newBuilder(link.resolve("/"))
				.header("Cookie", cookie.substring(0, cookie.indexOf(';')))
				.build(), HttpResponse.BodyHandlers.ofString());
			assertThat(second.statusCode()).isEqualTo(200);
		}
	}

}
