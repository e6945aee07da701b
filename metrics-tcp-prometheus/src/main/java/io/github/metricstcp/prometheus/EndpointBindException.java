package io.github.metricstcp.prometheus;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the metrics cannot be offered at their address.
 *
 * @since 0.1.0
 */
public class EndpointBindException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param address the address and port
	 * @param cause the exception of the transport
	 */
	public EndpointBindException(InetSocketAddress address, Throwable cause) {
		super("Prometheus cannot be given metrics at %s:%s: %s".formatted(address.getAddress().getHostAddress(),
				address.getPort(), reason(cause)), cause);
	}

	private static @Nullable String reason(Throwable failure) {
		Throwable cause = failure.getCause();
		return (cause != null) ? cause.getMessage() : failure.getMessage();
	}

}
