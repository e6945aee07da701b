package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetNames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TailView}, on the whole screen.
 */
class TailViewTests {

	private final WatchedShop shop = new WatchedShop();

	private TargetModel target;

	@BeforeEach
	void connect() {
		this.target = this.shop.connect(WatchedShop.ADDRESS);
	}

	@Test
	void eachEventIsALineWithTimeOperationAndLabels() {
		this.shop.describe(this.target);
		this.shop.sell(this.target, 2);
		this.shop.type("/http").press(KeyCode.ENTER).type("v");
		this.shop.sell(this.target, 3);
		Screens.assertLooksLike("tail", this.shop.look(80, 20));
		Screens.assertLooksLike("tail-60x15", this.shop.look(60, 15));
	}

	@Test
	void theLabelThatTellsEventsApartIsSeenInANarrowWindowToo() {
		this.shop.describe(this.target);
		this.shop.sell(this.target, 2);
		this.shop.type("/http").press(KeyCode.ENTER).type("v");
		this.shop.sell(this.target, 3);
		assertThat(Screens.lines(this.shop.look(60, 15)).subList(4, 14))
			.allMatch((line) -> line.matches(".*  uri=/(orders|products) status=2.*"))
			.noneMatch((line) -> line.endsWith("="));
	}

	@Test
	void ofASingleSeriesTheTitleHasTheLabels() {
		WatchedShop.count(this.target, "orders", Map.of("channel", "app"), 1);
		WatchedShop.count(this.target, "orders", Map.of("channel", "web"), 1);
		this.shop.look(80, 24);
		this.shop.press(KeyCode.RIGHT, KeyCode.DOWN, KeyCode.DOWN).type("v");
		WatchedShop.count(this.target, "orders", Map.of("channel", "app"), 2);
		WatchedShop.count(this.target, "orders", Map.of("channel", "web"), 3);
		assertThat(events()).containsExactly("12:00:00.400                +3");
		assertThat(text()).contains("events of orders  channel=web ");
	}

	@Test
	void theTargetIsNotTakenForALabelOfThatName() {
		TargetModel other = this.shop.connect(new TargetNames("shop-b"));
		WatchedShop.count(this.target, "orders", Map.of("target", "primary"), 1);
		WatchedShop.count(other, "orders", Map.of("target", "standby"), 1);
		this.shop.look(80, 24);
		this.shop.type("v");
		WatchedShop.count(other, "orders", Map.of("target", "standby"), 2);
		assertThat(events()).singleElement().asString().matches(".* \\+2  shop-b +target=standby");
	}

	@Test
	void eachOperationIsShownAsItIs() {
		WatchedShop.total(this.target, "orders", Map.of(), 1);
		this.shop.look(80, 24);
		this.shop.type("v");
		WatchedShop.count(this.target, "orders", Map.of(), 1);
		WatchedShop.total(this.target, "orders", Map.of(), 1234);
		assertThat(events()).containsExactly("12:00:00.400                +1", "12:00:00.400     total = 1,234");
		this.shop.type("v");
		WatchedShop.set(this.target, "a.stock", Map.of(), 1);
		this.shop.press(KeyCode.HOME).type("v");
		WatchedShop.set(this.target, "a.stock", Map.of(), 42);
		this.shop.pass(Duration.ofMillis(25));
		WatchedShop.change(this.target, "a.stock", Map.of(), 3);
		WatchedShop.decrease(this.target, "a.stock", Map.of(), 2.5);
		assertThat(events()).containsExactly("12:00:00.400              = 42", "12:00:00.425                +3",
				"12:00:00.425             -2.50");
	}

	@Test
	void nothingIsKeptWhileItIsClosed() {
		WatchedShop.count(this.target, "orders", Map.of(), 1);
		this.shop.look(80, 24);
		this.shop.type("v");
		assertThat(text()).contains("No event yet").contains(" 0 events\n");
		WatchedShop.count(this.target, "orders", Map.of(), 2);
		assertThat(events()).hasSize(1);
		this.shop.press(KeyCode.ESCAPE);
		assertThat(text()).contains("METRIC");
		WatchedShop.count(this.target, "orders", Map.of(), 3);
		this.shop.type("v");
		assertThat(text()).contains("No event yet").contains(" 0 events\n");
	}

