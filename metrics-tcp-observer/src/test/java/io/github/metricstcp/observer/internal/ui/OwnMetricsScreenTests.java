package io.github.metricstcp.observer.internal.ui;

import java.util.List;
import java.util.Map;

import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.TargetModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the application's own metrics on the {@link ObserverScreen}, which are above
 * all others or alone.
 */
class OwnMetricsScreenTests {

	@Test
	void theApplicationsOwnMetricsAreTheFirst() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		for (String name : List.of("jvm.memory.used", "zebra.count", "system.cpu.usage", "apples", "process.uptime",
				"metrics.tcp.clients", "http.server.requests", "hikaricp.connections")) {
			WatchedShop.set(target, name, Map.of(), 1);
		}
		assertThat(names(shop)).containsExactly("apples", "http.server.requests", "zebra.count", "hikaricp.connections",
				"jvm.memory.used", "metrics.tcp.clients", "process.uptime", "system.cpu.usage");
		assertThat(names(shop.type("S"))).containsExactly("zebra.count", "http.server.requests", "apples",
				"system.cpu.usage", "process.uptime", "metrics.tcp.clients", "jvm.memory.used", "hikaricp.connections");
	}

	@Test
	void byAnotherColumnTheyAreAmongTheOthers() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(target, "jvm.classes", Map.of(), 2);
		WatchedShop.set(target, "apples", Map.of(), 1);
		shop.look(80, 15);
		assertThat(names(shop.type("s"))).containsExactly("jvm.classes", "apples");
	}

	@Test
	void oneKeyHidesAllOthersAndShowsThemAgain() {
		WatchedShop shop = WatchedShop.open(20);
		assertThat(Screens.lines(shop.look(80, 15)).get(1)).startsWith(" 22 series in 9 metrics ");
		shop.type("m");
		Screens.assertLooksLike("mine-only", shop.look(80, 15));
		assertThat(Screens.lines(shop.look(80, 15)).get(1)).startsWith(" 17 of 22 series, mine only ");
		assertThat(names(shop)).doesNotContain("jvm.memory.used", "disk.free").hasSize(5);
		shop.type("m");
		assertThat(Screens.lines(shop.look(80, 15)).get(1)).startsWith(" 22 series in 9 metrics ");
		assertThat(names(shop)).contains("jvm.memory.used").hasSize(9);
	}

	@Test
	void theFooterSaysWhatTheKeyDoes() {
		WatchedShop shop = WatchedShop.open(2);
		assertThat(Screens.lines(shop.look(130, 15)).get(14)).contains("m mine");
		assertThat(Screens.lines(shop.type("m").look(130, 15)).get(14)).contains("m all");
	}

	@Test
	void aFilterIsAppliedToThemAlone() {
		WatchedShop shop = WatchedShop.open(20).type("m/kind=gauge").press(KeyCode.ENTER);
		assertThat(names(shop)).containsExactly("shop.stock");
		assertThat(Screens.lines(shop.look(80, 15)).get(1)).startsWith(" 4 of 22 series match kind=gauge, mine only ");
	}

	@Test
	void thatNothingIsTheApplicationsIsSaid() {
		WatchedShop shop = WatchedShop.open(20).type("m/jvm").press(KeyCode.ENTER);
		assertThat(String.join("\n", Screens.lines(shop.look(80, 15))))
			.contains("No series of the application itself matches jvm")
			.contains("m shows those of others too");
		WatchedShop none = new WatchedShop();
		WatchedShop.set(none.connect(WatchedShop.ADDRESS), "jvm.info", Map.of(), 1);
		assertThat(String.join("\n", Screens.lines(none.type("m").look(80, 15))))
			.contains("No series is of the application itself")
			.contains("m shows all of them");
	}

	@Test
	void theTasksOfARequestAreHiddenWithItOrNotAtAll() {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		for (String name : List.of("http.server.requests", "spring.security.filterchains")) {
			WatchedShop.sample(target, name, Map.of(), 1);
			for (String end : List.of("active", "duration", "max")) {
				WatchedShop.set(target, name + ".active." + end, Map.of(), 1);
			}
		}
		shop.look(80, 15);
		assertThat(names(shop.type("me"))).containsExactly("http.server.requests", ".active", ".active", ".duration",
				".max");
	}

	private static List<String> names(WatchedShop shop) {
		return Screens.lines(shop.look(80, 15))
			.subList(3, 13)
			.stream()
			.filter((line) -> !line.isEmpty())
			.map((line) -> line.replaceAll("[▸▾]", "").strip().replaceFirst(" .*", ""))
			.toList();
	}

}
