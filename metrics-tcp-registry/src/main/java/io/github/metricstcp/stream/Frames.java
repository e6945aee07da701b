package io.github.metricstcp.stream;

/**
 * What travels through a client's operators: a whole {@link Block}, or one {@link Frame}
 * of it.
 */
sealed interface Frames permits Block, Frame {

	/**
	 * Returns how many events these are.
	 */
	int events();

}
