package io.github.metricstcp;

/**
 * The outcomes of the live events for one client, read at one position of the stream:
 * {@code offered = sent + coalesced + dropped + waiting}. Metadata and snapshots of
 * values are not events and not counted, but are part of the bytes.
 *
 * @param offered the events since the client connected
 * @param sent the events that were sent one by one
 * @param coalesced the events that were, or will be, sent as part of a value instead
 * @param dropped the events that are lost: samples, increments of removed counters whose
 * last value was evicted, and without snapshots any event that did not fit
 * @param waiting the events in the client's buffer, or in the write in progress
 * @param bytesSent all bytes that were written
 * @since 0.1.0
 */
public record ClientCounts(long offered, long sent, long coalesced, long dropped, long waiting, long bytesSent) {
}
