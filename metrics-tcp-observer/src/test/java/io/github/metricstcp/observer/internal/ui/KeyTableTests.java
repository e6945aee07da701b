package io.github.metricstcp.observer.internal.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.tui.event.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyTable}, and for the documents and screens that show it.
 */
class KeyTableTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "observer.md");

	@Test
	void theDocumentHasTheKeysAndTheirMeanings() throws IOException {
		List<List<String>> rows = documentedRows();
		assertThat(rows).hasSameSizeAs(KeyTable.BINDINGS);
		for (int i = 0; i < rows.size(); i++) {
			KeyBinding binding = KeyTable.BINDINGS.get(i);
			String[] keys = rows.get(i).get(0).replace("`", "").split("[, ]+");
			assertThat(keys).as(binding.meaning())
				.containsExactlyInAnyOrderElementsOf(binding.keys().stream().map(Key::name).toList());
			assertThat(rows.get(i).get(1)).matches("\\Q%s\\E(: .+)?".formatted(binding.meaning()));
		}
	}

	private static List<List<String>> documentedRows() throws IOException {
		return Files.readAllLines(DOCUMENT)
			.stream()
			.dropWhile((line) -> !line.startsWith("| key | meaning"))
			.skip(2)
			.takeWhile((line) -> line.startsWith("|"))
			.map((line) -> Arrays.stream(line.split("\\|"))
				.map(String::strip)
				.filter((cell) -> !cell.isEmpty())
				.toList())
			.toList();
	}

	@ParameterizedTest
	@EnumSource(View.class)
	void noKeyHasTwoMeanings(View view) {
		Set<String> names = new HashSet<>();
		KeyTable.BINDINGS.stream()
			.flatMap((binding) -> binding.strokes().stream())
			.filter((stroke) -> stroke.views().contains(view))
			.flatMap((stroke) -> stroke.keys().stream())
			.forEach((key) -> assertThat(names.add(key.name())).as("%s in %s", key.name(), view).isTrue());
	}

	@ParameterizedTest
	@EnumSource(View.class)
	void eachFooterNamesKeysThatActThere(View view) {
		for (KeyBinding binding : KeyTable.BINDINGS) {
			List<String> symbols = binding.strokes()
				.stream()
				.filter((stroke) -> stroke.views().contains(view))
				.flatMap((stroke) -> stroke.keys().stream())
				.map(Key::symbol)
				.toList();
			binding.hints().stream().filter((hint) -> hint.view() == view).forEach((hint) -> {
				String[] named = hint.key().equals("↑↓") ? new String[] { "↑", "↓" } : new String[] { hint.key() };
				assertThat(symbols).as(binding.meaning()).contains(named);
			});
		}
		assertThat(KeyTable.hints(view)).extracting(KeyBinding.Hint::place).doesNotHaveDuplicates();
	}

	@Test
	void theHelpHasAllMeaningsWhereThereIsRoom() {
		String help = String.join("\n", Screens.lines(WatchedShop.open(1).type("?").look(80, 32)));
		assertThat(help).contains(KeyTable.BINDINGS.stream().map(KeyBinding::meaning).toList());
	}

	@Test
	void whileAFilterIsTypedOnlyCtrlKeysActOnTheScreen() {
		WatchedShop shop = WatchedShop.open(20).type("/");
		"qswre?Gg+-m<> ".chars().forEach((c) -> shop.type(String.valueOf((char) c)));
		Buffer screen = shop.look(80, 15);
		assertThat(Screens.lines(screen).get(14)).startsWith(" /qswre?Gg+-m<> ");
		assertThat(shop.quit()).isFalse();
		assertThat(shop.pressCtrl('c').quit()).isTrue();
	}

	@Test
	void ctrlZStopsTheProgramOnceWhereverItIsPressed() {
		for (String keys : new String[] { "", "?", "/" }) {
			WatchedShop shop = WatchedShop.open(1).type(keys);
			assertThat(shop.takeStop()).isFalse();
			assertThat(shop.pressCtrl('z').takeStop()).isTrue();
			assertThat(shop.takeStop()).isFalse();
			assertThat(shop.quit()).isFalse();
		}
	}

	@Test
	void helpGoesBackToTheViewBehindIt() {
		WatchedShop shop = WatchedShop.open(20).press(KeyCode.ENTER).press(KeyCode.F1);
		assertThat(Screens.lines(shop.look(80, 24)).get(2)).startsWith(" KEYS");
		assertThat(Screens.lines(shop.type("x").look(80, 24)).get(2)).startsWith(" http.server.requests  histogram");
	}

}
