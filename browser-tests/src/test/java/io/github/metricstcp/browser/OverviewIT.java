package io.github.metricstcp.browser;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of all metrics as a grid of charts, against the numbers of the {@link Shop}.
 */
@BrowserTest
class OverviewIT {

	private static final Percentage MOMENT = Percentage.withPercentage(10);

	// Of sketches, and of the three digits that are shown
	private static final Percentage QUANTILE = Percentage.withPercentage(1.5);

	private final Browser browser;

	private final Shop shop;

	OverviewIT(Browser browser, Shop shop) {
		this.browser = browser;
		this.shop = shop;
	}

	@BeforeEach
	void open() {
		this.browser.open(this.shop.link());
		await().until(() -> names().contains("shop.orders"));
	}

	private List<String> names() {
		return this.browser.texts(".card h3");
	}

	/**
	 * Returns the figures that stand on a card, by their names.
	 */
	private Map<String, String> card(String name) {
		return this.browser.run("""
				const card = [...document.querySelectorAll('.card')]
				  .find((each) => each.querySelector('h3').textContent === arguments[0]);
				return Object.fromEntries([...(card ? card.querySelectorAll('dl > div') : [])]
				  .map((each) => [each.querySelector('dt').textContent, each.querySelector('dd').textContent]))""",
				name);
	}

	private double figure(String metric, String figure) {
		return Shown.value(card(metric).getOrDefault(figure, ""));
	}

	@Test
	void counterHasItsTotalAndRate() {
		await().untilAsserted(() -> {
			assertThat(card("shop.visits")).containsEntry("total", "1.23 k").containsEntry("rate", "0/s");
			assertThat(figure("shop.orders", "rate")).isCloseTo(Shop.ESPRESSO_RATE + Shop.LATTE_RATE + Shop.MOCHA_RATE,
					MOMENT);
		});
	}

	@Test
	void gaugeHasTheSumOfItsSeries() {
		await().untilAsserted(() -> {
			assertThat(card("shop.stock")).containsEntry("value", "42");
			assertThat(card("shop.cache")).containsEntry("value", "3 MiB");
		});
	}

	@Test
	void timerHasRateAndQuantiles() {
		await().untilAsserted(() -> {
			assertThat(figure("http.requests", "rate")).isCloseTo(300 * Shop.TICKS_A_SECOND, MOMENT);
			// Half of 300 samples: those below 10 ms twice as dense
			assertThat(figure("http.requests", "p50")).isCloseTo(0.050, Percentage.withPercentage(3));
			assertThat(figure("http.requests", "p99")).isCloseTo(0.197, QUANTILE);
		});
	}

	@Test
	void eachCardHasAChart() {
		await().untilAsserted(() -> {
			assertThat(this.browser.<List<String>>run("""
					return [...document.querySelectorAll('.card')].map((card) =>
					  [...card.querySelectorAll('svg path')].map((path) => path.getAttribute('d')).join(''))"""))
				.hasSize(names().size())
				.allMatch((path) -> path.contains("M"));
			// A gauge that does not change is a level line
			assertThat(this.browser.<List<Number>>run("""
					const path = document.querySelector(".card:has(a[href*='shop.stock']) path.outline").getBBox();
					return [path.width, path.height]""")).satisfies((size) -> {
				assertThat(size.get(0).doubleValue()).isGreaterThan(1);
				assertThat(size.get(1).doubleValue()).isZero();
			});
		});
	}

	@Test
	void smallGroupsShareARow() {
		this.browser.resize(1280, 900);
		this.browser.open(this.shop.link());
		await().until(() -> names().contains("shop.orders"));
		// hostile and http have a card each
		assertThat(this.browser.<List<Number>>run(
				"return [...document.querySelectorAll('.part')].slice(0, 2).map((each) => each.getBoundingClientRect().top)"))
			.hasSize(2)
			.satisfies((tops) -> assertThat(tops.get(0)).isEqualTo(tops.get(1)));
	}

