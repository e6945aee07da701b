package io.github.metricstcp;

/**
 * The outcomes of the connections that were made to the exporter.
 *
 * @param accepted the connections that became a client
 * @param refused the connections from an address that is not allowed, or beyond the
 * maximum of clients
 * @param failed the connections without a complete TLS handshake: a client that is not
 * trusted or does not trust, another protocol, or a timeout
 * @param evicted the accepted clients that were disconnected since, because they sent too
 * much, read nothing, or no longer answered
 * @since 0.1.0
 */
public record ConnectionCounts(long accepted, long refused, long failed, long evicted) {
}
