package io.github.metricstcp.client.model;

/**
 * The effect of an event on a series.
 */
enum Effect {

	/**
	 * Nothing has changed that can be seen.
	 */
	NONE,

	/**
	 * Something has changed.
	 */
	CHANGE,

	/**
	 * A total is less than it was when the former stream ended: the application was
	 * restarted.
	 */
	RESTART

}
