package io.github.metricstcp.client.recording;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.metricstcp.client.model.TimeSource;

/**
 * The clock of a replay: it shows the time of the recording, and goes at the speed of the
 * replay. It stands still before the replay and after it.
 *
 * @since 0.1.0
 */
public final class ReplayClock implements TimeSource {

	/**
	 * The speed of a replay that waits for nothing: the clock shows the time of the
	 * latest event.
	 */
	public static final double MAX_SPEED = Double.POSITIVE_INFINITY;

	/**
	 * A longer time without events is skipped, for more likely a clock was set.
	 */
	private static final long MAX_GAP = TimeUnit.HOURS.toNanos(1);

	private final double speed;

	private final LongSupplier system;

	// What follows is guarded by this

	private long shown;

	// The time by the system's clock at which it showed that
	private long shownAt;

	private boolean going;

	/**
	 * Creates a clock that stands still.
	 * @param beginning the time that it shows, in nanoseconds since the epoch
	 * @param speed the factor by which it is faster than the system's clock,
	 * {@link #MAX_SPEED} to wait for nothing
	 */
	public ReplayClock(long beginning, double speed) {
		this(beginning, speed, System::nanoTime);
	}

	ReplayClock(long beginning, double speed, LongSupplier system) {
		this.shown = beginning;
		this.speed = speed;
		this.system = system;
	}

	@Override
	public synchronized long nanos() {
		if (this.going) {
			long now = this.system.getAsLong();
			this.shown += (long) ((now - this.shownAt) * this.speed);
			this.shownAt = now;
		}
		return this.shown;
	}

	/**
	 * Starts to go.
	 */
	synchronized void start() {
		if (this.speed != MAX_SPEED) {
			this.shownAt = this.system.getAsLong();
			this.going = true;
		}
	}

	/**
	 * Stands still from now on.
	 */
	synchronized void stop() {
		nanos();
		this.going = false;
	}

	/**
	 * Returns the time until the clock shows a time, in nanoseconds of the system's
	 * clock; 0 if it does already. If it waits for nothing, it does at once.
	 */
	synchronized long nanosUntil(long time) {
		long gap = time - nanos();
		if (gap <= 0) {
			return 0;
		}
		if (this.speed == MAX_SPEED || gap > MAX_GAP) {
			this.shown = time;
			return 0;
		}
		return (long) Math.ceil(gap / this.speed);
	}

}
