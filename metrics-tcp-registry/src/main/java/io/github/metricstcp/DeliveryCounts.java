package io.github.metricstcp;

/**
 * The events on their way to all clients, present and past, and what became of them.
 *
 * @param sent the events written singly
 * @param coalesced the events not sent singly, but in a value that was or will be sent
 * @param dropped the events lost on the way to a client that lagged
 * @param bytes all bytes written, metadata and values included
 * @since 0.1.0
 */
public record DeliveryCounts(long sent, long coalesced, long dropped, long bytes) {
}
