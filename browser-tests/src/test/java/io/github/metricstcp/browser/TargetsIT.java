package io.github.metricstcp.browser;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.page.LivePage;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of a page that shows two instances of an application.
 */
@BrowserTest
class TargetsIT {

	private final ObserverModel model = new ObserverModel(TimeSource.system(), 1000, "maxSeries", 1 << 20);

	private final LivePage page = LivePage.builder(this.model).port(0).build();

	private static final int TICKS_A_SECOND = 5;

	private static final Percentage MOMENT = Percentage.withPercentage(15);

	private final Browser browser;

	private URI link = URI.create("about:blank");

	private final ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();

	TargetsIT(Browser browser) {
		this.browser = browser;
		open("north", 3, 10, 0.02);
		open("south", 4, 30, 0.3);
	}

	/**
	 * Opens a shop whose numbers are the same five times a second.
	 */
	private void open(String name, double cups, long orders, double seconds) {
		TargetModel target = this.model.addTarget(name);
		target.opened(name);
		target.metadata(new Metadata(Kind.HISTOGRAM, "shop.requests", "seconds", null));
		Series stock = target.series(new SeriesKey(Kind.GAUGE, "shop.stock", Map.of("product", "latte")));
		Series sold = target.series(new SeriesKey(Kind.COUNTER, "shop.orders", Map.of("product", "latte")));
		Series requests = target.series(new SeriesKey(Kind.HISTOGRAM, "shop.requests", Map.of("uri", "/orders")));
		Future<?> unused = this.traffic.scheduleAtFixedRate(() -> {
			target.received(1);
			target.event(stock, Operation.SET_GAUGE, Double.doubleToLongBits(cups), 0, 0);
			target.event(sold, Operation.INCREMENT_COUNTER, orders / TICKS_A_SECOND, 0, 0);
			target.event(requests, Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(seconds), 0, 0);
		}, 0, 1000 / TICKS_A_SECOND, TimeUnit.MILLISECONDS);
	}

	@BeforeEach
	void open() {
		this.link = this.page.start();
		this.browser.open(this.link);
		await().until(() -> this.browser.texts(".card h3").size() == 3);
	}

	@AfterEach
	void close() {
		this.browser.open(URI.create("about:blank"));
		this.page.close();
		this.traffic.shutdownNow();
	}

	/**
	 * Returns the numbers of a card of the overview by their names.
	 */
	private Map<String, Double> card(String name) {
		List<List<String>> numbers = this.browser.run("""
				const card = [...document.querySelectorAll('.card')]
				  .find((each) => each.querySelector('h3').textContent === arguments[0]);
				return card ? [...card.querySelectorAll('dl > div')].map((each) =>
				  [...each.children].map((part) => part.textContent)) : []""", name);
		return numbers.stream().collect(Collectors.toMap((each) -> each.get(0), (each) -> Shown.value(each.get(1))));
	}

	private void toggle(String target) {
		this.browser.click("#targets label", target);
	}

	@Test
	void instancesTogetherAreSumsAndQuantilesOfAllSamples() {
		await().untilAsserted(() -> {
			assertThat(card("shop.stock")).isEqualTo(Map.of("value", 7.0));
			assertThat(card("shop.orders").get("rate")).isCloseTo(40, MOMENT);
			assertThat(card("shop.requests").get("rate")).isCloseTo(10, MOMENT);
			assertThat(card("shop.requests").get("p50")).isCloseTo(0.02, MOMENT);
			assertThat(card("shop.requests").get("p99")).isCloseTo(0.3, MOMENT);
		});
		assertThat(this.browser.texts("#targets label")).hasSize(2)
			.anyMatch((target) -> target.startsWith("north"))
			.anyMatch((target) -> target.startsWith("south"));
	}

	@Test
	void instancesThatAreChosenAreShownAlone() {
		toggle("north");
		await().untilAsserted(() -> {
			assertThat(card("shop.stock")).isEqualTo(Map.of("value", 4.0));
			assertThat(card("shop.orders").get("rate")).isCloseTo(30, MOMENT);
			assertThat(card("shop.requests").get("p50")).isCloseTo(0.3, MOMENT);
		});
		assertThat(this.browser.hash()).isEqualTo("#target=south");
		assertThat(checked()).containsExactly(false, true);
		this.browser.click(".card h3", "shop.orders");
		MetricPage metric = new MetricPage(this.browser);
		await().untilAsserted(() -> assertThat(metric.lines().get("all series")).isCloseTo(30, MOMENT));
		toggle("south");
		await().untilAsserted(() -> assertThat(metric.lines().get("all series")).isCloseTo(40, MOMENT));
		assertThat(checked()).as("none would be nothing to see").containsExactly(true, true);
		assertThat(this.browser.hash()).doesNotContain("target");
	}

