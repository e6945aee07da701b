package io.github.metricstcp.internal.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the server: where it listens, and which clients it serves.
 *
 * @param address the interface to listen on
 * @param port the port to listen on, 0 for any free one
 * @param maxClients how many clients are served; one more is refused
 * @param stallTimeout how long a client may read nothing that waits for it
 * @param shutdownTimeout how long closing waits for clients to be sent what is buffered
 * @param allowedAddresses where clients may connect from, empty for anywhere
 * @param ssl supplies the SSL context of the next connection, {@code null} for no
 * encryption
 * @since 0.1.0
 */
public record ServerSettings(InetAddress address, int port, int maxClients, Duration stallTimeout,
		Duration shutdownTimeout, List<AddressRange> allowedAddresses, @Nullable Supplier<SslContext> ssl) {
}
