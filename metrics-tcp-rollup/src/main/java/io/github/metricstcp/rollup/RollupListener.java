package io.github.metricstcp.rollup;

/**
 * A listener to the state of a rollup. Called by any thread.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RollupListener {

	/**
	 * Called with each message for people.
	 * @param sentence the message, with a full stop
	 */
	void message(String sentence);

	/**
	 * Called when it has read its own state and begins, or goes on, to sum up.
	 */
	default void running() {
	}

	/**
	 * Called when it has ended by itself, and will not go on: all that is left is to
	 * close it. The reason was a message before.
	 */
	default void failed() {
	}

}
