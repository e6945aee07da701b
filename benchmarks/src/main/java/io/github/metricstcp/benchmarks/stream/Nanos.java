package io.github.metricstcp.benchmarks.stream;

/**
 * The numbers of nanoseconds in longer units of time, as doubles to convert with.
 */
final class Nanos {

	static final double PER_SECOND = 1e9;

	static final double PER_MILLI = 1e6;

	static final double PER_MICRO = 1e3;

	private Nanos() {
	}

}
