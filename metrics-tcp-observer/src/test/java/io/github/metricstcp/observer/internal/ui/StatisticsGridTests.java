package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatisticsGrid}.
 */
class StatisticsGridTests {

	@Test
	void numbersOfOneUnitAreAlignedAtThePoint() {
		StatisticsGrid grid = StatisticsGrid.ofOneUnit()
			.add("min", "0.800 ms")
			.add("p99.9", "≥ 1,200 ms")
			.add("p50", "20.5 ms")
			.add("max", "–");
		assertThat(draw(grid, 40)).containsExactly("min  0.800 ms   p99.9 ≥ 1,200 ms", "p50 20.5   ms   max         –",
				"", "");
	}

	@Test
	void numbersOfSeveralUnitsAreAlignedAtTheRight() {
		StatisticsGrid grid = StatisticsGrid.ofSeveralUnits().add("samples", "3,840").add("rate/10s", "12.5/s");
		assertThat(draw(grid, 20)).containsExactly("samples   3,840", "rate/10s 12.5/s", "", "");
	}

	@Test
	void thereAreAsFewLinesAsThereIsRoomFor() {
		StatisticsGrid grid = StatisticsGrid.ofSeveralUnits();
		for (int i = 1; i <= 4; i++) {
			grid.add("n" + i, "1" + i);
		}
		assertThat(draw(grid, 29)).containsExactly("n1 11   n2 12   n3 13   n4 14", "", "", "");
		// Not three and one
		assertThat(draw(grid, 28)).containsExactly("n1 11   n2 12", "n3 13   n4 14", "", "");
		assertThat(draw(grid, 5)).containsExactly("n1 11", "n2 12", "n3 13", "n4 14");
	}

	@Test
	void theLineBelowIsReturned() {
		StatisticsGrid grid = StatisticsGrid.ofSeveralUnits().add("a", "1").add("b", "2").add("c", "3");
		Buffer buffer = Buffer.empty(Rect.of(10, 8));
		assertThat(grid.draw(buffer, new Rect(0, 3, 10, 5), Theme.of(null))).isEqualTo(5);
	}

	private static List<String> draw(StatisticsGrid grid, int width) {
		Buffer buffer = Buffer.empty(Rect.of(width, 4));
		grid.draw(buffer, buffer.area(), Theme.of(null));
		return Screens.lines(buffer);
	}

}
