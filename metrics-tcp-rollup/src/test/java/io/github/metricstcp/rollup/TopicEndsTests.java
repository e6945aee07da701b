package io.github.metricstcp.rollup;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static io.github.metricstcp.rollup.RollupDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TopicEnds}.
 */
class TopicEndsTests {

	private static final long UNKNOWN = Long.MIN_VALUE;

	private final TopicEnds ends = new TopicEnds();

	@Test
	void aPartitionIsReadToItsEnd() {
		assertThat(this.ends.caughtUpAt(0, 7, START)).isEqualTo(UNKNOWN);
		this.ends.put(Map.of(0, 7L, 1, 0L), START);
		assertThat(this.ends.partitions()).isEqualTo(2);
		assertThat(this.ends.caughtUpAt(0, 6, START)).isEqualTo(UNKNOWN);
		assertThat(this.ends.caughtUpAt(0, 7, START)).isEqualTo(START);
	}

	@Test
	void aPartitionIsQuietOfWhichNothingWasReadAndNothingComes() {
		this.ends.put(Map.of(0, 7L), START);
		this.ends.put(Map.of(0, 7L), START + 10_000);
		assertThat(this.ends.caughtUpAt(0, -1, START)).isEqualTo(START + 10_000);
		assertThat(this.ends.caughtUpAt(0, -1, START + 1)).isEqualTo(UNKNOWN);
		this.ends.put(Map.of(0, 8L), START + 11_000);
		assertThat(this.ends.caughtUpAt(0, -1, START)).isEqualTo(UNKNOWN);
	}

	@Test
	void nothingIsConcludedForAWhileAfterBrokersWereAway() {
		this.ends.away(START);
		this.ends.put(Map.of(0, 7L), START + 9_999);
		assertThat(this.ends.caughtUpAt(0, 7, START)).isEqualTo(UNKNOWN);
		this.ends.put(Map.of(0, 7L), START + 10_000);
		assertThat(this.ends.caughtUpAt(0, 7, START)).isEqualTo(START + 10_000);
	}

}
