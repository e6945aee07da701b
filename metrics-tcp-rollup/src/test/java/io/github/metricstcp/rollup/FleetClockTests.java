package io.github.metricstcp.rollup;

import org.junit.jupiter.api.Test;

import static io.github.metricstcp.rollup.RollupDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FleetClock}.
 */
class FleetClockTests {

	private final FleetClock clock = new FleetClock();

	@Test
	void allPartitionsAreWaitedFor() {
		assertThat(this.clock.time(START)).isEqualTo(Long.MIN_VALUE);
		this.clock.heard(new ClockMessage(1, 2, START), START);
		assertThat(this.clock.time(START)).isEqualTo(Long.MIN_VALUE);
		this.clock.heard(new ClockMessage(0, 2, START - 500), START);
		assertThat(this.clock.time(START)).isEqualTo(START - 500);
		this.clock.heard(new ClockMessage(0, 2, START - 700), START);
		assertThat(this.clock.time(START)).isEqualTo(START - 500);
	}

	@Test
	void aPartitionOfWhichNothingIsHeardIsGivenUp() {
		this.clock.heard(new ClockMessage(0, 2, START), START);
		this.clock.heard(new ClockMessage(1, 2, START), START);
		long later = START + FleetClock.LONGEST_SILENCE;
		for (long now = START; now < later; now += 1_000) {
			this.clock.heard(new ClockMessage(0, 2, now), now);
			assertThat(this.clock.time(now)).isEqualTo(START);
		}
		assertThat(this.clock.time(later)).isEqualTo(later - 1_000);
	}

	@Test
	void noneIsGivenUpBecauseBrokersWereAway() {
		this.clock.heard(new ClockMessage(0, 2, START), START);
		this.clock.heard(new ClockMessage(1, 2, START + 60_000), START);
		long later = START + 2 * FleetClock.LONGEST_SILENCE;
		assertThat(this.clock.time(later)).isEqualTo(START);
		this.clock.heard(new ClockMessage(1, 2, START + 61_000), later);
		assertThat(this.clock.time(later)).isEqualTo(START);
		this.clock.heard(new ClockMessage(0, 2, START + 1_000), later + 500);
		assertThat(this.clock.time(later + 500)).isEqualTo(START + 1_000);
	}

	@Test
	void aPartitionThatIsFarBehindIsWaitedForAsLongAsItComesOn() {
		// One without records is at its end at once
		for (int i = 0; i < 600; i++) {
			long now = START + i * 1_000L;
			this.clock.heard(new ClockMessage(0, 2, START - 3_600_000 + i * 2_000L), now);
			this.clock.heard(new ClockMessage(1, 2, now), now);
			assertThat(this.clock.time(now)).isEqualTo(START - 3_600_000 + i * 2_000L);
			assertThat(this.clock.latest()).isEqualTo(now);
		}
	}

	@Test
	void aPartitionThatSaysTheSameAgainAndAgainIsGivenUp() {
		long later = START + FleetClock.LONGEST_SILENCE;
		for (long now = START; now <= later; now += 1_000) {
			this.clock.heard(new ClockMessage(0, 2, now), now);
			this.clock.heard(new ClockMessage(1, 2, START), now);
		}
		assertThat(this.clock.time(later)).isEqualTo(later);
	}

	@Test
	void itGoesOnWhereItWas() {
		this.clock.heard(new ClockMessage(0, 2, START), START);
		this.clock.heard(new ClockMessage(1, 2, START + 5), START);
		ByteWriter writer = new ByteWriter();
		this.clock.writeTo(writer);
		FleetClock read = new FleetClock();
		read.readFrom(new ByteReader(writer.toBytes()), START + 1_000);
		assertThat(read.time(START + 1_000)).isEqualTo(START);
	}

}
