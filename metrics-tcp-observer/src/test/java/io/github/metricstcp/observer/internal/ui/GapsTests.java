package io.github.metricstcp.observer.internal.ui;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Gaps}.
 */
class GapsTests {

	private static final double NONE = Double.NaN;

	@Test
	void usualGapsAreBridgedByStraightLines() {
		assertThat(Gaps.bridged(new double[] { NONE, 1, NONE, 3, NONE, NONE, NONE, NONE, NONE, 9, NONE }))
			.containsExactly(NONE, 1, 2, 3, 4, 5, 6, 7, 8, 9, NONE);
	}

	@Test
	void aGapMuchLongerThanUsualStays() {
		assertThat(Gaps.bridged(new double[] { 1, 1, 1, NONE, NONE, 4, NONE, NONE, NONE, 5, 5 })).containsExactly(1, 1,
				1, 2, 3, 4, NONE, NONE, NONE, 5, 5);
	}

	@Test
	void oneDistanceAloneIsNotUsual() {
		assertThat(Gaps.bridged(new double[] { 1, NONE, NONE, NONE, NONE, 5 })).containsExactly(1, NONE, NONE, NONE,
				NONE, 5);
		assertThat(Gaps.bridged(new double[] { NONE, 5, NONE })).containsExactly(NONE, 5, NONE);
	}

}
