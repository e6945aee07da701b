package io.github.metricstcp.browser;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the page of one metric, against the numbers of the {@link Shop}.
 */
@BrowserTest
class MetricIT {

	private static final Percentage MOMENT = Percentage.withPercentage(10);

	private static final int FAST = 950;

	private static final int SLOW = 50;

	private final Browser browser;

	private final MetricPage metric;

	private final Shop shop;

	MetricIT(Browser browser, Shop shop) {
		this.browser = browser;
		this.metric = new MetricPage(browser);
		this.shop = shop;
	}

	private void open(String view) {
		this.metric.open(this.shop.link(), view);
	}

	private Map<String, Double> lines() {
		return this.metric.lines();
	}

	private List<Map<String, String>> rows() {
		return this.metric.rows();
	}

	private List<String> column(String name) {
		return this.metric.column(name);
	}

	/**
	 * Returns the sums of a column of numbers, by the values of a label.
	 */
	private Map<String, Double> sums(String label, String column) {
		ToDoubleFunction<Map<String, String>> number = (row) -> Shown.value(row.getOrDefault(column, ""));
		return rows().stream()
			.collect(Collectors.groupingBy((row) -> row.getOrDefault(label, ""), Collectors.summingDouble(number)));
	}

	@Test
	void clickOnACardOpensItsMetric() {
		this.browser.open(this.shop.link());
		await().until(() -> this.browser.texts(".card h3").contains("http.requests"));
		this.browser.click(".card h3", "http.requests");
		await().until(() -> this.browser.text("main h2").contains("http.requests"));
		assertThat(this.browser.text(".metric")).contains("histogram of seconds");
		assertThat(this.browser.hash()).contains("page=metric").contains("id=h:http.requests");
		this.browser.back();
		await().until(() -> this.browser.texts(".card h3").contains("shop.orders"));
	}

	@Test
	void splitByALabelHasALineForEachValue() {
		open("id=c:shop.orders");
		await().until(() -> this.browser.texts("#by option").contains("product"));
		this.browser.choose("#by", "product");
		await().untilAsserted(() -> {
			assertThat(lines()).containsOnlyKeys("espresso", "latte", "mocha");
			assertThat(lines().get("espresso")).isCloseTo(Shop.ESPRESSO_RATE, MOMENT);
			assertThat(lines().get("latte")).isCloseTo(Shop.LATTE_RATE, MOMENT);
			assertThat(lines().get("mocha")).isCloseTo(Shop.MOCHA_RATE, MOMENT);
		});
		await().untilAsserted(() -> {
			assertThat(column("product")).hasSize(5);
			assertThat(sums("product", "rate").get("espresso")).isCloseTo(Shop.ESPRESSO_RATE, MOMENT);
			assertThat(sums("product", "rate").get("latte")).isCloseTo(Shop.LATTE_RATE, MOMENT);
		});
		assertThat(this.browser.<List<Number>>run(
				"""
						const canvas = document.querySelector('.plot canvas');
						const data = pixelsOf(canvas);
						const pixels = new Map();
						for (let i = 0; i < data.length; i += 4) {
						  const colour = '#' + [...data.slice(i, i + 3)].map((part) => part.toString(16).padStart(2, '0')).join('');
						  pixels.set(colour, (pixels.get(colour) || 0) + 1);
						}
						const style = getComputedStyle(document.documentElement);
						return ['--line-1', '--line-2', '--line-3'].map((name) => pixels.get(style.getPropertyValue(name).trim()) || 0)"""))
			.as("pixels of each line")
			.allSatisfy((pixels) -> assertThat(pixels.intValue()).isGreaterThan(2));
	}

	@Test
	void tableHasTheTotalOfEachSeries() {
		open("id=c:shop.refunds&by=product");
		await().until(() -> rows().size() == 4);
		assertThat(sums("product", "value")).isEqualTo(Map.of("espresso", 8.0, "latte", 7.0, "mocha", 11.0));
		assertThat(sums("reason", "value")).isEqualTo(Map.of("cold", 10.0, "late", 16.0));
	}

