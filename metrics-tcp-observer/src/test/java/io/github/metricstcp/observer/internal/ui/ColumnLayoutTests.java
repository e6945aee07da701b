package io.github.metricstcp.observer.internal.ui;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ColumnLayout}.
 */
class ColumnLayoutTests {

	private final NameWidths names = new NameWidths();

	@ParameterizedTest
	@CsvSource({ "59,0", "59,30", "60,90", "79,0", "79,33", "80,50", "99,10", "120,45", "200,70", "200,500", "400,0" })
	void columnsAndTheGapsBetweenThemFillTheWidth(int width, int labels) {
		this.names.labels(labels, labels);
		this.names.name(labels / 2, labels * 2);
		ColumnLayout layout = new ColumnLayout(width, this.names, 0);
		int cells = layout.columns().stream().mapToInt(layout::width).sum();
		assertThat(cells + (layout.columns().size() - 1) * ColumnLayout.GAP).isEqualTo(width);
		assertThat(layout.width(Column.METRIC)).isGreaterThanOrEqualTo(24);
		if (layout.columns().contains(Column.TREND)) {
			assertThat(layout.width(Column.TREND)).isBetween(6, 60);
		}
		else {
			assertThat(layout.labelWidth()).as("labels have its place").isGreaterThanOrEqualTo(labels);
		}
	}

	@Test
	void theNarrowestHasWhatMattersMost() {
		assertThat(new ColumnLayout(59, this.names, 0).columns()).containsExactly(Column.METRIC, Column.VALUE,
				Column.RATE, Column.TREND);
	}

	@Test
	void theWiderTheMoreColumns() {
		assertThat(new ColumnLayout(79, this.names, 0).columns()).contains(Column.P99).doesNotContain(Column.MAX);
		assertThat(new ColumnLayout(129, this.names, 0).columns()).hasSize(Column.values().length - 1)
			.doesNotContain(Column.TARGET);
		assertThat(new ColumnLayout(149, this.names, 6).columns()).containsExactly(Column.values());
	}

	@ParameterizedTest
	@ValueSource(ints = { 30, 70, 85, 120 })
	void labelsAreNotCutAsLongAsTheTrendHasTheLeast(int labels) {
		this.names.labels(labels, labels);
		ColumnLayout layout = new ColumnLayout(199, this.names, 0);
		assertThat(layout.labelWidth()).isGreaterThanOrEqualTo(labels);
		assertThat(layout.width(Column.TREND)).isEqualTo(Math.min(60, 60 - (labels - 85)));
	}

	@Test
	void labelsThatAreImpliedLeaveMoreToTheTrend() {
		this.names.labels(30, 300);
		ColumnLayout layout = new ColumnLayout(129, this.names, 0);
		assertThat(layout.labelWidth()).isGreaterThan(30);
		assertThat(layout.width(Column.TREND)).isEqualTo(24);
	}

	@Test
	void labelsOfSeriesRunOverTheKindWhereThereIsOne() {
		ColumnLayout wide = new ColumnLayout(129, this.names, 0);
		assertThat(wide.labelWidth()).isEqualTo(wide.width(Column.METRIC) + 1 + Column.KIND.width());
		ColumnLayout narrow = new ColumnLayout(79, this.names, 0);
		assertThat(narrow.labelWidth()).isEqualTo(narrow.width(Column.METRIC));
	}

	@Test
	void labelsBehindANameLeaveMoreToTheTrend() {
		this.names.name(20, 300);
		assertThat(new ColumnLayout(129, this.names, 0).width(Column.TREND)).isEqualTo(24);
		assertThat(new ColumnLayout(79, this.names, 0).width(Column.METRIC)).isEqualTo(24);
		this.names.clear();
		assertThat(new ColumnLayout(129, this.names, 0).width(Column.METRIC)).isEqualTo(24);
	}

	@ParameterizedTest
	@ValueSource(ints = { 59, 79, 119, 199 })
	void theTargetHasAColumnThatIsAsWideAsItsNameWithinBounds(int width) {
		assertThat(new ColumnLayout(width, this.names, 0).columns()).doesNotContain(Column.TARGET);
		for (int name : new int[] { 1, 9, 14, 100 }) {
			ColumnLayout layout = new ColumnLayout(width, this.names, name);
			int cells = layout.columns().stream().mapToInt(layout::width).sum();
			assertThat(cells + (layout.columns().size() - 1) * ColumnLayout.GAP).isEqualTo(width);
			assertThat(layout.width(Column.TARGET)).isEqualTo(Math.max(6, Math.min(Math.min(20, width / 6), name)));
			assertThat(layout.width(Column.METRIC)).isGreaterThanOrEqualTo(15);
		}
	}

}
