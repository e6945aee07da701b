package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.style.Color;
import dev.tamboui.style.Modifier;
import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for levels on the screen: {@link LevelWatch} and {@link LevelInput}.
 */
class LevelScreenTests {

	@Test
	void seriesBeyondALevelAreMarkedAndCounted() {
		WatchedShop shop = WatchedShop.withLevels("http.server.requests p99 200ms", "shop.stock value < 60");
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		shop.describe(target);
		shop.sell(target, 60);
		shop.look(100, 24);
		shop.press(KeyCode.RIGHT);
		Buffer screen = shop.look(100, 24);
		Screens.assertLooksLike("levels", screen);
		assertThat(red(screen, "uri=/ord")).isTrue();
		assertThat(red(screen, "status=200")).isFalse();
		assertThat(red(screen, "beyond a level")).isTrue();
		screen = shop.press(KeyCode.ENTER).look(100, 24);
		assertThat(Screens.lines(screen).get(2)).startsWith(" http.server.requests  histogram of seconds")
			.endsWith("  ! p99 > 200ms");
		assertThat(red(screen, "! p99 > 200ms")).isTrue();
	}

	@Test
	void withoutColoursTheMarkIsThereAllTheSame() {
		WatchedShop shop = WatchedShop.withLevelsAndNoColours("stock value 5");
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "stock", Map.of(), 6);
		WatchedShop.set(target, "stocks", Map.of(), 6);
		Buffer screen = shop.look(80, 15);
		assertThat(Screens.lines(screen)).anyMatch((line) -> line.startsWith(" !stock  "))
			.anyMatch((line) -> line.startsWith("  stocks "))
			.anyMatch((line) -> line.contains("1 beyond a level"));
		assertThat(screen.get(1, 3).style().fg()).isEmpty();
		assertThat(screen.get(1, 3).style().effectiveModifiers()).contains(Modifier.BOLD);
	}

	@Test
	void aSeriesThatIsBackWithinItsLevelIsNotMarkedAnyMore() {
		WatchedShop shop = WatchedShop.withLevels("stock value 5");
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "stock", Map.of(), 6);
		assertThat(text(shop)).contains("!stock");
		WatchedShop.set(target, "stock", Map.of(), 4);
		shop.pass(Duration.ofSeconds(1));
		assertThat(text(shop)).doesNotContain("!stock").doesNotContain("beyond a level");
	}

	@Test
	void levelsHoldForTheSeriesOfAReplayThatHasGoneBack() {
		WatchedShop shop = WatchedShop.withLevels("stock value 5");
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "stock", Map.of("n", "1"), 6);
		WatchedShop.set(target, "stock", Map.of("n", "2"), 6);
		assertThat(text(shop)).contains("2 beyond a level");
		shop.model().clear();
		TargetModel anew = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(anew, "stock", Map.of("n", "1"), 6);
		assertThat(text(shop)).contains("!stock").contains("1 beyond a level");
	}

	@Test
	void aKeySetsTheLevelOfTheSelectedMetric() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "stock", Map.of(), 6);
		shop.look(80, 15);
		shop.type("Lvalue 5");
		assertThat(Screens.lines(shop.look(80, 15)).get(14)).isEqualTo(" level of stock: value 5");
		assertThat(text(shop)).doesNotContain("!stock");
		shop.press(KeyCode.ENTER);
		assertThat(text(shop)).contains("!stock").contains("1 beyond a level").contains("? help");
		shop.type("L");
		assertThat(Screens.lines(shop.look(80, 15)).get(14)).isEqualTo(" level of stock: value > 5");
		shop.press(KeyCode.BACKSPACE).type("7").press(KeyCode.ENTER);
		assertThat(text(shop)).doesNotContain("!stock");
		shop.type("L").pressCtrl('u').press(KeyCode.ENTER).type("L");
		assertThat(Screens.lines(shop.look(80, 15)).get(14)).isEqualTo(" level of stock:");
	}

	@Test
	void ofASeriesBelowItsMetricItSetsTheLevelOfThatOne() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "stock", Map.of("product", "tea, green"), 6);
		WatchedShop.set(target, "stock", Map.of("product", "decaf"), 6);
		shop.look(80, 15);
		shop.press(KeyCode.RIGHT, KeyCode.DOWN, KeyCode.DOWN).type("L").paste("value 5\n").press(KeyCode.ENTER);
		assertThat(Screens.lines(shop.look(80, 15))).anyMatch((line) -> line.startsWith("  ! product=tea, green"))
			.anyMatch((line) -> line.startsWith("    product=decaf"))
			.anyMatch((line) -> line.startsWith("▾!stock ×2"));
	}

	@Test
	void aLevelOfOneSeriesIsOfNoOtherOneOfTheMetric() {
		WatchedShop shop = new WatchedShop();
		for (String name : List.of("a", "b")) {
			TargetModel target = shop.connect(name);
			WatchedShop.set(target, "stock", Map.of(), 6);
			WatchedShop.set(target, "stock", Map.of("product", "tea", "is{odd}, key=", "1"), 6);
			WatchedShop.set(target, "stock", Map.of("product", "tea"), 6);
		}
		shop.look(80, 24);
		shop.press(KeyCode.RIGHT);
		for (int row = 1; row <= 6; row += 2) {
			shop.press(KeyCode.DOWN, KeyCode.DOWN).type("L");
			assertThat(Screens.lines(shop.look(80, 24)).get(23)).isEqualTo(" level of this series of 2 targets:");
			shop.type("value 5").press(KeyCode.ENTER);
			assertThat(Screens.lines(shop.look(80, 24)).get(2)).contains(" %d beyond a level".formatted(row + 1));
		}
		shop.type("L").pressCtrl('u').press(KeyCode.ENTER);
		assertThat(Screens.lines(shop.look(80, 24)).get(2)).contains(" 4 beyond a level");
	}

	@Test
	void aLevelOfAnotherFigureStays() {
		WatchedShop shop = WatchedShop.withLevels("stock value 5", "stock min 5");
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "stock", Map.of(), 6);
		shop.look(80, 15);
		shop.type("L").press(KeyCode.ENTER, KeyCode.ENTER);
		assertThat(text(shop)).contains("! min > 5  ! value > 5");
		shop.type("L").pressCtrl('u').type("value 7").press(KeyCode.ENTER);
		assertThat(text(shop)).as("in place of both").doesNotContain("! min", "! value");
	}

	@Test
	void aLevelIsJudgedByTheUnitThatComesAfterItsSeries() {
		WatchedShop shop = WatchedShop.withLevels("requests p99 200ms");
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.sample(target, "requests", Map.of(), 1);
		shop.look(80, 15);
		target.metadata(new Metadata(Kind.HISTOGRAM, "requests", "seconds", null));
		shop.pass(Duration.ofSeconds(2));
		assertThat(text(shop)).contains("!requests");
		assertThat(shop.model().notices()).isEmpty();
	}

	@Test
	void onAFrozenScreenAnotherWindowHasItsOwnMarks() {
		WatchedShop shop = WatchedShop.withLevels("requests p99 5");
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.sample(target, "requests", Map.of(), 9);
		shop.pass(Duration.ofSeconds(30));
		WatchedShop.sample(target, "requests", Map.of(), 1);
		assertThat(text(shop.type(" "))).contains("!requests");
		assertThat(text(shop.type("ww"))).as("of 10 s").doesNotContain("!requests");
	}

	@Test
	void aPinnedMetricBeyondALevelHasBothMarks() {
		WatchedShop shop = WatchedShop.withLevels("stock value 5");
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "stock", Map.of(), 6);
		shop.look(80, 15);
		assertThat(text(shop.type("*"))).contains("*!stock ");
	}

	@Test
	void aLevelThatIsNoneOrDoesNotFitIsRefusedWithTheReason() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "stock", Map.of(), 6);
		shop.look(120, 15);
		shop.type("L5").press(KeyCode.ENTER);
		assertThat(Screens.lines(shop.look(120, 15)).get(14))
			.isEqualTo(" 5   a figure and a value are needed, as in p99 200ms");
		shop.pressCtrl('u').type("value 5ms").press(KeyCode.ENTER);
		assertThat(Screens.lines(shop.look(120, 15)).get(14))
			.isEqualTo(" value 5ms   5ms is a duration, and value of stock is sent without a unit");
		shop.pressCtrl('u').type("p99 5").press(KeyCode.ENTER);
		assertThat(Screens.lines(shop.look(120, 15)).get(14))
			.isEqualTo(" p99 5   A gauge has no p99, and stock is one");
		shop.type("0");
		assertThat(Screens.lines(shop.look(120, 15)).get(14)).isEqualTo(" level of stock: p99 50");
		shop.press(KeyCode.ESCAPE);
		assertThat(Screens.lines(shop.look(120, 15)).get(14)).startsWith(" ? help");
	}

	@Test
	void aLevelOfTheCommandLineThatDoesNotFitIsSaid() {
		WatchedShop shop = WatchedShop.withLevels("stock p99 5");
		WatchedShop.set(shop.connect(WatchedShop.ADDRESS), "stock", Map.of(), 6);
		assertThat(shop.model().notices()).isEmpty();
		shop.look(160, 15);
		shop.pass(Duration.ofSeconds(1));
		shop.look(160, 15);
		assertThat(Screens.lines(shop.look(160, 15)).get(1))
			.contains("The level 'stock p99 > 5' does not fit: A gauge has no p99, and stock is one.");
		shop.look(160, 15);
		assertThat(shop.model().notices()).hasSize(1);
	}

	@Test
	void aLevelOfManyNamesNeedNotFitAllOfThem() {
		WatchedShop shop = WatchedShop.withLevels("st*{n=*} p99 5");
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "stock", Map.of("n", "1"), 6);
		WatchedShop.sample(target, "steps", Map.of("n", "1"), 6);
		assertThat(text(shop)).contains(" !steps ").contains("  stock ");
		assertThat(shop.model().notices()).isEmpty();
	}

	@Test
	void theKeysThatQuitDoNotWhileALevelIsTyped() {
		WatchedShop shop = WatchedShop.open(2).press(KeyCode.ENTER).type("Lq");
		assertThat(shop.quit()).isFalse();
		assertThat(Screens.lines(shop.look(80, 24)).get(2)).startsWith(" http.server.requests  histogram");
		assertThat(shop.pressCtrl('c').quit()).isTrue();
	}

	@Test
	void manySeriesOfLevelsAreAllRead() {
		WatchedShop shop = WatchedShop.withLevels("stock{n=*} value 500");
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		for (int n = 0; n < 1200; n++) {
			WatchedShop.set(target, "stock", Map.of("n", "" + n), n);
		}
		assertThat(text(shop)).contains("699 beyond a level");
	}

	private static String text(WatchedShop shop) {
		return String.join("\n", Screens.lines(shop.look(80, 15)));
	}

	private static boolean red(Buffer screen, String text) {
		int y = IntStream.range(0, screen.height())
			.filter((line) -> Screens.lines(screen).get(line).contains(text))
			.findFirst()
			.orElseThrow();
		int x = Screens.lines(screen).get(y).indexOf(text) + text.length() - 1;
		return screen.get(x, y).style().fg().equals(Optional.of(Color.RED));
	}

}
