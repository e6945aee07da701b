package io.github.metricstcp.internal.server;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;

import io.github.metricstcp.BindFailedException;
import io.github.metricstcp.BindFailedException.Reason;
import io.netty.channel.unix.Errors;
import io.netty.util.NetUtil;

/**
 * The reasons for which listening fails, recognized without reading the operating
 * system's messages, which are in its own language.
 */
final class BindFailures {

	/**
	 * EADDRINUSE of Linux, and of macOS and the BSDs.
	 */
	private static final Set<Integer> ADDRESS_IN_USE = Set.of(98, 48);

	/**
	 * Below it, NIO's exception may as well mean that it takes privileges to bind.
	 */
	private static final int FIRST_UNPRIVILEGED_PORT = 1024;

	private BindFailures() {
	}

	/**
	 * Returns an exception that says why listening failed.
	 * @param address where
	 * @param failure the exception of Reactor Netty
	 * @return the exception to throw
	 */
	static BindFailedException of(InetSocketAddress address, Throwable failure) {
		Reason reason = reason(address, failure);
		String clause = switch (reason) {
			case PORT_IN_USE -> "the port is already in use";
			case ADDRESS_NOT_LOCAL -> "this machine does not have that address";
			case OTHER -> String.valueOf(root(failure).getMessage());
		};
		return new BindFailedException(
				"The metrics stream cannot listen on %s: %s".formatted(NetUtil.toSocketAddressString(address), clause),
				address, reason, failure);
	}

	private static Reason reason(InetSocketAddress address, Throwable failure) {
		if (!isLocal(address.getAddress())) {
			return Reason.ADDRESS_NOT_LOCAL;
		}
		Throwable root = root(failure);
		boolean inUse = (root instanceof Errors.NativeIoException ex)
				? ADDRESS_IN_USE.contains(Math.abs(ex.expectedErr()))
				: root instanceof BindException && address.getPort() >= FIRST_UNPRIVILEGED_PORT;
		return inUse ? Reason.PORT_IN_USE : Reason.OTHER;
	}

	private static Throwable root(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

	private static boolean isLocal(InetAddress address) {
		try {
			return address.isAnyLocalAddress() || address.isLoopbackAddress()
					|| NetworkInterface.getByInetAddress(address) != null;
		}
		catch (SocketException ex) {
			return true;
		}
	}

}
