package io.github.metricstcp.page;

import java.net.InetSocketAddress;

/**
 * Thrown when the page cannot be served at its address.
 *
 * @since 0.1.0
 */
public class PageBindException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param address the address and port
	 * @param cause the exception of the transport
	 */
	public PageBindException(InetSocketAddress address, Throwable cause) {
		super("The live page cannot be served at %s:%s: %s".formatted(address.getAddress().getHostAddress(),
				address.getPort(), (cause.getCause() != null) ? cause.getCause().getMessage() : cause.getMessage()),
				cause);
	}

}
