package io.github.metricstcp;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * A connected client at one position of the stream.
 *
 * @param id the name of the client, which {@link MetricsTcpExporter#disconnect} takes
 * @param remoteAddress the address and port that it connects from
 * @param connectedAt the time when it connected, truncated to milliseconds
 * @param deliveries the outcomes of its events
 * @since 0.1.0
 */
public record ClientSnapshot(String id, InetSocketAddress remoteAddress, Instant connectedAt, ClientCounts deliveries) {
}
