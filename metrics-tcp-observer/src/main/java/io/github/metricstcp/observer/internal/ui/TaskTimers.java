package io.github.metricstcp.observer.internal.ui;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The long task timers among the metrics. Micrometer makes one for each observation
 * {@code x}, called {@code x.active}: those are below the timer {@code x}.
 */
final class TaskTimers {

	// All that there were, so that they stay expanded
	private final Map<String, TaskTimer> timers = new HashMap<>();

	private final Map<MetricGroup, TaskTimer> ofGauge = new HashMap<>();

	private final Map<MetricGroup, TaskTimer> ofObservation = new HashMap<>();

	private final Map<TaskTimer, MetricGroup> observations = new HashMap<>();

	private int known;

	/**
	 * Finds the timers, if there are more groups than before.
	 * @param groups all groups
	 */
	void find(Map<FamilyKey, MetricGroup> groups) {
		if (groups.size() == this.known) {
			return;
		}
		this.known = groups.size();
		this.ofGauge.clear();
		this.ofObservation.clear();
		this.observations.clear();
		for (MetricGroup group : groups.values()) {
			if (group.kind() == Kind.GAUGE && group.name().endsWith(TaskTimer.ACTIVE)) {
				find(groups, group, withoutActive(group.name()));
			}
		}
	}

	private void find(Map<FamilyKey, MetricGroup> groups, MetricGroup active, String name) {
		MetricGroup duration = groups.get(new FamilyKey(Kind.GAUGE, name + TaskTimer.DURATION));
		MetricGroup max = groups.get(new FamilyKey(Kind.GAUGE, name + TaskTimer.MAX));
		boolean taken = Arrays.stream(Kind.values()).anyMatch((kind) -> groups.containsKey(new FamilyKey(kind, name)));
		if (duration == null || max == null || taken) {
			return;
		}
		TaskTimer timer = this.timers.computeIfAbsent(name, (absent) -> new TaskTimer(name, active, duration, max));
		timer.gauges().forEach((gauge) -> this.ofGauge.put(gauge, timer));
		if (name.endsWith(TaskTimer.ACTIVE)) {
			MetricGroup observation = groups.get(new FamilyKey(Kind.HISTOGRAM, withoutActive(name)));
			if (observation != null) {
				this.ofObservation.put(observation, timer);
				this.observations.put(timer, observation);
			}
		}
	}

	private static String withoutActive(String name) {
		return name.substring(0, name.length() - TaskTimer.ACTIVE.length());
	}

	/**
	 * Returns all timers that there are or were.
	 */
	Collection<TaskTimer> all() {
		return this.timers.values();
	}

	/**
	 * Returns the timer whose gauges, of which one is given, are folded into a row;
	 * {@code null} if it is no such gauge.
	 */
	@Nullable TaskTimer folding(MetricGroup gauge) {
		TaskTimer timer = this.ofGauge.get(gauge);
		return (timer != null && timer.matches()) ? timer : null;
	}

	/**
	 * Returns the timer that belongs below an observation, {@code null} if none does.
	 */
	@Nullable TaskTimer below(MetricGroup observation) {
		TaskTimer timer = this.ofObservation.get(observation);
		return (timer != null && timer.matches()) ? timer : null;
	}

	/**
	 * Returns the observation that a gauge belongs below, {@code null} if there is none.
	 */
	@Nullable MetricGroup observation(MetricGroup gauge) {
		TaskTimer timer = folding(gauge);
		return (timer != null) ? this.observations.get(timer) : null;
	}

	/**
	 * Returns the name by which the row of a group is put in order.
	 */
	String name(MetricGroup group) {
		TaskTimer timer = folding(group);
		return (timer != null) ? timer.name() : group.name();
	}

}
