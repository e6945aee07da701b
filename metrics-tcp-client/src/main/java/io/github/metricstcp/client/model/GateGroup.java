package io.github.metricstcp.client.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import io.github.metricstcp.client.model.Verdict.Outcome;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The series of one name and one target that a {@link Condition} is about, together.
 * Guarded by the {@link Gate}.
 */
final class GateGroup {

	private static final long NEVER = Long.MIN_VALUE;

	private final Condition condition;

	private final GateTarget target;

	// Any series of the name, which all have the unit in common
	private final Series series;

	private final GatePart all;

	// The parts of the window that slides, the oldest first; empty without one
	private final Deque<GatePart> window = new ArrayDeque<>();

	private GatePart part;

	// Whether the interval is one in which the first of the series came
	private boolean beginning = true;

	// Together, of those that are live; NaN if there is none
	private double value = Double.NaN;

	private double partValue = Double.NaN;

	// Of a condition that must hold for some time

	private long heldSince = NEVER;

	private long longest;

	private double figure = Double.NaN;

	private boolean failed;

	/**
	 * Creates a group.
	 * @param condition the condition
	 * @param target the target of the series
	 * @param series a series of the name, which need not be one of the group
	 */
	GateGroup(Condition condition, GateTarget target, Series series) {
		this.condition = condition;
		this.target = target;
		this.series = series;
		this.all = new GatePart(series.kind());
		this.part = new GatePart(series.kind());
	}

	Condition condition() {
		return this.condition;
	}

	boolean isOf(GateTarget target) {
		return this.target == target;
	}

	/**
	 * Adds what one of the series had in the interval that is being closed.
	 */
	void add(SeriesSnapshot snapshot) {
		this.part.add(snapshot);
		addValue(snapshot);
	}

	/**
	 * Adds the value of one of the series to that of all.
	 */
	void addValue(SeriesSnapshot snapshot) {
		double value = snapshot.value();
		if (!snapshot.live() || Double.isNaN(value)) {
			return;
		}
		if (Double.isNaN(this.partValue)) {
			this.partValue = value;
		}
		else if (this.series.isAdditive()) {
			this.partValue += value;
		}
		else {
			this.partValue = this.condition.level().levelSign().isUpwards() ? Math.max(this.partValue, value)
					: Math.min(this.partValue, value);
		}
	}

	/**
	 * Adds the samples that one of the series had in the interval that is being closed.
	 */
	void add(Stats samples) {
		this.part.add(samples);
	}

	/**
	 * Closes an interval to which all series have been added.
	 * @return whether the condition has failed by it
	 */
	boolean close(long begin, long end) {
		this.part.end(end);
		this.all.add(this.part);
		Duration window = this.condition.window();
		if (window != null) {
			this.window.add(this.part);
			long from = end - window.toNanos();
			while (this.window.getFirst().end() <= from) {
				this.window.removeFirst();
			}
		}
		this.part = new GatePart(this.series.kind());
		takeValue();
		boolean fails = this.condition.hold() != null && judge(begin, end, this.condition.hold());
		this.beginning = false;
		return fails;
	}

	/**
	 * Takes the sum of the values that were added. Without one the last known stays.
	 */
	void takeValue() {
		if (!Double.isNaN(this.partValue)) {
			this.value = this.partValue;
		}
		this.partValue = Double.NaN;
	}

	private boolean judge(long begin, long end, Duration hold) {
		if (!this.target.isOpen()) {
			// Whether it goes on to hold, nobody knows
			this.heldSince = NEVER;
			return false;
		}
		LevelFigure figure = this.condition.level().levelFigure();
		if (end - begin < TimeSource.NANOS_PER_SECOND) {
			return false;
		}
		boolean counted = figure == LevelFigure.RATE || figure == LevelFigure.COUNT;
		if (counted && (this.beginning || !this.target.wasOpenThroughout())) {
			return false;
		}
		double actual = figure(begin, end);
		Double limit = limit();
		if (Double.isNaN(actual) || limit == null) {
			return false;
		}
		if (!this.failed) {
			this.figure = actual;
		}
		if (!this.condition.level().levelSign().isBeyond(actual, limit)) {
			this.heldSince = NEVER;
			return false;
		}
		this.heldSince = (this.heldSince == NEVER) ? begin : this.heldSince;
		this.longest = Math.max(this.longest, end - this.heldSince);
		boolean fails = !this.failed && this.longest >= hold.toNanos();
		this.failed |= fails;
		return fails;
	}

	private @Nullable Double limit() {
		return this.condition.level().limit(this.series.key(), this.series.unit());
	}

	/**
	 * Returns the figure, {@code NaN} if it is not known.
	 * @param begin the beginning of the last interval
	 * @param end its end
	 */
	private double figure(long begin, long end) {
		GatePart part = this.all;
		double seconds = this.target.openSeconds();
		Duration window = this.condition.window();
		if (window != null) {
			part = new GatePart(this.series.kind());
			this.window.forEach(part::add);
			seconds = Math.min(seconds, (double) (end - windowBegin(window, begin, end)) / TimeSource.NANOS_PER_SECOND);
		}
		double rate = (seconds > 0) ? part.amount() / seconds : Double.NaN;
		return this.condition.level().levelFigure().of(this.series.kind(), this.value, rate, part.summary());
	}

	/**
	 * Returns when the oldest of the intervals began that are in the window. All but the
	 * last one have whole seconds.
	 */
	private static long windowBegin(Duration window, long begin, long end) {
		long before = begin - (end - window.toNanos());
		return begin - Math.max(0, -Math.floorDiv(-before, TimeSource.NANOS_PER_SECOND)) * TimeSource.NANOS_PER_SECOND;
	}

	/**
	 * Returns the verdict.
	 * @param begin the beginning of the last interval
	 * @param end its end
	 */
	Verdict verdict(long begin, long end) {
		Level level = this.condition.level();
		String reason = level.mismatch(this.series.key(), this.series.unit());
		Double limit = limit();
		if (reason != null || limit == null) {
			return verdict(Outcome.MISFIT, Double.NaN, Double.NaN, reason);
		}
		if (this.condition.hold() == null) {
			double actual = figure(begin, end);
			Outcome outcome = level.levelSign().isBeyond(actual, limit) ? Outcome.FAILED : Outcome.PASSED;
			return verdict(Double.isNaN(actual) ? Outcome.UNKNOWN : outcome, actual, limit, null);
		}
		Outcome judged = this.failed ? Outcome.FAILED : Outcome.PASSED;
		return verdict(Double.isNaN(this.figure) ? Outcome.UNKNOWN : judged, this.figure, limit, null);
	}

	private Verdict verdict(Outcome outcome, double value, double limit, @Nullable String reason) {
		boolean samples = this.condition.level().levelFigure().isNumberOfSamples(this.series.kind());
		Duration held = (this.condition.hold() != null) ? Duration.ofNanos(this.longest) : null;
		return new Verdict(this.condition, outcome, this.target.name(),
				new FamilyKey(this.series.kind(), this.series.name()), samples ? null : this.series.unit(), value,
				limit, held, reason);
	}

}
