package io.github.metricstcp.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the board of pinned charts, against the numbers of the {@link Shop}.
 */
@BrowserTest
class BoardIT {

	private static final Percentage MOMENT = Percentage.withPercentage(10);

	private final Browser browser;

	private final Shop shop;

	BoardIT(Browser browser, Shop shop) {
		this.browser = browser;
		this.shop = shop;
	}

	@BeforeEach
	@AfterEach
	void forget() {
		this.browser.open(this.shop.link());
		this.browser.run("localStorage.clear(); return true");
	}

	private void open(String view) {
		this.browser.open(this.shop.link().resolve(view));
	}

	private List<String> titles() {
		return this.browser.texts(".pinned h3 a");
	}

	private String kept() {
		return this.browser.run("return localStorage.getItem('metrics-tcp.board') || ''");
	}

	/**
	 * Returns the values of a chart's lines, by their names.
	 */
	private Map<String, Double> lines(int chart) {
		Map<String, String> lines = this.browser.run("""
				const chart = document.querySelectorAll('.pinned')[arguments[0]];
				return Object.fromEntries([...(chart ? chart.querySelectorAll('.legend button') : [])]
				  .map((each) => [each.children[1].textContent, each.children[2].textContent]))""", chart);
		return lines.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (line) -> Shown.value(line.getValue())));
	}

	@Test
	void cardsThatArePinnedAreOnTheBoardAlsoLater() {
		open("");
		for (String name : List.of("shop.orders", "http.requests")) {
			String pin = ".pin[aria-label='Pin " + name + "']";
			await().until(() -> !this.browser.texts(pin).isEmpty());
			this.browser.find(pin).click();
			assertThat(this.browser.find(pin).getAttribute("aria-pressed")).isEqualTo("true");
		}
		this.browser.click("nav a", "Board (2)");
		await().until(() -> titles().equals(List.of("shop.orders", "http.requests")));
		await().untilAsserted(() -> {
			assertThat(lines(0).get("all series")).isCloseTo(Shop.ESPRESSO_RATE + Shop.LATTE_RATE + Shop.MOCHA_RATE,
					MOMENT);
			assertThat(lines(1).get("p99")).isCloseTo(0.197, Percentage.withPercentage(1.5));
		});
		assertThat(this.browser.hash()).contains("pins=c:shop.orders,h:http.requests");
		open("#page=board");
		await().until(() -> titles().equals(List.of("shop.orders", "http.requests")));
	}

	@Test
	void splitLineIsPinnedWithItsLabelAndFilter() {
		open("#page=metric&id=c:shop.orders&by=product&filter=channel=web");
		await().until(() -> this.browser.texts(".legend button").size() == 3);
		this.browser.press("*");
		await().until(() -> this.browser.text(".titles .pin").equals("★"));
		this.browser.press("o");
		await().until(() -> titles().equals(List.of("shop.orders")));
		this.browser.type("#filter", "");
		this.browser.press(Keys.ESCAPE);
		await().untilAsserted(() -> {
			assertThat(lines(0)).containsOnlyKeys("espresso", "latte", "mocha");
			assertThat(lines(0).get("espresso")).isCloseTo(4 * Shop.TICKS_A_SECOND, MOMENT);
			assertThat(lines(0).get("latte")).isCloseTo(3 * Shop.TICKS_A_SECOND, MOMENT);
			assertThat(lines(0).get("mocha")).isCloseTo(Shop.TICKS_A_SECOND, MOMENT);
		});
		this.browser.click(".pinned h3 a", "shop.orders");
		await().until(() -> this.browser.hash().contains("by=product") && this.browser.hash().contains("channel=web"));
		await().until(() -> this.browser.texts(".legend button").size() == 3);
	}

	@Test
	void linkShowsItsBoardAndLeavesOnesOwn() {
		open("#page=board&pins=g:shop.stock,c:shop.orders~product");
		await().until(() -> titles().equals(List.of("shop.stock", "shop.orders")));
		await().untilAsserted(() -> {
			assertThat(lines(0)).isEqualTo(Map.of("all series", 42.0));
			assertThat(lines(1)).containsOnlyKeys("espresso", "latte", "mocha");
		});
		assertThat(kept()).isEmpty();
		this.browser.click("button", "Make it my board");
		await().until(() -> kept().equals("g:shop.stock,c:shop.orders~product"));
		assertThat(this.browser.text(".note")).isEmpty();
	}

	@Test
	void arrowKeysMoveAChart() {
		open("#page=board&pins=g:shop.stock,c:shop.orders,c:shop.visits");
		await().until(() -> titles().equals(List.of("shop.stock", "shop.orders", "shop.visits")));
		this.browser.run("document.querySelectorAll('.handle')[0].focus(); return true");
		this.browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
		await().until(() -> titles().equals(List.of("shop.orders", "shop.visits", "shop.stock")));
		assertThat(this.browser.text(".said")).isEqualTo("shop.stock is 3 of 3");
		this.browser.press(Keys.ARROW_LEFT);
		await().until(() -> titles().equals(List.of("shop.orders", "shop.stock", "shop.visits")));
		assertThat(this.browser.hash()).endsWith("pins=c:shop.orders,g:shop.stock,c:shop.visits");
	}

	@Test
	void dragMovesAChart() {
		open("#page=board&pins=g:shop.stock,c:shop.orders,c:shop.visits");
		await().until(() -> titles().size() == 3 && lines(2).size() == 1);
		this.browser.dragTo(this.browser.find(".pinned:nth-child(2) .handle"),
				this.browser.find(".pinned:nth-child(1) .about"));
		await().until(() -> titles().equals(List.of("shop.orders", "shop.stock", "shop.visits")));
		assertThat(this.browser.hash()).endsWith("pins=c:shop.orders,g:shop.stock,c:shop.visits");
	}

	@Test
	void reportOfABoardOpensWithIt(@TempDir Path directory) throws IOException {
		open("#page=board&pins=g:shop.stock,c:shop.orders~product~channel%253Dweb");
		await().until(() -> titles().size() == 2 && lines(1).size() == 3);
		this.browser
			.run("HTMLAnchorElement.prototype.click = function () { window.savedFrom = this.href; }; return true");
		this.browser.click("#downloads summary", "Download");
		this.browser.click("#downloads button", "Report as HTML");
		String report = this.browser.runLater("""
				const done = arguments[arguments.length - 1];
				fetch(window.savedFrom).then((response) => response.text()).then(done)""");
		Path file = Files.writeString(directory.resolve("board.html"), report);
		this.browser.open(file.toUri());
		await().until(() -> titles().equals(List.of("shop.stock", "shop.orders")));
		assertThat(lines(0)).isEqualTo(Map.of("all series", 42.0));
		assertThat(lines(1)).containsOnlyKeys("espresso", "latte", "mocha");
		assertThat(this.browser.texts(".pinned .about").get(1)).isEqualTo("rate by product · channel=web");
		assertThat(this.browser.texts(".handle, .pinned .pin")).isEmpty();
		this.browser.picture("report-board");
		this.browser.click("nav a", "All metrics");
		await().until(() -> this.browser.texts(".card h3").contains("shop.orders"));
		this.browser.press("o");
		await().until(() -> titles().equals(List.of("shop.stock", "shop.orders")));
	}

	@Test
	void lastPinThatAnotherTabRemovesIsGoneHereToo() {
		open("");
		String pin = ".pin[aria-label='Pin shop.orders']";
		await().until(() -> !this.browser.texts(pin).isEmpty());
		this.browser.find(pin).click();
		await().until(() -> this.browser.texts("nav a").contains("Board (1)"));
		this.browser.inAnotherTab(this.shop.link().resolve("#page=board"), () -> {
			String remove = ".pin[aria-label='Take shop.orders from the board']";
			await().until(() -> !this.browser.texts(remove).isEmpty());
			this.browser.find(remove).click();
			await().until(() -> kept().isEmpty());
		});
		await().until(() -> this.browser.texts("nav a").contains("Board"));
		assertThat(this.browser.find(pin).getAttribute("aria-pressed")).isEqualTo("false");
	}

	@Test
	void chartThatIsTakenFromTheBoardIsGone() {
		open("#page=board&pins=g:shop.stock,c:shop.orders");
		await().until(() -> titles().size() == 2);
		this.browser.click("button", "Make it my board");
		this.browser.find(".pin[aria-label='Take shop.stock from the board']").click();
		await().until(() -> titles().equals(List.of("shop.orders")));
		assertThat(kept()).isEqualTo("c:shop.orders");
		this.browser.find(".pin[aria-label='Take shop.orders from the board']").click();
		await().until(() -> this.browser.text(".note").startsWith("Nothing is pinned yet"));
		this.browser.click("nav a", "All metrics");
		await().until(() -> !this.browser.texts(".pin[aria-label='Pin shop.orders'][aria-pressed=false]").isEmpty());
	}

	@Test
	void chartThatIsTakenOutIsDestroyed() {
		open("#page=board&pins=g:shop.stock,c:shop.orders~product,c:shop.visits");
		await().until(() -> titles().size() == 3);
		// Only its library knows which charts there are
		this.browser.run("""
				const Made = window.uPlot;
				window.charts = 0;
				window.uPlot = function (...settings) {
				  const plot = new Made(...settings);
				  const { destroy } = plot;
				  window.charts += 1;
				  plot.destroy = () => {
				    window.charts -= 1;
				    destroy.call(plot);
				  };
				  return plot;
				};
				location.hash = '#page=overview';
				location.hash = '#page=board&pins=c:shop.refunds,c:shop.refunds~product,g:shop.cache';
				return true""");
		await().until(() -> this.browser.number("window.charts") == 3);
		this.browser.find(".pinned .pin").click();
		await().until(() -> titles().size() == 2);
		await().until(() -> this.browser.number("window.charts") == 2);
		this.browser.run("location.hash = '#page=board&pins=g:shop.cache,g:shop.none'; return true");
		await().until(() -> this.browser.number("window.charts") == 1);
	}

	@Test
	void chartWhoseMetricIsMissingHasNoLinesOfBefore() {
		open("#page=board&pins=c:shop.orders~product");
		await().until(() -> lines(0).size() == 3);
		this.browser.type("#filter", "product=none");
		await().until(() -> this.browser.texts(".pinned .about")
			.equals(List.of("No series of this metric matches the filter.")));
		assertThat(lines(0)).isEmpty();
		assertThat(this.browser.number("document.querySelectorAll('.pinned canvas').length")).isZero();
	}

	@Test
	void chartForWhichThereIsNoRoomIsRefused() {
		String pins = IntStream.range(0, 24).mapToObj((i) -> "c:shop.n" + i).collect(Collectors.joining(","));
		this.browser.run("localStorage.setItem('metrics-tcp.board', arguments[0]); return true", pins);
		open("#page=metric&id=c:shop.orders");
		await().until(() -> !this.browser.text(".titles .pin").isEmpty());
		this.browser.find(".titles .pin").click();
		await().until(() -> this.browser.text("#trouble").startsWith("The board has 24 charts"));
		assertThat(kept()).isEqualTo(pins);
		assertThat(this.browser.text(".titles .pin")).isEqualTo("☆");
	}

}
