package io.github.metricstcp.internal.stream;

import java.util.Queue;

/**
 * A queue between any number of threads that record and the one that polls, whose
 * elements have positions: the first one is at 0. Polling never waits for a thread that
 * was held up while it offered.
 *
 * @param <E> the type of what waits
 */
interface EventBuffer<E> extends Queue<E> {

	/**
	 * Gives the room of what was polled back to those who offer. Called by the consumer.
	 */
	void release();

	/**
	 * Returns the position of what is offered next.
	 */
	long produced();

	/**
	 * Returns the position of what is polled next. Called by the consumer.
	 */
	long consumed();

}
