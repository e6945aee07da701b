package io.github.metricstcp.internal.stream;

/**
 * An element of a client's operators: a whole {@link Block}, or one {@link Frame} of it.
 */
sealed interface QueuedFrames permits Block, Frame {

	/**
	 * Returns how many events these are.
	 */
	int events();

}
