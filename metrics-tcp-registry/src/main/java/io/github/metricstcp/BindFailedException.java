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
	 * @param message a sentence that says where and why
	 * @param address where the exporter should have listened
	 * @param reason why it could not
	 * @param cause what the operating system said
	 */
	public BindFailedException(String message, InetSocketAddress address, Reason reason, Throwable cause) {
		super(message, cause);
		this.address = address;
		this.reason = reason;
	}

	/**
	 * Returns where the exporter should have listened.
	 * @return the address and port as configured
	 */
	public InetSocketAddress getAddress() {
		return this.address;
	}

	/**
	 * Returns why it could not.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Why listening failed.
	 */
	public enum Reason {

		/**
		 * Another program listens there.
		 */
		PORT_IN_USE,

		/**
		 * No interface of this machine has that address.
		 */
		ADDRESS_NOT_LOCAL,

		/**
		 * Something else: see the cause.
		 */
		OTHER

	}

}
