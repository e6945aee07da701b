package io.github.metricstcp.observer.internal.ui;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ColumnLayout}.
 */
class ColumnLayoutTests {

	@ParameterizedTest
	@ValueSource(ints = { 59, 60, 79, 80, 99, 120, 200, 400 })
	void columnsAndTheGapsBetweenThemFillTheWidth(int width) {
		ColumnLayout layout = new ColumnLayout(width);
		int cells = layout.columns().stream().mapToInt(layout::width).sum();
		assertThat(cells + (layout.columns().size() - 1) * ColumnLayout.GAP).isEqualTo(width);
		assertThat(layout.width(Column.METRIC)).isGreaterThanOrEqualTo(24);
		assertThat(layout.width(Column.TREND)).isBetween(10, 60);
	}

	@Test
	void theNarrowestHasWhatMattersMost() {
		assertThat(new ColumnLayout(59).columns()).containsExactly(Column.METRIC, Column.VALUE, Column.RATE,
				Column.TREND);
	}

	@Test
	void theWiderTheMoreColumns() {
		assertThat(new ColumnLayout(79).columns()).contains(Column.P99).doesNotContain(Column.MAX);
		assertThat(new ColumnLayout(129).columns()).hasSize(Column.values().length - 1).doesNotContain(Column.TARGET);
		assertThat(new ColumnLayout(149, 6).columns()).containsExactly(Column.values());
	}

	@ParameterizedTest
	@ValueSource(ints = { 59, 79, 119, 199 })
	void theTargetHasAColumnThatIsAsWideAsItsNameWithinBounds(int width) {
		assertThat(new ColumnLayout(width, 0).columns()).doesNotContain(Column.TARGET);
		for (int name : new int[] { 1, 9, 14, 100 }) {
			ColumnLayout layout = new ColumnLayout(width, name);
			int cells = layout.columns().stream().mapToInt(layout::width).sum();
			assertThat(cells + (layout.columns().size() - 1) * ColumnLayout.GAP).isEqualTo(width);
			assertThat(layout.width(Column.TARGET)).isEqualTo(Math.max(6, Math.min(Math.min(20, width / 6), name)));
			assertThat(layout.width(Column.METRIC)).isGreaterThanOrEqualTo(15);
		}
	}

}
