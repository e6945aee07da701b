package io.github.metricstcp.observer.internal.ui;

import io.github.metricstcp.client.model.Series;
import org.jspecify.annotations.Nullable;

/**
 * A row of the list: a series, or all matching series of a group together.
 *
 * @param group the group
 * @param series the series, {@code null} for the group as a whole
 * @param nested whether it is a series below the row of its group
 */
record Row(MetricGroup group, @Nullable Series series, boolean nested) {

	/**
	 * Whether it stands for several series, which can be shown below it.
	 */
	boolean collective() {
		return this.series == null;
	}

}
