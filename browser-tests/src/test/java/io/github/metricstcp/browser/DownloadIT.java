package io.github.metricstcp.browser;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the menu of downloads, each by a click.
 */
@BrowserTest
class DownloadIT {

	private static final String MENU = "#downloads summary";

	private static final String ITEM = "#downloads li:not([hidden]) button";

	private final Browser browser;

	private final Shop shop;

	DownloadIT(Browser browser, Shop shop) {
		this.browser = browser;
		this.shop = shop;
	}

	/**
	 * Opens a page whose files are kept by the test, instead of by the browser.
	 */
	private void open(String view) {
		this.browser.open(this.shop.link().resolve(view));
		this.browser.run("""
				window.saved = [];
				window.blob = null;
				const make = URL.createObjectURL;
				URL.createObjectURL = (blob) => {
				  window.blob = blob;
				  return make.call(URL, blob);
				};
				HTMLAnchorElement.prototype.click = function () {
				  window.saved.push({ name: this.download, address: this.getAttribute('href') });
				};
				return true""");
	}

	private void download(String item) {
		this.browser.run("window.saved = []; return true");
		this.browser.click(MENU, "Download");
		await().until(() -> this.browser.texts(ITEM).contains(item));
		this.browser.click(ITEM, item);
		await().until(() -> this.browser.number("saved.length") == 1);
		assertThat(this.browser.find("#downloads").getAttribute("open")).isNull();
	}

	private String name() {
		return this.browser.run("return saved[0].name");
	}

	private String content() {
		return this.browser.runLater("blob.text().then(arguments[arguments.length - 1])");
	}

	/**
	 * Returns the width and height of the picture.
	 */
	private List<Long> size() {
		return this.browser.runLater("""
				const done = arguments[arguments.length - 1];
				createImageBitmap(blob).then((picture) => done([picture.width, picture.height]))""");
	}

	@Test
	void tablePointsAndAllOfAMetricAreFiles() {
		open("#page=metric&id=c:shop.refunds&by=product");
		await().until(() -> this.browser.texts(".tablebox tbody tr").size() == 4);
		download("Table as CSV");
		assertThat(name()).startsWith("shop.refunds-").endsWith("-table.csv");
		assertThat(content().lines().map((line) -> line.replaceAll("^[^,]*,", "")).sorted())
			.anyMatch((line) -> line.startsWith("espresso,cold,"))
			.hasSize(5);
		download("Points as CSV");
		assertThat(name()).endsWith("-points.csv");
		assertThat(content()).startsWith("time,line,unit,rate,").contains("Z,mocha,");
		download("All as JSON");
		assertThat(name()).endsWith(".json");
		String json = content();
		assertThat(this.browser.<Map<String, Object>>run("return JSON.parse(arguments[0])", json))
			.containsEntry("by", "product")
			.containsKeys("lines", "series", "from", "slots");
		assertThat(this.browser.number("JSON.parse(arguments[0]).series.length", json)).isEqualTo(4);
	}

	@Test
	void chartsAreOfferedAsPicturesWhereTheyAre() {
		open("#page=metric&id=h:http.requests");
		await().until(() -> this.browser.number("document.querySelectorAll('.plot canvas').length") == 1);
		download("Chart as PNG");
		assertThat(name()).endsWith("-chart.png");
		assertThat(size()).allMatch((length) -> length > 100);
		download("Heat map as PNG");
		assertThat(name()).endsWith("-heat-map.png");
	}

	@Test
	void eachChartOfTheBoardIsOfferedAsAPicture() {
		open("#page=board&pins=g:shop.stock,c:shop.orders~product");
		await().until(() -> this.browser.number("document.querySelectorAll('.pinned canvas').length") == 2);
		this.browser.click(MENU, "Download");
		await().until(() -> this.browser.texts(ITEM).contains("shop.orders as PNG"));
		assertThat(this.browser.texts(ITEM)).contains("shop.stock as PNG").doesNotContain("Chart as PNG");
		this.browser.click(MENU, "Download");
		download("shop.orders as PNG");
		assertThat(name()).startsWith("shop.orders").endsWith("-chart.png");
		assertThat(size()).allMatch((length) -> length > 100);
	}

	@Test
	void reportAndRecordingAreAskedFor() {
		open("#filter=shop.*");
		await().until(() -> this.browser.texts(".card").size() > 1);
		download("Report as HTML");
		assertThat(this.browser.<String>run("return saved[0].address")).startsWith("api/v1/report?")
			.contains("filter=shop.*");
		download("Recording");
		assertThat(this.browser.<String>run("return saved[0].address")).startsWith("api/v1/recording?target=shop");
	}

}
