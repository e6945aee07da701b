package io.github.metricstcp.observer.internal.ui;

/**
 * The part of the screen that keys act upon.
 */
enum View {

	/**
	 * The list of metrics.
	 */
	LIST,

	/**
	 * The metrics of several targets side by side.
	 */
	COMPARE,

	/**
	 * One metric.
	 */
	DETAIL,

	/**
	 * The events of one metric, as they come.
	 */
	TAIL,

	/**
	 * The help.
	 */
	HELP,

	/**
	 * The line in which a filter is typed, below the list.
	 */
	FILTER,

	/**
	 * The line in which a level is typed, below the list or one metric.
	 */
	LEVEL

}
