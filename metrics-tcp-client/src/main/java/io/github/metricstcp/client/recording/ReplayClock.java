package io.github.metricstcp.client.recording;

import java.util.function.LongSupplier;

import io.github.metricstcp.client.model.TimeSource;

/**
 * The clock of a replay: it shows the time at which what is replayed was recorded, and
 * goes at the speed of the replay. It stands still before the replay and after it.
 *
 * @since 0.1.0
 */
public final class ReplayClock implements TimeSource {

	/**
	 * As fast as it goes: the clock shows the time of the latest event.
	 */
	public static final double MAX_SPEED = Double.POSITIVE_INFINITY;

	/**
	 * A silence that is longer is cut short, for it is rather a clock that was set.
	 */
	private static final long MAX_GAP = 3_600_000_000_000L;

	private final double speed;

	private final LongSupplier system;

	// What follows is guarded by this

	private long shown;

	// When it showed that, by the system's clock
	private long shownAt;

	private boolean going;

	/**
	 * Creates a clock that stands still.
	 * @param beginning what it shows, in nanoseconds since the epoch
	 * @param speed how many times faster than the system's clock it goes
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
	 * Returns how long it is until the clock shows a time, in nanoseconds of the system's
	 * clock; 0 if it does already. If it goes as fast as it can, it does at once.
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
