package io.github.metricstcp.browser;

import java.net.URI;
import java.util.Map;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.page.LivePage;
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

	private final Browser browser;

	TargetsIT(Browser browser) {
		this.browser = browser;
		stock("north", 3);
		stock("south", 4);
	}

	private void stock(String name, double cups) {
		TargetModel target = this.model.addTarget(name);
		target.opened(name);
		target.event(target.series(new SeriesKey(Kind.GAUGE, "shop.stock", Map.of("product", "latte"))),
				Operation.SET_GAUGE, Double.doubleToLongBits(cups), 0, 0);
	}

	@BeforeEach
	void open() {
		this.browser.open(this.page.start());
		await().until(() -> this.browser.texts(".card dd").stream().anyMatch((value) -> !value.isEmpty()));
	}

	@AfterEach
	void close() {
		this.browser.open(URI.create("about:blank"));
		this.page.close();
	}

	@Test
	void instancesAreShownTogetherAndBesideEachOther() {
		assertThat(this.browser.texts(".card dd")).containsExactly("7");
		assertThat(this.browser.texts("#targets li")).hasSize(2)
			.anyMatch((target) -> target.startsWith("north"))
			.anyMatch((target) -> target.startsWith("south"));
		this.browser.click(".card h3", "shop.stock");
		await().until(() -> this.browser.texts("#by option").contains("target"));
		this.browser.choose("#by", "target");
		MetricPage metric = new MetricPage(this.browser);
		await().until(() -> metric.lines().equals(Map.of("north", 3.0, "south", 4.0)));
		assertThat(metric.column("target")).containsExactly("north", "south");
		assertThat(metric.column("value")).containsExactly("3", "4");
	}

}
