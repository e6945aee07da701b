package io.github.metricstcp.observer.internal.ui;

/**
 * A row that can be found again among rows that were made later.
 *
 * @param <R> the type of the rows
 */
interface SelectableRow<R> {

	/**
	 * Whether it stands for the same as a row that was made at another time.
	 */
	boolean isSameAs(R other);

	/**
	 * Whether it is a row of the same metric.
	 */
	boolean isOfSameMetric(R other);

	/**
	 * Returns how many rows it is below.
	 */
	int depth();

}
