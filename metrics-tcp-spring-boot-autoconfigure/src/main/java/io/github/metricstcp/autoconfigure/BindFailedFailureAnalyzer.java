package io.github.metricstcp.autoconfigure;

import io.github.metricstcp.BindFailedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * An analyzer of a start that failed because the exporter cannot listen where the user
 * wants it to.
 */
class BindFailedFailureAnalyzer extends AbstractFailureAnalyzer<BindFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BindFailedException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", action(cause), cause);
	}

	private static String action(BindFailedException failure) {
		return switch (failure.getReason()) {
			case PORT_IN_USE -> ("Stop the program that listens on port %d, or set metrics-tcp.server.port to another "
					+ "port, or to 0 for any free one.")
				.formatted(failure.getAddress().getPort());
			case ADDRESS_NOT_LOCAL ->
				"Set metrics-tcp.server.address to an address of this machine, to 127.0.0.1 for clients on this "
						+ "machine only, or to 0.0.0.0 for all of its interfaces: whoever can connect can read all "
						+ "metrics.";
			case OTHER -> "Review metrics-tcp.server.address and metrics-tcp.server.port.";
		};
	}

}
