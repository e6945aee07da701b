package io.github.metricstcp.client.wire;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TextPool}.
 */
class TextPoolTests {

	private final TextPool pool = new TextPool();

	@Test
	void itHoldsSoManyTextsAndNoMore() {
		for (int i = 0; i < 10_000; i++) {
			SeriesKey key = new SeriesKey(Kind.COUNTER, "orders", Map.of("id", "n" + i));
			assertThat(this.pool.pooled(key)).isEqualTo(key);
		}
		assertThat(this.pool.size()).isEqualTo(4096);
	}

	@Test
	void longTextsAreNotHeld() {
		this.pool.pooled(new SeriesKey(Kind.COUNTER, "x".repeat(257), Map.of()));
		assertThat(this.pool.size()).isZero();
	}

}
