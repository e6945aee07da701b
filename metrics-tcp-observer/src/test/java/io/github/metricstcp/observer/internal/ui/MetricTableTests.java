package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetricTable}.
 */
class MetricTableTests {

	@Test
	void allSeriesAreInTheTable() {
		WatchedShop shop = WatchedShop.open(60);
		Screens.assertLooksLike("table", lines(shop, ""));
	}

	@Test
	void whatIsOfOneTargetOnlyNamesNone() {
		WatchedShop shop = WatchedShop.open(3);
		assertThat(lines(shop, "shop.stock").get(0)).isEqualTo("METRIC      KIND   VALUE  MAX  LABELS");
		shop.connect("10.0.0.7:5000");
		assertThat(lines(shop, "shop.stock").get(0)).isEqualTo("METRIC      KIND   VALUE  MAX  TARGET          LABELS");
	}

	@Test
	void whatTellsTheRowsOfAMetricApartComesFirstAndNothingIsCut() {
		WatchedShop shop = WatchedShop.openTwo(60);
		Screens.assertLooksLike("table-of-two-targets", lines(shop, "http.server.requests"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "target=*5092", "5092", "!target=shop-a", "!shop-a" })
	void theFilterFindsTheTarget(String filter) {
		WatchedShop shop = WatchedShop.openTwo(30);
		assertThat(lines(shop, filter)).hasSize(1 + 23)
			.satisfies((lines) -> assertThat(lines.subList(1, lines.size())).allMatch((line) -> line.contains("5092")));
	}

	@Test
	void theFilterFindsTheUnit() {
		WatchedShop shop = WatchedShop.openTwo(30);
		assertThat(lines(shop, "unit=euros")).hasSize(1 + 2)
			.allMatch((line) -> line.matches("METRIC.*|shop.order.value.*"));
		assertThat(lines(shop, "shop.order.value unit=")).isEmpty();
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
		assertThat(lines(shop, "!metrics*")).containsExactly("METRIC  KIND       VALUE   RATE  P50  P99  MAX",
				"a       counter      ≥ 1    1/s", "b       gauge        Δ 2                     2",
				"c       histogram      3  ≥ 1/s    3    3  ≥ 3");
	}

	@Test
	void withoutASeriesThereIsNoTable() {
		assertThat(lines(WatchedShop.open(3), "nothing")).isEmpty();
	}

	private static List<String> lines(WatchedShop shop, String filter) {
		return new MetricTable(shop.model()).lines(SeriesFilter.parse(filter));
	}

}
