package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Operation;

/**
 * A listener to the events of the series of an {@link ObserverModel}, one by one, once
 * they are kept.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SeriesEventListener {

	/**
	 * Called for each event of a series that is kept, by the thread that reads the
	 * stream: of several targets, by several threads at once. It must not wait.
	 * @param series the series
	 * @param operation the operation
	 * @param operand a whole number without a sign, or the bits of a double:
	 * {@link Operation#isWhole()}
	 * @param time the time of the event by the application's clock, or else the time at
	 * which it was received, in nanoseconds since the epoch
	 */
	void event(Series series, Operation operation, long operand, long time);

}
