package io.github.metricstcp.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.client.wire.TeeListener;
import io.github.metricstcp.page.LivePage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the comparison of a recording with now.
 */
@BrowserTest
class ComparisonIT {

	private static final long START = 1_700_000_000;

	private static final SeriesKey ORDERS = new SeriesKey(Kind.COUNTER, "shop.orders", Map.of("channel", "web"));

	private static final SeriesKey REQUESTS = new SeriesKey(Kind.HISTOGRAM, "shop.requests",
			Map.of("uri", "/orders", "status", "200"));

	private static final SeriesKey HOSTILE = new SeriesKey(Kind.GAUGE, "shop.hostile",
			Map.of("image", Shop.HOSTILE_IMAGE));

	// Of a second that is long over
	private volatile long nanos = (START + 86_400) * TimeSource.NANOS_PER_SECOND;

	private final ObserverModel model = new ObserverModel(() -> this.nanos, 1000, "maxSeries", 1 << 20);

	private final Browser browser;

	@TempDir
	private Path directory;

	private Baseline baseline;

	private LivePage page;

	ComparisonIT(Browser browser) {
		this.browser = browser;
	}

	@BeforeEach
	void compare() throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i <= 100; i++) {
			long second = START + i / 10;
			frames.writeBytes(FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, (i < 100) ? 1 : 0, second, 0));
			frames.writeBytes(
					FrameEncoder.encode(REQUESTS, Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(0.1), second, 0));
		}
		frames.writeBytes(FrameEncoder.encode(HOSTILE, Operation.SET_GAUGE, Double.doubleToLongBits(4), START + 10, 0));
		Path file = Files.write(this.directory.resolve("before.bin"), frames.toByteArray());
		this.baseline = new Baseline(List.of(file.toString()), () -> this.nanos, 100);
		TargetModel target = this.model.addTarget("shop");
		StreamListener<?> compared = this.baseline.listener(target.names());
		trade(new TeeListener<>(target, compared));
		this.page = LivePage.builder(this.model).baseline(this.baseline).port(0).build();
		this.browser.open(this.page.start());
		await().until(() -> this.browser.texts(".card h3").size() == 2);
	}

	private <S> void trade(StreamListener<S> target) {
		long start = this.nanos;
		target.opened("shop");
		target.metadata(new Metadata(Kind.HISTOGRAM, "shop.requests", "seconds", null));
		for (int i = 0; i <= 100; i++) {
			this.nanos = start + i * TimeSource.NANOS_PER_SECOND / 10;
			target.received(1);
			target.event(target.series(ORDERS), Operation.INCREMENT_COUNTER, (i < 100) ? 3 : 0, 0, 0);
			target.event(target.series(REQUESTS), Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(0.05), 0, 0);
		}
		this.nanos = start + 11 * TimeSource.NANOS_PER_SECOND;
	}

	@AfterEach
	void close() {
		this.browser.open(URI.create("about:blank"));
		this.page.close();
		this.baseline.close();
	}

	private List<String> column(int index) {
		return this.browser.run("""
				return [...document.querySelectorAll('.compare tbody tr')].map((row) =>
				  row.children[arguments[0]].textContent.trim())""", index);
	}

	private List<String> row(String name, String figure) {
		return this.browser.run("""
				const row = [...document.querySelectorAll('.compare tbody tr')].find((each) =>
				  each.children[0].textContent === arguments[0] && each.children[2].textContent === arguments[1]);
				return row ? [...row.children].slice(3).map((cell) => cell.textContent) : []""", name, figure);
	}

	@Test
	void whatHasChangedMostComesFirst() throws IOException {
		this.browser.click("#compare", "Compare");
		await().until(() -> this.browser.text(".description").endsWith("(the shorter one is over)"));
		assertThat(this.browser.text(".description")).startsWith("now compared with ")
			.contains("before.bin, 10 s from the start of both");
		assertThat(column(0).get(0)).isEqualTo("shop.orders");
		assertThat(row("shop.orders", "rate")).containsExactly("10/s", "30/s", "+20/s", "× 3");
		assertThat(row("shop.requests", "mean")).containsExactly("100 ms", "50 ms", "-50 ms", "-50 %");
		assertThat(row("shop.requests", "max")).containsExactly("100 ms", "50 ms", "-50 ms", "-50 %");
		assertThat(row("shop.requests", "rate")).containsExactly("10.1/s", "10.1/s", "0/s", "the same");
		assertThat(row("shop.hostile", "value")).containsExactly("4", "–", "", "only before");
		assertThat(column(1)).contains("image=" + Shop.HOSTILE_IMAGE);
		assertThat(this.browser.hash()).isEqualTo("#page=compare");
		this.browser.resize(1440, 900);
		this.browser.picture("compare-1440");
		this.browser.prefer("dark");
		this.browser.resize(360, 740);
		await().until(() -> this.browser.number("document.documentElement.scrollWidth") <= 360);
		this.browser.picture("compare-360");
	}

	@Test
	void differencesAreDownloadedAsTheyAreShown() {
		this.browser.press("c");
		await().until(() -> column(0).size() == 7);
		this.browser.choose("#compared", "rate");
		await().until(() -> column(2).equals(List.of("rate", "rate")));
		assertThat(saved("Table as CSV").replace("\r\n", "\n").split("\n")).hasSize(3)
			.startsWith("metric,kind,unit,labels,figure,before,after,difference,change")
			.anySatisfy((row) -> assertThat(row).startsWith("shop.orders,counter,,channel=web,rate,10,30,20,"));
		assertThat(this.browser.texts("#downloads li:not([hidden])")).doesNotContain("Points as CSV", "Chart as PNG");
		assertThat(saved("All as JSON")).contains("before.bin", "\"labels\":{\"channel\":\"web\"}",
				"\"figure\":\"rate\",\"before\":10,\"after\":30,", "\"difference\":20}", "\"moreRows\":0");
		assertThat(this.browser.<String>run("return window.savedAs")).matches("comparison-.*\\.json");
	}

	/**
	 * Returns the content of the file that an entry of the menu saves.
	 */
	private String saved(String entry) {
		this.browser.run("""
				window.saved = '';
				URL.createObjectURL = (content) => {
				  content.text().then((text) => { window.saved = text; });
				  return '#';
				};
				HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };
				return true""");
		this.browser.click("#downloads summary", "Download");
		this.browser.click("#downloads button", entry);
		await().until(() -> !this.browser.<String>run("return window.saved").isEmpty());
		return this.browser.run("return window.saved");
	}

	@Test
	void tableIsSortedFilteredAndKeptInTheAddress() {
		this.browser.press("c");
		await().until(() -> column(0).size() == 7);
		this.browser.click(".compare th button", "before");
		await().until(() -> column(3).get(0).equals("10.1/s"));
		this.browser.click(".compare th button", "before");
		await().until(() -> column(3).get(0).equals("100 ms"));
		this.browser.click(".compare th button", "metric");
		await().until(() -> column(0).get(0).equals("shop.hostile"));
		assertThat(this.browser.hash()).contains("order=metric");
		this.browser.choose("#compared", "p99");
		await().until(() -> column(2).equals(List.of("p99")));
		this.browser.choose("#compared", "");
		this.browser.type("#filter", "orders");
		await().until(() -> column(0).stream().allMatch((name) -> name.startsWith("shop.")) && column(0).size() == 6);
		String hash = this.browser.hash();
		assertThat(hash).contains("filter=orders").contains("page=compare");
		this.browser.type("#filter", "channel=web");
		await().until(() -> column(0).equals(List.of("shop.orders")));
		assertThat(this.browser.text(".compare .more")).isEmpty();
		this.browser.type("#filter", "channel=none");
		await().until(() -> this.browser.text(".compare .more").equals("No series matches the filter."));
		this.browser.type("#filter", "channel=web");
		await().until(() -> column(0).equals(List.of("shop.orders")));
		this.browser.click(".compare tbody a", "shop.orders");
		await().until(
				() -> this.browser.hash().contains("page=metric") && this.browser.hash().contains("id=c:shop.orders"));
		this.browser.back();
		await().until(() -> column(0).equals(List.of("shop.orders")));
		this.browser.press("c");
		await().until(() -> this.browser.texts(".card h3").equals(List.of("shop.orders")));
	}

	@Test
	void keysOfTimeDoNothingWhereItsControlsAreHidden() throws IOException {
		this.browser.press("c");
		await().until(() -> this.browser.hash().contains("page=compare"));
		String before = this.browser.hash();
		this.browser.press("p");
		this.browser.press("+");
		this.browser.press("w");
		assertThat(this.browser.find("#pause").getAttribute("aria-pressed")).isNotEqualTo("true");
		assertThat(this.browser.hash()).isEqualTo(before);
		assertThat(Axe.findings(this.browser)).isEmpty();
	}

}
