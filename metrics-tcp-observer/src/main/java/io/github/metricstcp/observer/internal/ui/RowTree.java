package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import io.github.metricstcp.client.model.Series;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the list from top to bottom, each with what is shown below it: first the
 * series of a group, then its tasks in progress.
 */
final class RowTree {

	private final TaskTimers timers;

	private final Function<MetricGroup, Comparator<Series>> order;

	private final List<Row> rows = new ArrayList<>();

	/**
	 * Creates a tree without rows.
	 * @param timers the timers whose gauges are folded
	 * @param order returns the order of a group's series
	 */
	RowTree(TaskTimers timers, Function<MetricGroup, Comparator<Series>> order) {
		this.timers = timers;
		this.order = order;
	}

	/**
	 * Adds the row of a group, or of the timer that it is a gauge of, and what is shown
	 * below it.
	 */
	void add(MetricGroup group) {
		TaskTimer timer = this.timers.folding(group);
		if (timer != null) {
			add(timer, 0);
		}
		else {
			add(group, 0);
		}
	}

	private void add(MetricGroup group, int depth) {
		Series single = single(group);
		TaskTimer below = this.timers.below(group);
		Row row = new Row(group, single, false, depth, null, single == null || below != null);
		this.rows.add(row);
		if (!row.expanded()) {
			return;
		}
		if (single == null) {
			group.sortMatching(this.order.apply(group));
			group.matching().forEach((series) -> this.rows.add(new Row(group, series, true, depth + 1, null, false)));
		}
		if (below != null) {
			add(below, depth + 1);
		}
	}

	private void add(TaskTimer timer, int depth) {
		this.rows.add(new Row(timer.active(), single(timer.active()), false, depth, timer, true));
		if (timer.expanded()) {
			timer.gauges().forEach((gauge) -> add(gauge, depth + 1));
		}
	}

	private static @Nullable Series single(MetricGroup group) {
		return (group.matching().size() == 1) ? group.matching().get(0) : null;
	}

	List<Row> rows() {
		return this.rows;
	}

}
