package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what keys do on a screen that is frozen, and for {@link FrozenMoment}.
 */
class FrozenScreenTests {

	@Test
	void eachWindowIsThatOfTheMoment() {
		WatchedShop shop = WatchedShop.open(100);
		WatchedShop frozen = WatchedShop.open(100);
		shop.look(200, 50);
		frozen.look(200, 50);
		frozen.type(" ");
		frozen.sell(frozen.model().targets().get(0), 150);
		assertThat(content(frozen.type("e").look(200, 50))).isEqualTo(content(shop.type("e").look(200, 50)));
		for (int i = 0; i < 5; i++) {
			assertThat(content(frozen.type("w").look(200, 50))).isEqualTo(content(shop.type("w").look(200, 50)));
		}
		assertThat(status(frozen)).contains("FROZEN 2m 30s").endsWith("statistics since 12:00:00");
	}

	@Test
	void eachWindowOfAMetricThatIsLookedAtCloselyIsThatOfTheMoment() {
		for (String filter : List.of("/basket", "/http", "/stock")) {
			WatchedShop shop = WatchedShop.open(100).type(filter).press(KeyCode.ENTER, KeyCode.ENTER);
			WatchedShop frozen = WatchedShop.open(100).type(filter).press(KeyCode.ENTER, KeyCode.ENTER);
			frozen.type(" ");
			frozen.sell(frozen.model().targets().get(0), 150);
			for (int i = 0; i < 4; i++) {
				assertThat(content(frozen.look(130, 34))).as(filter).isEqualTo(content(shop.look(130, 34)));
				shop.type("w");
				frozen.type("w");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "T", "Te", "TeTt", "ToooeS", "Tww", "Te/http", "tt" })
	void whatIsLookedAtForTheFirstTimeIsOfTheMomentToo(String keys) {
		WatchedShop shop = WatchedShop.openTwo(100);
		WatchedShop frozen = WatchedShop.openTwo(100);
		frozen.type(" ");
		// Other samples, and in the shortest window none of before
		frozen.model().targets().forEach((target) -> frozen.sell(target, 15));
		assertThat(rows(frozen.type(keys))).isEqualTo(rows(shop.type(keys)));
		assertThat(rows(frozen.press(KeyCode.ENTER))).isEqualTo(rows(shop.press(KeyCode.ENTER)));
		for (String key : List.of("b", "b", "w", "b", "w")) {
			assertThat(rows(frozen.type(key))).as(key).isEqualTo(rows(shop.type(key)));
		}
	}

	private static String rows(WatchedShop shop) {
		// Without header, status and keys
		List<String> lines = Screens.lines(shop.look(130, 34));
		return String.join("\n", lines.subList(3, lines.size() - 1));
	}

	@Test
	void ofVeryManyHistogramsNoQuantilesAreShownThatAreOfAnotherTime() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		for (int i = 0; i < 2_001; i++) {
			WatchedShop.sample(target, "requests", Map.of("uri", "" + i, "status", "" + i % 2), 1);
		}
		shop.look(130, 34);
		shop.type(" ");
		for (int i = 0; i < 2_001; i++) {
			WatchedShop.sample(target, "requests", Map.of("uri", "" + i, "status", "" + i % 2), 9);
		}
		assertThat(row(shop, "requests ×")).as("as they were read").contains(" 1 ").doesNotContain(" 9 ");
		shop.type("/!uri=2000").press(KeyCode.ENTER);
		assertThat(row(shop, "requests ×2000 of 2001")).as("of those that are kept").endsWith(" 1");
		shop.press(KeyCode.ESCAPE);
		assertThat(row(shop, "requests ×2001")).as("of all").endsWith(" –");
	}

	@Test
	void aResetCountsFromNowOnAndLetsTheScreenGoOn() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.total(target, "requests", Map.of(), 1000);
		shop.type(" ");
		WatchedShop.count(target, "requests", Map.of(), 10);
		shop.pass(Duration.ofSeconds(5));
		assertThat(row(shop, "requests")).contains(" 1,000 ");
		shop.type("r");
		WatchedShop.count(target, "requests", Map.of(), 7);
		shop.pass(Duration.ofSeconds(1));
		assertThat(status(shop)).doesNotContain("FROZEN").endsWith("since reset at 12:00:05, u undoes");
		assertThat(row(shop, "requests")).contains(" +7 ");
		shop.type(" ");
		WatchedShop.count(target, "requests", Map.of(), 3);
		assertThat(row(shop, "requests")).contains(" +7 ");
		assertThat(status(shop.type("u"))).doesNotContain("FROZEN").endsWith("statistics of the last 5 min");
		assertThat(row(shop, "requests")).contains(" 1,020 ");
	}

	@Test
	void targetsAreConnectedToAgainByTheStateThatTheyHaveNow() {
		WatchedShop shop = new WatchedShop();
		TargetModel lost = shop.connect("10.0.0.1:5000");
		shop.connect("10.0.0.2:5000");
		shop.type(" ");
		lost.closed("Connection reset", Duration.ofSeconds(4));
		shop.pass(Duration.ofSeconds(1));
		assertThat(shop.type("c").reconnected()).containsExactly("10.0.0.1:5000");
	}

	@Test
	void theTrendsOfSoManySeriesAreKept() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		for (int i = 0; i < 501; i++) {
			WatchedShop.set(target, "stock", Map.of("n", "" + i), i);
		}
		List<Series> series = shop.model().series();
		FrozenMoment moment = new FrozenMoment(series, 0, Map.of());
		List<Series> read = new ArrayList<>();
		series.forEach((each) -> trend(moment, each, read));
		assertThat(read).isEqualTo(series);
		read.clear();
		trend(moment, series.get(500), read);
		trend(moment, series.get(1), read);
		assertThat(read).isEmpty();
		trend(moment, series.get(0), read);
		assertThat(read).containsExactly(series.get(0));
	}

	private static void trend(FrozenMoment moment, Series series, List<Series> read) {
		Trend unused = moment.trend(series, () -> {
			read.add(series);
			return Trend.of(series.kind(), series.points(1));
		});
	}

	private static String content(Buffer screen) {
		// Without the line that says for how long it is frozen, and without the keys
		return Screens.lines(screen).get(0) + String.join("\n", Screens.lines(screen).subList(2, screen.height() - 1));
	}

	private static String status(WatchedShop shop) {
		return Screens.lines(shop.look(80, 15)).get(1);
	}

	private static String row(WatchedShop shop, String name) {
		return Screens.lines(shop.look(80, 24))
			.stream()
			.filter((line) -> line.contains(name))
			.findFirst()
			.orElseThrow();
	}

}
