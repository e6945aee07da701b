package io.github.metricstcp.kafka;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.model.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a reader that begins in the past: it shows the time of the latest record
 * until there are no more of them, and the system's from then on. It never goes back.
 *
 * @since 0.1.0
 */
public final class CatchUpClock implements TimeSource {

	private final TimeSource system;

	// Guarded by this

	private long shown;

	private boolean live;

	/**
	 * Creates a clock.
	 * @param from the time that it shows at first, {@code null} for the system's
	 */
	public CatchUpClock(@Nullable Instant from) {
		this(from, TimeSource.system());
	}

	CatchUpClock(@Nullable Instant from, TimeSource system) {
		this.system = system;
		this.live = from == null;
		this.shown = (from != null) ? Math.min(TimeUnit.MILLISECONDS.toNanos(from.toEpochMilli()), system.nanos()) : 0;
	}

	@Override
	public synchronized long nanos() {
		if (this.live) {
			this.shown = Math.max(this.shown, this.system.nanos());
		}
		return this.shown;
	}

	/**
	 * Goes to the time of a record, unless it shows the system's.
	 * @param millis milliseconds since the epoch
	 */
	synchronized void advance(long millis) {
		if (!this.live) {
			long time = TimeUnit.MILLISECONDS.toNanos(millis);
			this.shown = Math.max(this.shown, Math.min(time, this.system.nanos()));
		}
	}

	/**
	 * Shows the system's time from now on.
	 */
	synchronized void live() {
		this.live = true;
	}

}
