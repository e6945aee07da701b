package io.github.metricstcp.internal.server;

import java.net.InetSocketAddress;
import java.util.Collection;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decision whether a connection becomes a client. A connection that is refused is
 * closed before a byte is read or written. Confined to the event loop.
 */
final class Admission {

	private static final Logger logger = LoggerFactory.getLogger(Admission.class);

	private final ServerSettings settings;

	private final Collection<Client> clients;

	private final ConnectionTotals totals;

	private final @Nullable Handshakes handshakes;

	private final RateLimitedWarning notAllowed = new RateLimitedWarning(logger);

	private final RateLimitedWarning noRoom = new RateLimitedWarning(logger);

	/**
	 * Creates the decision.
	 * @param settings who may connect, and how many
	 * @param clients the clients that are connected now
	 * @param totals where to count refused connections
	 * @param handshakes the TLS handshakes, {@code null} if connections are not encrypted
	 */
	Admission(ServerSettings settings, Collection<Client> clients, ConnectionTotals totals,
			@Nullable Handshakes handshakes) {
		this.settings = settings;
		this.clients = clients;
		this.totals = totals;
		this.handshakes = handshakes;
	}

	/**
	 * Decides about a connection that was just made.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // nothing follows from closing it
	void connected(Channel channel) {
		if (!isAllowed(channel) || !hasRoom(channel)) {
			channel.close();
		}
		else if (this.handshakes != null) {
			this.handshakes.begin(channel);
		}
	}

	private boolean isAllowed(Channel channel) {
		if (this.settings.allowedAddresses().isEmpty()) {
			return true;
		}
		// Not resolved, but gone already, if it has no address
		boolean allowed = channel.remoteAddress() instanceof InetSocketAddress remote
				&& this.settings.allowedAddresses().stream().anyMatch((range) -> range.contains(remote.getAddress()));
		if (!allowed) {
			this.totals.refused();
			this.notAllowed
				.log("Refused a client from " + channel.remoteAddress() + ": it is not one of the allowed addresses.");
		}
		return allowed;
	}

	/**
	 * Whether there is room for one more client. Asked again when a handshake is
	 * complete, for many can be under way at a time.
	 */
	boolean hasRoom(Channel channel) {
		if (this.clients.size() < this.settings.maxClients()) {
			return true;
		}
		this.totals.refused();
		this.noRoom.log("Refused a client from " + channel.remoteAddress() + ": the maximum of "
				+ this.settings.maxClients() + " clients is connected.");
		return false;
	}

}
