package io.github.metricstcp.internal.stream;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MockClock;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventClock}.
 */
class EventClockTests {

	private static final long WALL_TIME = 1_795_404_361_587L;

	private static final long EPOCH_NANOS = WALL_TIME * 1_000_000;

	@Property
	void hasTheWallClocksTimeWhateverTheMonotonicClockStartsAt(@ForAll long monotonicTime,
			@ForAll @LongRange(max = 1_000_000_000_000L) long later) {
		SetClock source = new SetClock();
		source.monotonicTime = monotonicTime;
		EventClock clock = new EventClock(source);
		assertThat(clock.epochNanos()).isEqualTo(EPOCH_NANOS);
		source.monotonicTime += later;
		assertThat(clock.epochNanos()).isEqualTo(EPOCH_NANOS + later);
		assertThat(clock.epochNanos(monotonicTime)).isEqualTo(EPOCH_NANOS);
		assertThat(clock.monotonicTime()).isEqualTo(monotonicTime + later);
	}

	@Example
	void hasNanosecondsBetweenTheMillisecondsOfTheWallClock() {
		MockClock source = new MockClock();
		EventClock clock = new EventClock(source);
		long before = clock.epochNanos();
		source.add(1, TimeUnit.NANOSECONDS);
		assertThat(clock.epochNanos()).isEqualTo(before + 1);
	}

	@Property
	void comesCloserToTheWallClockThanItsRounding(@ForAll @LongRange(max = 999_999) long firstFraction,
			@ForAll @LongRange(max = 999_999) long secondFraction,
			@ForAll @LongRange(max = 1_000_000_000L) long milliseconds) {
		SetClock source = new SetClock();
		source.monotonicTime = firstFraction;
		EventClock clock = new EventClock(source);
		source.monotonicTime = milliseconds * 1_000_000 + secondFraction;
		source.wallTime += milliseconds;
		clock.anchor();
		assertThat(clock.epochNanos())
			.isEqualTo(EPOCH_NANOS + source.monotonicTime - Math.min(firstFraction, secondFraction));
	}

	@Property
	void followsAWallClockThatWasSetAtTheNextAnchor(@ForAll @LongRange(min = 3, max = 1_000_000_000L) long milliseconds,
			@ForAll boolean back) {
		SetClock source = new SetClock();
		EventClock clock = new EventClock(source);
		source.wallTime += back ? -milliseconds : milliseconds;
		assertThat(clock.epochNanos()).isEqualTo(EPOCH_NANOS);
		clock.anchor();
		assertThat(clock.epochNanos()).isEqualTo(source.wallTime * 1_000_000);
	}

	@Example
	void followsDriftOnceItIsMoreThanRounding() {
		SetClock source = new SetClock();
		EventClock clock = new EventClock(source);
		for (int i = 1; i <= 10_000; i++) {
			source.wallTime += 10;
			// 50 ppm fast
			source.monotonicTime += 10_000_500;
			clock.anchor();
			assertThat(clock.epochNanos()).isBetween(source.wallTime * 1_000_000 - 2_000_000,
					source.wallTime * 1_000_000 + 2_000_000);
		}
	}

	private static final class SetClock implements Clock {

		private long wallTime = WALL_TIME;

		private long monotonicTime;

		@Override
		public long wallTime() {
			return this.wallTime;
		}

		@Override
		public long monotonicTime() {
			return this.monotonicTime;
		}

	}

}
