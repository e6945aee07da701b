package io.github.metricstcp.client.model;

/**
 * A kind of occurrence at a target.
 *
 * @since 0.1.0
 */
public enum MarkKind {

	/**
	 * The application was restarted: it was connected again, and totals had fallen.
	 */
	RESTART,

	/**
	 * The target was connected again.
	 */
	RECONNECT,

	/**
	 * Samples were lost, as the exporter's own meters count them.
	 */
	LOSS,

	/**
	 * The garbage collector stopped the application for more than 50 ms, as its meter
	 * {@code jvm.gc.pause} says.
	 */
	PAUSE

}
