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
	 * The help.
	 */
	HELP,

	/**
	 * The line in which a filter is typed, below the list.
	 */
	FILTER

}
