package io.github.metricstcp.internal.server;

import java.net.InetSocketAddress;
import java.util.Collection;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The decision whether a connection becomes a client. Whoever is refused is disconnected
 * before a byte is read or written. Confined to the event loop.
 */
final class Admission {

	private final ServerSettings settings;

	private final Collection<Client> clients;

	private final ConnectionTotals totals;

	private final @Nullable Handshakes handshakes;

	private final RateLimitedWarning notAllowed = new RateLimitedWarning();

	private final RateLimitedWarning noRoom = new RateLimitedWarning();

	/**
	 * Creates the decision.
	 * @param settings who may connect, and how many
	 * @param clients the clients that are connected now
	 * @param totals where to count who is refused
	 * @param handshakes what an encrypted connection has to go through, {@code null} if
	 * connections are not encrypted
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
			this.notAllowed.log("Refused a client from " + channel.remoteAddress()
					+ ": its address is not allowed (metrics-tcp.server.allowed-addresses).");
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
		this.noRoom.log("Refused a client from " + channel.remoteAddress() + ": " + this.clients.size()
				+ " are connected already (metrics-tcp.server.max-clients).");
		return false;
	}

}
