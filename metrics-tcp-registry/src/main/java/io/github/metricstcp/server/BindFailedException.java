package io.github.metricstcp.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the exporter cannot listen where it should.
 *
 * @since 0.1.0
 */
public class BindFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final InetSocketAddress address;

	private final Reason reason;

	BindFailedException(InetSocketAddress address, Throwable cause) {
		this(address, reason(address.getAddress(), cause), cause);
	}

	private BindFailedException(InetSocketAddress address, Reason reason, Throwable cause) {
		super("Cannot listen for clients of the metrics stream on %s:%d: %s"
			.formatted(address.getAddress().getHostAddress(), address.getPort(), reason.text(cause)), cause);
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

	private static Reason reason(InetAddress address, Throwable failure) {
		// NIO throws a BindException, epoll a NativeIoException that is none: what they
		// share is the operating system's message
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
			if (message.contains("already in use")) {
				return Reason.PORT_IN_USE;
			}
		}
		return isLocal(address) ? Reason.OTHER : Reason.ADDRESS_NOT_LOCAL;
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
			return (this.text != null) ? this.text : String.valueOf(cause.getMessage());
		}

	}

}
