package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the screen with several targets: their column, each one alone, and side by
 * side.
 */
class TargetScreenTests {

	@ParameterizedTest
	@CsvSource({ "60,15", "80,24", "120,30", "200,50" })
	void seriesHaveTheirTargetInAColumn(int width, int height) {
		WatchedShop shop = WatchedShop.openTwo(320).press(KeyCode.RIGHT);
		Screens.assertLooksLike("targets-" + width + "x" + height, shop.look(width, height));
	}

	@ParameterizedTest
	@CsvSource({ "60,15", "80,24", "120,30", "200,50" })
	void targetsAreSeenSideBySide(int width, int height) {
		WatchedShop shop = WatchedShop.openTwo(320).press(KeyCode.RIGHT).type("T");
		Screens.assertLooksLike("side-by-side-" + width + "x" + height, shop.look(width, height));
	}

	@Test
	void aKeyGoesFromAllTargetsToEachOneAndToAllSideBySide() {
		WatchedShop shop = WatchedShop.openTwo(30);
		assertThat(status(shop)).startsWith(" all targets  45 series in 10 metrics");
		assertThat(footer(shop)).startsWith(" t only shop-a  ? help");
		assertThat(status(shop.type("t"))).startsWith(" only shop-a  22 of 45 series");
		assertThat(String.join("\n", Screens.lines(shop.look(120, 24)))).doesNotContain("TARGET", "shop.refunds");
		assertThat(status(shop.type("t"))).startsWith(" only 5092  23 of 45 series");
		assertThat(String.join("\n", Screens.lines(shop.look(120, 24)))).contains("shop.refunds");
		assertThat(footer(shop)).startsWith(" t side by side");
		assertThat(status(shop.type("t"))).startsWith(" side by side  45 series in 10 metrics");
		assertThat(footer(shop)).startsWith(" t all targets  o other numbers");
		assertThat(status(shop.type("t"))).startsWith(" all targets  45 series");
		assertThat(status(shop.type("T"))).startsWith(" side by side");
		assertThat(status(shop.type("TT"))).startsWith(" only shop-a");
	}

	@Test
	void withOneTargetThereIsNothingToChoose() {
		WatchedShop shop = WatchedShop.open(30);
		List<String> before = Screens.lines(shop.look(100, 24));
		assertThat(Screens.lines(shop.type("t").look(100, 24))).isEqualTo(before);
		assertThat(String.join("\n", before)).doesNotContain("TARGET", "targets");
	}

	@ParameterizedTest
	@CsvSource({ "target=*5092", "target=5092", "5092", "target=127.0.0.1:5092", "target=~92$", "!target=shop-a" })
	void aFilterFindsTheTarget(String filter) {
		WatchedShop shop = WatchedShop.openTwo(30).type("/" + filter).press(KeyCode.ENTER);
		assertThat(status(shop)).contains("23 of 45 series match " + filter);
	}

	@Test
	void aFilterAndOneTargetHoldTogether() {
		WatchedShop shop = WatchedShop.openTwo(30).type("t/decaf").press(KeyCode.ENTER);
		assertThat(status(shop)).startsWith(" only shop-a  3 of 45 series match decaf");
		assertThat(status(shop.type("t"))).startsWith(" only 5092  3 of 45 series match decaf");
		assertThat(status(shop.type("/").pressCtrl('u').type("target=shop-a"))).contains(" 0 of 45 series match");
	}

