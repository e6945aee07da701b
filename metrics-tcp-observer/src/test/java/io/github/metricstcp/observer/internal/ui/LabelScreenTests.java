package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.style.Modifier;
import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the labels on the {@link ObserverScreen}: which of them a row shows, and
 * where.
 */
class LabelScreenTests {

	private static final String REQUESTS = "http.server.requests";

	private static final String LONG_URI = "/customers/{customer}/addresses/{address}/orders/{order}/items/{item}";

	private final WatchedShop shop = new WatchedShop();

	private final TargetModel target = this.shop.connect(WatchedShop.ADDRESS);

	@ParameterizedTest
	@CsvSource({ "60,15", "80,15", "120,15", "200,15" })
	void requestsThatDifferInTheirUriAreToldApartByIt(int width, int height) {
		serve("GET /products 200", "GET /orders/{id} 200", "GET /customers/{id}/orders 200");
		Buffer screen = expand(width, height);
		Screens.assertLooksLike("labels-uri-" + width + "x" + height, screen);
		assertThat(rows(screen)).allMatch((row) -> row.startsWith("    uri=/")).hasSize(3);
		assertThat(labelCells(screen)).doesNotHaveDuplicates().hasSize(3);
		assertThat(Screens.lines(screen).get(3)).as("what they have in common").startsWith("▾ http.server.requests ×3");
	}

	@ParameterizedTest
	@CsvSource({ "60,15", "80,15", "120,15", "200,15" })
	void requestsThatDifferInUriAndStatusAreToldApartByBoth(int width, int height) {
		serve("GET /products 200", "GET /products 404", "GET /orders/{id} 200", "GET /orders/{id} 404",
				"GET /accounts/{id} 200", "GET /baskets/{id} 200");
		Buffer screen = expand(width, height);
		Screens.assertLooksLike("labels-uri-status-" + width + "x" + height, screen);
		assertThat(rows(screen)).allMatch((row) -> row.matches("    uri=/\\S+ status=\\d{3}.*"));
		assertThat(labelCells(screen)).doesNotHaveDuplicates().hasSize(6);
	}

	@ParameterizedTest
	@CsvSource({ "60,15", "80,15", "120,15", "200,15" })
	void requestsThatDifferInTheirMethodToo(int width, int height) {
		serve("GET /orders 200", "POST /orders 201", "POST /orders 409", "GET /products 200", "PUT /products 200",
				"GET /products 404", "DELETE /products 200");
		Buffer screen = expand(width, height);
		Screens.assertLooksLike("labels-method-" + width + "x" + height, screen);
		assertThat(labelCells(screen)).doesNotHaveDuplicates()
			.hasSize(7)
			.allMatch((cell) -> cell.matches("uri=/\\S+ method=\\S+ status=\\S.*"));
	}

	@Test
	void atTwoHundredColumnsNoLabelIsCutAndTheTrendIsWide() {
		serve("GET /customers/{id}/orders 200", "GET /customers/{id}/orders/{order} 404",
				"POST /customers/{id}/orders 201", "POST /customers/{id}/orders 409");
		Buffer screen = expand(200, 20);
		assertThat(String.join("\n", Screens.lines(screen))).doesNotContain("…");
		assertThat(Screens.lines(screen).get(2)).hasSize(198).endsWith("LAST 5 MIN");
		assertThat(trendWidth(screen)).isEqualTo(60);
	}

	@Test
	void labelsInCommonAreFaint() {
		serve("GET /products 200", "GET /orders 200");
		expand(200, 15);
		Buffer screen = this.shop.press(KeyCode.DOWN).look(200, 15);
		int x = Screens.lines(screen).get(3).indexOf("exception=none");
		assertThat(x).isPositive();
		assertThat(screen.get(x, 3).style().effectiveModifiers()).contains(Modifier.DIM);
	}

	@Test
	void labelsInCommonAreThoseOfTheSeriesThatMatch() {
		serve("GET /products 200", "GET /products 404", "GET /orders 200", "POST /orders 201");
		this.shop.type("/uri=/products").press(KeyCode.ENTER);
		Buffer screen = expand(200, 15);
		assertThat(Screens.lines(screen).get(3)).contains("×2 of 4", "method=GET", "uri=/products");
		assertThat(rows(screen)).extracting((row) -> row.strip().replaceFirst(" .*", ""))
			.containsExactly("status=200", "status=404");
	}

	@ParameterizedTest
	@ValueSource(ints = { 60, 80, 130, 200 })
	void theSelectedRowHasAllItsLabelsInALineOfItsOwn(int width) {
		serve("GET /products 200", "GET /products 404", "GET /orders 200");
		expand(width, 15);
		this.shop.press(KeyCode.DOWN);
		assertThat(line(width)).startsWith(" http.server.requests  uri=/orders status=200 ");
		this.shop.press(KeyCode.DOWN, KeyCode.DOWN);
		assertThat(line(width)).startsWith(" http.server.requests  uri=/products status=404 ");
		this.shop.press(KeyCode.UP, KeyCode.UP, KeyCode.UP);
		assertThat(line(width)).startsWith(" http.server.requests  uri=2 values status=2 values ");
	}

