package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.style.Color;
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
 * Tests for the screen with several targets: their column, each one alone, and side by
 * side.
 */
class TargetScreenTests {

	@ParameterizedTest
	@CsvSource({ "60,15", "80,24", "120,30", "200,50" })
	void seriesHaveTheirTargetInAColumn(int width, int height) {
		WatchedShop shop = WatchedShop.openTwo(320).press(KeyCode.RIGHT);
		Buffer screen = shop.look(width, height);
		Screens.assertLooksLike("targets-" + width + "x" + height, screen);
		assertThat(LabelScreenTests.labelCells(screen)).doesNotHaveDuplicates().hasSize(6);
		// Which one is slow?
		assertThat(String.join("\n", Screens.lines(screen)).contains(" P99 ")).isEqualTo(width > 60);
	}

	@ParameterizedTest
	@CsvSource({ "60,15", "80,24", "120,30", "200,50" })
	void targetsAreSeenSideBySide(int width, int height) {
		WatchedShop shop = WatchedShop.openTwo(320).press(KeyCode.RIGHT).type("T");
		Buffer screen = shop.look(width, height);
		Screens.assertLooksLike("side-by-side-" + width + "x" + height, screen);
		assertThat(LabelScreenTests.labelCells(screen)).doesNotHaveDuplicates().hasSize(3);
	}

