package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.buffer.Cell;
import dev.tamboui.style.Color;
import dev.tamboui.style.Modifier;
import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ObserverScreen}: how it looks, and what keys do.
 */
class ObserverScreenTests {

	private static final String REFUSED = "closed before sending anything: this address may not be allowed, "
			+ "or max-clients is reached; the application's log says which";

	@ParameterizedTest
	@CsvSource({ "60,15", "80,24", "100,30", "130,32", "200,50" })
	void theListUsesTheRoomThatThereIs(int width, int height) {
		Screens.assertLooksLike("list-" + width + "x" + height, WatchedShop.open(320).look(width, height));
	}

	@Test
	void theSeriesOfAMetricAreShownBelowIt() {
		WatchedShop shop = WatchedShop.open(120).press(KeyCode.RIGHT);
		Screens.assertLooksLike("expanded", shop.look(100, 20));
	}

	@ParameterizedTest
	@CsvSource({ "60,15", "80,24", "130,34" })
	void aHistogramIsLookedAtClosely(int width, int height) {
		WatchedShop shop = WatchedShop.open(320).type("/basket").press(KeyCode.ENTER, KeyCode.ENTER);
		Screens.assertLooksLike("histogram-" + width + "x" + height, shop.look(width, height));
	}

	@Test
	void theDistributionTakesTheChartsPlaceWhereThereIsNoRoomForBoth() {
		WatchedShop shop = WatchedShop.open(320).type("/201").press(KeyCode.ENTER, KeyCode.ENTER);
		shop.look(60, 15);
		Screens.assertLooksLike("distribution-60x15", shop.press(KeyCode.TAB).look(60, 15));
	}

	@Test
	void aCounterIsLookedAtClosely() {
		WatchedShop shop = WatchedShop.open(320).type("/placed app decaf").press(KeyCode.ENTER, KeyCode.ENTER);
		Screens.assertLooksLike("counter", shop.look(80, 24));
	}

	@Test
	void aGaugeIsLookedAtClosely() {
		WatchedShop shop = WatchedShop.open(320).type("/stock espresso").press(KeyCode.ENTER, KeyCode.ENTER);
		Screens.assertLooksLike("gauge", shop.look(80, 24));
	}

	@Test
	void aMetricIsLookedAtAsAWhole() {
		WatchedShop shop = WatchedShop.open(320).type("/http").press(KeyCode.ENTER, KeyCode.ENTER);
		Screens.assertLooksLike("metric-as-a-whole", shop.look(130, 30));
	}

	@ParameterizedTest
	@CsvSource({ "60,15", "80,24" })
	void helpFitsOnTheScreen(int width, int height) {
		Screens.assertLooksLike("help-" + width + "x" + height, WatchedShop.open(20).type("?").look(width, height));
	}

	@Test
	void seriesOfSeveralTargetsCarryTheTarget() {
		WatchedShop shop = WatchedShop.open(60);
		TargetModel second = shop.connect("10.0.0.7:5000");
		WatchedShop.total(second, "shop.orders.placed", Map.of("channel", "app", "product", "decaf"), 42);
		shop.pass(Duration.ofSeconds(2));
		shop.model().addTarget("shop.example:5000").closed("Connection refused", Duration.ofSeconds(8));
		shop.pass(Duration.ofSeconds(3));
		shop.type("/decaf").press(KeyCode.ENTER, KeyCode.RIGHT);
		Screens.assertLooksLike("several-targets", shop.look(100, 24));
	}

	@Test
	void manyTargetsLeaveRoomForTheList() {
		WatchedShop shop = new WatchedShop();
		IntStream.range(0, 9).forEach((i) -> shop.connect("10.0.0." + i + ":5000"));
		assertThat(Screens.lines(shop.look(80, 24)).get(3)).startsWith("   and 6 more, 6 of them connected")
			.endsWith("0 events/s  0 B/s");
	}

