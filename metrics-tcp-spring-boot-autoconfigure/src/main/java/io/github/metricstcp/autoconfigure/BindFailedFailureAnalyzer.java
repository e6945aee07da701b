package io.github.metricstcp.autoconfigure;

import io.github.metricstcp.BindFailedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * An analyzer of a start that failed because the exporter cannot listen on its address.
 */
class BindFailedFailureAnalyzer extends AbstractFailureAnalyzer<BindFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BindFailedException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", action(cause), cause);
	}

	private static String action(BindFailedException failure) {
		return switch (failure.getReason()) {
			case PORT_IN_USE -> ("Stop the program that listens on port %s, or set metrics-tcp.server.port to a free "
					+ "port. 0 chooses one.")
				.formatted(failure.getAddress().getPort());
			case ADDRESS_NOT_LOCAL ->
				"Set metrics-tcp.server.address to an address of this machine, or to 127.0.0.1 for clients on this "
						+ "machine only.";
			case OTHER -> "Review metrics-tcp.server.address and metrics-tcp.server.port.";
		};
	}

}
