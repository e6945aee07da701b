package io.github.metricstcp.client.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecondRing}.
 */
class SecondRingTests {

	private static final long NOW = 1_700_000_000;

	private final SecondRing ring = SecondRing.of(0);

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aTimeLongAgoHasNoValuesAndIsNotWalkedTo() {
		this.ring.put(NOW, 5.0);
		this.ring.put(NOW + 1, 6.0);
		assertThat(this.ring.last(Long.MIN_VALUE / 2, 3)).containsOnly(Double.NaN);
		assertThat(this.ring.sum(Long.MIN_VALUE / 2, 3)).isZero();
	}

	@Test
	void theSecondBeforeTheFirstOneHasNoValue() {
		this.ring.put(NOW, 5.0);
		this.ring.put(NOW + 1, 6.0);
		assertThat(this.ring.last(NOW - 1, 2)).containsOnly(Double.NaN);
		assertThat(this.ring.last(NOW, 2)).containsExactly(Double.NaN, 5);
		assertThat(this.ring.last(NOW + 1, 2)).containsExactly(5, 6);
	}

	@Test
	void timeAfterTheLastSecondIsAsTheRestIs() {
		this.ring.put(NOW, 5.0);
		assertThat(this.ring.last(NOW + 2, 3)).containsExactly(5, 0, 0);
	}

}
