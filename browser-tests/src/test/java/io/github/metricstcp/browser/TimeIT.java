package io.github.metricstcp.browser;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the time that is pointed at and shown: one cursor, zoom, pan, and the scroll
 * bar of time.
 */
@BrowserTest
class TimeIT {

	private static final String METRIC = "#page=metric&id=h:http.requests";

	private static final String ORDERS = ".card:has(a[href*='shop.orders']) .chart";

	private final Browser browser;

	private final Shop shop;

	TimeIT(Browser browser, Shop shop) {
		this.browser = browser;
		this.shop = shop;
	}

	private void open(String view) {
		this.browser.open(this.shop.link().resolve(view));
		await().until(() -> this.browser.number("document.querySelectorAll('main canvas, main svg').length") > 0
				&& this.browser.documents() > 1);
	}

	private long end() {
		String hash = this.browser.hash();
		return hash.contains("end=") ? Long.parseLong(hash.replaceAll(".*end=(\\d+).*", "$1")) : 0;
	}

	private long window() {
		String hash = this.browser.hash();
		return hash.contains("window=") ? Long.parseLong(hash.replaceAll(".*window=(\\d+).*", "$1")) : 300;
	}

	private long now() {
		return this.browser.number("Math.floor(Date.now() / 1000)");
	}

	/**
	 * Waits until the page shows what stands in its address.
	 */
	private void awaitShown() {
		await().until(() -> this.browser.number("""
				(() => {
				  const query = new URLSearchParams(observed.streams.at(-1).split('?')[1]);
				  const view = new URLSearchParams(location.hash.slice(1));
				  return observed.documents > 0 && (query.get('end') || '') === (view.get('end') || '')
				    && query.get('window') === (view.get('window') || '300') ? 1 : 0;
				})()""") == 1);
	}

	@Test
	void allChartsShowTheTimeThatIsPointedAt() {
		open("");
		this.browser.pointAt(ORDERS, 0.9, 0.5);
		await().until(() -> this.browser.texts(".card .about")
			.stream()
			.allMatch((text) -> text.matches("\\d\\d:\\d\\d:\\d\\d  .*")));
		List<String> texts = this.browser.texts(".card .about");
		assertThat(texts.stream().map((text) -> text.substring(0, 8)).distinct()).hasSize(1);
		assertThat(texts).anyMatch((text) -> text.endsWith("value 42") || text.endsWith("value –"));
		assertThat(this.browser.number("document.querySelectorAll('.chart .at:not([hidden])').length"))
			.isEqualTo(texts.size());
		this.browser.pointAt("#filter", 0.5, 0.5);
		await().until(() -> this.browser.texts(".card .about").stream().noneMatch((text) -> text.contains(":")));
	}

	@Test
	void linesAndHeatMapHaveOneCursor() {
		open(METRIC);
		await().until(() -> this.browser.number("document.querySelectorAll('.plot .u-over').length") == 1);
		// The last second, which has samples
		this.browser.press(".", ",");
		await().until(() -> this.browser.text(".moment").matches("\\d\\d:\\d\\d:\\d\\d"));
		assertThat(this.browser.text(".legend")).contains("ms");
		assertThat(this.browser.number("document.querySelectorAll('.heatplot .at:not([hidden])').length")).isOne();
		double lines = this.browser.<Number>run("""
				return document.querySelector('.plot .u-cursor-x').getBoundingClientRect().left
				  - document.querySelector('.plot').getBoundingClientRect().left""").doubleValue();
		double map = this.browser.<Number>run("""
				return document.querySelector('.heatplot .at').getBoundingClientRect().left
				  - document.querySelector('.heatbox').getBoundingClientRect().left""").doubleValue();
		assertThat(map).isBetween(lines - 20, lines + 20);
	}

