package io.github.metricstcp.client.model;

/**
 * The state of the connection to a target.
 *
 * @since 0.1.0
 */
public enum TargetState {

	/**
	 * It is being connected to.
	 */
	CONNECTING,

	/**
	 * It is connected, and its stream is read.
	 */
	CONNECTED,

	/**
	 * It is not connected; the next attempt follows.
	 */
	WAITING,

	/**
	 * Its stream has ended for good.
	 */
	ENDED

}