	@Test
	void columnsSortTheTable() {
		open("id=c:shop.refunds");
		await().until(() -> rows().size() == 4);
		this.browser.click(".tablebox th button", "value");
		await().until(() -> column("value").equals(List.of("11", "7", "5", "3")));
		assertThat(this.browser
			.<String>run("return [...document.querySelectorAll('.tablebox th')].at(-1).getAttribute('aria-sort')"))
			.isEqualTo("descending");
		this.browser.click(".tablebox th button", "value");
		await().until(() -> column("value").equals(List.of("3", "5", "7", "11")));
		this.browser.click(".tablebox th button", "product");
		await().until(() -> column("product").equals(List.of("espresso", "espresso", "latte", "mocha")));
	}

	@Test
	void slowestOfMoreSeriesThanTheTableHasRoomForIsFoundBySorting() {
		for (int i = 0; i < 250; i++) {
			this.shop.record("kitchen.wash", "cup-%03d".formatted(i), Duration.ofMillis(1), 1);
		}
		this.shop.record("kitchen.wash", "pan", Duration.ofMillis(900), 1);
		await().until(() -> {
			open("id=h:kitchen.wash");
			return this.browser.text(".description").contains("251 series");
		});
		assertThat(column("product")).hasSize(200).doesNotContain("pan");
		assertThat(this.browser.text(".more")).startsWith("200 of 251 series: those with the greatest rates");
		this.browser.click(".tablebox th button", "max");
		await().until(() -> {
			this.shop.record("kitchen.wash", "pan", Duration.ofMillis(900), 1);
			return column("product").get(0).equals("pan");
		});
		assertThat(this.browser.text(".more")).startsWith("200 of 251 series: those with the greatest max.");
		assertThat(this.browser.hash()).contains("order=-max");
		assertThat(Integer.parseInt(column("count").get(0))).isPositive();
		this.browser.click(".tablebox th button", "product");
		await().until(() -> column("product").get(0).equals("cup-000"));
	}

	@Test
	void metricWithoutLabelsHasNothingToBeSplitBy() {
		open("id=g:shop.cache");
		await().until(() -> this.browser.text(".description").contains("gauge"));
		await().until(() -> !this.browser.find("#by").isDisplayed());
		open("id=c:shop.orders");
		await().until(() -> this.browser.find("#by").isDisplayed());
	}

	@Test
	void labelThatIsClickedFilters() {
		open("id=c:shop.refunds");
		await().until(() -> rows().size() == 4);
		this.browser.click(".tablebox td button", "latte");
		await().until(() -> rows().size() == 1);
		assertThat(column("value")).containsExactly("7");
		assertThat(this.browser.hash()).contains("filter=product=latte");
		open("id=c:shop.shelves");
		await().until(() -> rows().size() == 2);
		this.browser.click(".tablebox td button", "right");
		await().until(() -> rows().size() == 1);
		assertThat(this.browser.hash()).contains("filter=label:unit=right");
	}

	@Test
	void labelMayHaveTheNameOfAFigure() {
		open("id=c:shop.shelves");
		await().until(() -> this.browser.texts(".tablebox td button").equals(List.of("left", "old", "right", "new")));
		assertThat(this.browser.texts(".tablebox td.number")).contains("2", "4");
	}

	@Test
	void columnsOfTheSameNameSortByWhatTheyHave() {
		open("id=c:shop.shelves");
		await().until(() -> this.browser.texts(".tablebox td.number").contains("4"));
		// The label "value" first, and behind it the figure
		this.browser.find(".tablebox th:nth-child(2) button").click();
		await().until(() -> this.browser.texts(".tablebox td:nth-child(2)").equals(List.of("new", "old")));
		this.browser.find(".tablebox th:last-child button").click();
		await().until(() -> this.browser.texts(".tablebox td:last-child").equals(List.of("4", "2")));
		this.browser.find(".tablebox th:last-child button").click();
		await().until(() -> this.browser.texts(".tablebox td:last-child").equals(List.of("2", "4")));
		assertThat(this.browser.texts(".tablebox th[aria-sort=ascending]")).containsExactly("value");
	}

	@Test
	void quantilesOfAGroupAreThoseOfAllItsSamples() {
		open("id=h:http.requests&by=uri&figure=p99");
		// 1 to 100 ms by one series, 101 to 200 ms by the other: no mean of their p99 is
		// that of both
		await().untilAsserted(() -> {
			assertThat(lines()).containsOnlyKeys("/orders", "/menu");
			assertThat(lines().get("/orders")).isBetween(0.198 * 0.99, 0.199 * 1.01);
			assertThat(lines().get("/menu")).isBetween(0.0099 * 0.99, 0.0100 * 1.01);
		});
		assertThat(column("p99")).hasSize(3);
		this.browser.choose("#figure", "rate");
		await().untilAsserted(() -> {
			assertThat(lines().get("/orders")).isCloseTo(200 * Shop.TICKS_A_SECOND, MOMENT);
			assertThat(lines().get("/menu")).isCloseTo(100 * Shop.TICKS_A_SECOND, MOMENT);
		});
	}

