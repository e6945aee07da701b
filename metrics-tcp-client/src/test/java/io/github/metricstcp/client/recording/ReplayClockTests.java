package io.github.metricstcp.client.recording;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ReplayClock}, with a system's clock that goes when the test says so.
 */
class ReplayClockTests {

	private static final long BEGINNING = 1_700_000_000_000_000_000L;

	private static final long HOUR = 3_600_000_000_000L;

	private final AtomicLong system = new AtomicLong(-5);

	@Test
	void goesAtTheSpeedOfTheReplay() {
		ReplayClock clock = clock(1000);
		clock.start();
		this.system.addAndGet(3_000_000);
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 3_000_000_000L);
		assertThat(clock.nanosUntil(BEGINNING + 5_000_000_000L)).isEqualTo(2_000_000);
		assertThat(clock.nanosUntil(BEGINNING + 5_000_000_001L)).isEqualTo(2_000_001);
		this.system.addAndGet(2_000_000);
		assertThat(clock.nanosUntil(BEGINNING + 5_000_000_000L)).isZero();
	}

	@Test
	void goesSlowerThanTheSystemsIfThatIsWanted() {
		ReplayClock clock = clock(0.5);
		clock.start();
		this.system.addAndGet(10);
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 5);
		assertThat(clock.nanosUntil(BEGINNING + 6)).isEqualTo(2);
	}

	@Test
	void standsStillBeforeTheReplayAndAfterIt() {
		ReplayClock clock = clock(1);
		this.system.addAndGet(HOUR);
		assertThat(clock.nanos()).isEqualTo(BEGINNING);
		clock.start();
		this.system.addAndGet(7);
		clock.stop();
		this.system.addAndGet(HOUR);
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 7);
	}

	@Test
	void asFastAsItGoesItShowsTheTimeOfTheLatestEvent() {
		ReplayClock clock = clock(ReplayClock.MAX_SPEED);
		clock.start();
		this.system.addAndGet(HOUR);
		assertThat(clock.nanos()).isEqualTo(BEGINNING);
		assertThat(clock.nanosUntil(BEGINNING + 9)).isZero();
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 9);
		assertThat(clock.nanosUntil(BEGINNING + 4)).isZero();
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 9);
	}

	@Test
	void aSilenceOfMoreThanAnHourIsCutShort() {
		ReplayClock clock = clock(1);
		clock.start();
		assertThat(clock.nanosUntil(BEGINNING + HOUR)).isEqualTo(HOUR);
		assertThat(clock.nanosUntil(BEGINNING + HOUR + 1)).isZero();
		assertThat(clock.nanos()).isEqualTo(BEGINNING + HOUR + 1);
	}

	@Test
	void anotherSpeedCountsFromThenOn() {
		ReplayClock clock = clock(10);
		clock.start();
		this.system.addAndGet(100);
		clock.speed(2);
		this.system.addAndGet(100);
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 1200);
		clock.speed(ReplayClock.MAX_SPEED);
		this.system.addAndGet(100);
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 1200);
		clock.speed(1);
		this.system.addAndGet(100);
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 1300);
	}

	@Test
	void standsStillWhileItIsPaused() {
		ReplayClock clock = clock(1);
		clock.start();
		this.system.addAndGet(5);
		clock.pause(true);
		this.system.addAndGet(HOUR);
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 5);
		assertThat(clock.nanosUntil(BEGINNING + 6)).isEqualTo(Long.MAX_VALUE);
		assertThat(clock.nanosUntil(BEGINNING + 5)).isZero();
		clock.pause(false);
		this.system.addAndGet(2);
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 7);
	}

	@Test
	void catchesUpWithATimeByTheEventsBeforeIt() {
		ReplayClock clock = clock(1);
		clock.start();
		clock.pause(true);
		clock.catchUp(BEGINNING + 100);
		assertThat(clock.aim()).isEqualTo(BEGINNING + 100);
		assertThat(clock.nanosUntil(BEGINNING + 40)).isZero();
		this.system.addAndGet(HOUR);
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 40);
		assertThat(clock.isCatchingUp()).isTrue();
		assertThat(clock.nanosUntil(BEGINNING + 130)).isEqualTo(Long.MAX_VALUE);
		assertThat(clock.isCatchingUp()).isFalse();
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 100);
		clock.pause(false);
		assertThat(clock.nanosUntil(BEGINNING + 130)).isEqualTo(30);
	}

	@Test
	void whileItIsHeldItStandsStillAndItsAimStays() {
		ReplayClock clock = clock(1);
		clock.start();
		clock.catchUp(BEGINNING + 100);
		clock.hold();
		this.system.addAndGet(HOUR);
		assertThat(clock.nanos()).isEqualTo(BEGINNING);
		assertThat(clock.aim()).isEqualTo(BEGINNING + 100);
		clock.start();
		assertThat(clock.nanosUntil(BEGINNING + 110)).isEqualTo(10);
		this.system.addAndGet(3);
		assertThat(clock.nanos()).isEqualTo(BEGINNING + 103);
	}

	private ReplayClock clock(double speed) {
		return new ReplayClock(BEGINNING, speed, this.system::get);
	}

}