	@Test
	void theLineOfTheSelectedRowHasTheWholeNameOfASeries() {
		String name = "shop." + "a.very.long.name.".repeat(2) + "of.a.gauge";
		WatchedShop.set(this.target, name, Map.of("product", "decaf", "aisle", "7"), 1);
		assertThat(Screens.lines(this.shop.look(60, 15)).get(3)).contains("…");
		assertThat(line(80)).isEqualTo(" " + name + "  aisle=7 product=decaf");
	}

	@Test
	void labelsAreMovedSidewaysUntilTheirEndsAreSeen() {
		serve("GET " + LONG_URI + " 200", "GET " + LONG_URI + " 404", "GET /orders 200");
		expand(80, 15);
		this.shop.press(KeyCode.DOWN, KeyCode.DOWN);
		assertThat(row(1)).startsWith("    uri=/customers/{customer}/add").doesNotContain("‹").contains("… ");
		assertThat(line(80)).startsWith(" http.server.requests  uri=").endsWith("…").hasSize(80);
		this.shop.type(">");
		assertThat(row(1)).startsWith("    ‹");
		assertThat(line(80)).startsWith(" ‹er.requests  uri=");
		Screens.assertLooksLike("labels-moved", this.shop.look(80, 15));
		this.shop.type(">".repeat(50));
		assertThat(row(1)).startsWith("    ‹").contains("404 outcome=CLIENT_ERROR ").doesNotContain("…");
		assertThat(line(80)).startsWith(" ‹").endsWith("exception=none method=GET").hasSize(80);
		this.shop.type("<".repeat(20));
		assertThat(row(1)).startsWith("    uri=/customers");
		assertThat(line(80)).startsWith(" http.server.requests  uri=");
	}

	@Test
	void columnsMoveAtOnceForLongerLabelsAndNotBackByThemselves() {
		serve("GET /a 200", "GET /b 200");
		expand(80, 15);
		int narrow = trendWidth(this.shop.look(80, 15));
		serve("GET /customers/{id}/orders 200");
		int wide = trendWidth(this.shop.look(80, 15));
		assertThat(wide).isLessThan(narrow);
		IntStream.range(0, 30).forEach((i) -> sample("GET /z" + i + " 200", 0.001));
		this.shop.press(KeyCode.END);
		assertThat(trendWidth(this.shop.look(80, 15))).isEqualTo(wide);
		this.shop.press(KeyCode.LEFT);
		assertThat(trendWidth(this.shop.look(80, 15))).isGreaterThan(wide);
	}

	@Test
	void seriesAreInTheOrderOfTheLabelsThatTheyShow() {
		serve("POST /a 200", "GET /b 200", "GET /a 404", "PUT /c 200");
		assertThat(rows(expand(120, 15))).extracting((row) -> row.strip().replaceFirst(" (method|outcome).*", ""))
			.isSorted();
	}

	/**
	 * Serves requests, each written as method, URI and status.
	 */
	private void serve(String... requests) {
		this.target.metadata(new Metadata(Kind.HISTOGRAM, REQUESTS, "seconds", null));
		for (int second = 0; second < 12; second++) {
			for (int i = 0; i < requests.length; i++) {
				sample(requests[i], 0.001 * (1 + i + second % 5));
			}
			this.shop.pass(Duration.ofSeconds(1));
		}
	}

	private void sample(String request, double seconds) {
		String[] parts = request.split(" ", -1);
		Map<String, String> labels = new TreeMap<>(
				Map.of("method", parts[0], "uri", parts[1], "status", parts[2], "exception", "none"));
		labels.put("outcome", parts[2].startsWith("2") ? "SUCCESS" : "CLIENT_ERROR");
		WatchedShop.sample(this.target, REQUESTS, labels, seconds);
	}

	private Buffer expand(int width, int height) {
		this.shop.look(width, height);
		return this.shop.press(KeyCode.RIGHT).look(width, height);
	}

	private String row(int index) {
		return rows(this.shop.look(80, 15)).get(index);
	}

	/**
	 * Returns the labels, as they are seen, of the rows of series below their metric, and
	 * their targets.
	 */
	static List<String> labelCells(Buffer screen) {
		List<String> lines = Screens.lines(screen);
		int heading = IntStream.range(0, lines.size())
			.filter((y) -> lines.get(y).startsWith("METRIC"))
			.findFirst()
			.orElseThrow();
		int value = lines.get(heading).indexOf("VALUE");
		int shown = lines.get(heading).indexOf("SHOWN");
		int end = (shown >= 0) ? shown : value + "VALUE".length() - Column.VALUE.width();
		return lines.subList(heading + 1, screen.height() - 2)
			.stream()
			.filter((row) -> row.startsWith("   "))
			.map((row) -> row.substring(0, end).strip().replaceFirst("^! ", ""))
			.toList();
	}

	/**
	 * Returns the rows below the first one.
	 */
	private static List<String> rows(Buffer screen) {
		return Screens.lines(screen).subList(4, screen.height() - 2).stream().filter((row) -> !row.isEmpty()).toList();
	}

	private String line(int width) {
		return Screens.lines(this.shop.look(width, 15)).get(13);
	}

	private static int trendWidth(Buffer screen) {
		// The last column, up to the blank before the scroll bar
		String heading = Screens.lines(screen).get(2);
		String before = heading.contains("MAX") ? "MAX" : (heading.contains("P99") ? "P99" : "RATE/10s");
		return screen.width() - 2 - (heading.indexOf(before) + before.length() + 1);
	}

}
