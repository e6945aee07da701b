package io.github.metricstcp.rollup;

import java.util.concurrent.TimeUnit;

/**
 * The session that an instance has now: what the state of its series is compared with.
 */
final class InstanceSession {

	/**
	 * The time without a record after which values are not those of now any more: two
	 * snapshots are missing.
	 */
	static final long LONGEST_PAUSE = TimeUnit.SECONDS.toMillis(150);

	private int number;

	private boolean open;

	// Of the last record, in milliseconds since the epoch
	private long lastTime;

	void begin() {
		this.number++;
		this.open = true;
	}

	void end() {
		this.open = false;
	}

	void read(long time) {
		this.lastTime = time;
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

	void restore(boolean open, long lastTime) {
		this.open = open;
		this.lastTime = lastTime;
	}

}
