package io.github.metricstcp.client.comparison;

import java.util.Locale;

/**
 * A number of a series that is compared.
 *
 * @since 0.1.0
 */
public enum ComparedFigure {

	/**
	 * The increase of a counter, or the number of samples of a histogram, by the second.
	 */
	RATE,

	/**
	 * The mean of the samples of a histogram.
	 */
	MEAN,

	/**
	 * The median of the samples, at most 1 % off.
	 */
	P50,

	/**
	 * The 99th percentile of the samples, at most 1 % off.
	 */
	P99,

	/**
	 * The greatest sample.
	 */
	MAX,

	/**
	 * The value of a gauge at the end.
	 */
	VALUE;

	/**
	 * Returns the word for the figure.
	 * @return its name in lower case, such as {@code p99}
	 */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}
