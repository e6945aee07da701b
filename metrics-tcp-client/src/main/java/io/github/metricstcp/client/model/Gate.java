package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.metricstcp.client.model.Verdict.Outcome;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;

/**
 * The conditions that must not hold while targets run, as a test of performance has them.
 * Thread-safe.
 * <p>
 * Each metric of each target is judged by itself, and all of its series with the labels
 * of a condition together: by the sum of their counts, rates and totals, the quantiles of
 * all their samples, the least and the greatest of their values. The values of gauges are
 * added, but of those that are durations or parts of something the one counts that is
 * beyond first. A condition that nothing was judged by is a failure as well, but if there
 * are series with other values of the labels, the count and the rate of those without
 * series are 0.
 *
 * <pre>{@code
 * Gate gate = new Gate(List.of(Condition.parse("http.server.requests p99 > 200ms")), TimeSource.system(),
 * 		ObserverModel.DEFAULT_MAX_SERIES, "maxSeries", () -> {});
 * MetricsTcpClient.builder(address).build(gate.addTarget("shop")).start();
 * // ... with a call of gate.tick() each second, and in the end
 * List<Verdict> failures = gate.judge().stream().filter(Verdict::isFailure).toList();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Gate {

	private final List<Condition> conditions;

	private final TimeSource time;

	private final ObserverModel model;

	private final Runnable failure;

	private volatile long due;

	// What follows is guarded by this

	private final List<GateTarget> targets = new ArrayList<>();

	private final Map<GroupKey, GateGroup> groups = new LinkedHashMap<>();

	private final Map<Series, List<GateGroup>> watched = new LinkedHashMap<>();

	private long begin;

	private long lastBegin;

	private boolean judged;

	/**
	 * Creates a gate without targets.
	 * @param conditions the conditions
	 * @param time the clock by which they are judged
	 * @param maxSeries the maximum number of series that are kept of those that a
	 * condition is about
	 * @param maxSeriesName the name by which a user knows that setting
	 * @param failure called by any thread each time that a condition has been beyond for
	 * as long as it says; not for those that are judged at the end
	 */
	public Gate(List<Condition> conditions, TimeSource time, int maxSeries, String maxSeriesName, Runnable failure) {
		this.conditions = List.copyOf(conditions);
		this.time = time;
		this.model = new ObserverModel(time, maxSeries, maxSeriesName);
		this.failure = failure;
		this.begin = time.nanos();
		this.lastBegin = this.begin;
		this.due = this.begin + TimeSource.NANOS_PER_SECOND;
	}

	/**
	 * Adds a target.
	 * @param name the target as the user named it
	 * @return the listener to its streams
	 */
	public synchronized StreamListener<?> addTarget(String name) {
		List<GateTarget> added = new ArrayList<>();
		GateTarget target = new GateTarget(this.model.addTarget(name), this.time, this::isWatched,
				(key) -> isRelated(added.get(0), key), (series) -> watch(added.get(0), series), this::tick,
				() -> keepValues(added.get(0)));
		added.add(target);
		this.targets.add(target);
		return target;
	}

	private boolean isWatched(SeriesKey key) {
		return this.conditions.stream().anyMatch((condition) -> condition.level().matches(key));
	}

	/**
	 * Whether a series shows that a condition counts none, unless that is known.
	 */
	private synchronized boolean isRelated(GateTarget target, SeriesKey key) {
		return this.conditions.stream()
			.anyMatch((condition) -> condition.level().counts(key)
					&& !this.groups.containsKey(GroupKey.of(condition, target, key)));
	}

	private synchronized void watch(GateTarget target, Series series) {
		if (this.watched.containsKey(series)) {
			return;
		}
		List<GateGroup> members = new ArrayList<>();
		for (Condition condition : this.conditions) {
			boolean member = condition.level().matches(series.key());
			if (member || condition.level().counts(series.key())) {
				GateGroup group = this.groups.computeIfAbsent(GroupKey.of(condition, target, series.key()),
						(absent) -> new GateGroup(condition, target, series));
				if (member) {
					members.add(group);
				}
			}
		}
		if (!members.isEmpty()) {
			this.watched.put(series, members);
		}
	}

	/**
	 * Keeps the values of a target's series, which it is about to lose.
	 */
	private synchronized void keepValues(GateTarget target) {
		List<GateGroup> ending = this.groups.values().stream().filter((group) -> group.isOf(target)).toList();
		this.watched.forEach((series, members) -> {
			if (ending.containsAll(members)) {
				SeriesSnapshot snapshot = series.snapshot(Window.TEN_SECONDS);
				members.forEach((group) -> group.addValue(snapshot));
			}
		});
		ending.forEach(GateGroup::takeValue);
	}

	/**
	 * Judges the seconds that are over. To be called each second; that is done by the
	 * listeners as well whenever something is received.
	 */
	public void tick() {
		// Mostly the second is not over
		if (this.time.nanos() < this.due) {
			return;
		}
		boolean fails = false;
		synchronized (this) {
			long now = this.time.nanos();
			if (now >= this.due && !this.judged) {
				// What has come belongs to the first second, and nothing to the others
				fails = close(this.due);
				long whole = (now - this.begin) / TimeSource.NANOS_PER_SECOND;
				if (whole > 0) {
					fails |= close(this.begin + whole * TimeSource.NANOS_PER_SECOND);
				}
				this.due = this.begin + TimeSource.NANOS_PER_SECOND;
			}
		}
		if (fails) {
			this.failure.run();
		}
	}

	private boolean close(long end) {
		this.targets.forEach((target) -> target.close(this.begin, end));
		this.watched.forEach((series, members) -> {
			SeriesSnapshot snapshot = series.drain((samples) -> members.forEach((group) -> group.add(samples)));
			members.forEach((group) -> group.add(snapshot));
		});
		boolean fails = false;
		for (GateGroup group : this.groups.values()) {
			fails |= group.close(this.begin, end);
		}
		this.lastBegin = this.begin;
		this.begin = end;
		return fails;
	}

	/**
	 * Judges all conditions, and ends: what comes later is not judged.
	 * @return the verdicts, in the order of the conditions: of each one those of all
	 * metrics and targets that it could be judged by or, if there are none, why not. No
	 * verdicts if no target was reached
	 */
	public List<Verdict> judge() {
		tick();
		synchronized (this) {
			if (!this.judged) {
				this.judged = true;
				// Shorter than a second: nothing that must hold for some time is judged
				// by it
				boolean unused = close(Math.max(this.begin, this.time.nanos()));
			}
			if (this.targets.stream().noneMatch(GateTarget::isReached)) {
				return List.of();
			}
			List<Verdict> verdicts = new ArrayList<>();
			this.conditions.forEach((condition) -> verdicts.addAll(verdicts(condition)));
			return verdicts;
		}
	}

	private List<Verdict> verdicts(Condition condition) {
		List<Verdict> verdicts = this.groups.values()
			.stream()
			.filter((group) -> group.condition() == condition)
			.map((group) -> group.verdict(this.lastBegin, this.begin))
			.toList();
		if (verdicts.isEmpty()) {
			return List
				.of(new Verdict(condition, Outcome.UNSEEN, null, null, null, Double.NaN, Double.NaN, null, null));
		}
		List<Verdict> judged = verdicts.stream()
			.filter((verdict) -> verdict.outcome() == Outcome.PASSED || verdict.outcome() == Outcome.FAILED)
			.toList();
		return judged.isEmpty() ? verdicts : judged;
	}

	/**
	 * Returns the targets that were never reached: no whole frame came from them. Of
	 * several with one name the last one counts.
	 * @return their names
	 */
	public synchronized List<String> unreached() {
		return lastOfEachName().filter((target) -> !target.isReached()).map(GateTarget::name).toList();
	}

	private Stream<GateTarget> lastOfEachName() {
		Map<String, GateTarget> last = new LinkedHashMap<>();
		this.targets.forEach((target) -> last.put(target.name(), target));
		return last.values().stream();
	}

	/**
	 * Returns the targets that were reached and are not connected now. Of several with
	 * one name the last one counts.
	 * @return their names
	 */
	public synchronized List<String> disconnected() {
		return lastOfEachName().filter((target) -> target.isReached() && !target.isOpen())
			.map(GateTarget::name)
			.toList();
	}

	/**
	 * Returns the notices that were added since this was last called, such as that there
	 * are too many series.
	 * @return the new notices, the oldest first
	 */
	public List<String> takeNotices() {
		return this.model.takeNotices();
	}

	/**
	 * The series that are judged together.
	 *
	 * @param condition the condition
	 * @param target their target
	 * @param family their kind and name
	 */
	private record GroupKey(Condition condition, GateTarget target, FamilyKey family) {

		static GroupKey of(Condition condition, GateTarget target, SeriesKey key) {
			return new GroupKey(condition, target, new FamilyKey(key.kind(), key.name()));
		}

	}

}
