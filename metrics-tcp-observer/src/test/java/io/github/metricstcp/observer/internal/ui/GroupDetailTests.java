package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the close view of a metric with several series: its ranking, and groups by a
 * label.
 */
class GroupDetailTests {

	@ParameterizedTest
	@CsvSource({ "60,15", "80,24", "120,30", "200,50" })
	void theSeriesOfAMetricAreRanked(int width, int height) {
		WatchedShop shop = WatchedShop.open(320).press(KeyCode.ENTER);
		Screens.assertLooksLike("ranked-" + width + "x" + height, shop.look(width, height));
	}

	@ParameterizedTest
	@CsvSource({ "80,24", "120,30", "200,50" })
	void theSeriesOfSeveralTargetsAreRankedTogether(int width, int height) {
		WatchedShop shop = WatchedShop.openTwo(320).press(KeyCode.ENTER);
		Screens.assertLooksLike("ranked-targets-" + width + "x" + height, shop.look(width, height));
	}

	@ParameterizedTest
	@CsvSource({ "80,24", "120,30" })
	void aMetricIsGroupedByALabel(int width, int height) {
		WatchedShop shop = WatchedShop.openTwo(320).press(KeyCode.ENTER).type("b");
		Screens.assertLooksLike("grouped-" + width + "x" + height, shop.look(width, height));
	}

	@Test
	void countersAreSummedUpByALabel() {
		WatchedShop shop = new WatchedShop();
		TargetModel first = shop.connect(new TargetNames("a"));
		TargetModel second = shop.connect(new TargetNames("b"));
		for (int i = 0; i < 20; i++) {
			WatchedShop.count(first, "orders", Map.of("channel", "app", "product", "decaf"), 1);
			WatchedShop.count(first, "orders", Map.of("channel", "web", "product", "decaf"), 2);
			WatchedShop.count(second, "orders", Map.of("channel", "app", "product", "decaf"), 4);
			WatchedShop.count(second, "orders", Map.of("channel", "app", "product", "espresso"), 8);
			WatchedShop.count(second, "orders", Map.of("product", "tea"), 3);
			shop.pass(Duration.ofSeconds(1));
		}
		shop.press(KeyCode.ENTER);
		assertThat(ranking(shop)).containsExactly("SERIES TARGET RATE/10s ▼ TOTAL",
				"channel=app product=espresso b 8/s ≥ 160", "channel=app product=decaf b 4/s ≥ 80",
				"product=tea b 3/s ≥ 60", "channel=web product=decaf a 2/s ≥ 40",
				"channel=app product=decaf a 1/s ≥ 20");
		assertThat(ranking(shop.type("b"))).containsExactly("channel RATE/10s ▼ TOTAL", "app ×3 13/s ≥ 260",
				"without channel ×1 3/s ≥ 60", "web ×1 2/s ≥ 40");
		assertThat(ranking(shop.type("b"))).containsExactly("product RATE/10s ▼ TOTAL", "espresso ×1 8/s ≥ 160",
				"decaf ×3 7/s ≥ 140", "tea ×1 3/s ≥ 60");
		assertThat(ranking(shop.type("b"))).containsExactly("target RATE/10s ▼ TOTAL", "b ×3 15/s ≥ 300",
				"a ×2 3/s ≥ 60");
		assertThat(ranking(shop.type("b"))).startsWith("SERIES TARGET RATE/10s ▼ TOTAL");
	}