	@Test
	void beforeItIsConnectedTheScreenSaysWhatIsGoingOn() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.model().addTarget(WatchedShop.ADDRESS);
		target.connecting();
		Screens.assertLooksLike("connecting", shop.look(80, 15));
		target.closed("Connection refused", Duration.ofSeconds(4));
		shop.pass(Duration.ofMillis(1500));
		Screens.assertLooksLike("refused", shop.look(80, 15));
		target.opened(WatchedShop.ADDRESS);
		shop.pass(Duration.ofSeconds(70));
		Screens.assertLooksLike("nothing-yet", shop.look(80, 15));
	}

	@Test
	void aPortThatIsNoStreamIsNotShownAsWell() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		assertThat(shop.look(80, 15).get(1, 0).style().fg()).contains(Color.GREEN);
		target.quiet("nothing received: is this the metrics port? does it need --tls?");
		shop.pass(Duration.ofSeconds(6));
		Buffer screen = shop.look(80, 15);
		Screens.assertLooksLike("quiet", screen);
		assertThat(screen.get(1, 0).style().fg()).contains(Color.YELLOW);
		target.quiet("no metrics received: is this the metrics port?");
		assertThat(String.join("\n", Screens.lines(shop.look(80, 15)))).doesNotContain("has no meters");
		target.quiet(null);
		assertThat(shop.look(80, 15).get(1, 0).style().fg()).contains(Color.GREEN);
	}

	@Test
	void theReasonOfARefusalIsNotCut() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		target.closed(REFUSED, Duration.ofSeconds(4));
		Screens.assertLooksLike("refused-by-the-exporter", shop.look(80, 15));
	}

	@ParameterizedTest
	@CsvSource({ "60,15", "80,24", "120,40" })
	void theReasonOfOneTargetOfManyIsNotCut(int width, int height) {
		WatchedShop shop = new WatchedShop();
		IntStream.range(0, 9).forEach((i) -> shop.connect("10.0.0." + i + ":5000"));
		shop.model().targets().get(6).closed(REFUSED, Duration.ofSeconds(4));
		shop.model().targets().get(8).closed("unknown host", Duration.ofSeconds(4));
		List<String> lines = Screens.lines(shop.look(width, height));
		assertThat(lines.get(0)).startsWith(" ○ 10.0.0.6:5000  closed before sending");
		assertThat(header(lines)).contains(REFUSED + "; next attempt in 4 s");
		assertThat(lines).anyMatch((line) -> line.matches("   and \\d more, \\d of them connected.*"));
		shop.model().targets().get(6).connecting();
		assertThat(header(Screens.lines(shop.look(width, height)))).contains(REFUSED + "; connecting for 0 s");
	}

	@Test
	void manyTargetsOneOfWhichIsRefused() {
		WatchedShop shop = WatchedShop.open(20);
		IntStream.range(0, 6).forEach((i) -> shop.connect("10.0.0." + i + ":5000"));
		shop.model().targets().get(5).closed(REFUSED, Duration.ofSeconds(4));
		Screens.assertLooksLike("many-targets-one-refused", shop.look(80, 24));
	}

	@Test
	void theReasonOfATargetWithALongNameIsNotCut() {
		WatchedShop shop = new WatchedShop();
		shop.connect("a".repeat(70) + ".example.com:5000").closed(REFUSED, Duration.ofSeconds(4));
		assertThat(header(Screens.lines(shop.look(80, 24)))).contains(REFUSED);
		String path = "/srv/" + "certificates/".repeat(12) + "trusted.pem";
		shop.model().targets().get(0).closed("TLS fails: no such file: " + path, Duration.ofSeconds(4));
		assertThat(header(Screens.lines(shop.look(80, 24))).replace(" ", "")).contains(path);
	}

	@Test
	void whereSomethingAnswersItIsNotAskedWhetherTheApplicationRuns() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.model().addTarget(WatchedShop.ADDRESS);
		target.connecting();
		target.closed(REFUSED, Duration.ofSeconds(4));
		assertThat(header(Screens.lines(shop.look(80, 24)))).doesNotContain("Is the application running");
		target.closed("TLS fails: its certificate has expired", Duration.ofSeconds(4));
		assertThat(header(Screens.lines(shop.look(80, 24)))).doesNotContain("Is the application running");
		target.closed("nothing listens on this port (connection refused)", Duration.ofSeconds(4));
		assertThat(header(Screens.lines(shop.look(80, 24)))).contains("Is the application running");
	}

	/**
	 * Returns the text of a screen, however it was broken into lines, without rates.
	 */
	private static String header(List<String> lines) {
		return String.join(" ", lines).replaceAll("\\d+ events/s( +\\d+ B/s)?", " ").replaceAll("\\s+", " ");
	}

	@Test
	void lossesAreInTheHeaderAndOnTheRowsThatTheyConcern() {
		WatchedShop shop = WatchedShop.open(60);
		TargetModel target = shop.model().targets().get(0);
		for (int total : new int[] { 1000, 21_000 }) {
			WatchedShop.total(target, "metrics.tcp.events", Map.of("outcome", "dropped"), total);
			WatchedShop.total(target, "metrics.tcp.deliveries", Map.of("outcome", "dropped"), total / 1000);
			WatchedShop.total(target, "metrics.tcp.events", Map.of("outcome", "coalesced"), total / 10);
			shop.pass(Duration.ofSeconds(1));
		}
		Screens.assertLooksLike("losses", shop.look(80, 24));
		shop.type("/basket").press(KeyCode.ENTER, KeyCode.ENTER);
		assertThat(String.join("\n", Screens.lines(shop.look(100, 24)))).contains("incomplete: samples were dropped")
			.contains("samples ≥ ")
			.contains("max ≥ ");
	}

	@Test
	void lossesOfOneTargetConcernNoOther() {
		WatchedShop shop = new WatchedShop();
		TargetModel lossy = shop.connect("10.0.0.1:5000");
		TargetModel whole = shop.connect("10.0.0.2:5000");
		WatchedShop.total(lossy, "metrics.tcp.deliveries", Map.of("outcome", "dropped"), 0);
		WatchedShop.total(lossy, "metrics.tcp.deliveries", Map.of("outcome", "dropped"), 5);
		for (int i = 0; i < 5; i++) {
			WatchedShop.sample(lossy, "a.lossy", Map.of(), 1);
			WatchedShop.sample(whole, "a.whole", Map.of(), 1);
			shop.pass(Duration.ofSeconds(1));
		}
		assertThat(row(shop, "a.lossy")).contains("≥ 1/s");
		assertThat(row(shop, "a.whole")).contains(" 1/s").doesNotContain("≥");
		assertThat(Screens.lines(shop.look(80, 24)).get(1)).isEqualTo("   5 dropped on delivery");
	}

	@Test
	void howManySeriesAreNotKeptIsInTheHeader() {
		WatchedShop shop = new WatchedShop(2);
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		for (String name : List.of("a", "b", "c", "d", "c")) {
			WatchedShop.total(target, name, Map.of(), 1);
		}
		assertThat(Screens.lines(shop.look(80, 24)).get(1)).isEqualTo("   2 series not kept");
	}

	@Test
	void aGaugeThatIsKnownByChangesAloneIsMarked() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.change(target, "active", Map.of("n", "1"), 3);
		WatchedShop.set(target, "size", Map.of(), 3);
		assertThat(row(shop, "active")).endsWith(" Δ 3");
		assertThat(row(shop, "size")).endsWith(" 3").doesNotContain("Δ");
		WatchedShop.set(target, "active", Map.of("n", "2"), 4);
		assertThat(row(shop, "active")).contains(" Σ Δ 7");
	}

	@Test
	void aKeyConnectsAgainToTargetsThatAreInTroubleOrToAll() {
		WatchedShop shop = new WatchedShop();
		TargetModel quiet = shop.connect("10.0.0.1:5000");
		shop.connect("10.0.0.2:5000");
		shop.look(80, 24);
		assertThat(shop.type("c").reconnected()).containsExactly("10.0.0.1:5000", "10.0.0.2:5000");
		shop.reconnected().clear();
		quiet.quiet("nothing received for more than 30 s, and the stream was busy");
		assertThat(shop.type("c").reconnected()).containsExactly("10.0.0.1:5000");
	}

	@Test
	void whatWasKnownStaysWhenTheTargetIsGone() {
		WatchedShop shop = WatchedShop.open(100);
		shop.model().targets().get(0).closed("Connection reset", Duration.ofSeconds(2));
		shop.pass(Duration.ofMillis(100));
		Buffer screen = shop.look(100, 20);
		Screens.assertLooksLike("lost", screen);
		assertThat(isFaint(screen, rowOf(screen, "shop.stock"), 3)).isTrue();
	}

	@Test
	void aScreenThatIsTooSmallSaysSo() {
		Buffer screen = WatchedShop.open(3).look(59, 14);
		assertThat(Screens.lines(screen)).startsWith("The screen is too small:", "59 × 14, and 60 × 15 are needed",
				"q quits");
		assertThat(Screens.lines(WatchedShop.open(3).look(59, 15))).startsWith("The screen is too small:");
		assertThat(Screens.lines(WatchedShop.open(3).look(60, 14))).startsWith("The screen is too small:");
		assertThat(Screens.lines(WatchedShop.open(3).look(10, 2))).containsExactly("The scree…", "10 × 2, a…");
	}

	@Test
	void thatTheTerminalDoesNotKnowItsSizeIsSaid() {
		WatchedShop shop = WatchedShop.open(3);
		assertThat(Screens.lines(shop.lookWithoutSize(50, 3))).containsExactly("The terminal does not know its size:",
				"`stty cols 80 rows 24` sets it", "q quits");
		assertThat(shop.type("q").quit()).isTrue();
	}

	@Test
	void aFilterIsAppliedWhileItIsTyped() {
		WatchedShop shop = WatchedShop.open(20).type("/status=2*");
		Screens.assertLooksLike("filter-typed", shop.look(80, 15));
		assertThat(Screens.lines(shop.press(KeyCode.ESCAPE).look(80, 15)).get(1)).contains("22 series in 9 metrics");
	}

	@Test
	void aFilterStaysUntilEscapeIsPressed() {
		WatchedShop shop = WatchedShop.open(20).type("/stock decaf").press(KeyCode.ENTER);
		assertThat(Screens.lines(shop.look(80, 15)).get(1)).contains("1 of 22 series match stock decaf");
		assertThat(Screens.lines(shop.press(KeyCode.ESCAPE).look(80, 15)).get(1)).contains("22 series in 9 metrics");
	}

	@Test
	void whileARegularExpressionIsNotYetOneTheLastFilterStays() {
		WatchedShop shop = WatchedShop.open(20).type("/~sto(");
		assertThat(Screens.lines(shop.look(120, 15)).get(14)).contains("/~sto(")
			.contains("is not a regular expression");
		assertThat(Screens.lines(shop.look(120, 15)).get(1)).contains("4 of 22 series match ~sto");
	}

	@Test
	void aFilterThatNothingMatchesSaysSo() {
		WatchedShop shop = WatchedShop.open(20).type("/nonsense").press(KeyCode.ENTER);
		assertThat(String.join("\n", Screens.lines(shop.look(80, 15)))).contains("No series matches nonsense")
			.contains("Esc shows all of them again");
	}

	@Test
	void aFilterByUnitLetsASeriesThroughWhoseUnitComesLater() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "free", Map.of(), 1);
		shop.type("/unit=bytes").press(KeyCode.ENTER);
		assertThat(status(shop)).contains("0 of 1 series match unit=bytes");
		target.metadata(new Metadata(Kind.GAUGE, "free", "bytes", null));
		shop.pass(Duration.ofSeconds(1));
		assertThat(status(shop)).contains("1 of 1 series match unit=bytes");
	}

	@Test
	void aFilterByUnitHoldsAtOnceAlsoIfAReplayHasGoneBack() {
		WatchedShop shop = new WatchedShop();
		WatchedShop.set(shop.connect(WatchedShop.ADDRESS), "heap", Map.of(), 1);
		shop.type("/unit=bytes").press(KeyCode.ENTER);
		shop.model().clear();
		shop.pass(Duration.ofMinutes(-5));
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "heap", Map.of(), 1);
		assertThat(status(shop)).contains("0 of 1 series match unit=bytes");
		target.metadata(new Metadata(Kind.GAUGE, "heap", "bytes", null));
		shop.pass(Duration.ofSeconds(1));
		assertThat(status(shop)).contains("1 of 1 series match unit=bytes");
	}

	@Test
	void whileAKindIsNotYetOneTheFooterNamesThem() {
		WatchedShop shop = WatchedShop.open(20).type("/kind=g");
		assertThat(Screens.lines(shop.look(80, 15)).get(14)).startsWith(" /kind=g ")
			.contains("The filter's kind is counter, gauge or histogram");
		assertThat(Screens.lines(shop.type("auge").look(80, 15)).get(1)).contains("9 of 22 series match kind=gauge");
	}

	@Test
	void theFilterOfTheCommandLineIsTheFirst() {
		WatchedShop shop = new WatchedShop(SeriesFilter.parse("decaf"), null);
		shop.sell(shop.connect(WatchedShop.ADDRESS), 2);
		assertThat(Screens.lines(shop.look(80, 15)).get(1)).contains("3 of 21 series match decaf");
		assertThat(Screens.lines(shop.type("/").press(KeyCode.BACKSPACE).look(80, 15)).get(14)).startsWith(" /deca ");
	}

	@Test
	void aLineIsEditedAsEverywhere() {
		WatchedShop shop = WatchedShop.open(2).type("/one two").pressCtrl('w').type("☕😀").press(KeyCode.BACKSPACE);
		assertThat(typed(shop)).isEqualTo("one ☕");
		shop.press(KeyCode.HOME).type("x").press(KeyCode.RIGHT, KeyCode.DELETE);
		assertThat(typed(shop)).isEqualTo("xoe ☕");
		shop.pressCtrl('u');
		assertThat(typed(shop)).isEmpty();
		shop.press(KeyCode.BACKSPACE);
		assertThat(Screens.lines(shop.look(80, 15)).get(14)).contains("? help");
	}

	@Test
	void pastedTextGoesToTheFilterThatIsTypedOrNowhere() {
		WatchedShop shop = WatchedShop.open(20);
		List<String> before = Screens.lines(shop.look(80, 15));
		assertThat(Screens.lines(shop.paste("qrse?\n/").look(80, 15))).isEqualTo(before);
		assertThat(shop.quit()).isFalse();
		shop.type("/do").press(KeyCode.LEFT).paste("\tecaf \r\n sh\u0007o\uD83D\uDE00\n").press(KeyCode.RIGHT);
		assertThat(typed(shop)).isEqualTo("decaf sho\uD83D\uDE00o");
		assertThat(typed(shop.press(KeyCode.BACKSPACE, KeyCode.BACKSPACE))).isEqualTo("decaf sho");
		assertThat(Screens.lines(shop.look(80, 15)).get(1)).contains("3 of 22 series match decaf sho");
	}

	private static String typed(WatchedShop shop) {
		return Screens.lines(shop.look(80, 15)).get(14).substring(2).replaceFirst("  .*", "").strip();
	}

	@Test
	void aFrozenScreenStaysAsItIsWhileCollectingGoesOn() {
		WatchedShop shop = WatchedShop.open(100);
		String before = content(shop.look(100, 20));
		shop.type(" ");
		shop.sell(shop.model().targets().get(0), 30);
		assertThat(content(shop.look(100, 20))).isEqualTo(before);
		assertThat(Screens.lines(shop.look(100, 20)).get(1)).contains("FROZEN 30 s");
		shop.type(" ");
		assertThat(content(shop.look(100, 20))).isNotEqualTo(before);
		assertThat(Screens.lines(shop.look(100, 20)).get(1)).doesNotContain("FROZEN");
	}

	@Test
	void aFrozenScreenStaysAsItIsForRowsThatWereNotSeenBefore() {
		WatchedShop shop = WatchedShop.open(100);
		WatchedShop frozen = WatchedShop.open(100).type(" ");
		frozen.sell(frozen.model().targets().get(0), 30);
		assertThat(content(frozen.type("e").look(120, 40))).isEqualTo(content(shop.type("e").look(120, 40)));
	}

	@Test
	void theWindowIsCycled() {
		WatchedShop shop = WatchedShop.open(20);
		assertThat(status(shop)).endsWith("statistics of the last 5 min");
		assertThat(status(shop.type("w"))).endsWith("statistics since 12:00:00");
		assertThat(status(shop.type("w"))).endsWith("statistics of the last 10 s");
		assertThat(status(shop.type("w"))).endsWith("statistics of the last minute");
		assertThat(Screens.lines(shop.look(80, 15)).get(2)).endsWith("LAST MIN");
		assertThat(status(shop.type("w"))).endsWith("statistics of the last 5 min");
	}

	@Test
	void afterAResetTotalsAreWhatTheyGrewBySince() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.total(target, "requests", Map.of(), 1000);
		shop.pass(Duration.ofSeconds(5));
		assertThat(row(shop, "requests")).contains(" 1,000 ");
		shop.type("r");
		WatchedShop.count(target, "requests", Map.of(), 7);
		shop.pass(Duration.ofSeconds(1));
		assertThat(row(shop, "requests")).contains(" +7 ");
		assertThat(status(shop)).endsWith("since reset at 12:00:05, u undoes");
		assertThat(row(shop.type("w"), "requests")).contains(" 1,007 ");
	}

	@Test
	void aResetThatIsUndoneHasNeverBeen() {
		WatchedShop shop = WatchedShop.open(20).type("u");
		WatchedShop reset = WatchedShop.open(10).type("r");
		reset.sell(reset.model().targets().get(0), 4);
		reset.type("r");
		reset.sell(reset.model().targets().get(0), 6);
		assertThat(Screens.lines(reset.look(200, 30)).get(29)).endsWith("u undo reset");
		reset.type("u");
		assertThat(status(reset)).isEqualTo(status(shop)).endsWith("statistics of the last 5 min");
		assertThat(status(reset.type("w"))).isEqualTo(status(shop.type("w"))).endsWith("statistics since 12:00:00");
		assertThat(Screens.lines(reset.look(200, 30)).get(29)).doesNotContain("undo");
	}

	@Test
	void aTotalThatTheExporterDoesNotSendIsMarked() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.count(target, "complete", Map.of(), 7);
		WatchedShop.total(target, "complete", Map.of(), 7);
		WatchedShop.count(target, "partial", Map.of(), 7);
		assertThat(row(shop, "  complete")).contains(" 7 ").doesNotContain("≥");
		assertThat(row(shop, "partial")).contains(" ≥ 7 ");
	}

	@Test
	void pinnedMetricsStayAtTheTopAndAreMarked() {
		WatchedShop shop = WatchedShop.open(60).type("jjjj*");
		Screens.assertLooksLike("pinned", shop.look(80, 24));
		assertThat(selected(shop)).startsWith("▸*shop.stock");
		assertThat(shop.pinChanges()).containsExactly("+shop.stock");
		for (int column = 0; column < 8; column++) {
			assertThat(firstNames(shop.type("s")).get(0)).isEqualTo("*shop.stock");
		}
		assertThat(firstNames(shop.type("S")).get(0)).isEqualTo("*shop.stock");
		shop.type("/basket").press(KeyCode.ENTER);
		assertThat(firstNames(shop)).startsWith("shop.basket.size").doesNotContain("*shop.stock");
		shop.press(KeyCode.ESCAPE).type("g*");
		assertThat(shop.pinChanges()).containsExactly("+shop.stock", "-shop.stock");
		assertThat(firstNames(shop)).doesNotContain("*shop.stock").contains("shop.stock");
	}

	@Test
	void metricsThatWerePinnedBeforeAreAtTheTop() {
		WatchedShop shop = new WatchedShop(List.of("shop.basket.size", "absent"));
		shop.sell(shop.connect(WatchedShop.ADDRESS), 2);
		assertThat(firstNames(shop)).startsWith("*shop.basket.size", "http.server.requests");
	}

	@Test
	void rowsAreSortedByAnyColumnAndReversed() {
		WatchedShop shop = WatchedShop.open(60);
		shop.look(130, 24);
		assertThat(firstNames(shop.type("s"))).as("kind").startsWith("shop.orders.placed", "disk.free");
		assertThat(firstNames(shop.type("s"))).as("value").startsWith("disk.free", "jvm.memory.used");
		assertThat(firstNames(shop.type("s"))).as("rate").startsWith("shop.orders.placed", "http.server.requests");
		assertThat(firstNames(shop.type("S"))).as("rate, reversed")
			.startsWith("shop.basket.size", "shop.order.value", "http.server.requests", "shop.orders.placed");
		assertThat(firstNames(shop.type("ssss"))).as("name").startsWith("http.server.requests", "shop.basket.size");
		assertThat(firstNames(shop.type("S"))).as("name, reversed").startsWith("shop.stock", "shop.orders.placed");
	}

	@Test
	void theSeriesOfAMetricAreSortedToo() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		for (int i = 1; i <= 3; i++) {
			WatchedShop.set(target, "stock", Map.of("n", "" + i), i);
		}
		shop.look(80, 15);
		shop.type("es");
		assertThat(firstNames(shop)).startsWith("stock", "n=3", "n=2", "n=1");
	}

	@Test
	void theSelectionStaysOnASeriesBelowItsMetric() {
		WatchedShop shop = WatchedShop.open(20).type("m").press(KeyCode.END, KeyCode.RIGHT, KeyCode.DOWN, KeyCode.DOWN);
		assertThat(selected(shop)).contains("product=decaf");
		WatchedShop.set(shop.model().targets().get(0), "a.newcomer", Map.of(), 1);
		assertThat(selected(shop)).contains("product=decaf");
	}

	@Test
	void rowsSortedByANumberKeepTheirPlacesForAWhile() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "one", Map.of(), 1);
		WatchedShop.set(target, "two", Map.of(), 2);
		shop.look(80, 15);
		shop.type("s");
		assertThat(firstNames(shop)).startsWith("two", "one");
		WatchedShop.set(target, "one", Map.of(), 3);
		shop.pass(Duration.ofSeconds(2));
		assertThat(firstNames(shop)).startsWith("two", "one");
		shop.pass(Duration.ofSeconds(1));
		assertThat(firstNames(shop)).startsWith("one", "two");
	}

	@Test
	void theSelectionStaysOnItsRowWhenOthersComeBeforeIt() {
		WatchedShop shop = WatchedShop.open(20).press(KeyCode.DOWN, KeyCode.DOWN);
		assertThat(selected(shop)).contains("shop.order.value");
		WatchedShop.set(shop.model().targets().get(0), "a.newcomer", Map.of(), 1);
		assertThat(selected(shop)).contains("shop.order.value");
	}

	@Test
	void untilARowIsSelectedItIsTheFirst() {
		WatchedShop shop = WatchedShop.open(20);
		assertThat(selected(shop)).contains("http.server.requests");
		WatchedShop.set(shop.model().targets().get(0), "a.newcomer", Map.of(), 1);
		assertThat(selected(shop)).contains("a.newcomer");
	}

	@Test
	void keysMoveTheSelection() {
		WatchedShop shop = WatchedShop.open(20).type("e");
		shop.look(80, 15);
		assertThat(selected(shop.type("j"))).contains("uri=/orders status=201");
		assertThat(selected(shop.type("k"))).contains("http.server.requests");
		assertThat(selected(shop.press(KeyCode.UP))).contains("http.server.requests");
		assertThat(selected(shop.press(KeyCode.PAGE_DOWN))).contains("product=decaf channel=app");
		assertThat(selected(shop.press(KeyCode.END))).contains("process.uptime");
		assertThat(selected(shop.press(KeyCode.PAGE_UP))).contains("product=dark-roast");
		assertThat(selected(shop.type("g"))).contains("http.server.requests");
		assertThat(selected(shop.type("G"))).contains("process.uptime");
		assertThat(selected(shop.press(KeyCode.HOME))).contains("http.server.requests");
	}

	@Test
	void collapsingSelectsTheMetricOfTheSeries() {
		WatchedShop shop = WatchedShop.open(20).type("m").press(KeyCode.END, KeyCode.RIGHT, KeyCode.DOWN, KeyCode.DOWN);
		assertThat(selected(shop)).contains("product=decaf");
		assertThat(selected(shop.press(KeyCode.LEFT))).contains("▸ shop.stock");
	}

	@Test
	void theDetailGoesFromMetricToMetric() {
		WatchedShop shop = WatchedShop.open(20).press(KeyCode.ENTER);
		assertThat(Screens.lines(shop.look(80, 24)).get(2)).startsWith(" http.server.requests  histogram");
		assertThat(Screens.lines(shop.press(KeyCode.DOWN).look(80, 24)).get(2)).startsWith(" shop.basket.size");
		assertThat(Screens.lines(shop.press(KeyCode.ESCAPE).look(80, 24)).get(2)).startsWith("METRIC");
	}

	@Test
	void theKeysThatQuitDoNotWhileAFilterIsTyped() {
		assertThat(WatchedShop.open(1).type("q").quit()).isTrue();
		assertThat(WatchedShop.open(1).pressCtrl('c').quit()).isTrue();
		assertThat(WatchedShop.open(1).type("?q").quit()).isTrue();
		assertThat(WatchedShop.open(1).type("/q").quit()).isFalse();
		assertThat(WatchedShop.open(1).type("/q").pressCtrl('c').quit()).isTrue();
		assertThat(WatchedShop.open(1).press(KeyCode.ESCAPE).quit()).isFalse();
	}

	@Test
	void withCtrlALetterIsAnotherKey() {
		WatchedShop shop = WatchedShop.open(20);
		String before = String.join("\n", Screens.lines(shop.look(80, 24)));
		"qswre/?G".chars().forEach((c) -> shop.pressCtrl((char) c));
		assertThat(shop.quit()).isFalse();
		assertThat(String.join("\n", Screens.lines(shop.look(80, 24)))).isEqualTo(before);
	}

	@Test
	void whatHasNotChangedForAMinuteIsFaint() {
		WatchedShop shop = WatchedShop.open(61)
			.press(KeyCode.DOWN, KeyCode.DOWN, KeyCode.DOWN, KeyCode.DOWN, KeyCode.DOWN);
		Buffer screen = shop.look(80, 24);
		assertThat(isFaint(screen, rowOf(screen, "disk.free  path"), 3)).as("selected").isFalse();
		screen = shop.press(KeyCode.DOWN).look(80, 24);
		assertThat(isFaint(screen, rowOf(screen, "disk.free"), 3)).isTrue();
		assertThat(isFaint(screen, rowOf(screen, "shop.basket.size"), 3)).isFalse();
	}

	@Test
	void withoutColoursNoCellHasOne() {
		WatchedShop shop = new WatchedShop(SeriesFilter.ALL, "1");
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		shop.describe(target);
		shop.sell(target, 20);
		shop.type(" ");
		assertNoColours(shop.look(100, 24));
		assertNoColours(shop.press(KeyCode.DOWN, KeyCode.ENTER).look(130, 34));
		assertNoColours(shop.type("?").look(100, 24));
	}

	private static void assertNoColours(Buffer screen) {
		for (int y = 0; y < screen.height(); y++) {
			for (int x = 0; x < screen.width(); x++) {
				assertThat(screen.get(x, y).style().fg()).isEmpty();
				assertThat(screen.get(x, y).style().bg()).isEmpty();
			}
		}
	}

	@Test
	void namesAndLabelsFromElsewhereDoNotBreakTheScreen() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect("host\033[2J:5000");
		WatchedShop.set(target, "tab\there\nand\033[31mred",
				Map.of("emoji", "👨\u200D👩\u200D👧 🇩🇪 ❤\uFE0F", "wide", "数量数量"), 1);
		WatchedShop.set(target, "数量".repeat(60), Map.of(), 2);
		WatchedShop.set(target, "z" + "\u0301".repeat(300), Map.of("a\0b", "c\u202Ed"), 3);
		Screens.assertLooksLike("hostile-names", shop.look(80, 15));
		shop.press(KeyCode.ENTER);
		Screens.assertLooksLike("hostile-names-detail", shop.look(80, 15));
	}

	@Test
	void whatTheProgramHasToSayIsShown() {
		WatchedShop shop = WatchedShop.open(3);
		shop.model().notice("The first 10,000 series are kept, and no more");
		assertThat(status(shop, 120)).contains("The first 10,000 series are kept, and no more");
	}

	@Test
	void theWindowIsSaidHoweverLongTheRestOfTheStatusIs() {
		WatchedShop shop = WatchedShop.open(20).type("/name=http.server.requests !status=5*").press(KeyCode.ENTER);
		assertThat(status(shop, 60)).startsWith(" 3 of ").contains(" match name=").endsWith("… last 5 min");
		assertThat(status(shop.type("w"), 60)).endsWith("… since 12:00:00");
		assertThat(status(shop.type("w"), 60)).endsWith("… last 10 s");
		assertThat(status(shop.type("w"), 60)).endsWith("… last minute");
		assertThat(status(shop.type("r"), 60)).endsWith("… reset 12:00:20");
	}

	@ParameterizedTest
	@ValueSource(ints = { 60, 80 })
	void whatDoesNotFitBesideTheStatusIsShownBelowItUntilAKeyIsPressed(int width) {
		WatchedShop shop = WatchedShop.open(3);
		String notice = "The recording has ended: run.bin.gz can't be written: no space left on the device. "
				+ "The part written before is kept.";
		shop.model().notice(notice);
		List<String> lines = Screens.lines(shop.look(width, 15));
		int heading = IntStream.range(0, 15).filter((y) -> lines.get(y).startsWith("METRIC")).findFirst().orElseThrow();
		assertThat(String.join("", lines.subList(2, heading)).replace("  ", " ").strip()).isEqualTo(notice);
		assertThat(Screens.lines(shop.press(KeyCode.DOWN).look(width, 15)).get(2)).startsWith("METRIC");
		shop.model().notice("Another notice that has no room beside the status, however short it is");
		assertThat(Screens.lines(shop.look(width, 15)).get(2)).startsWith(" Another notice");
	}

	@Test
	void aNoticeThatComesWhileAKeyIsPressedIsNotSeenByThat() {
		WatchedShop shop = WatchedShop.open(3);
		shop.look(80, 15);
		shop.model().notice("A notice that has no room beside the status, however short it may be");
		shop.press(KeyCode.DOWN);
		assertThat(Screens.lines(shop.look(80, 15)).get(2)).startsWith(" A notice that has no room");
	}

	@Test
	void thatTheLimitOfSeriesIsReachedIsShown() {
		WatchedShop shop = new WatchedShop(2);
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.total(target, "a", Map.of(), 1);
		WatchedShop.total(target, "b", Map.of(), 1);
		assertThat(status(shop, 120)).doesNotContain("more than");
		WatchedShop.total(target, "c", Map.of(), 1);
		assertThat(status(shop, 120)).contains("1 series not kept");
	}

	@Test
	void anySizeAndAnyKeysLeaveAScreen() {
		WatchedShop shop = WatchedShop.open(20);
		List<KeyCode> codes = List.of(KeyCode.values());
		String keys = "jje?x/de\033\033 wrsSs GgkjhlE+-vvLL->m><m";
		for (int width = 1; width < 140; width += 7) {
			for (int height = 1; height < 40; height += 3) {
				shop.type(String.valueOf(keys.charAt((width * 31 + height) % keys.length())));
				shop.press(codes.get((width * 7 + height) % codes.size()));
				assertThat(Screens.lines(shop.look(width, height))).hasSize(height);
			}
		}
	}

	private static String content(Buffer screen) {
		// Without the line that says for how long it is frozen
		return Screens.lines(screen).get(0) + String.join("\n", Screens.lines(screen).subList(2, screen.height() - 1));
	}

	private static String status(WatchedShop shop) {
		return status(shop, 80);
	}

	private static String status(WatchedShop shop, int width) {
		return Screens.lines(shop.look(width, 15)).get(1);
	}

	private static String row(WatchedShop shop, String name) {
		return Screens.lines(shop.look(80, 24))
			.stream()
			.filter((line) -> line.contains(name))
			.findFirst()
			.orElseThrow();
	}

	private static int rowOf(Buffer screen, String name) {
		return IntStream.range(0, screen.height())
			.filter((y) -> Screens.lines(screen).get(y).contains(name))
			.findFirst()
			.orElseThrow();
	}

	private static List<String> firstNames(WatchedShop shop) {
		return Screens.lines(shop.look(130, 24))
			.subList(3, 23)
			.stream()
			.map((line) -> line.replaceAll("^[▸▾]", "").strip().replaceFirst(" .*", ""))
			.toList();
	}

	private static String selected(WatchedShop shop) {
		Buffer screen = shop.look(80, 15);
		return IntStream.range(3, 14)
			.filter((y) -> screen.get(0, y).style().bg().isPresent())
			.mapToObj((y) -> Screens.lines(screen).get(y))
			.findFirst()
			.orElse("");
	}

	private static boolean isFaint(Buffer screen, int y, int x) {
		Cell cell = screen.get(x, y);
		return cell.style().effectiveModifiers().contains(Modifier.DIM);
	}

}
