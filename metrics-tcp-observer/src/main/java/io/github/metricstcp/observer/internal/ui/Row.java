package io.github.metricstcp.observer.internal.ui;

import io.github.metricstcp.client.model.Series;
import org.jspecify.annotations.Nullable;

/**
 * One row of the list: a series, or what all matching series of a group come to.
 *
 * @param group the group
 * @param series the series, {@code null} for the group as a whole
 * @param nested whether it is a series below the row of its group
 */
record Row(MetricGroup group, @Nullable Series series, boolean nested) {

	/**
	 * Whether it stands for several series that can be shown below it.
	 */
	boolean foldable() {
		return this.series == null;
	}

}
