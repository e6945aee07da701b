package io.github.metricstcp.browser;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.page.LivePage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what the page says while there is nothing to show.
 */
@BrowserTest
class AbsenceIT {

	private static final SeriesKey ORDERS = new SeriesKey(Kind.COUNTER, "shop.orders", Map.of());

	private final ObserverModel model = new ObserverModel(TimeSource.system(), 1000, "maxSeries", 1 << 20);

	private final TargetModel target = this.model.addTarget("shop");

	private final LivePage page = LivePage.builder(this.model).port(0).build();

	private final URI link = this.page.start();

	private final Browser browser;

	AbsenceIT(Browser browser) {
		this.browser = browser;
	}

	@AfterEach
	void close() {
		this.browser.open(URI.create("about:blank"));
		this.page.close();
	}

	private String said() {
		return this.browser.text("main .empty");
	}

	@Test
	void eachStepToTheFirstDataHasItsSentence() {
		this.browser.open(this.link);
		await().until(() -> said().equals("Connecting to shop."));
		this.target.opened("peer");
		await().until(() -> said().equals("Connected: waiting for the first data of shop."));
		// Of nothing, nothing can match
		this.browser.type("#filter", "shop.none");
		await().until(() -> this.browser.hash().equals("#filter=shop.none"));
		assertThat(said()).isEqualTo("Connected: waiting for the first data of shop.");
		this.target.event(this.target.series(ORDERS), Operation.INCREMENT_COUNTER, 1, 0, 0);
		await().until(() -> said().equals("No metric matches the filter."));
		this.browser.type("#filter", "shop.*");
		await().until(() -> this.browser.texts(".card h3").contains("shop.orders"));
		assertThat(said()).isEmpty();
	}

	@Test
	void metricAndBoardSayWhatTheyWaitFor() {
		this.browser.open(this.link.resolve("#page=metric&id=c:shop.orders"));
		await().until(() -> this.browser.text(".description").equals("Connecting to shop."));
		assertThat(this.browser.text("main h2")).isEqualTo("shop.orders");
		this.target.opened("peer");
		this.target.event(this.target.series(ORDERS), Operation.INCREMENT_COUNTER, 1, 0, 0);
		await().until(() -> this.browser.text(".description").equals("counter"));
		this.browser.open(this.link.resolve("#page=board&pins=g:shop.stock,c:shop.orders~~channel%253Dweb"));
		await().until(() -> this.browser.texts(".pinned .about").size() == 2
				&& this.browser.texts(".pinned .about").get(0).equals("No series of this metric was received yet."));
		assertThat(this.browser.texts(".pinned .about").get(1))
			.isEqualTo("No series of this metric matches the filter.");
	}

	@Test
	void beforeTheFirstDocumentItConnects() {
		String stub = "window.EventSource = class { close() {} };";
		String script = Objects
			.toString(this.browser.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", stub))
				.get("identifier"));
		try {
			this.browser.open(this.link);
			await().until(() -> said().equals("Connecting to the program that serves this page."));
			this.browser.open(this.link.resolve("#page=metric&id=c:shop.orders"));
			await().until(
					() -> this.browser.text(".description").equals("Connecting to the program that serves this page."));
		}
		finally {
			this.browser.command("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
		}
	}

	@Test
	void filterThatIsWrongIsTheOnlyThingSaid() {
		this.browser.open(this.link.resolve("#filter=~("));
		await().until(() -> this.browser.text("#trouble").contains("regular expression"));
		assertThat(this.browser.find("main").getText()).isEmpty();
		// A request that is refused stands in the browser's log
		assertThat(this.browser.faults()).allMatch((fault) -> fault.contains("400"));
	}

}
