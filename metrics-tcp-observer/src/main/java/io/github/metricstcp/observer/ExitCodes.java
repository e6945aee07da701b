package io.github.metricstcp.observer;

/**
 * The exit codes of the program.
 */
final class ExitCodes {

	/**
	 * Done, or the reader of the output is gone.
	 */
	static final int OK = 0;

	/**
	 * Failed.
	 */
	static final int FAILURE = 1;

	/**
	 * The command line is wrong, or there is no terminal and no option that works without
	 * one.
	 */
	static final int USAGE = 2;

	/**
	 * A condition of {@code --fail-if} held, or could not be judged.
	 */
	static final int REJECTED = 3;

	private ExitCodes() {
	}

}
