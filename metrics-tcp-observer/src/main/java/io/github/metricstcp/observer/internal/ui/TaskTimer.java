package io.github.metricstcp.observer.internal.ui;

import java.util.List;

/**
 * A long task timer, which the exporter streams as three gauges: {@code .active},
 * {@code .duration} and {@code .max}. They are folded into one row.
 */
final class TaskTimer {

	static final String ACTIVE = ".active";

	static final String DURATION = ".duration";

	static final String MAX = ".max";

	private final String name;

	private final List<MetricGroup> gauges;

	private boolean expanded;

	/**
	 * Creates a timer.
	 * @param name its name, without what the names of its gauges end in
	 * @param active the number of its tasks in progress
	 * @param duration how long they have taken together
	 * @param max how long the longest has taken
	 */
	TaskTimer(String name, MetricGroup active, MetricGroup duration, MetricGroup max) {
		this.name = name;
		this.gauges = List.of(active, duration, max);
	}

	String name() {
		return this.name;
	}

	MetricGroup active() {
		return this.gauges.get(0);
	}

	List<MetricGroup> gauges() {
		return this.gauges;
	}

	/**
	 * Whether the filter lets series of each gauge through. Otherwise those that it lets
	 * through are shown by themselves.
	 */
	boolean matches() {
		return this.gauges.stream().noneMatch((gauge) -> gauge.matching().isEmpty());
	}

	boolean expanded() {
		return this.expanded;
	}

	void expanded(boolean expanded) {
		this.expanded = expanded;
	}

}
