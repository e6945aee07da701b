package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.tamboui.tui.event.KeyCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Footer}.
 */
class FooterTests {

	private static final Map<String, KeyCode> KEYS = Map.of("↵", KeyCode.ENTER, "→", KeyCode.RIGHT, "esc",
			KeyCode.ESCAPE, "↑↓", KeyCode.DOWN, "tab", KeyCode.TAB);

	static Stream<Arguments> states() {
		return Stream.of(state("nothing yet", WatchedShop::new), state("a series", () -> WatchedShop.open(20)),
				state("several series", () -> WatchedShop.open(20).press(KeyCode.DOWN)),
				state("shown series", () -> WatchedShop.open(20).press(KeyCode.DOWN, KeyCode.RIGHT)),
				state("no match", () -> WatchedShop.open(20).type("/nonsense").press(KeyCode.ENTER)),
				state("frozen", () -> WatchedShop.open(20).type(" ")),
				state("reset", () -> WatchedShop.open(20).type("r")),
				state("detail", () -> WatchedShop.open(20).press(KeyCode.ENTER)),
				state("detail of one", () -> WatchedShop.open(20).type("/basket").press(KeyCode.ENTER, KeyCode.ENTER)),
				state("help", () -> WatchedShop.open(20).type("?")));
	}

	private static Arguments state(String name, Supplier<WatchedShop> shop) {
		return Arguments.of(name, shop);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("states")
	void eachKeyDoesSomething(String name, Supplier<WatchedShop> state) {
		for (int width : new int[] { 60, 130 }) {
			List<String> keys = keys(footer(state.get(), width));
			assertThat(keys).contains("q");
			for (String key : keys) {
				WatchedShop shop = state.get();
				shop.pass(Duration.ofSeconds(2));
				List<String> before = Screens.lines(shop.look(width, 15));
				press(shop, key);
				assertThat(shop.quit() || !Screens.lines(shop.look(width, 15)).equals(before)).as("%s, %s", name, key)
					.isTrue();
			}
		}
	}

	private static String footer(WatchedShop shop, int width) {
		// Twice, for what there is room for is known once it was drawn
		shop.look(width, 15);
		return Screens.lines(shop.look(width, 15)).get(14);
	}

	private static List<String> keys(String footer) {
		List<String> keys = new ArrayList<>();
		for (String hint : footer.strip().split(" {2,}", -1)) {
			keys.add(hint.startsWith("any key") ? "x" : hint.substring(0, hint.indexOf(' ')));
		}
		return keys;
	}

	private static void press(WatchedShop shop, String key) {
		KeyCode code = KEYS.get(key);
		if (code != null) {
			shop.press(code);
		}
		else {
			assertThat(key).matches("space|.");
			shop.type(key.equals("space") ? " " : key);
		}
	}

}
