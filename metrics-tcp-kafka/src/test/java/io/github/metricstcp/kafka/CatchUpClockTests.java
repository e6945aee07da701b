package io.github.metricstcp.kafka;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.client.recording.ReplayClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the clock of a reader, with a system's clock that goes when the test says so.
 */
class CatchUpClockTests {

	private static final long FROM = 1_700_000_000_000_000_000L;

	private static final long SECOND = 1_000_000_000L;

	private final AtomicLong system = new AtomicLong(FROM + 60 * SECOND);

	@Test
	void fromNowOnItIsTheSystems() {
		CatchUpClock clock = new CatchUpClock(null, ReplayClock.MAX_SPEED, this.system::get);
		assertThat(clock.isLive()).isTrue();
		assertThat(clock.nanos()).isEqualTo(this.system.get());
		this.system.addAndGet(-SECOND);
		assertThat(clock.nanos()).isEqualTo(FROM + 60 * SECOND);
	}

	@Test
	void itIsTheReplaysUntilItIsLive() {
		CatchUpClock clock = clock();
		this.system.addAndGet(SECOND);
		assertThat(clock.nanos()).isEqualTo(FROM);
		clock.replay().start();
		assertThat(clock.replay().nanosUntil(FROM + 5 * SECOND)).isZero();
		assertThat(clock.nanos()).isEqualTo(FROM + 5 * SECOND);
		clock.live();
		assertThat(clock.nanos()).isEqualTo(FROM + 61 * SECOND);
		clock.beginAnew();
		assertThat(clock.isLive()).isFalse();
		assertThat(clock.nanos()).isEqualTo(FROM + 5 * SECOND);
	}

	@Test
	void itShowsNoTimeToCome() {
		CatchUpClock clock = clock();
		assertThat(clock.timeOf(FROM / 1_000_000 + 59_000)).isEqualTo(FROM + 59 * SECOND);
		assertThat(clock.timeOf(FROM / 1_000_000 + 61_000)).isEqualTo(FROM + 60 * SECOND);
		clock.replay().start();
		assertThat(clock.replay().nanosUntil(FROM + 61 * SECOND)).isZero();
		assertThat(clock.nanos()).isEqualTo(FROM + 60 * SECOND);
	}

	private CatchUpClock clock() {
		return new CatchUpClock(Instant.ofEpochMilli(FROM / 1_000_000), ReplayClock.MAX_SPEED, this.system::get);
	}

}