	@Test
	void dragOnTheChartZooms() {
		open("id=h:http.requests");
		await().until(() -> this.browser.number("document.querySelectorAll('.plot .u-over').length") == 1);
		this.browser.drag(".plot .u-over", 0.25, 0.5, 0.75, 0.5);
		await().until(() -> this.browser.hash().matches(".*end=\\d+.*"));
		long end = Long.parseLong(this.browser.hash().replaceAll(".*end=(\\d+).*", "$1"));
		await().until(() -> this.browser
			.number("observed.documents > 0 && observed.streams.at(-1).includes('end=') ? 1 : 0") == 1);
		assertThat(this.browser.number("(({ from, slots, step }) => from + slots * step)(JSON.parse(observed.whole))"))
			.isBetween(end - 10, end + 10);
		this.browser.back();
		await().until(() -> !this.browser.hash().contains("end="));
	}

	@Test
	void lineThatIsSwitchedOffStaysOff() {
		open("id=c:shop.orders&by=product");
		await().until(() -> lines().size() == 3);
		this.browser.click(".legend button", "latte");
		long documents = this.browser.documents();
		await().until(() -> this.browser.documents() > documents + 1);
		assertThat(this.browser.<List<String>>run(
				"return [...document.querySelectorAll('.legend button')].map((each) => each.getAttribute('aria-pressed'))"))
			.containsExactly("true", "false", "true");
		assertThat(lines()).containsKey("latte");
	}

	@Test
	void lineIsShownAloneWithTheShiftKey() {
		open("id=c:shop.orders&by=product");
		await().until(() -> lines().size() == 3);
		String click = "[...document.querySelectorAll('.legend button')][1]"
				+ ".dispatchEvent(new MouseEvent('click', { shiftKey: true, bubbles: true })); return true";
		String pressed = "return [...document.querySelectorAll('.legend button')].map((each) => each.getAttribute('aria-pressed'))";
		this.browser.run(click);
		assertThat(this.browser.<List<String>>run(pressed)).containsExactly("false", "true", "false");
		this.browser.run(click);
		assertThat(this.browser.<List<String>>run(pressed)).containsExactly("true", "true", "true");
	}

	@Test
	void heatMapHasAllSamplesAndALevelTheShareBeyondIt() {
		this.shop.record("kitchen.brew", "espresso", Duration.ofMillis(20), FAST);
		this.shop.record("kitchen.brew", "cold-brew", Duration.ofMillis(800), SLOW);
		await().until(() -> {
			open("id=h:kitchen.brew");
			return heatCount() == FAST + SLOW;
		});
		await().until(() -> this.browser.number("""
				(() => {
				  const canvas = document.querySelector('canvas.heat');
				  const data = pixelsOf(canvas);
				  return data.filter((part) => part > 0).length;
				})()""") > 0);
		this.browser.type("#level", "0.5\n");
		await().until(() -> this.browser.text(".beyond").startsWith("5.00 %"));
		assertThat(this.browser.hash()).contains("level=0.5");
	}

	@Test
	void heatMapHasTheLinesOfAllSamplesAlsoWhileItsMetricIsSplit() throws IOException {
		open("id=h:http.requests&by=uri");
		await().until(() -> lines().size() == 2);
		// Beyond the cells there are the names of the lines alone
		await().until(() -> this.browser.number("""
				(() => {
				  const canvas = document.querySelector('canvas.heat');
				  const data = pixelsOf(canvas);
				  return data.filter((part, i) => part > 0 && (i / 4) % canvas.width > canvas.width - 20).length;
				})()""") > 0);
		this.browser.pointAt("canvas.heat", 0.9, 0.5);
		await().untilAsserted(() -> {
			String said = this.browser.text("#heattip");
			assertThat(said).matches(".*: \\d+ samples? of .* · p50 .* · p90 .* · p99 .*");
			// Neither that of /menu nor that of /orders
			assertThat(Shown.value(said.replaceAll(".* p50 ([^·]*?)( ·.*|$)", "$1"))).isCloseTo(0.050,
					Percentage.withPercentage(3));
		});
		this.browser.picture("metric-split");
	}

