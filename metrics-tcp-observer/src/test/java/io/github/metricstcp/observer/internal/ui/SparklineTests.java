package io.github.metricstcp.observer.internal.ui;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sparkline}.
 */
class SparklineTests {

	@Test
	void theLargestValueFillsItsCell() {
		assertThat(Sparkline.fromZero(new double[] { 0, 1, 2, 4, 8, 16 })).isEqualTo("▁▂▂▃▄▇");
	}

	@Test
	void anythingAboveNothingIsSeen() {
		assertThat(Sparkline.fromZero(new double[] { 0, 1, 1_000_000 })).isEqualTo("▁▂▇");
	}

	@Test
	void smallChangesOfALargeValueAreSeenBetweenItsExtremes() {
		assertThat(Sparkline.betweenExtremes(new double[] { 1000, 1001, 1002 })).isEqualTo("▁▄▇");
		assertThat(Sparkline.betweenExtremes(new double[] { -2, -1, 0 })).isEqualTo("▁▄▇");
	}

	@Test
	void whatStaysTheSameIsFlat() {
		assertThat(Sparkline.betweenExtremes(new double[] { 7, 7, 7 })).isEqualTo("▁▁▁");
		assertThat(Sparkline.fromZero(new double[] { 0, 0 })).isEqualTo("▁▁");
	}

	@Test
	void whatIsNotKnownLeavesAGap() {
		double[] values = { Double.NaN, 1, Double.POSITIVE_INFINITY, 1 };
		assertThat(Sparkline.fromZero(values)).isEqualTo(" ▇ ▇");
		assertThat(Sparkline.fromZero(new double[] { Double.NaN })).isEqualTo(" ");
	}

}
