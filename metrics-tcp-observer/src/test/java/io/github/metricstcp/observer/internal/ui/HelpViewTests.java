package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import dev.tamboui.tui.event.KeyCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HelpView}.
 */
class HelpViewTests {

	private final WatchedShop shop = WatchedShop.open(20).type("?");

	@Test
	void whereThereIsNoRoomForAllItScrolls() {
		List<String> beginning = look();
		assertThat(beginning.get(14)).contains("↑↓ more");
		assertThat(beginning.get(2)).endsWith("▐").startsWith(" KEYS");
		this.shop.press(KeyCode.PAGE_DOWN);
		Screens.assertLooksLike("help-60x15-scrolled", this.shop.look(60, 15));
		List<String> end = look(KeyCode.PAGE_DOWN, KeyCode.PAGE_DOWN, KeyCode.PAGE_DOWN, KeyCode.DOWN);
		assertThat(end.get(13)).endsWith("▐").startsWith(" bold  !     just changed");
		List<String> above = look(KeyCode.UP);
		assertThat(above.subList(3, 14)).extracting(HelpViewTests::text).isEqualTo(texts(end.subList(2, 13)));
		assertThat(look(KeyCode.PAGE_UP, KeyCode.PAGE_UP, KeyCode.PAGE_UP, KeyCode.PAGE_UP)).isEqualTo(beginning);
	}

	@Test
	void otherKeysGoBackAndTheNextTimeItBeginsAtTheTop() {
		List<String> beginning = look();
		this.shop.press(KeyCode.DOWN, KeyCode.ENTER);
		assertThat(look().get(2)).startsWith("METRIC");
		this.shop.type("?");
		assertThat(look()).isEqualTo(beginning);
	}

	@Test
	void whereThereIsRoomForAllEachKeyGoesBack() {
		assertThat(Screens.lines(this.shop.look(100, 40)).get(39)).doesNotContain("more");
		this.shop.press(KeyCode.DOWN);
		assertThat(Screens.lines(this.shop.look(100, 40)).get(2)).startsWith("METRIC");
	}

	private List<String> look(KeyCode... keys) {
		return Screens.lines(this.shop.press(keys).look(60, 15));
	}

	private static List<String> texts(List<String> lines) {
		return lines.stream().map(HelpViewTests::text).toList();
	}

	private static String text(String line) {
		return line.replaceFirst(" *▐$", "");
	}

}