	private long heatCount() {
		return this.browser
			.number("""
					(JSON.parse(observed.whole || '{}').heat || { columns: [] }).columns
					  .flatMap((column) => column.filter((part, i) => i % 2 === 1)).reduce((sum, count) => sum + count, 0)""");
	}

	@Test
	void regionOfTheHeatMapHasWhatIsFrequentInIt() {
		this.shop.record("kitchen.grind", "espresso", Duration.ofMillis(20), FAST);
		this.shop.record("kitchen.grind", "cold-brew", Duration.ofMillis(800), SLOW);
		await().until(() -> {
			open("id=h:kitchen.grind");
			return heatCount() == FAST + SLOW;
		});
		// The upper third of it, from one side to the other
		this.browser.drag("canvas.heat", 0.1, 0.01, 0.99, 0.33);
		await().until(() -> !this.browser.texts(".bars li").isEmpty());
		assertThat(this.browser.texts(".bars li")).singleElement()
			.asString()
			.startsWith("product=cold-brew")
			.contains("100 %")
			.contains("0 %");
		this.browser.click(".bars button", "product=cold-brew");
		await().until(() -> this.browser.hash().contains("filter=product=cold-brew"));
		await().until(() -> heatCount() == SLOW);
		// They were of other series
		assertThat(this.browser.texts(".bars li")).isEmpty();
		assertThat(this.browser.text(".heatbox .hint")).startsWith("Mark a region");
	}

	@Test
	void heatMapThatIsWatchedIsThatOfAReload() {
		this.shop.record("kitchen.toast", "brown", Duration.ofMillis(190), 90);
		open("id=h:kitchen.toast&numbers=1&level=0.2");
		await().until(() -> this.browser.text(".beyond").startsWith("0.00 %"));
		this.shop.record("kitchen.toast", "brown", Duration.ofMillis(205), 8);
		this.shop.record("kitchen.toast", "black", Duration.ofSeconds(10), 1);
		this.shop.record("kitchen.toast", "white", Duration.ofMillis(1), 1);
		await().until(() -> this.browser.text(".beyond").startsWith("9.00 %"));
		List<String> watched = this.browser.texts(".heatbox thead th");
		assertThat(watched).hasSizeGreaterThan(8);
		open("id=c:shop.orders");
		await().until(() -> !lines().isEmpty());
		open("id=h:kitchen.toast&numbers=1&level=0.2");
		await().until(() -> this.browser.text(".beyond").startsWith("9.00 %"));
		assertThat(this.browser.texts(".heatbox thead th")).isEqualTo(watched);
	}

	/**
	 * Types a level in the place of the one that is there, which is never empty
	 * meanwhile.
	 */
	private void typeOver(String level) {
		this.browser.find("#level").sendKeys(Keys.chord(Keys.CONTROL, "a"), level);
	}

	@Test
	void levelOfALinkHasItsUnitAndAnUnreadableOneIsSaid() {
		open("id=h:http.requests&level=0.2");
		await().until(() -> level().equals("200 ms"));
		typeOver("soon\n");
		await().until(() -> this.browser.text(".beyond").startsWith("\"soon\" is no level"));
		assertThat(this.browser.hash()).contains("level=0.2");
		typeOver("100ms\n");
		await().until(() -> this.browser.text(".beyond").contains("% of the samples"));
		assertThat(this.browser.hash()).contains("level=0.1");
		assertThat(level()).isEqualTo("100 ms");
		this.browser.click("main a", "All metrics");
		await().until(() -> this.browser.texts(".card h3").contains("shop.orders"));
		this.browser.click(".card h3", "shop.orders");
		await().until(() -> this.browser.hash().contains("c:shop.orders"));
		assertThat(this.browser.hash()).doesNotContain("level").doesNotContain("figure");
		assertThat(level()).isEmpty();
	}

	private String level() {
		return this.browser.run("return document.querySelector('#level').value");
	}