	@Test
	void dragOnACardZooms() {
		open("#filter=shop.orders");
		this.browser.drag(ORDERS, 0.3, 0.5, 0.8, 0.5);
		await().until(() -> end() > 0);
		assertThat(this.browser.hash()).doesNotContain("page=metric");
		assertThat(window()).isBetween(10L, 160L);
		assertThat(end()).isLessThan(now());
		awaitShown();
		assertThat(this.browser.number("(({ slots, step }) => slots * step)(JSON.parse(observed.whole))"))
			.isEqualTo(window());
		assertThat(this.browser.<String>run("return document.querySelector('#window').value"))
			.isEqualTo(String.valueOf(window()));
		this.browser.back();
		await().until(() -> end() == 0 && window() == 300);
	}

	@Test
	void shiftDragMovesTheTime() {
		open(METRIC);
		await().until(() -> this.browser.number("document.querySelectorAll('.plot .u-over').length") == 1);
		this.browser.drag(".plot .u-over", 0.3, 0.5, 0.8, 0.5, true);
		await().until(() -> end() > 0);
		// The chart begins with the first samples, and is a minute long at least
		assertThat(now() - end()).isBetween(25L, 200L);
		assertThat(window()).isEqualTo(300);
		this.browser.drag("canvas.heat", 0.8, 0.5, 0.2, 0.5, true);
		await().until(() -> end() == 0);
	}

	@Test
	void keysStretchAndMoveTheTime() {
		open("");
		this.browser.press("-");
		await().until(() -> window() == 600);
		awaitShown();
		assertThat(this.browser.number("JSON.parse(observed.whole).step")).isEqualTo(10);
		this.browser.press("+", "+");
		await().until(() -> window() == 150);
		awaitShown();
		this.browser.press(Keys.ARROW_LEFT);
		await().until(() -> end() > 0);
		long first = end();
		assertThat(now() - first).isBetween(36L, 42L);
		awaitShown();
		this.browser.press(Keys.ARROW_LEFT);
		await().until(() -> end() < first && first - end() <= 39);
		assertThat(this.browser.text("#moment")).matches("\\d\\d:\\d\\d:\\d\\d – \\d\\d:\\d\\d:\\d\\d");
		// What is collected meanwhile is there afterwards
		this.browser.press("l");
		await().until(() -> end() == 0);
		awaitShown();
		assertThat(this.browser.number("(({ from, slots, step }) => from + slots * step)(JSON.parse(observed.whole))"))
			.isBetween(now() - 3, now());
	}

	@Test
	void scrollBarOfTimeMovesByDragAndByKeys() {
		open("#window=60");
		this.browser.drag("#timebar", 0.99, 0.5, 0.5, 0.5);
		await().until(() -> end() > 0);
		assertThat(now() - end()).isBetween(1700L, 1900L);
		this.browser.run("document.querySelector('#timebar').focus(); return true");
		this.browser.press(Keys.END);
		await().until(() -> end() == 0);
		awaitShown();
		this.browser.press(Keys.PAGE_UP);
		await().until(() -> end() > 0);
		assertThat(now() - end()).isBetween(59L, 66L);
		assertThat(this.browser.<String>run("return document.querySelector('#timebar').getAttribute('aria-valuetext')"))
			.matches("\\d\\d:\\d\\d:\\d\\d to \\d\\d:\\d\\d:\\d\\d");
	}

	@Test
	void allKeysAreListed() {
		open("");
		this.browser.press("?");
		await().until(() -> this.browser.number("document.querySelector('#help').open ? 1 : 0") == 1);
		assertThat(this.browser.texts("#keylist kbd")).doesNotHaveDuplicates()
			.contains("/", "p", "←", "→", "+", "-", ",", ".", "j", "k", "v", "*", "o", "n", "b", "l", "w", "t", "Esc",
					"?");
		this.browser.press(Keys.ESCAPE);
		await().until(() -> this.browser.number("document.querySelector('#help').open ? 1 : 0") == 0);
		this.browser.press("j", "j", "k");
		assertThat(this.browser.<String>run("return document.activeElement.textContent"))
			.isEqualTo(this.browser.text(".card h3 a"));
	}

}