	@Test
	void otherPageStaysWhereItsWidthChanges() {
		this.browser.resize(1280, 900);
		await().until(() -> names().contains("shop.orders"));
		this.browser.click(".card h3", "shop.orders");
		await().until(() -> this.browser.texts("main h2").contains("shop.orders"));
		await().until(() -> this.browser.number("document.querySelectorAll('.plot canvas').length") == 1);
		this.browser.click("button", "Pause");
		this.browser.resize(360, 740);
		// What is done about the width is done by the frame behind it
		this.browser.runLater("""
				const done = arguments[arguments.length - 1];
				let frames = 5;
				const next = () => (frames-- > 0 ? requestAnimationFrame(next) : done(true));
				next()""");
		assertThat(this.browser.texts("main h2")).contains("shop.orders");
		assertThat(names()).isEmpty();
		// The chart follows too
		await().until(() -> this.browser.number("document.documentElement.scrollWidth") <= 360);
	}

	@Test
	void filterAndSearchLeaveWhatMatches() {
		this.browser.type("#filter", "http.*");
		await().until(() -> names().equals(List.of("http.requests")));
		this.browser.type("#filter", "product=mocha");
		await().until(() -> names().equals(List.of("shop.orders", "shop.refunds")));
		await().untilAsserted(() -> assertThat(figure("shop.orders", "rate")).isCloseTo(Shop.MOCHA_RATE, MOMENT));
		assertThat(card("shop.refunds")).containsEntry("total", "11");
		assertThat(this.browser.hash()).contains("filter=product=mocha");
		this.browser.type("#filter", "refund !jvm");
		await().until(() -> names().equals(List.of("shop.refunds")));
		this.browser.type("#filter", "nothing-has-this-name");
		await().until(() -> names().isEmpty());
		assertThat(this.browser.text("main")).isEqualTo("No metric matches the filter.");
	}

	@Test
	void filterThatIsWrongIsSaid() {
		this.browser.type("#filter", "~(");
		await().until(() -> this.browser.text("#trouble").contains("regular expression"));
		// A request that is refused stands in the browser's log
		assertThat(this.browser.faults()).allMatch((fault) -> fault.contains("400"));
		this.browser.type("#filter", "~^http");
		await().until(() -> names().equals(List.of("http.requests")));
		assertThat(this.browser.text("#trouble")).isEmpty();
	}