	@Test
	void oneRegionAtATimeIsAskedForWhileKeysMarkMany() {
		open("id=h:http.requests");
		await().until(() -> this.browser.text(".heatbox .hint").startsWith("Mark a region") && !lines().isEmpty());
		this.browser.run("""
				window.asked = { under: 0, most: 0, all: [] };
				const real = window.fetch;
				window.fetch = async (url, options) => {
				  asked.all.push(String(url));
				  asked.most = Math.max(asked.most, ++asked.under);
				  try {
				    await new Promise((resolve) => setTimeout(resolve, 100));
				    return await real(url, options);
				  } finally {
				    asked.under--;
				  }
				};
				for (let i = 0; i < 20; i++) {
				  document.querySelector('canvas.heat')
				    .dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', shiftKey: true, bubbles: true }));
				}
				return true""");
		await().until(() -> !this.browser.text(".heatbox .hint").startsWith("Mark a region"));
		assertThat(this.browser.number("asked.most")).isEqualTo(1);
		// The first one, and the last one
		assertThat(this.browser.number("asked.all.length")).isEqualTo(2);
	}

	@Test
	void onlyThePrimaryButtonMarksAndAScrollThatTakesOverEndsIt() {
		open("id=h:http.requests");
		await().until(() -> this.browser.text(".heatbox .hint").startsWith("Mark a region") && !lines().isEmpty());
		this.browser.run("""
				const canvas = document.querySelector('canvas.heat');
				canvas.setPointerCapture = () => {};
				const box = canvas.getBoundingClientRect();
				const send = (type, x, y, button) => canvas.dispatchEvent(
				  new PointerEvent(type, { clientX: box.x + x, clientY: box.y + y, button: button, bubbles: true }));
				send('pointerdown', 100, 20, 2);
				send('pointermove', 200, 120, 0);
				send('pointerup', 200, 120, 2);
				send('pointerdown', 100, 20, 0);
				send('pointermove', 110, 60, 0);
				send('pointercancel', 110, 60, 0);
				send('pointermove', 200, 120, 0);
				send('pointerup', 200, 120, 0);
				return true""");
		long documents = this.browser.documents();
		await().until(() -> this.browser.documents() > documents + 1);
		assertThat(this.browser.text(".heatbox .hint")).startsWith("Mark a region");
		assertThat(
				this.browser.<String>run("return getComputedStyle(document.querySelector('canvas.heat')).touchAction"))
			.isEqualTo("pan-y");
	}

	@Test
	void eachWayBackLeavesWhatIsOfTheMetricAlone() {
		String common = "filter=shop.*&window=60&numbers=1&sort=rate";
		String metric = "id=c:shop.orders&by=product&figure=rate&order=-rate&level=5&" + common;
		for (Runnable way : List.<Runnable>of(() -> this.browser.press(Keys.ESCAPE),
				() -> this.browser.click("main a", "All metrics"), () -> this.browser.click("nav a", "All metrics"))) {
			open(metric);
			await().until(() -> this.browser.texts(".legend button").size() == 3);
			way.run();
			await().until(() -> !this.browser.texts(".card h3").isEmpty());
			assertThat(List.of(this.browser.hash().substring(1).split("&")))
				.containsExactlyInAnyOrder(common.split("&"));
		}
		this.browser.click(".card h3", "shop.orders");
		await().until(() -> this.browser.hash().contains("page=metric"));
		this.browser.back();
		await().until(() -> !this.browser.texts(".card h3").isEmpty());
		assertThat(List.of(this.browser.hash().substring(1).split("&"))).containsExactlyInAnyOrder(common.split("&"));
	}

	@Test
	void escapeClosesTheMenuOfDownloadsAndNothingElse() {
		open("id=c:shop.orders");
		this.browser.click("#downloads summary", "Download");
		await().until(() -> this.browser.number("document.querySelectorAll('#downloads[open]').length") == 1);
		this.browser.press(Keys.ESCAPE);
		await().until(() -> this.browser.number("document.querySelectorAll('#downloads[open]').length") == 0);
		assertThat(this.browser.hash()).contains("page=metric");
		this.browser.press(Keys.ESCAPE);
		await().until(() -> !this.browser.hash().contains("page=metric"));
	}

