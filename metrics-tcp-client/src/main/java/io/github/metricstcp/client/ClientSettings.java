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
 */
record ClientSettings(TargetAddress target, int maxSeries, Duration firstRetryDelay, Duration longestRetryDelay,
		Duration frameTimeout) {
}
