package io.github.metricstcp.internal.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the server: where it listens, and which clients it serves. Checked.
 *
 * @param address the interface to listen on
 * @param port the port to listen on, 0 for any free one
 * @param anyPortIfTaken whether a free port is taken if that one is in use
 * @param maxClients how many clients are served; one more is refused
 * @param stallTimeout how long a client may read nothing that waits for it
 * @param shutdownTimeout how long closing waits for clients to be sent what is buffered
 * @param allowedAddresses where clients may connect from, empty for anywhere
 * @param ssl supplies the SSL context of the next connection, {@code null} for no
 * encryption
 * @since 0.1.0
 */
public record ServerSettings(InetAddress address, int port, boolean anyPortIfTaken, int maxClients,
		Duration stallTimeout, Duration shutdownTimeout, List<AddressRange> allowedAddresses,
		@Nullable Supplier<SslContext> ssl) {

	/**
	 * Creates settings.
	 * @param address the interface to listen on
	 * @param port 0 to 65535
	 * @param anyPortIfTaken whether a free port is taken if that one is in use
	 * @param maxClients at least 1
	 * @param stallTimeout at least 1 ms
	 * @param shutdownTimeout a duration that is not negative
	 * @param allowedAddresses where clients may connect from, empty for anywhere
	 * @param ssl supplies SSL contexts, {@code null} for no encryption
	 * @throws IllegalArgumentException if one is out of its range
	 */
	public ServerSettings {
		check(port >= 0 && port <= 65535, "port", port, "0 to 65535");
		check(maxClients >= 1, "maxClients", maxClients, "at least 1");
		check(stallTimeout.compareTo(Duration.ofMillis(1)) >= 0, "stallTimeout", stallTimeout, "at least 1ms");
		check(!shutdownTimeout.isNegative(), "shutdownTimeout", shutdownTimeout, "not negative");
	}

	private static void check(boolean valid, String name, Object value, String allowed) {
		if (!valid) {
			throw new IllegalArgumentException("%s is %s but must be %s".formatted(name, value, allowed));
		}
	}

	/**
	 * Returns these settings with any free port of the same address.
	 */
	ServerSettings onAnyPort() {
		return new ServerSettings(this.address, 0, false, this.maxClients, this.stallTimeout, this.shutdownTimeout,
				this.allowedAddresses, this.ssl);
	}

}
