package io.github.metricstcp.browser;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the numbers beside charts: no chart is without a table of what it draws.
 */
@BrowserTest
class NumbersIT {

	private final Browser browser;

	private final Shop shop;

	NumbersIT(Browser browser, Shop shop) {
		this.browser = browser;
		this.shop = shop;
	}

	private void record(String metric) {
		open("#filter=shop.orders");
		await().until(() -> this.browser.texts(".card dd").stream().findFirst().map(Shown::value).orElse(0.0) > 0);
		this.shop.record(metric, "espresso", Duration.ofMillis(20), 950);
		this.shop.record(metric, "cold-brew", Duration.ofMillis(800), 50);
	}

	private void open(String view) {
		this.browser.open(this.shop.link().resolve(view));
		await().until(() -> this.browser.number("document.querySelectorAll('main canvas, main svg').length") > 0
				&& this.browser.documents() > 1);
	}

	/**
	 * Returns the rows of a table, each with the names of its columns.
	 */
	private List<Map<String, String>> rows(String selector) {
		return this.browser.run("""
				const table = document.querySelector(arguments[0]);
				const names = table ? [...table.querySelectorAll('thead th')].map((each) => each.textContent) : [];
				return [...(table ? table.querySelectorAll('tbody tr') : [])].map((row) =>
				  Object.fromEntries([...row.children].map((cell, i) => [names[i], cell.textContent])))""", selector);
	}

	private long sum(String selector, String column) {
		return rows(selector).stream().mapToLong((row) -> Long.parseLong(row.getOrDefault(column, "0"))).sum();
	}

	@Test
	void eachCardHasItsNumbers() {
		// Those that cannot be seen have none until they are
		this.browser.resize(1280, 6000);
		open("");
		assertThat(this.browser.texts(".card .numbers")).isEmpty();
		this.browser.press("v");
		await().until(() -> this.browser.texts(".card .numbers").size() == this.browser.texts(".card").size());
		String stock = ".numbers[aria-label='Numbers of shop.stock']";
		await().until(() -> rows(stock).stream().filter((row) -> "42".equals(row.get("value"))).count() > 3);
		assertThat(rows(stock)).hasSizeGreaterThan(50)
			.allSatisfy((row) -> assertThat(row.get("value")).isIn("42", "–"));
		assertThat(rows(".numbers[aria-label='Numbers of http.requests']").get(0)).containsOnlyKeys("time", "rate",
				"p50", "p99");
		assertThat(this.browser.hash()).contains("numbers=1");
		this.browser.click("button", "Numbers");
		await().until(() -> this.browser.texts(".card .numbers").isEmpty());
	}

	@Test
	void latestSlotIsFirstAndMoreAreAddedToIt() {
		open("#numbers=1&filter=shop.stock");
		await().until(() -> rows(".card .numbers").size() > 50);
		String first = rows(".card .numbers").get(0).getOrDefault("time", "");
		await().until(() -> rows(".card .numbers").get(1).getOrDefault("time", "").compareTo(first) >= 0);
		assertThat(rows(".card .numbers")).extracting((row) -> row.get("time")).doesNotHaveDuplicates();
	}

	@Test
	void linesAndHeatMapHaveTheirNumbers() {
		record("kitchen.bake");
		open("#page=metric&id=h:kitchen.bake&numbers=1");
		await().until(() -> sum(".heatbox .numbers", "all samples") == 1000);
		Map<String, String> slow = rows(".heatbox .numbers").stream()
			.filter((row) -> !"0".equals(row.get("all samples")))
			.findFirst()
			.orElseThrow();
		assertThat(slow.values()).contains("50");
		assertThat(rows(".plot .numbers")).anySatisfy((row) -> {
			assertThat(Shown.value(row.getOrDefault("p50", ""))).isBetween(0.0198, 0.0202);
			assertThat(Shown.value(row.getOrDefault("p99", ""))).isBetween(0.792, 0.808);
		});
	}

	@Test
	void regionOfTheHeatMapIsMarkedByKeys() {
		record("kitchen.rolls");
		open("#page=metric&id=h:kitchen.rolls&window=60&numbers=1");
		await().until(() -> sum(".heatbox .numbers", "all samples") == 1000);
		// All of the time, above the middle of the values
		this.browser.press("p");
		this.browser.run("document.querySelector('canvas.heat').focus(); return true");
		for (int i = 0; i < 60; i++) {
			this.browser.press(Keys.ARROW_UP);
		}
		assertThat(this.browser.text(".tip")).contains("of 7").contains("ms to 8");
		this.browser.pressShifted(Keys.ARROW_DOWN, 5);
		this.browser.pressShifted(Keys.ARROW_LEFT, 60);
		await().until(() -> !this.browser.texts(".bars li").isEmpty());
		assertThat(this.browser.texts(".bars li")).singleElement().asString().startsWith("product=cold-brew");
		this.browser.press("p");
	}

}
