package io.github.metricstcp.internal.stream;

import io.micrometer.core.instrument.Clock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for increments that find no room while the event loop reads the sum of those that
 * found none before.
 */
class UnstreamedIncrementTests {

	private final InterruptedClock clock = new InterruptedClock();

	private final ManualStream manual = new ManualStream(1, this.clock);

	private final CounterSeries counter = this.manual.counter("orders");

	@Test
	void incrementThatComesWhileTheSumOfOthersIsReadIsSentToo() {
		ManualClient client = this.manual.connect();
		this.manual.eventLoop.runAll();
		incrementTwice();
		this.clock.interruptions = 5;
		this.manual.eventLoop.runAll();
		assertThat((double) client.totals.get("orders")).isEqualTo(this.counter.count());
		assertThat(this.clock.interruptions).isZero();
	}

	/**
	 * Increments, first into the ingress, which then has no more room.
	 */
	private void incrementTwice() {
		this.counter.increment(1);
		this.counter.increment(1);
	}

	/**
	 * A clock whose reading is interrupted some times by a thread that increments: after
	 * the sum was read, which is stamped with the time.
	 */
	private final class InterruptedClock implements Clock {

		private int interruptions;

		private boolean interrupted;

		@Override
		public long wallTime() {
			return Clock.SYSTEM.wallTime();
		}

		@Override
		public long monotonicTime() {
			if (this.interruptions > 0 && !this.interrupted) {
				this.interruptions--;
				this.interrupted = true;
				incrementTwice();
				this.interrupted = false;
			}
			return Clock.SYSTEM.monotonicTime();
		}

	}

}
