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
		this.clock.heard(new ClockMessage(0, 2, later), later - 1);
		assertThat(this.clock.time(later - 1)).isEqualTo(START);
		assertThat(this.clock.time(later)).isEqualTo(later);
	}

	@Test
	void aPartitionThatIsFarBehindIsNotWaitedFor() {
		this.clock.heard(new ClockMessage(0, 2, START), START);
		this.clock.heard(new ClockMessage(1, 2, START + 3_600_000), START);
		assertThat(this.clock.time(START)).isEqualTo(START + 3_600_000 - FleetClock.LONGEST_WAIT);
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
