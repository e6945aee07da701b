package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StyledText}.
 */
class StyledTextTests {

	private final StyledText text = new StyledText().add("uri=", Style.EMPTY.dim())
		.add("/orders", Style.EMPTY)
		.add(" status=", Style.EMPTY.dim())
		.add("200", Style.EMPTY);

	@Test
	void whatFitsIsDrawnAsAWholeAndDoesNotMove() {
		assertThat(this.text.width()).isEqualTo(22);
		assertThat(draw(this.text, 22, 0)).isEqualTo("uri=/orders status=200");
		assertThat(draw(this.text, 30, 8)).isEqualTo("uri=/orders status=200");
	}

	@Test
	void whatIsCutEndsInAnEllipsisWhereverThePiecesEnd() {
		assertThat(draw(this.text, 21, 0)).isEqualTo("uri=/orders status=2…");
		assertThat(draw(this.text, 19, 0)).isEqualTo("uri=/orders status…");
		assertThat(draw(this.text, 11, 0)).isEqualTo("uri=/order…");
		assertThat(draw(this.text, 4, 0)).isEqualTo("uri…");
		assertThat(draw(this.text, 1, 0)).isEqualTo("…");
	}

	@Test
	void whatIsMovedHasAMarkAtTheLeft() {
		assertThat(draw(this.text, 12, 3)).isEqualTo("‹/orders st…");
		assertThat(draw(this.text, 12, 5)).isEqualTo("‹rders stat…");
		assertThat(draw(this.text, 12, 10)).isEqualTo("‹ status=200");
		assertThat(draw(this.text, 12, 1000)).as("no further than to its end").isEqualTo("‹ status=200");
	}

	@Test
	void howFarItCanBeMovedIsSaid() {
		Buffer buffer = Buffer.empty(Rect.of(40, 1));
		assertThat(this.text.draw(new Pen(buffer, 0, 0, 40), 0, Style.EMPTY)).isZero();
		assertThat(this.text.draw(new Pen(buffer, 0, 0, 12), 0, Style.EMPTY)).isEqualTo(10);
		assertThat(this.text.draw(new Pen(buffer, 0, 0, 12), 7, Style.EMPTY)).isEqualTo(10);
	}

	@Test
	void halfAWideCharacterIsABlank() {
		StyledText wide = new StyledText().add("数量", Style.EMPTY).add("=12345", Style.EMPTY);
		assertThat(wide.width()).isEqualTo(10);
		assertThat(draw(wide, 8, 1)).isEqualTo("‹量=123…");
		assertThat(draw(wide, 8, 2)).isEqualTo("‹ =12345");
	}

	private static String draw(StyledText text, int width, int offset) {
		Buffer buffer = Buffer.empty(Rect.of(40, 1));
		text.draw(new Pen(buffer, 0, 0, width), offset, Style.EMPTY);
		return Screens.lines(buffer).get(0);
	}

}
