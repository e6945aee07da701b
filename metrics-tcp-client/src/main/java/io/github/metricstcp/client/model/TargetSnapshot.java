package io.github.metricstcp.client.model;

import org.jspecify.annotations.Nullable;

/**
 * What was known of a target at one moment.
 *
 * @param name the target as the user named it
 * @param state how it stands with the connection
 * @param since when it came to that state, in nanoseconds since the epoch
 * @param peer the address it was last connected to, {@code null} if it never was
 * @param reason why it is not connected, as a sentence without a full stop, {@code null}
 * if it is or was not tried yet
 * @param nextAttempt when it is connected to again, in nanoseconds since the epoch; 0 if
 * it is not waiting
 * @param events how many metric events it has sent
 * @param bytes how many bytes it has sent
 * @param unknown how many frames were skipped because a later version of the wire may
 * know what they mean, but this one does not
 * @param eventsPerSecond events in the last second that has passed
 * @param bytesPerSecond bytes in the last second that has passed
 * @param connections how often it was connected
 * @param restarts how often a counter's total had fallen when it was connected again
 * @since 0.1.0
 */
public record TargetSnapshot(String name, TargetState state, long since, @Nullable String peer, @Nullable String reason,
		long nextAttempt, long events, long bytes, long unknown, double eventsPerSecond, double bytesPerSecond,
		int connections, int restarts) {
}
