package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.style.Color;
import dev.tamboui.style.Modifier;
import dev.tamboui.style.Style;
import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListView}: how values are read.
 */
class ListViewTests {

	@Test
	void theScrollBarDoesNotTouchTheTrend() {
		WatchedShop shop = WatchedShop.open(320).type("e");
		List<String> bar = Screens.lines(shop.look(80, 15)).stream().filter((line) -> line.endsWith("▐")).toList();
		assertThat(bar).isNotEmpty().allMatch((line) -> line.endsWith(" ▐") && line.length() == 80);
	}

	@Test
	void valuesOfARowHaveOneUnit() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		target.metadata(new Metadata(Kind.HISTOGRAM, "latency", "seconds", null));
		WatchedShop.sample(target, "latency", Map.of(), 0.7);
		WatchedShop.sample(target, "latency", Map.of(), 1.2);
		shop.pass(Duration.ofSeconds(1));
		assertThat(row(shop, "latency")).contains(" 0.950 s ").contains(" 1.20 s ").doesNotContain("ms");
	}

	@Test
	void ratiosArePercentagesAndTheStartOfAProcessIsADate() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		Instant start = Instant.parse("2026-11-24T10:55:12Z");
		target.metadata(new Metadata(Kind.GAUGE, "process.start.time", "seconds", null));
		target.metadata(new Metadata(Kind.GAUGE, "jvm.gc.overhead", "percent", null));
		WatchedShop.set(target, "process.start.time", Map.of(), (double) start.getEpochSecond());
		WatchedShop.set(target, "jvm.gc.overhead", Map.of(), 0.125);
		WatchedShop.set(target, "system.cpu.usage", Map.of(), 0.31);
		WatchedShop.set(target, "queue.usage", Map.of(), 31);
		LocalDateTime local = LocalDateTime.ofInstant(start, ZoneId.systemDefault());
		assertThat(row(shop, "process.start.time")).contains(" %02d-%02d %02d:%02d".formatted(local.getMonthValue(),
				local.getDayOfMonth(), local.getHour(), local.getMinute()));
		assertThat(row(shop, "jvm.gc.overhead")).contains(" 12.5% ");
		assertThat(row(shop, "system.cpu.usage")).contains(" 31% ");
		assertThat(row(shop, "queue.usage")).contains(" 31 ").doesNotContain("%");
	}

	@Test
	void aValueThatHasJustChangedIsBold() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "stock", Map.of(), 4567);
		assertThat(style(shop.look(80, 15), "4,567").effectiveModifiers()).contains(Modifier.BOLD);
		shop.pass(Duration.ofMillis(1900));
		assertThat(style(shop.look(80, 15), "4,567").effectiveModifiers()).contains(Modifier.BOLD);
		shop.pass(Duration.ofMillis(200));
		assertThat(style(shop.look(80, 15), "4,567").effectiveModifiers()).doesNotContain(Modifier.BOLD);
	}

	@Test
	void labelsOfFailuresAreRedIfThereWasOneInTheWindow() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		for (String status : List.of("200", "503")) {
			WatchedShop.sample(target, "requests", Map.of("status", status), 1);
		}
		WatchedShop.set(target, "active", Map.of("exception", "Timeout"), 1);
		WatchedShop.count(target, "sent", Map.of("exception", "Closed"), 0);
		shop.look(100, 15);
		// The row that is selected has the colours of that
		Buffer screen = shop.type("e").press(KeyCode.DOWN).look(100, 15);
		assertThat(style(screen, "503").fg()).isEqualTo(Optional.of(Color.RED));
		assertThat(style(screen, "200").fg()).isEmpty();
		assertThat(style(screen, "Timeout").fg()).as("a gauge").isEmpty();
		assertThat(style(screen, "Closed").fg()).as("not counted").isEmpty();
		// The window of 5 minutes, and a slice
		shop.pass(Duration.ofMinutes(7));
		assertThat(style(shop.look(80, 15), "503").fg()).isEmpty();
		WatchedShop.sample(target, "requests", Map.of("status", "503"), 1);
		shop.type("/503").press(KeyCode.ENTER, KeyCode.ENTER);
		assertThat(style(shop.look(80, 24), "status=503", 7).fg()).as("looked at closely")
			.isEqualTo(Optional.of(Color.RED));
	}

	@Test
	void theRateIsOfTheTimeThatTheHeadingSays() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		for (int second = 0; second < 60; second++) {
			WatchedShop.count(target, "orders", Map.of(), (second < 50) ? 100 : 3);
			shop.pass(Duration.ofSeconds(1));
		}
		assertThat(Screens.lines(shop.look(80, 15)).get(2)).contains(" RATE/10s ");
		assertThat(row(shop, "orders")).contains(" 3/s ");
		assertThat(row(shop.type("www"), "orders")).as("another window").contains(" 3/s ");
		assertThat(row(shop.press(KeyCode.ENTER), "total")).contains("rate/10s 3/s");
	}

	private static String row(WatchedShop shop, String name) {
		return Screens.lines(shop.look(130, 24))
			.stream()
			.filter((line) -> line.contains(name))
			.findFirst()
			.orElseThrow();
	}

	private static Style style(Buffer screen, String text) {
		return style(screen, text, 0);
	}

	private static Style style(Buffer screen, String text, int offset) {
		// Below the status line, which has the filter
		int y = IntStream.range(2, screen.height())
			.filter((line) -> Screens.lines(screen).get(line).contains(text))
			.findFirst()
			.orElseThrow();
		return screen.get(Screens.lines(screen).get(y).indexOf(text) + offset, y).style();
	}

}
