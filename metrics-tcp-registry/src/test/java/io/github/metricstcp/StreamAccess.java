package io.github.metricstcp;

import io.github.metricstcp.internal.stream.EventStream;

/**
 * Access to the stream of a registry, for tests in other packages.
 */
public final class StreamAccess {

	private StreamAccess() {
	}

	/**
	 * Returns the stream that a registry's events go into.
	 */
	public static EventStream of(MetricsTcpMeterRegistry registry) {
		return registry.stream();
	}

}