	@Test
	void quantilesByALabelAreThoseOfAllItsSamples() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		// Each series has a 99th percentile of 1, 2 or 9, and no mean of those is right
		for (int i = 0; i < 99; i++) {
			sample(target, "/a", "200", 1);
			sample(target, "/a", "201", 1);
			sample(target, "/b", "200", 2);
		}
		sample(target, "/a", "503", 9);
		shop.pass(Duration.ofSeconds(2));
		shop.press(KeyCode.ENTER);
		List<String> series = ranking(shop);
		assertThat(series.get(0)).contains("P99 ▼ MEAN MAX");
		assertThat(series.get(1)).startsWith("uri=/a status=503 9 9 9");
		assertThat(series.get(2)).startsWith("uri=/b status=200 2 2 2");
		List<String> byUri = ranking(shop.type("b"));
		assertThat(byUri.get(0)).startsWith("uri P99 ▼");
		assertThat(byUri.get(1)).startsWith("/b ×1 2 2 2");
		assertThat(byUri.get(2)).as("at most 1 % off").matches("/a ×3 1(\\.0[01])? 1\\.04 9 .*");
		assertThat(ranking(shop.type("o")).subList(1, 3)).as("by mean")
			.extracting((row) -> row.substring(0, 2))
			.containsExactly("/b", "/a");
		assertThat(ranking(shop.type("o")).subList(1, 3)).as("by maximum")
			.extracting((row) -> row.substring(0, 2))
			.containsExactly("/a", "/b");
	}

	private static void sample(TargetModel target, String uri, String status, double value) {
		WatchedShop.sample(target, "requests", Map.of("uri", uri, "status", status), value);
	}

	@Test
	void gaugesThatAddUpAreSummedUpAndOthersAreNot() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		shop.describe(target);
		WatchedShop.set(target, "jvm.memory.used", Map.of("area", "heap", "id", "old"), 3 << 20);
		WatchedShop.set(target, "jvm.memory.used", Map.of("area", "heap", "id", "eden"), 2 << 20);
		WatchedShop.set(target, "jvm.memory.used", Map.of("area", "nonheap", "id", "code"), 1 << 20);
		WatchedShop.set(target, "process.uptime", Map.of("n", "1", "m", "a"), 30);
		WatchedShop.set(target, "process.uptime", Map.of("n", "2", "m", "a"), 40);
		WatchedShop.set(target, "process.uptime", Map.of("n", "3", "m", "b"), 50);
		shop.type("/memory").press(KeyCode.ENTER, KeyCode.ENTER);
		assertThat(ranking(shop.type("b")).subList(1, 3)).containsExactly("heap ×2 Σ 5 MiB 3 MiB",
				"nonheap ×1 1 MiB 1 MiB");
		shop.press(KeyCode.ESCAPE).type("/").pressCtrl('u').type("uptime").press(KeyCode.ENTER, KeyCode.ENTER);
		assertThat(ranking(shop.type("b")).subList(1, 3)).containsExactly("b ×1 50 s 50 s", "a ×2 ≤ 40 s 40 s");
	}

	@Test
	void theRankingIsScrolled() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		IntStream.rangeClosed(1, 100).forEach((i) -> WatchedShop.set(target, "size", Map.of("n", "" + i), i));
		shop.press(KeyCode.ENTER);
		assertThat(ranking(shop)).startsWith("SERIES 1 of 100 VALUE ▼ MAX", "n=100 100 100", "n=99 99 99");
		int page = ranking(shop).size() - 2;
		assertThat(ranking(shop.press(KeyCode.PAGE_DOWN)).get(1)).isEqualTo("n=%1$d %1$d %1$d".formatted(100 - page));
		assertThat(ranking(shop.press(KeyCode.END))).endsWith("n=2 2 2", "n=1 1 1");
		assertThat(ranking(shop.press(KeyCode.HOME)).get(1)).isEqualTo("n=100 100 100");
		WatchedShop.set(target, "tall", Map.of("n", "1"), 1);
		WatchedShop.set(target, "tall", Map.of("n", "2"), 2);
		shop.press(KeyCode.END, KeyCode.DOWN);
		assertThat(ranking(shop)).startsWith("SERIES VALUE ▼ MAX", "n=2 2 2", "n=1 1 1");
	}

	@Test
	void anotherGroupingIsSeenFromItsBeginning() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		IntStream.rangeClosed(1, 200)
			.forEach((i) -> WatchedShop.set(target, "size", Map.of("n", "" + i, "m", "" + i % 100), i));
		assertThat(ranking(shop.press(KeyCode.ENTER))).startsWith("SERIES 1 of 200 VALUE ▼ MAX");
		assertThat(ranking(shop.press(KeyCode.END))).endsWith("n=1 m=1 1 1");
		assertThat(ranking(shop.type("b"))).startsWith("m 1 of 100 VALUE ▼ MAX", "0 ×2 Σ 300 200");
	}

	@Test
	void numbersOfDifferentUnitsAreRankedByWhatTheyStandFor() {
		WatchedShop shop = new WatchedShop();
		TargetModel first = shop.connect(new TargetNames("a"));
		TargetModel second = shop.connect(new TargetNames("b"));
		first.metadata(new Metadata(Kind.GAUGE, "age", "milliseconds", null));
		second.metadata(new Metadata(Kind.GAUGE, "age", "seconds", null));
		WatchedShop.set(first, "age", Map.of(), 200);
		WatchedShop.set(second, "age", Map.of(), 3);
		shop.press(KeyCode.ENTER);
		assertThat(ranking(shop).subList(1, 3)).containsExactly("b 3 s 3 s", "a 200 ms 200 ms");
	}

	@Test
	void theTargetIsNotTakenForALabelOfThatName() {
		WatchedShop shop = new WatchedShop();
		TargetModel first = shop.connect(new TargetNames("shop-a=10.0.0.1:5000", "10.0.0.1:5000", "shop-a"));
		TargetModel second = shop.connect(new TargetNames("shop-b"));
		WatchedShop.set(first, "size", Map.of("target", "primary"), 1);
		WatchedShop.set(first, "size", Map.of("target", "standby"), 2);
		WatchedShop.set(second, "size", Map.of("target", "primary"), 4);
		shop.press(KeyCode.ENTER);
		assertThat(Screens.lines(shop.look(130, 40)).get(4)).isEqualTo(" on 2 targets  target=2 values");
		assertThat(ranking(shop.type("b"))).containsExactly("label:target VALUE ▼ MAX", "primary ×2 Σ 5 4",
				"standby ×1 2 2");
		assertThat(ranking(shop.type("b"))).containsExactly("target VALUE ▼ MAX", "shop-b ×1 4 4", "shop-a ×2 Σ 3 2");
		shop.press(KeyCode.ESCAPE, KeyCode.RIGHT, KeyCode.DOWN, KeyCode.ENTER);
		assertThat(Screens.lines(shop.look(130, 40)).get(4)).matches(" on shop-[ab]  target=primary");
	}

	@Test
	void whatIsBeyondALevelIsMarkedInTheRanking() {
		WatchedShop shop = WatchedShop.withLevels("size value 5");
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "size", Map.of("n", "1"), 4);
		WatchedShop.set(target, "size", Map.of("n", "2"), 6);
		shop.look(130, 40);
		shop.press(KeyCode.ENTER);
		assertThat(ranking(shop)).containsExactly("SERIES VALUE ▼ MAX", "!n=2 6 6", "n=1 4 4");
	}

	@Test
	void aLargeMetricIsReadRarely() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		IntStream.range(0, 5_000)
			.forEach((i) -> WatchedShop.set(target, "size", Map.of("n", "" + i, "m", "" + i % 5), 1));
		shop.press(KeyCode.ENTER).type("b");
		assertThat(ranking(shop)).startsWith("m VALUE ▼ MAX", "0 ×1000 Σ 1,000 1");
		WatchedShop.set(target, "size", Map.of("n", "3", "m", "3"), 500);
		shop.pass(Duration.ofSeconds(10));
		assertThat(ranking(shop)).startsWith("m VALUE ▼ MAX", "0 ×1000 Σ 1,000 1");
		shop.pass(Duration.ofSeconds(1));
		assertThat(ranking(shop)).startsWith("m VALUE ▼ MAX", "3 ×1000 Σ 1,499 500");
	}

	@Test
	void anotherWindowIsReadAtOnce() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		IntStream.range(0, 2_000).forEach((i) -> WatchedShop.set(target, "size", Map.of("n", "" + i), 9));
		shop.pass(Duration.ofSeconds(200));
		IntStream.range(0, 2_000).forEach((i) -> WatchedShop.set(target, "size", Map.of("n", "" + i), 4));
		shop.pass(Duration.ofSeconds(30));
		shop.press(KeyCode.ENTER);
		assertThat(ranking(shop).get(1)).endsWith(" 4 9");
		assertThat(ranking(shop.type("ww")).get(1)).as("of 10 s").endsWith(" 4 4");
	}

	@Test
	void theNextRankAndLabelAreInTheFooter() {
		WatchedShop shop = WatchedShop.open(60).press(KeyCode.ENTER);
		assertThat(footer(shop)).startsWith(" o rank by mean  b by uri  esc back");
		assertThat(footer(shop.type("ob"))).startsWith(" o rank by max  b by method  esc back");
		assertThat(footer(shop.type("bb"))).startsWith(" o rank by max  b each series  esc back");
		shop.type("jjjjjj");
		assertThat(footer(shop)).as("a gauge").startsWith(" o rank by max  b ");
		shop.press(KeyCode.UP);
		assertThat(footer(shop)).as("a single series").startsWith(" esc back");
	}

	@Test
	void chartAndDistributionTakeTheRankingsPlaceWhereThereIsNoRoom() {
		WatchedShop shop = WatchedShop.open(60).press(KeyCode.ENTER);
		assertThat(screen(shop)).contains("SERIES").doesNotContain("each second's", "distribution");
		assertThat(screen(shop.press(KeyCode.TAB))).contains("each second's").doesNotContain("SERIES");
		assertThat(screen(shop.press(KeyCode.TAB))).contains("distribution").doesNotContain("SERIES", "each second's");
		assertThat(screen(shop.press(KeyCode.TAB))).contains("SERIES").doesNotContain("each second's");
	}

	@Test
	void anyKeysLeaveAScreen() {
		WatchedShop shop = WatchedShop.openTwo(40);
		Random random = new Random(11);
		String keys = "tTobsSelhgG rwjk?/\r\033";
		List<KeyCode> codes = List.of(KeyCode.ENTER, KeyCode.ESCAPE, KeyCode.TAB, KeyCode.PAGE_DOWN, KeyCode.PAGE_UP,
				KeyCode.UP, KeyCode.DOWN, KeyCode.LEFT, KeyCode.RIGHT, KeyCode.END, KeyCode.HOME);
		for (int i = 0; i < 1000; i++) {
			shop.type(String.valueOf(keys.charAt(random.nextInt(keys.length()))));
			shop.press(codes.get(random.nextInt(codes.size())));
			int height = 15 + random.nextInt(30);
			assertThat(Screens.lines(shop.look(60 + random.nextInt(150), height))).hasSize(height);
			shop.pass(Duration.ofMillis(300));
		}
	}

	private static String screen(WatchedShop shop) {
		// Without the footer, which names parts
		return String.join("\n", Screens.lines(shop.look(60, 15)).subList(0, 14));
	}

	private static String footer(WatchedShop shop) {
		return Screens.lines(shop.look(120, 24)).get(23);
	}

	/**
	 * Returns the lines of the ranking, without bars and runs of blanks.
	 */
	private static List<String> ranking(WatchedShop shop) {
		return Screens.lines(shop.look(130, 40))
			.stream()
			.dropWhile((line) -> !line.contains("▼"))
			.takeWhile((line) -> !line.isBlank())
			.map((line) -> line.replaceAll("[█▏▎▍▌▋▊▉]", "").strip().replaceAll(" +", " "))
			.filter((line) -> !line.startsWith("o rank"))
			.toList();
	}

}
