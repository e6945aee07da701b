package io.github.metricstcp.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a client. They do not change.
 *
 * @param target the address to connect to
 * @param tls how connections are secured, {@code null} if they are not
 * @param maxSeries the maximum number of series that are decoded without an object for
 * each event
 * @param firstRetryDelay the delay before the first new attempt to connect
 * @param longestRetryDelay the longest delay before a new attempt
 * @param frameTimeout the time within which a frame that has begun must end
 */
record ClientSettings(TargetAddress target, @Nullable TlsSettings tls, int maxSeries, Duration firstRetryDelay,
		Duration longestRetryDelay, Duration frameTimeout) {
}
