package io.github.metricstcp.client;

import java.time.Duration;

import org.junit.jupiter.api.RepeatedTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link BackOff}.
 */
class BackOffTests {

	private final BackOff backOff = new BackOff(Duration.ofMillis(250), Duration.ofSeconds(10));

	@RepeatedTest(20)
	void delaysDoubleUpToTheLongestAndBeginAgain() {
		int[] longest = { 250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000 };
		for (int each : longest) {
			assertThat(this.backOff.next()).isBetween(Duration.ofMillis(each / 2), Duration.ofMillis(each));
		}
		this.backOff.reset();
		assertThat(this.backOff.next()).isBetween(Duration.ofMillis(125), Duration.ofMillis(250));
	}

}
