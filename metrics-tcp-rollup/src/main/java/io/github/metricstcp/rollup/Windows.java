package io.github.metricstcp.rollup;

/**
 * Windows of equal length, numbered since the epoch.
 *
 * @param millis the length
 */
record Windows(long millis) {

	/**
	 * Returns the window that a time is in.
	 * @param time the time in milliseconds since the epoch
	 */
	long at(long time) {
		return Math.floorDiv(time, this.millis);
	}

	/**
	 * Returns the time at which a window ends, in milliseconds since the epoch.
	 */
	long end(long window) {
		return (window + 1) * this.millis;
	}

	/**
	 * Returns the last window that has ended at a time.
	 */
	long lastEnded(long time) {
		return at(time) - 1;
	}

}
