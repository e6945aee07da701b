package io.github.metricstcp.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Clock;

/**
 * A clock that stands still unless a test, or a function that is to take long, moves it.
 */
public final class ManualClock implements Clock {

	private final AtomicLong nanos = new AtomicLong(Duration.ofHours(1).toNanos());

	/**
	 * Lets time pass.
	 */
	public void add(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	@Override
	public long wallTime() {
		return Duration.ofNanos(this.nanos.get()).toMillis();
	}

	@Override
	public long monotonicTime() {
		return this.nanos.get();
	}

}