	@Test
	void ofAMetricTheEventsOfAllItsSeriesAreShownAlsoOfThoseThatComeLater() {
		WatchedShop.count(this.target, "orders", Map.of("app", "shop", "n", "1"), 1);
		WatchedShop.count(this.target, "orders", Map.of("app", "shop", "n", "2"), 1);
		this.shop.look(80, 24);
		this.shop.type("v");
		WatchedShop.count(this.target, "orders", Map.of("app", "shop", "n", "1"), 5);
		WatchedShop.count(this.target, "orders", Map.of("app", "shop", "n", "3"), 6);
		this.shop.look(80, 24);
		WatchedShop.count(this.target, "orders", Map.of("app", "shop", "n", "3"), 7);
		WatchedShop.count(this.target, "others", Map.of("app", "shop"), 8);
		assertThat(events()).containsExactly("12:00:00.400                +5  n=1",
				"12:00:00.400                +7  n=3");
	}

	@Test
	void fromOneMetricLookedAtCloselyItGoesBackThere() {
		WatchedShop.count(this.target, "orders", Map.of(), 1);
		this.shop.look(80, 24);
		this.shop.press(KeyCode.ENTER).type("v");
		assertThat(Screens.lines(this.shop.look(80, 24)).get(2)).startsWith(" events of orders");
		this.shop.type("v");
		assertThat(Screens.lines(this.shop.look(80, 24)).get(2)).startsWith(" orders  counter");
	}

	@Test
	void whatDoesNotFitOnTheScreenIsSkippedAndCounted() {
		WatchedShop.count(this.target, "orders", Map.of(), 1);
		this.shop.look(80, 24);
		this.shop.type("v");
		this.shop.look(80, 24);
		for (int i = 1; i <= 20_000; i++) {
			WatchedShop.count(this.target, "orders", Map.of(), i);
		}
		List<String> events = events();
		// 24 lines without header, status, footer, title and an empty one
		assertThat(events).hasSize(19);
		assertThat(events.get(18)).endsWith("+20,000");
		assertThat(text()).contains("20,000 events, 19,981 skipped");
		WatchedShop.count(this.target, "orders", Map.of(), 1);
		assertThat(text()).contains("20,001 events, 19,981 skipped");
	}

	@Test
	void spaceFreezesItAndKeysGoToOlderEvents() {
		WatchedShop.count(this.target, "orders", Map.of(), 1);
		this.shop.look(80, 24);
		this.shop.type("v");
		for (int i = 1; i <= 100; i++) {
			WatchedShop.count(this.target, "orders", Map.of(), i);
		}
		this.shop.look(80, 24);
		this.shop.type(" ");
		List<String> before = events();
		WatchedShop.count(this.target, "orders", Map.of(), 101);
		assertThat(events()).isEqualTo(before);
		assertThat(text()).contains("FROZEN").contains("100 events, 1 since frozen");
		this.shop.press(KeyCode.UP);
		assertThat(events().get(18)).endsWith("+99");
		this.shop.press(KeyCode.PAGE_UP);
		assertThat(events().get(18)).endsWith("+81");
		this.shop.press(KeyCode.HOME);
		assertThat(events().get(0)).endsWith(" +1");
		this.shop.press(KeyCode.END);
		assertThat(events()).isEqualTo(before);
		this.shop.type(" ");
		assertThat(events().get(18)).endsWith("+101");
		assertThat(text()).doesNotContain("FROZEN");
	}

	@Test
	void aKeyThatGoesToOlderEventsFreezesIt() {
		WatchedShop.count(this.target, "orders", Map.of(), 1);
		this.shop.look(80, 24);
		this.shop.type("v");
		WatchedShop.count(this.target, "orders", Map.of(), 1);
		this.shop.look(80, 24);
		this.shop.press(KeyCode.UP);
		assertThat(text()).contains("FROZEN");
		this.shop.press(KeyCode.ESCAPE).type("v");
		assertThat(text()).doesNotContain("FROZEN");
	}

	private String text() {
		return String.join("\n", Screens.lines(this.shop.look(80, 24)));
	}

	private List<String> events() {
		return Screens.lines(this.shop.look(80, 24))
			.stream()
			.filter((line) -> line.matches(" \\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\d .*"))
			.map(String::strip)
			.toList();
	}

}
