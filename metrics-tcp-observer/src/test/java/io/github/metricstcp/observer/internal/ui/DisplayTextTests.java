package io.github.metricstcp.observer.internal.ui;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DisplayText}.
 */
class DisplayTextTests {

	@Test
	void ordinaryTextStaysAsItIs() {
		assertThat(DisplayText.clean("shop.orders {product=dark-roast}")).isEqualTo("shop.orders {product=dark-roast}");
		assertThat(DisplayText.clean("prix en €, größe, 数量")).isEqualTo("prix en €, größe, 数量");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\t", "\n", "\r", "\b", "\033", "\u0085", "\u009B", "\0", "\u007F", "\u2028", "\uD800" })
	void whatMovesTheCursorIsReplaced(String control) {
		assertThat(DisplayText.clean("a" + control + "b")).isEqualTo("a\uFFFDb");
	}

	@Test
	void whatReordersTextIsLeftOut() {
		assertThat(DisplayText.clean("a\u202Eb\u2066c\u200Fd")).isEqualTo("abcd");
	}

	@Test
	void emojiAreTakenApartUntilAllTerminalsAgreeOnTheirWidth() {
		assertThat(DisplayText.clean("👨\u200D👩\u200D👧")).isEqualTo("👨👩👧");
		assertThat(DisplayText.clean("❤\uFE0F")).isEqualTo("❤");
		assertThat(DisplayText.clean("👍🏽")).isEqualTo("👍");
		assertThat(DisplayText.clean("🇩🇪")).isEqualTo("DE");
	}

	@Test
	void aLetterKeepsItsMarksButNotHeapsOfThem() {
		assertThat(DisplayText.clean("e\u0301")).isEqualTo("é");
		assertThat(DisplayText.clean("q" + "\u0307".repeat(50))).isEqualTo("q\u0307\u0307");
		assertThat(DisplayText.clean("\u0323a")).isEqualTo("a");
	}

	@Test
	void aWideCharacterIsNeverCutInHalf() {
		assertThat(DisplayText.left("数量数量", 6)).isEqualTo("数量… ");
		assertThat(DisplayText.right("数量", 6)).isEqualTo("  数量");
		assertThat(DisplayText.width("数量")).isEqualTo(4);
	}

	@Test
	void whatIsCutEndsInAnEllipsis() {
		assertThat(DisplayText.fit("http.server.requests", 11)).isEqualTo("http.serve…");
		assertThat(DisplayText.fit("abc", 3)).isEqualTo("abc");
		assertThat(DisplayText.fit("abc", 0)).isEmpty();
	}

	@Test
	void aWordThatIsLongerThanALineIsBroken() {
		assertThat(DisplayText.wrap("no such file: /srv/shop/trusted.pem", 10)).containsExactly("no such", "file:",
				"/srv/shop/", "trusted.pe", "m");
		assertThat(DisplayText.wrap("数量数量 a", 5)).containsExactly("数量", "数量", "a");
		assertThat(DisplayText.wrap("abc", 3)).containsExactly("abc");
	}

	@Property
	void withoutItsFirstCellsATextTakesAsManyLess(@ForAll String text, @ForAll @IntRange(max = 40) int cells) {
		String clean = DisplayText.clean(text);
		assertThat(DisplayText.width(DisplayText.after(clean, cells)))
			.isEqualTo(Math.max(0, DisplayText.width(clean) - cells));
	}

	@Test
	void whatComesAfterSomeCellsHasNoHalvesOfCharacters() {
		assertThat(DisplayText.after("http.server", 5)).isEqualTo("server");
		assertThat(DisplayText.after("数量", 1)).isEqualTo(" 量");
		assertThat(DisplayText.after("q\u0307\u0307x", 1)).isEqualTo("x");
		assertThat(DisplayText.after("ab", 9)).isEmpty();
	}

	@Property
	void anyTextTakesExactlyTheWidthItIsGiven(@ForAll String text, @ForAll @IntRange(max = 40) int width) {
		String clean = DisplayText.clean(text);
		assertThat(DisplayText.width(DisplayText.left(clean, width))).isEqualTo(width);
		assertThat(DisplayText.width(DisplayText.right(clean, width))).isEqualTo(width);
		assertThat(clean.codePoints()).noneMatch(Character::isISOControl);
	}

}
