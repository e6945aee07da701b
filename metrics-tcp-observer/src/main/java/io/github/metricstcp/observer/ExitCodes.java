package io.github.metricstcp.observer;

/**
 * What the program tells whoever started it.
 */
final class ExitCodes {

	/**
	 * It did what it was asked for, or the reader of its output is gone.
	 */
	static final int OK = 0;

	/**
	 * It could not do it.
	 */
	static final int FAILURE = 1;

	/**
	 * It was asked for something that there is not.
	 */
	static final int USAGE = 2;

	private ExitCodes() {
	}

}
