package io.github.metricstcp.rollup;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The session that an instance has now: what the state of its series is compared with.
 */
final class InstanceSession {

	/**
	 * The time without a record after which values are not those of now any more: two
	 * snapshots are missing.
	 */
	static final long LONGEST_PAUSE = TimeUnit.SECONDS.toMillis(150);

	/**
	 * The time of ten snapshots.
	 */
	static final long STEADY = TimeUnit.MINUTES.toMillis(10);

	private int number;

	private boolean open;

	// Of the last record, in milliseconds since the epoch
	private long lastTime;

	// Since when its records have come without a longer pause
	private long steadySince;

	// What the instance was counted in last
	private @Nullable Object count;

	void begin() {
		this.number++;
		this.open = true;
	}

	void end() {
		this.open = false;
	}

	/**
	 * Notes that a record was read.
	 * @param first whether it is the first one of a session
	 */
	void read(long time, boolean first) {
		if (first || time - this.lastTime > LONGEST_PAUSE) {
			this.steadySince = time;
		}
		this.lastTime = time;
	}

	/**
	 * Returns whether records of this session have come for so long, without a pause,
	 * that all of its counters and gauges were in snapshots.
	 */
	boolean isSteady() {
		return this.open && this.lastTime - this.steadySince >= STEADY;
	}

	/**
	 * Returns the number of the session since the instance is known here.
	 */
	int number() {
		return this.number;
	}

	/**
	 * Returns whether it has not ended.
	 */
	boolean isOpen() {
		return this.open;
	}

	long lastTime() {
		return this.lastTime;
	}

	/**
	 * Returns whether values of gauges are those of a time.
	 */
	boolean isLive(long time) {
		return this.open && time - this.lastTime <= LONGEST_PAUSE;
	}

	/**
	 * Counts the instance, whose gauges are in any order among others.
	 * @param count what it is counted in
	 * @return whether it was not yet
	 */
	boolean isFirstIn(Object count) {
		boolean first = this.count != count;
		this.count = count;
		return first;
	}

	void restore(boolean open, long lastTime) {
		this.open = open;
		this.lastTime = lastTime;
		this.steadySince = lastTime;
	}

}
