package io.github.metricstcp.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Clock;

/**
 * A clock that stands still unless a test, or a function that is to take long, moves it.
 */
public final class ManualClock implements Clock {

	private final ThreadLocal<Long> spent = ThreadLocal.withInitial(() -> 0L);

	private final AtomicLong nanos = new AtomicLong(Duration.ofHours(1).toNanos());

	/**
	 * Lets time pass for all threads. Whatever is measured meanwhile takes as long.
	 */
	public void add(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	/**
	 * Lets time pass for the calling thread alone, so that nothing that another one
	 * measures meanwhile takes longer.
	 */
	public void spend(Duration duration) {
		this.spent.set(this.spent.get() + duration.toNanos());
	}

	@Override
	public long wallTime() {
		return Duration.ofNanos(this.nanos.get()).toMillis();
	}

	@Override
	public long monotonicTime() {
		return this.nanos.get() + this.spent.get();
	}

}
