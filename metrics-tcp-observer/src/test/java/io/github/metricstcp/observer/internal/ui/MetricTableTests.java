package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetricTable}.
 */
class MetricTableTests {

	@Test
	void allSeriesAreInTheTable() {
		WatchedShop shop = WatchedShop.open(60);
		Screens.assertLooksLike("table", lines(shop, "", TextTable.UNLIMITED));
	}

	@Test
	void whatIsOfOneTargetOnlyNamesNone() {
		WatchedShop shop = WatchedShop.open(3);
		assertThat(lines(shop, "shop.stock", TextTable.UNLIMITED).get(0))
			.isEqualTo("METRIC      KIND   VALUE  MAX  LABELS");
		shop.connect("10.0.0.7:5000");
		assertThat(lines(shop, "shop.stock", TextTable.UNLIMITED).get(0))
			.isEqualTo("METRIC      KIND   VALUE  MAX  TARGET          LABELS");
	}

	@Test
	void aTerminalsWidthIsKept() {
		assertThat(lines(WatchedShop.open(60), "", 80)).hasSizeGreaterThan(20)
			.allMatch((line) -> DisplayText.width(line) <= 80)
			.anyMatch((line) -> line.endsWith("…"));
	}

	@Test
	void marksAreThoseOfTheScreen() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		shop.pass(Duration.ofSeconds(1));
		WatchedShop.total(target, "metrics.tcp.events", Map.of("outcome", "dropped"), 0);
		WatchedShop.total(target, "metrics.tcp.events", Map.of("outcome", "dropped"), 5);
		WatchedShop.count(target, "a", Map.of(), 1);
		WatchedShop.change(target, "b", Map.of(), 2);
		WatchedShop.sample(target, "c", Map.of(), 3);
		shop.pass(Duration.ofSeconds(1));
		assertThat(lines(shop, "!metrics*", TextTable.UNLIMITED)).containsExactly(
				"METRIC  KIND       VALUE   RATE  P50  P99  MAX", "a       counter      ≥ 1    1/s",
				"b       gauge        Δ 2                     2", "c       histogram      3  ≥ 1/s    3    3  ≥ 3");
	}

	@Test
	void withoutASeriesThereIsNoTable() {
		assertThat(lines(WatchedShop.open(3), "nothing", TextTable.UNLIMITED)).isEmpty();
	}

	private static List<String> lines(WatchedShop shop, String filter, int width) {
		return new MetricTable(shop.model()).lines(SeriesFilter.parse(filter), width);
	}

}
