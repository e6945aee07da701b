package io.github.metricstcp.client.wire;

/**
 * The kind of a series. A name is unique only together with it.
 *
 * @since 0.1.0
 */
public enum Kind {

	/**
	 * A total that grows by whole numbers.
	 */
	COUNTER,

	/**
	 * A value that goes up and down.
	 */
	GAUGE,

	/**
	 * A sequence of samples.
	 */
	HISTOGRAM

}
