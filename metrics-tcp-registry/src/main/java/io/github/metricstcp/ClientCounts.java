package io.github.metricstcp;

/**
 * What became of the live events that were meant for one client, read at one position of
 * the stream: {@code offered = sent + coalesced + dropped + waiting}. Metadata and values
 * told are not events and not counted, but are part of the bytes.
 *
 * @param offered the events since the client connected
 * @param sent those written singly
 * @param coalesced those not sent singly, but in a value that was or will be told
 * @param dropped those gone for good: samples, increments of removed counters whose last
 * value is given up, and without snapshots all that were lost
 * @param waiting those in the client's buffer or in the write in flight
 * @param bytesSent all bytes written
 * @since 0.1.0
 */
public record ClientCounts(long offered, long sent, long coalesced, long dropped, long waiting, long bytesSent) {
}
