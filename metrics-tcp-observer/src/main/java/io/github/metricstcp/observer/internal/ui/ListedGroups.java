package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.MetricOrigin;
import io.github.metricstcp.client.wire.FamilyKey;

/**
 * The groups that are listed: those with matching series, of the application's own
 * metrics or of all.
 */
final class ListedGroups {

	private final TaskTimers timers = new TaskTimers();

	private boolean ownOnly;

	private int series;

	/**
	 * Whether only the application's own metrics are listed.
	 */
	boolean ownOnly() {
		return this.ownOnly;
	}

	void toggleOwnOnly() {
		this.ownOnly = !this.ownOnly;
	}

	TaskTimers timers() {
		return this.timers;
	}

	/**
	 * Returns the groups whose rows are below no other row, in no order.
	 * @param groups all groups
	 */
	List<MetricGroup> topmost(Map<FamilyKey, MetricGroup> groups) {
		this.timers.find(groups);
		List<MetricGroup> topmost = new ArrayList<>();
		this.series = 0;
		for (MetricGroup group : groups.values()) {
			if (isListed(group)) {
				this.series += group.matching().size();
				if (isTopmost(group)) {
					topmost.add(group);
				}
			}
		}
		return topmost;
	}

	/**
	 * Returns how many series were listed last, each by itself or together with others.
	 */
	int series() {
		return this.series;
	}

	private boolean isListed(MetricGroup group) {
		if (group.matching().isEmpty()) {
			return false;
		}
		MetricGroup observation = this.timers.observation(group);
		return !this.ownOnly || group.origin() == MetricOrigin.APPLICATION
				|| (observation != null && isListed(observation));
	}

	/**
	 * Returns whether the row of a group is below no other. Of the gauges of a timer, one
	 * stands for all.
	 */
	private boolean isTopmost(MetricGroup group) {
		TaskTimer timer = this.timers.folding(group);
		if (timer == null) {
			return true;
		}
		MetricGroup observation = this.timers.observation(group);
		return group == timer.active() && (observation == null || !isListed(observation));
	}

}
