package io.github.metricstcp.client.model;

import org.jspecify.annotations.Nullable;

/**
 * The state of a target at one moment. It does not change.
 *
 * @param name the target as the user named it
 * @param state the state of the connection
 * @param since the time at which it came to that state, in nanoseconds since the epoch
 * @param peer the address it was last connected to, {@code null} if it never was
 * @param reason the reason why it is not connected, as a clause that does not name the
 * target, {@code null} if it is, or was not tried yet
 * @param remark the remark that nothing is received, as such a clause, {@code null} if it
 * is not connected or there is no need for one
 * @param nextAttempt the time of the next attempt to connect, in nanoseconds since the
 * epoch; 0 if it is not waiting
 * @param events the number of metric events it has sent
 * @param bytes the number of bytes it has sent
 * @param unknown the number of frames that were skipped, for only a later version of the
 * wire knows what they mean
 * @param eventsPerSecond events in the last second that has passed
 * @param bytesPerSecond bytes in the last second that has passed
 * @param connections the number of times it was connected
 * @param restarts the number of times a counter's total had fallen when it was connected
 * again
 * @param losses the events that the exporter itself says were not sent singly
 * @param discardedSeries the number of its series of which nothing is kept
 * @since 0.1.0
 */
public record TargetSnapshot(String name, TargetState state, long since, @Nullable String peer, @Nullable String reason,
		@Nullable String remark, long nextAttempt, long events, long bytes, long unknown, double eventsPerSecond,
		double bytesPerSecond, int connections, int restarts, Losses losses, int discardedSeries) {
}
