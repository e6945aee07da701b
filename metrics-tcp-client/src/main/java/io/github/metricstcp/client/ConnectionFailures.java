package io.github.metricstcp.client;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

import javax.net.ssl.SSLException;

import io.netty.channel.ConnectTimeoutException;

/**
 * The sentences for failures of connections to a target.
 */
final class ConnectionFailures {

	private final TargetAddress target;

	ConnectionFailures(TargetAddress target) {
		this.target = target;
	}

	/**
	 * Returns the sentence for an attempt to connect that has failed, without a full
	 * stop.
	 */
	String attempt(Throwable failure) {
		for (Throwable each = failure; each != null; each = each.getCause()) {
			if (each instanceof ConnectTimeoutException) {
				return "%s does not answer within %d s".formatted(this.target, Connector.CONNECT_TIMEOUT.toSeconds());
			}
			if (each instanceof NoRouteToHostException) {
				return "No route to host: %s".formatted(this.target);
			}
			if (each instanceof ConnectException) {
				return "Nothing listens on %s (connection refused)".formatted(this.target);
			}
			if (each instanceof UnknownHostException) {
				return "Unknown host: %s".formatted(this.target.host());
			}
			if (each instanceof SSLException) {
				return "TLS with %s fails: %s".formatted(this.target, rootMessage(each));
			}
		}
		return "%s: %s".formatted(this.target, rootMessage(failure));
	}

	/**
	 * Returns the sentence for a stream that has broken, without a full stop.
	 */
	String stream(Throwable failure) {
		return "The connection to %s broke: %s".formatted(this.target, rootMessage(failure));
	}

	private static String rootMessage(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root.getMessage() != null) ? root.getMessage() : root.toString();
	}

}
