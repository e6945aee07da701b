package io.github.metricstcp;

import java.net.InetSocketAddress;

/**
 * Thrown when the exporter cannot listen where it should.
 *
 * @since 0.1.0
 */
public class BindFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final InetSocketAddress address;

	private final Reason reason;

	/**
	 * Creates an exception.
	 * @param message a sentence that names the address and the reason
	 * @param address the address and port as configured
	 * @param reason the reason
	 * @param cause the exception of the transport
	 */
	public BindFailedException(String message, InetSocketAddress address, Reason reason, Throwable cause) {
		super(message, cause);
		this.address = address;
		this.reason = reason;
	}

	/**
	 * Returns the address on which the exporter could not listen.
	 * @return the address and port as configured
	 */
	public InetSocketAddress getAddress() {
		return this.address;
	}

	/**
	 * Returns why the exporter could not listen.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * The reasons for which listening fails.
	 */
	public enum Reason {

		/**
		 * The port is already in use.
		 */
		PORT_IN_USE,

		/**
		 * The machine does not have that address.
		 */
		ADDRESS_NOT_LOCAL,

		/**
		 * Any other: see the cause.
		 */
		OTHER

	}

}
