package io.github.metricstcp;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * A connected client and what it was sent so far.
 *
 * @param id what {@code disconnect} takes
 * @param remoteAddress where it connects from
 * @param connectedAt when it connected
 * @param deliveries what became of its events
 * @since 0.1.0
 */
public record ClientSnapshot(String id, InetSocketAddress remoteAddress, Instant connectedAt, ClientCounts deliveries) {
}
