package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for long task timers on the {@link ObserverScreen}: three gauges in one row.
 */
class TaskTimerScreenTests {

	private final WatchedShop shop = new WatchedShop();

	private final TargetModel target = this.shop.connect(WatchedShop.ADDRESS);

	@BeforeEach
	void look() {
		this.shop.look(200, 20);
	}

	@Test
	void thoseOfAnObservationAreBelowIt() {
		observe("checkout", "card");
		observe("checkout", "cash");
		assertThat(names()).containsExactly("▸ checkout ×2");
		assertThat(names("e")).containsExactly("▾ checkout ×2", "payment=card", "payment=cash", "▾ .active in progress",
				"▾ .active ×2", "payment=card", "payment=cash", "▾ .duration ×2", "payment=card", "payment=cash",
				"▾ .max ×2", "payment=card", "payment=cash");
		Screens.assertLooksLike("observation", this.shop.look(120, 20));
		assertThat(names("e")).containsExactly("▸ checkout ×2");
	}

	@Test
	void eachIsShownAndHiddenByItself() {
		observe("checkout", "card");
		observe("checkout", "cash");
		this.shop.press(KeyCode.RIGHT, KeyCode.DOWN, KeyCode.DOWN, KeyCode.DOWN);
		assertThat(names()).containsExactly("▾ checkout ×2", "payment=card", "payment=cash", "▸ .active in progress");
		assertThat(line()).startsWith(" checkout.active  payment=2 values");
		this.shop.press(KeyCode.RIGHT, KeyCode.DOWN, KeyCode.DOWN, KeyCode.RIGHT);
		assertThat(names()).containsExactly("▾ checkout ×2", "payment=card", "payment=cash", "▾ .active in progress",
				"▸ .active ×2", "▾ .duration ×2", "payment=card", "payment=cash", "▸ .max ×2");
		assertThat(line()).startsWith(" checkout.active.duration  payment=2 values");
		this.shop.press(KeyCode.LEFT);
		assertThat(line()).startsWith(" checkout.active.duration");
		this.shop.press(KeyCode.LEFT);
		assertThat(line()).startsWith(" checkout.active  ");
		assertThat(names()).endsWith("▸ .active in progress");
		this.shop.press(KeyCode.LEFT);
		assertThat(names()).containsExactly("▸ checkout ×2");
		assertThat(line()).startsWith(" checkout  payment=2 values");
	}

	@Test
	void anObservationOfOneSeriesHasItBelowToo() {
		observe("checkout", "card");
		assertThat(names()).containsExactly("▸ checkout  payment=card");
		this.shop.press(KeyCode.RIGHT);
		assertThat(names()).containsExactly("▾ checkout  payment=card", "▸ .active in progress  payment=card");
	}

	@Test
	void theFoldedRowHasTheNumberOfTasks() {
		observe("checkout", "card");
		observe("checkout", "cash");
		this.shop.press(KeyCode.RIGHT);
		assertThat(row(".active in progress")).contains(" gauge ").contains(" Σ 4 ");
	}

	@Test
	void aTimerWithoutAnObservationIsARowOfItsOwn() {
		tasks("shop.stocktaking", Map.of("aisle", "7"));
		WatchedShop.set(this.target, "shop.stock", Map.of(), 1);
		WatchedShop.set(this.target, "shop.stocktaking-errors", Map.of(), 1);
		assertThat(names()).containsExactly("shop.stock", "▸ shop.stocktaking in progress  aisle=7",
				"shop.stocktaking-errors");
		assertThat(names("e")).containsExactly("shop.stock", "▾ shop.stocktaking in progress  aisle=7",
				".active  aisle=7", ".duration  aisle=7", ".max  aisle=7", "shop.stocktaking-errors");
		Screens.assertLooksLike("long-task-timer", this.shop.look(120, 20));
	}

	@Test
	void theTasksOfAnObservationThatHasNotEndedOnceAreARowUntilItHas() {
		tasks("checkout.active", Map.of("payment", "card"));
		assertThat(names()).containsExactly("▸ checkout.active in progress  payment=card");
		observe("checkout", "card");
		assertThat(names()).containsExactly("▸ checkout  payment=card");
	}

	@Test
	void gaugesThatOnlyLookLikeATimerStayAsTheyAre() {
		for (String name : List.of("pool.active", "pool.max", "pool.idle", "queue", "queue.active", "queue.duration",
				"queue.max")) {
			WatchedShop.set(this.target, name, Map.of(), 1);
		}
		assertThat(names()).containsExactly("pool.active", "pool.idle", "pool.max", "queue", "queue.active",
				"queue.duration", "queue.max");
	}

	@Test
	void filtersFindThem() {
		observe("checkout", "card");
		this.shop.type("/checkout.active").press(KeyCode.ENTER);
		assertThat(names()).containsExactly("▸ checkout.active in progress  payment=card");
		this.shop.press(KeyCode.ESCAPE).type("/name=*.duration").press(KeyCode.ENTER);
		assertThat(names()).containsExactly("checkout.active.duration  payment=card");
		this.shop.press(KeyCode.ESCAPE).type("/unit=seconds").press(KeyCode.ENTER);
		assertThat(names()).containsExactly("checkout  payment=card", "checkout.active.duration  payment=card",
				"checkout.active.max  payment=card");
	}

	@Test
	void theyAreSortedByTheNumberOfTasks() {
		tasks("b", Map.of());
		WatchedShop.set(this.target, "a", Map.of(), 1);
		WatchedShop.set(this.target, "c", Map.of(), 3);
		this.shop.type("ss");
		assertThat(names()).containsExactly("c", "▸ b in progress", "a");
	}

	@Test
	void theyAreLookedAtClosely() {
		observe("checkout", "card");
		this.shop.press(KeyCode.RIGHT, KeyCode.DOWN, KeyCode.ENTER);
		assertThat(Screens.lines(this.shop.look(120, 20)).get(2)).startsWith(" checkout.active.active  gauge");
	}

	/**
	 * Observes something that has ended once, and goes on twice.
	 */
	private void observe(String name, String payment) {
		this.target.metadata(new Metadata(Kind.HISTOGRAM, name, "seconds", null));
		WatchedShop.sample(this.target, name, Map.of("payment", payment), 0.2);
		tasks(name + ".active", Map.of("payment", payment));
	}

	private void tasks(String name, Map<String, String> labels) {
		this.target.metadata(new Metadata(Kind.GAUGE, name + ".active", "count", null));
		this.target.metadata(new Metadata(Kind.GAUGE, name + ".duration", "seconds", null));
		this.target.metadata(new Metadata(Kind.GAUGE, name + ".max", "seconds", null));
		WatchedShop.set(this.target, name + ".active", labels, 2);
		WatchedShop.set(this.target, name + ".duration", labels, 3.5);
		WatchedShop.set(this.target, name + ".max", labels, 2.5);
		this.shop.pass(Duration.ofSeconds(1));
	}

	private String line() {
		return Screens.lines(this.shop.look(200, 20)).get(18);
	}

	private String row(String name) {
		return rows().filter((line) -> line.contains(name)).findFirst().orElseThrow();
	}

	private List<String> names(String... keys) {
		for (String key : keys) {
			this.shop.type(key);
		}
		return rows().map((row) -> row.strip().replaceFirst(" {3,}.*", "")).toList();
	}

	private Stream<String> rows() {
		Buffer screen = this.shop.look(200, 20);
		return Screens.lines(screen).subList(3, 18).stream().filter((line) -> !line.isEmpty());
	}

}
