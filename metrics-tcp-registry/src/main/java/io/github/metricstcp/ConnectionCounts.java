package io.github.metricstcp;

/**
 * What became of the connections that were made to the server.
 *
 * @param accepted those that became a client
 * @param refused those from an address that is not allowed, and those for which there was
 * no room
 * @param failed those that did not complete the TLS handshake: a client that is not
 * trusted or does not trust, another protocol, no answer in time
 * @param evicted those of the accepted that were disconnected since, for they sent far
 * more than nothing, did not read, or were gone without a word
 * @since 0.1.0
 */
public record ConnectionCounts(long accepted, long refused, long failed, long evicted) {
}
