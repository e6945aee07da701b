package io.github.metricstcp.kafka;

import java.util.List;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.StreamListener;

/**
 * A listener to the instances that a topic has.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface InstanceListener {

	/**
	 * Called when the first stream of an instance begins, also of one that was removed
	 * and is there again.
	 * @param instance the names of the instance, of which no other one has the same
	 * @return the listener to its streams
	 */
	StreamListener<?> added(TargetNames instance);

	/**
	 * Called when instances have ended, or nothing has come of them, for five minutes.
	 * The listeners to their streams are not called any more. By default, nothing
	 * happens.
	 * @param instances the names of the instances
	 */
	default void removed(List<TargetNames> instances) {
	}

	/**
	 * Called when the user goes back in what is replayed, before reading begins anew. All
	 * instances are added again; the listeners to their streams are not called any more.
	 * By default, nothing happens.
	 */
	default void restarted() {
	}

	/**
	 * Called when all was read up to the time at which reading ends, or that was given
	 * up, and no stream is open any more. By default, nothing happens.
	 * @param whole whether nothing is missing that could not be read
	 */
	default void ended(boolean whole) {
	}

}
