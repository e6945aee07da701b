package io.github.metricstcp.observer.internal.ui;

import io.github.metricstcp.client.model.Series;
import org.jspecify.annotations.Nullable;

/**
 * A row of the list: a series, or all matching series of a group together.
 *
 * @param group the group; of a folded timer the gauge of its active tasks
 * @param series the series, {@code null} for the group as a whole
 * @param nested whether it is a series below the row of its group
 * @param depth how many rows it is below
 * @param folded the timer whose gauges can be shown below it, {@code null} if it is a row
 * of the group itself
 * @param expandable whether there is something to show below it
 */
record Row(MetricGroup group, @Nullable Series series, boolean nested, int depth, @Nullable TaskTimer folded,
		boolean expandable) implements SelectableRow<Row> {

	/**
	 * Whether it stands for several series.
	 */
	boolean collective() {
		return this.series == null;
	}

	/**
	 * Whether what is below it is shown.
	 */
	boolean expanded() {
		return this.expandable && ((this.folded != null) ? this.folded.expanded() : this.group.expanded());
	}

	@Override
	public boolean isOfSameMetric(Row other) {
		return this.group == other.group;
	}

	@Override
	public boolean isSameAs(Row other) {
		return this.group == other.group && this.folded == other.folded
				&& (this.series == other.series || isAnew(this.series, other.series));
	}

	/**
	 * Whether a series is another one after everything came anew, as in a replay.
	 */
	private static boolean isAnew(@Nullable Series series, @Nullable Series before) {
		return series != null && before != null && series.key().equals(before.key())
				&& series.target().equals(before.target());
	}

}