	@Test
	void hostileTextIsShownAsText() {
		this.browser.open(this.shop.link());
		await().until(() -> this.browser.texts(".card h3").contains(Shop.HOSTILE_NAME));
		this.browser.click(".card h3", Shop.HOSTILE_NAME);
		await().until(() -> this.browser.text("main h2").contains(Shop.HOSTILE_NAME));
		assertThat(this.browser.text(".description")).startsWith(Shop.HOSTILE_IMAGE);
		await().until(() -> this.browser.texts("#by option").contains("image"));
		for (String label : List.of("image", "script")) {
			this.browser.choose("#by", label);
			await().until(() -> this.browser.text(".legend")
				.contains(label.equals("image") ? Shop.HOSTILE_IMAGE : Shop.HOSTILE_SCRIPT));
		}
		assertThat(column("image")).contains(Shop.HOSTILE_IMAGE);
		assertThat(column("script")).contains(Shop.HOSTILE_SCRIPT);
		this.browser.click(".tablebox td button", Shop.HOSTILE_IMAGE);
		await().until(() -> rows().size() == 1);
		assertThat(
				this.browser.number("document.querySelectorAll('main img, main b[onmouseover], main script').length"))
			.isZero();
		assertThat(this.browser.<String>run("return typeof window.hacked")).isEqualTo("undefined");
	}

	@Test
	void ofAMetricThatIsMissingNothingOfAnotherOneIsShown() {
		open("id=h:http.requests");
		await().until(() -> rows().size() == 3);
		this.browser.run("location.hash = '#page=metric&id=g:none'; return true");
		await().until(() -> this.browser.text(".description").contains("No series of this metric"));
		assertThat(this.browser.text("main h2")).isEqualTo("none");
		assertThat(rows()).isEmpty();
		assertThat(lines()).isEmpty();
		assertThat(this.browser.number("document.querySelectorAll('.plot canvas').length")).isZero();
		assertThat(this.browser.find(".heatbox").isDisplayed()).isFalse();
		open("id=h:http.requests");
		await().until(() -> rows().size() == 3);
		this.browser.run("location.hash += '&filter=uri=/none'; return true");
		await().until(() -> this.browser.text(".description").equals("No series of this metric matches the filter."));
		assertThat(rows()).isEmpty();
		assertThat(this.browser.number("document.querySelectorAll('.plot canvas').length")).isZero();
		this.browser.back();
		await().until(() -> rows().size() == 3);
		assertThat(this.browser.number("document.querySelectorAll('.plot canvas').length")).isOne();
		assertThat(this.browser.find(".heatbox").isDisplayed()).isTrue();
	}

	@Test
	void valueThatLooksLikeAPatternFiltersByItself() {
		List<String> values = List.of("/**", "/orders", "~/orders", "~(", "/or?ers", "the \"big\" one");
		values.forEach((value) -> this.shop.record("kitchen.paths", value, Duration.ofMillis(1), 1));
		for (String value : values) {
			await().until(() -> {
				open("id=h:kitchen.paths");
				return column("product").containsAll(values);
			});
			this.browser.click(".tablebox td button", value);
			await().untilAsserted(() -> {
				assertThat(this.browser.text(".description")).isEqualTo("histogram of seconds");
				assertThat(rows()).hasSize(1);
			});
			assertThat(this.browser.hash()).contains("filter=product=");
		}
	}

	@Test
	void valueThatIsPointedAtHasAllOfItsDigits() {
		this.shop.set("kitchen.exact", 1234567.5);
		await().until(() -> {
			open("id=g:kitchen.exact");
			return this.browser.texts(".legend b").equals(List.of("1.23 M"));
		});
		await().until(() -> {
			this.browser.pointAt(".plot .u-over", 0.99, 0.5);
			return this.browser.texts(".legend b").equals(List.of("1234567.5"));
		});
	}

	@Test
	void linesThatAreSwitchedOffAreInTheAddress() {
		open("id=c:shop.orders&by=product");
		await().until(() -> lines().size() == 3);
		this.browser.click(".legend button", "latte");
		await().until(() -> this.browser.hash().contains("off=latte"));
		this.browser
			.open(URI.create(this.shop.link() + "#" + this.browser.<String>run("return location.hash.slice(1)")));
		await().until(() -> this.browser.texts(".legend button[aria-pressed='false']").size() == 1);
		assertThat(this.browser.text(".legend button[aria-pressed='false']")).contains("latte");
		this.browser.choose("#by", "channel");
		await().until(() -> lines().keySet().equals(Set.of("app", "web")));
		assertThat(this.browser.texts(".legend button[aria-pressed='false']")).isEmpty();
		assertThat(this.browser.hash()).doesNotContain("off=");
	}

}