	@Test
	void longNameIsCutAndSaidWholeWhenItIsPointedAt() {
		String name = "n".repeat(3000);
		this.shop.record(name, "espresso", Duration.ofMillis(1), 1);
		await().until(() -> names().contains(name));
		assertThat(this.browser.number("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
			.isZero();
		assertThat(this.browser.<List<String>>run(
				"return [...document.querySelectorAll('.card, h2.group')].map((each) => each.getAttribute('title') || '')"))
			.filteredOn((title) -> title.startsWith(name))
			.hasSize(2);
	}

	@Test
	void escapeGoesBackToTheCardThatOneCameFrom() {
		this.browser.click(".card h3", "shop.orders");
		await().until(() -> this.browser.text("main h2").contains("shop.orders"));
		this.browser.press(Keys.ESCAPE);
		await().until(() -> names().contains("shop.orders"));
		assertThat(this.browser.<String>run("return document.activeElement.textContent")).isEqualTo("shop.orders");
	}

	@Test
	void whatIsStillShownWhileAFilterIsWrongIsMarked() {
		this.browser.type("#filter", "shop.stock");
		await().until(() -> this.browser.text("#count").equals("1 metric"));
		this.browser.type("#filter", "~(((");
		await().until(() -> this.browser.text("#count").equals("still as before"));
		assertThat(this.browser.number("document.querySelectorAll('main.before').length")).isEqualTo(1);
		this.browser.type("#filter", "shop.*");
		await().until(() -> names().contains("shop.orders"));
		assertThat(this.browser.number("document.querySelectorAll('main.before').length")).isZero();
		assertThat(this.browser.faults()).allMatch((fault) -> fault.contains("400"));
	}

	@Test
	void greatestIsFirstWhereSorted() {
		this.browser.choose("#sort", "rate");
		await().until(() -> names().indexOf("http.requests") < names().indexOf("shop.orders")
				&& names().indexOf("shop.orders") < names().indexOf("shop.visits"));
		this.browser.choose("#sort", "value");
		await().until(() -> names().indexOf("shop.cache") < names().indexOf("shop.visits")
				&& names().indexOf("shop.visits") < names().indexOf("shop.stock"));
		this.browser.choose("#sort", "series");
		await().until(() -> names().indexOf("shop.orders") < names().indexOf("shop.stock"));
		this.browser.choose("#sort", "name");
		await().until(() -> names().get(0).equals(Shop.HOSTILE_NAME));
		assertThat(this.browser.texts("main h2")).containsSubsequence("hostile", "http", "shop");
	}

	@Test
	void windowIsAsLongAsChosen() {
		for (int[] each : new int[][] { { 60, 60, 1 }, { 900, 90, 10 }, { 300, 300, 1 } }) {
			this.browser.choose("#window", String.valueOf(each[0]));
			await().until(() -> this.browser
				.number("observed.whole && observed.documents > 0 ? JSON.parse(observed.whole).slots : 0") == each[1]);
			assertThat(this.browser.number("JSON.parse(observed.whole).step")).isEqualTo(each[2]);
		}
	}

	@Test
	void pauseHoldsWhatIsShown() {
		await().until(() -> figure("shop.orders", "total") > 0);
		this.browser.click("button", "Pause");
		long documents = this.browser.documents();
		await().until(() -> this.browser.documents() > documents);
		Map<String, String> before = card("shop.orders");
		await().until(() -> this.browser.documents() >= documents + 3);
		assertThat(card("shop.orders")).isEqualTo(before);
		this.browser.click("button", "Pause");
		await().until(() -> !card("shop.orders").equals(before));
	}

	@Test
	void linkShowsTheSame() {
		this.browser.open(this.shop.link().resolve("#filter=shop.*&sort=value&window=60"));
		await().until(() -> names().size() == 6);
		await().untilAsserted(() -> assertThat(names()).startsWith("shop.cache"));
		assertThat(this.browser.<String>run("return document.querySelector('#filter').value")).isEqualTo("shop.*");
		assertThat(this.browser.<String>run("return document.querySelector('#window').value")).isEqualTo("60");
	}

	@Test
	void targetStandsWithItsEvents() {
		int events = 5 + 300;
		await().untilAsserted(() -> {
			String target = this.browser.text("#targets li");
			assertThat(target).matches("shop \\d+ events/s.*");
			assertThat(Double.parseDouble(target.replaceAll("\\D", ""))).isCloseTo(events * Shop.TICKS_A_SECOND,
					Offset.offset(events * 1.5));
		});
		assertThat(this.browser.<String>run("return document.title")).isEqualTo("shop · Live metrics");
	}

	@Test
	void cardThatOvertakesAnotherOneKeepsTheFocus() {
		this.browser.open(this.shop.link().resolve("#sort=rate&filter=shop.orders"));
		await().until(() -> this.browser.texts(".card h3").size() == 1);
		this.browser.run("document.querySelector('.card h3 a').focus(); return true");
		// What comes before it moves it
		this.browser.run("""
				const other = document.createElement('article');
				const card = document.querySelector('.card');
				card.before(other);
				return true""");
		await().atMost(Duration.ofSeconds(20))
			.until(() -> this.browser.number("document.querySelectorAll('section.part > article').length") == 1);
		assertThat(this.browser.<String>run("return document.activeElement.textContent")).isEqualTo("shop.orders");
	}

}
