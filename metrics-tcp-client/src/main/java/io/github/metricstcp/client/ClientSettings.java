package io.github.metricstcp.client;

import java.time.Duration;

/**
 * The settings of a client. They do not change.
 *
 * @param target the address to connect to
 * @param maxSeries the maximum number of series that are decoded without an object for
 * each event
 * @param firstRetryDelay the delay before the first new attempt to connect
 * @param longestRetryDelay the longest delay before a new attempt
 * @param frameTimeout the time within which a frame that has begun must end
 * @param firstFrameTimeout the time after which a stream without a frame is remarked upon
 * @param pauseTimeout the least time after which the pause of a busy stream is remarked
 * upon
 */
record ClientSettings(TargetAddress target, int maxSeries, Duration firstRetryDelay, Duration longestRetryDelay,
		Duration frameTimeout, Duration firstFrameTimeout, Duration pauseTimeout) {
}
