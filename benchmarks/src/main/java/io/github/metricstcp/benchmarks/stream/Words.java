package io.github.metricstcp.benchmarks.stream;

/**
 * The words that a measurement says to the sender and to the clients.
 */
final class Words {

	static final String MARK = "mark";

	static final String LOAD = "load";

	static final String HALT = "halt";

	static final String NEWCOMER = "newcomer";

	private Words() {
	}

}