	private List<Boolean> checked() {
		return this.browser.run("return [...document.querySelectorAll('#targets input')].map((each) => each.checked)");
	}

	@Test
	void instancesSideBySideHaveALineAndANumberEach() throws IOException {
		this.browser.click("#targets button", "Side by side");
		await().untilAsserted(() -> {
			assertThat(card("shop.stock")).isEqualTo(Map.of("north", 3.0, "south", 4.0));
			assertThat(card("shop.orders").get("north")).isCloseTo(10, MOMENT);
			assertThat(card("shop.orders").get("south")).isCloseTo(30, MOMENT);
			assertThat(card("shop.requests").get("north")).isCloseTo(0.02, MOMENT);
			assertThat(card("shop.requests").get("south")).isCloseTo(0.3, MOMENT);
		});
		this.browser.picture("targets-overview");
		this.browser.click(".card h3", "shop.orders");
		MetricPage metric = new MetricPage(this.browser);
		await().untilAsserted(() -> {
			assertThat(metric.lines().get("north")).isCloseTo(10, MOMENT);
			assertThat(metric.lines().get("south")).isCloseTo(30, MOMENT);
			assertThat(metric.column("target")).containsExactly("north", "south");
		});
		this.browser.picture("targets-metric");
		this.browser.resize(360, 740);
		this.browser.prefer("dark");
		await().until(() -> this.browser.number("document.documentElement.scrollWidth") <= 360);
		this.browser.picture("targets-metric-360");
		assertThat(this.browser.hash()).contains("apart=1");
		this.browser.open(this.link.resolve(URI.create("#apart=1&target=north&target=south")));
		await().until(() -> card("shop.stock").equals(Map.of("north", 3.0, "south", 4.0)));
		this.browser.picture("targets-overview-360");
	}

	@Test
	void metricCanBeSplitByInstance() {
		this.browser.click(".card h3", "shop.stock");
		await().until(() -> this.browser.texts("#by option").contains("target"));
		MetricPage metric = new MetricPage(this.browser);
		await().until(() -> metric.column("value").equals(List.of("7")));
		this.browser.choose("#by", "target");
		await().until(() -> metric.lines().equals(Map.of("north", 3.0, "south", 4.0)));
		assertThat(metric.column("target")).containsExactly("north", "south");
		assertThat(metric.column("value")).containsExactly("3", "4");
		this.browser.choose("#by", "");
		await().until(() -> metric.lines().equals(Map.of("all series", 7.0)));
	}

	@Test
	void keyPinsInstancesSideBySideAsTheButtonDoes() {
		this.browser.open(this.link.resolve(URI.create("#page=metric&id=g:shop.stock&apart=1")));
		await().until(() -> new MetricPage(this.browser).lines().size() == 2);
		this.browser.press("*");
		await().until(() -> this.browser.text(".titles .pin").equals("★"));
		this.browser.run("localStorage.removeItem('metrics-tcp.board'); return true");
	}

	@Test
	void keysChooseInstances() {
		this.browser.press("b");
		await().until(() -> card("shop.stock").equals(Map.of("north", 3.0, "south", 4.0)));
		this.browser.press("n");
		await().until(() -> card("shop.stock").equals(Map.of("north", 3.0)));
		this.browser.press("b");
		await().until(() -> card("shop.stock").equals(Map.of("value", 3.0)));
		this.browser.press("n");
		await().until(() -> card("shop.stock").equals(Map.of("value", 4.0)));
		this.browser.press("n");
		await().until(() -> card("shop.stock").equals(Map.of("value", 7.0)));
	}

	@Test
	void axeFindsNothingBesideSeveralTargets() throws IOException {
		this.browser.open(this.link.resolve("#apart=1"));
		await().until(() -> this.browser.texts(".card .target").size() >= 6);
		assertThat(Axe.findings(this.browser)).isEmpty();
	}

}