	@Test
	void aKeyShowsOtherNumbersSideBySide() {
		WatchedShop shop = new WatchedShop();
		TargetModel first = shop.connect(new TargetNames("a"));
		TargetModel second = shop.connect(new TargetNames("b"));
		for (int i = 0; i < 20; i++) {
			WatchedShop.count(first, "orders", Map.of(), 4);
			WatchedShop.count(second, "orders", Map.of(), 5);
			WatchedShop.sample(first, "requests", Map.of(), 100);
			WatchedShop.sample(second, "requests", Map.of(), 10);
			WatchedShop.set(first, "size", Map.of(), 8);
			WatchedShop.set(second, "size", Map.of(), 6);
			shop.pass(Duration.ofSeconds(1));
		}
		WatchedShop.set(second, "other", Map.of(), 1);
		shop.type("T");
		assertThat(columns(shop, "orders")).isEqualTo("rate 4/s 5/s +25%");
		assertThat(columns(shop, "requests")).isEqualTo("p99 100 10 -90%");
		assertThat(columns(shop, "size")).isEqualTo("value 8 6 -25%");
		assertThat(columns(shop, "other")).isEqualTo("value - 1");
		shop.type("o");
		assertThat(columns(shop, "orders")).isEqualTo("total ≥ 80 ≥ 100 +25%");
		assertThat(columns(shop, "requests")).isEqualTo("mean 100 10 -90%");
		shop.type("o");
		assertThat(columns(shop, "requests")).isEqualTo("rate 1/s 1/s 0%");
		assertThat(columns(shop, "size")).isEmpty();
		assertThat(columns(shop.type("o"), "requests")).isEqualTo("p50 100 10 -90%");
		assertThat(columns(shop.type("o"), "requests")).startsWith("p99 ");
		assertThat(columns(shop.type("o"), "orders")).startsWith("rate 4/s");
	}

	@Test
	void rowsAreSortedByTheirDifference() {
		WatchedShop shop = new WatchedShop();
		TargetModel first = shop.connect(new TargetNames("a"));
		TargetModel second = shop.connect(new TargetNames("b"));
		for (String name : List.of("d.same", "c.more", "b.much", "a.alone")) {
			WatchedShop.set(first, name, Map.of(), 10);
		}
		WatchedShop.set(second, "d.same", Map.of(), 10);
		WatchedShop.set(second, "c.more", Map.of(), 11);
		WatchedShop.set(second, "b.much", Map.of(), 1);
		shop.type("T");
		assertThat(names(shop)).containsExactly("a.alone", "b.much", "c.more", "d.same");
		assertThat(names(shop.type("sS"))).containsExactly("d.same", "c.more", "b.much", "a.alone");
		assertThat(names(shop.type("S"))).containsExactly("b.much", "c.more", "d.same", "a.alone");
		assertThat(Screens.lines(shop.look(80, 24)).get(3)).endsWith(" DIFF ▼");
		WatchedShop.set(second, "d.same", Map.of(), 1000);
		shop.pass(Duration.ofSeconds(2));
		assertThat(names(shop)).startsWith("b.much");
		shop.pass(Duration.ofSeconds(1));
		assertThat(names(shop)).startsWith("d.same");
		assertThat(names(shop.type("s"))).startsWith("a.alone");
	}

	@Test
	void ofSeveralTargetsTheSpreadIsShownAndHowManyAreNot() {
		WatchedShop shop = new WatchedShop();
		IntStream.range(0, 20).forEach((i) -> {
			TargetModel target = shop.connect("10.0.0." + i + ":5000");
			WatchedShop.set(target, "size", Map.of(), 100 + i);
		});
		shop.type("T");
		List<String> wide = Screens.lines(shop.look(200, 24));
		assertThat(wide.get(5)).startsWith("METRIC").contains("  10 more targets SHOWN").endsWith("SPREAD");
		assertThat(wide.get(6)).contains(" 100 ", " 109 ").doesNotContain(" 110 ").endsWith(" 9%");
		List<String> narrow = Screens.lines(shop.look(80, 24));
		assertThat(narrow.get(5)).contains("  18 more targets").endsWith("DIFF");
		assertThat(narrow.get(6)).contains(" 100 ", " 101 ").endsWith(" +1%");
	}

