package io.github.metricstcp.server;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;

import io.netty.channel.unix.Errors;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the exporter cannot listen where it should.
 *
 * @since 0.1.0
 */
public class BindFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * EADDRINUSE of Linux, and of macOS and the BSDs.
	 */
	private static final Set<Integer> ADDRESS_IN_USE = Set.of(98, 48);

	/**
	 * Below it, NIO's exception may as well mean that it takes privileges to bind.
	 */
	private static final int FIRST_UNPRIVILEGED_PORT = 1024;

	private final InetSocketAddress address;

	private final Reason reason;

	BindFailedException(InetSocketAddress address, Throwable cause) {
		this(address, reason(address, cause), cause);
	}

	private BindFailedException(InetSocketAddress address, Reason reason, Throwable cause) {
		super("Cannot listen for clients of the metrics stream on %s: %s"
			.formatted(NetUtil.toSocketAddressString(address), reason.text(cause)), cause);
		this.address = address;
		this.reason = reason;
	}

	/**
	 * Returns where the exporter should have listened.
	 */
	public InetSocketAddress getAddress() {
		return this.address;
	}

	/**
	 * Returns why it could not.
	 */
	public Reason getReason() {
		return this.reason;
	}

	private static Reason reason(InetSocketAddress address, Throwable failure) {
		if (!isLocal(address.getAddress())) {
			return Reason.ADDRESS_NOT_LOCAL;
		}
		Throwable root = root(failure);
		// Not by its message, which is in the language of the operating system
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

	/**
	 * Why listening failed.
	 */
	public enum Reason {

		/**
		 * Another program listens there.
		 */
		PORT_IN_USE("the port is already in use"),

		/**
		 * No interface of this machine has that address.
		 */
		ADDRESS_NOT_LOCAL("no interface of this machine has that address"),

		/**
		 * Something else: see the cause.
		 */
		OTHER(null);

		private final @Nullable String text;

		Reason(@Nullable String text) {
			this.text = text;
		}

		private String text(Throwable cause) {
			return (this.text != null) ? this.text : String.valueOf(root(cause).getMessage());
		}

	}

}
