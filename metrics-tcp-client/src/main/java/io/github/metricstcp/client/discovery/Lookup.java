package io.github.metricstcp.client.discovery;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A way to look for targets, again and again. Confined to the thread of the discovery.
 */
interface Lookup extends AutoCloseable {

	/**
	 * Returns the time between two looks.
	 */
	Duration interval();

	/**
	 * Returns in how many results in a row a target must be missing to be gone.
	 */
	int misses();

	/**
	 * Looks once. Not called again before the result is there.
	 * @param result takes the result, on the same thread
	 */
	void look(Consumer<LookupResult> result);

	/**
	 * Returns the words for looking that succeeds after a failure, behind the name of the
	 * source.
	 */
	String succeedsAgain();

	@Override
	void close();

}