	@Test
	void whatIsSelectedStaysSelected() {
		WatchedShop shop = WatchedShop.openTwo(30).type("jjjjj").press(KeyCode.RIGHT, KeyCode.DOWN);
		assertThat(selected(shop)).contains("product=dark-roast");
		assertThat(selected(shop.type("T"))).contains("product=dark-roast");
		assertThat(selected(shop.press(KeyCode.DOWN))).contains("product=decaf");
		assertThat(selected(shop.type("t"))).contains("product=decaf");
		shop.type("T").press(KeyCode.ENTER);
		assertThat(Screens.lines(shop.look(80, 24)).get(3)).startsWith(" shop.stock  gauge");
		assertThat(selected(shop.press(KeyCode.ESCAPE))).contains("product=decaf");
		assertThat(selected(shop.press(KeyCode.LEFT))).contains("▸ shop.stock");
		assertThat(selected(shop.press(KeyCode.HOME))).contains("http.server.requests");
		assertThat(selected(shop.press(KeyCode.PAGE_DOWN))).contains("process.uptime");
		assertThat(selected(shop.press(KeyCode.UP))).contains("process.cpu.usage");
		assertThat(selected(shop.press(KeyCode.PAGE_UP))).contains("http.server.requests");
	}

	@Test
	void aSeriesOfBothTargetsIsLookedAtForBoth() {
		WatchedShop shop = WatchedShop.openTwo(30).type("T/cpu").press(KeyCode.ENTER, KeyCode.ENTER);
		assertThat(Screens.lines(shop.look(80, 24)).get(3)).startsWith(" process.cpu.usage  gauge  2 series together");
	}

	@Test
	void numbersOfALargeMetricAreReadRarely() {
		WatchedShop shop = new WatchedShop();
		TargetModel first = shop.connect(new TargetNames("a"));
		TargetModel second = shop.connect(new TargetNames("b"));
		for (int i = 0; i < 1000; i++) {
			WatchedShop.set(first, "size", Map.of("n", "" + i), 1);
			WatchedShop.set(second, "size", Map.of("n", "" + i), 1);
		}
		shop.type("T");
		assertThat(columns(shop, "size")).isEqualTo("value Σ 1,000 Σ 1,000 0%");
		WatchedShop.set(second, "size", Map.of("n", "7"), 501);
		shop.pass(Duration.ofSeconds(4));
		assertThat(columns(shop, "size")).isEqualTo("value Σ 1,000 Σ 1,000 0%");
		shop.pass(Duration.ofSeconds(1));
		assertThat(columns(shop, "size")).isEqualTo("value Σ 1,000 Σ 1,500 +50%");
	}

	@Test
	void aFrozenScreenStaysAsItIsSideBySide() {
		WatchedShop shop = WatchedShop.openTwo(30).type("Te");
		List<String> before = Screens.lines(shop.look(120, 30));
		shop.type(" ");
		WatchedShop.set(shop.model().targets().get(0), "shop.stock", Map.of("product", "decaf"), 7777);
		shop.pass(Duration.ofSeconds(20));
		List<String> frozen = Screens.lines(shop.look(120, 30));
		assertThat(frozen.get(2)).contains("FROZEN 20 s").contains("side by side");
		assertThat(frozen.subList(3, 29)).isEqualTo(before.subList(3, 29));
	}

	private static String status(WatchedShop shop) {
		return Screens.lines(shop.look(120, 24)).get(2);
	}

	private static String footer(WatchedShop shop) {
		return Screens.lines(shop.look(120, 24)).get(23);
	}

	/**
	 * Returns the columns behind the name in the row of a metric without labels.
	 */
	private static String columns(WatchedShop shop, String name) {
		String row = Screens.lines(shop.look(80, 24))
			.stream()
			.filter((line) -> line.substring(Math.min(2, line.length())).startsWith(name))
			.findFirst()
			.orElseThrow();
		return row.substring(2 + name.length()).replaceFirst("^ ×[\\d,]+", "").strip().replaceAll(" +", " ");
	}

	private static List<String> names(WatchedShop shop) {
		return Screens.lines(shop.look(80, 24))
			.subList(4, 23)
			.stream()
			.filter((line) -> !line.isBlank())
			.map((line) -> line.strip().replaceFirst(" .*", ""))
			.toList();
	}

	private static String selected(WatchedShop shop) {
		Buffer screen = shop.look(80, 24);
		return IntStream.range(3, 23)
			.filter((y) -> screen.get(0, y).style().bg().isPresent())
			.mapToObj((y) -> Screens.lines(screen).get(y))
			.findFirst()
			.orElse("");
	}

}