	@ParameterizedTest
	@CsvSource({ "60,15", "80,15" })
	void sideBySideRequestsThatDifferInUriAndStatusAreToldApart(int width, int height) {
		WatchedShop shop = new WatchedShop();
		for (String name : List.of("shop-a", "shop-b")) {
			TargetModel target = shop.connect(new TargetNames(name));
			for (String request : List.of("/orders 201", "/orders/{id}/payment 204", "/orders/{id}/payment 503",
					"/products 200", "/products/{id} 200")) {
				int blank = request.indexOf(' ');
				WatchedShop.sample(target, "http.server.requests",
						Map.of("uri", request.substring(0, blank), "status", request.substring(blank + 1)), 0.1);
			}
		}
		Buffer screen = shop.press(KeyCode.RIGHT).type("T").look(width, height);
		Screens.assertLooksLike("side-by-side-requests-" + width + "x" + height, screen);
		assertThat(LabelScreenTests.labelCells(screen)).doesNotHaveDuplicates().hasSize(5);
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
	void aTargetThatIsGoneIsShownUntilItIsLetGoOf() {
		WatchedShop shop = new WatchedShop();
		TargetModel first = shop.connect(new TargetNames("shop-1"));
		TargetModel second = shop.connect(new TargetNames("shop-2"));
		for (TargetModel target : List.of(first, second)) {
			WatchedShop.count(target, "orders", Map.of(), 4);
			WatchedShop.sample(target, "requests", Map.of(), 4);
		}
		WatchedShop.set(first, "stock", Map.of(), 8);
		shop.pass(Duration.ofSeconds(1));
		first.gone("gone from targets.txt; is let go of after 5 min");
		assertThat(Screens.lines(shop.look(120, 24)).get(0))
			.startsWith(" ◌ shop-1  connected for 1 s; gone from targets.txt; is let go of after 5 min");
		first.closed("has closed the connection", Duration.ofSeconds(1));
		assertThat(Screens.lines(shop.look(120, 24)).get(0))
			.startsWith(" ■ shop-1  gone from targets.txt; is let go of after 5 min");
		shop.type("t").press(KeyCode.END).press(KeyCode.ENTER);
		assertThat(Screens.lines(shop.look(120, 24)).get(2)).contains("only shop-1");
		assertThat(String.join("\n", Screens.lines(shop.look(120, 24)))).contains("stock");
		shop.letGo(first);
		String looking = String.join("\n", Screens.lines(shop.look(120, 24)));
		assertThat(looking).startsWith(" ● shop-2  connected for 1 s").doesNotContain("shop-1");
		String list = String.join("\n", Screens.lines(shop.press(KeyCode.ESCAPE).look(120, 24)));
		assertThat(list).contains("2 series in 2 metrics", "orders", "requests").doesNotContain("stock", "only");
	}

	@Test
	void theTargetThatIsShownAloneStaysSoWhenOthersComeAndGo() {
		WatchedShop shop = new WatchedShop();
		TargetModel first = shop.connect(new TargetNames("shop-1"));
		shop.connect(new TargetNames("shop-2"));
		assertThat(choice(shop.type("tt"))).isEqualTo("only shop-2");
		shop.connect(new TargetNames("shop-3"));
		assertThat(choice(shop)).isEqualTo("only shop-2");
		shop.letGo(first);
		assertThat(choice(shop)).isEqualTo("only shop-2");
		assertThat(choice(shop.type("t"))).isEqualTo("only shop-3");
		assertThat(choice(shop.type("t"))).isEqualTo("side by side");
		shop.connect(new TargetNames("shop-4"));
		assertThat(choice(shop)).isEqualTo("side by side");
	}

	private static String choice(WatchedShop shop) {
		return Screens.lines(shop.look(120, 24))
			.stream()
			.filter((line) -> line.matches(" (only|side by|all) .*"))
			.map((line) -> line.strip().replaceFirst("  .*", ""))
			.findFirst()
			.orElse("");
	}

	@Test
	void ofManyTargetsThoseInTroubleComeBeforeThoseThatAreGone() {
		WatchedShop shop = new WatchedShop();
		for (int i = 1; i <= 8; i++) {
			TargetModel target = shop.connect(new TargetNames("shop-" + i));
			if (i == 3) {
				target.gone("gone from targets.txt");
				target.closed("has closed the connection", Duration.ofSeconds(1));
			}
			else if (i == 7) {
				target.closed("has closed the connection", Duration.ofSeconds(1));
			}
		}
		List<String> lines = Screens.lines(shop.look(120, 24));
		assertThat(lines.get(0)).startsWith(" ○ shop-7");
		assertThat(lines.get(1)).startsWith(" ■ shop-3  gone from targets.txt");
		assertThat(lines.get(2)).startsWith(" ● shop-1");
		assertThat(lines.get(3)).startsWith("   and 5 more, 5 of them connected");
	}

	@Test
	void withoutTargetsItIsSaid() {
		WatchedShop shop = new WatchedShop();
		assertThat(String.join("\n", Screens.lines(shop.look(100, 24)))).contains("No targets so far");
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
		assertThat(columns(shop, "orders")).isEqualTo("rate/10s 4/s 5/s +25%");
		assertThat(columns(shop, "requests")).isEqualTo("p99 100 10 -90%");
		assertThat(columns(shop, "size")).isEqualTo("value 8 6 -25%");
		assertThat(columns(shop, "other")).isEqualTo("value - 1");
		shop.type("o");
		assertThat(columns(shop, "orders")).isEqualTo("total ≥ 80 ≥ 100 +25%");
		assertThat(columns(shop, "requests")).isEqualTo("mean 100 10 -90%");
		shop.type("o");
		assertThat(columns(shop, "requests")).isEqualTo("rate/10s 1/s 1/s 0%");
		assertThat(columns(shop, "size")).isEmpty();
		assertThat(columns(shop.type("o"), "requests")).isEqualTo("p50 100 10 -90%");
		assertThat(columns(shop.type("o"), "requests")).startsWith("p99 ");
		assertThat(columns(shop.type("o"), "orders")).startsWith("rate/10s 4/s");
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
		assertThat(wide.get(5)).startsWith("METRIC").contains(" 1-10 of 20 SHOWN").endsWith("SPREAD");
		assertThat(wide.get(6)).contains(" 100 ", " 109 ").doesNotContain(" 110 ").endsWith(" 19%");
		List<String> narrow = Screens.lines(shop.look(80, 24));
		assertThat(narrow.get(5)).contains(" 1-2 of 20 ").endsWith("SPREAD");
		assertThat(narrow.get(6)).contains(" 100 ", " 101 ").endsWith(" 19%");
		narrow = Screens.lines(shop.type(">>>>><").look(80, 24));
		assertThat(narrow.get(5)).contains(" 5-6 of 20 ", "10.0.0.4").doesNotContain("10.0.0.3");
		assertThat(narrow.get(6)).contains(" 104 ", " 105 ").doesNotContain(" 103 ").endsWith(" 19%");
		narrow = Screens.lines(shop.type(">".repeat(40)).look(80, 24));
		assertThat(narrow.get(5)).contains(" 19-20 of 20 ");
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
	void aSeriesBelowItsMetricIsLookedAtForBothTargetsToo() {
		WatchedShop shop = WatchedShop.openTwo(30).type("T/stock").press(KeyCode.ENTER, KeyCode.RIGHT, KeyCode.DOWN);
		List<String> lines = Screens.lines(shop.press(KeyCode.ENTER).look(80, 24));
		assertThat(lines.get(3)).startsWith(" shop.stock  gauge  2 series together");
		assertThat(lines.get(5)).isEqualTo(" on 2 targets  product=dark-roast");
		assertThat(Screens.lines(shop.type("v").look(80, 24)).get(3))
			.startsWith(" events of shop.stock  2 series  product=dark-roast");
		WatchedShop.set(shop.model().targets().get(0), "shop.stock", Map.of("product", "dark-roast"), 3);
		WatchedShop.set(shop.model().targets().get(1), "shop.stock", Map.of("product", "dark-roast"), 4);
		WatchedShop.set(shop.model().targets().get(1), "shop.stock", Map.of("product", "decaf"), 5);
		assertThat(Screens.lines(shop.look(80, 24)).subList(4, 23)).filteredOn((line) -> !line.isEmpty())
			.extracting((line) -> line.substring(13).strip())
			.containsExactly("= 3  shop-a", "= 4  5092");
		assertThat(selected(shop.press(KeyCode.ESCAPE, KeyCode.ESCAPE))).contains("product=dark-roast");
		shop.press(KeyCode.ENTER, KeyCode.DOWN);
		assertThat(Screens.lines(shop.look(80, 24)).get(3)).doesNotContain("together");
	}

	@Test
	void whatIsBeyondALevelOrHasFailedIsMarkedSideBySide() {
		WatchedShop shop = WatchedShop.withLevels("requests p99 5");
		TargetModel first = shop.connect(new TargetNames("a"));
		TargetModel second = shop.connect(new TargetNames("b"));
		for (TargetModel target : List.of(first, second)) {
			WatchedShop.sample(target, "requests", Map.of("status", "200"), 1);
			WatchedShop.sample(target, "requests", Map.of("status", "500"), 2);
		}
		WatchedShop.sample(second, "requests", Map.of("status", "200"), 9);
		shop.type("Te");
		Buffer screen = shop.look(80, 24);
		List<String> lines = Screens.lines(screen);
		assertThat(lines.get(4)).startsWith("▾!requests ×2");
		assertThat(lines.get(5)).startsWith("  ! status=200 ");
		assertThat(lines.get(6)).startsWith("    status=500 ");
		assertThat(screen.get(lines.get(6).indexOf("500"), 6).style().fg()).contains(Color.RED);
		assertThat(screen.get(lines.get(3).indexOf(" b ") + 1, 5).style().fg()).contains(Color.RED);
		assertThat(screen.get(lines.get(3).indexOf(" a ") + 1, 5).style().fg()).isNotEqualTo(Optional.of(Color.RED));
	}

	@Test
	void theSelectedRowHasAllItsLabelsInALineOfItsOwnSideBySideToo() {
		WatchedShop shop = WatchedShop.openTwo(30).press(KeyCode.RIGHT).type("Tj");
		assertThat(Screens.lines(shop.look(80, 24)).get(22))
			.isEqualTo(" http.server.requests  uri=/orders status=201 method=POST exception=none");
		assertThat(Screens.lines(shop.look(120, 24)).get(4)).contains("exception=none");
	}

	@Test
	void tasksInProgressAreFoldedSideBySideAsInTheList() {
		WatchedShop shop = new WatchedShop();
		TargetModel first = shop.connect(new TargetNames("a"));
		TargetModel second = shop.connect(new TargetNames("b"));
		for (TargetModel target : List.of(first, second)) {
			WatchedShop.sample(target, "checkout", Map.of(), 1);
			WatchedShop.set(target, "checkout.active.active", Map.of(), 2);
			WatchedShop.set(target, "checkout.active.duration", Map.of(), 3);
			WatchedShop.set(target, "checkout.active.max", Map.of(), 4);
		}
		shop.type("T");
		assertThat(rows(shop)).containsExactly("▸ checkout p99 1 1 0%");
		shop.press(KeyCode.RIGHT);
		assertThat(rows(shop)).containsExactly("▾ checkout p99 1 1 0%", "▸ .active in progress value 2 2 0%");
		shop.press(KeyCode.DOWN, KeyCode.RIGHT);
		assertThat(rows(shop)).containsExactly("▾ checkout p99 1 1 0%", "▾ .active in progress value 2 2 0%",
				".active value 2 2 0%", ".duration value 3 3 0%", ".max value 4 4 0%");
		shop.press(KeyCode.LEFT, KeyCode.LEFT);
		assertThat(rows(shop)).containsExactly("▸ checkout p99 1 1 0%");
	}

	private static List<String> rows(WatchedShop shop) {
		return Screens.lines(shop.look(80, 24))
			.subList(4, 22)
			.stream()
			.filter((line) -> !line.isEmpty())
			.map((line) -> line.strip().replaceAll(" +", " "))
			.toList();
	}

	@Test
	void numbersAreComparedByWhatTheyStandForAndDatesByTheTimeBetweenThem() {
		WatchedShop shop = new WatchedShop();
		TargetModel first = shop.connect(new TargetNames("a"));
		TargetModel second = shop.connect(new TargetNames("b"));
		first.metadata(new Metadata(Kind.GAUGE, "age", "milliseconds", null));
		second.metadata(new Metadata(Kind.GAUGE, "age", "seconds", null));
		WatchedShop.set(first, "age", Map.of(), 200);
		WatchedShop.set(second, "age", Map.of(), 0.2);
		for (TargetModel target : List.of(first, second)) {
			target.metadata(new Metadata(Kind.GAUGE, "process.start.time", "seconds", null));
		}
		WatchedShop.set(first, "process.start.time", Map.of(), 1_795_000_000);
		WatchedShop.set(second, "process.start.time", Map.of(), 1_795_003_900);
		shop.type("T");
		assertThat(columns(shop, "age")).isEqualTo("value 200 ms 200 ms 0%");
		assertThat(columns(shop, "process.start.time")).endsWith(" +1h 05m");
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
			.subList(4, 22)
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
