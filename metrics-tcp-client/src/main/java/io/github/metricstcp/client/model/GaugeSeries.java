package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * A gauge. Its value from before a window began is part of the window, for it held on.
 * <p>
 * A stream begins with nothing: an increment that comes first starts from 0, and the
 * value is the change since then until the exporter sends the value itself.
 */
final class GaugeSeries extends WindowedSeries {

	private final SecondRing values = SecondRing.holding();

	private final @Nullable ValueHistory history;

	// Without those that are deferred
	private double value = Double.NaN;

	private double latest = Double.NaN;

	// Whether the exporter has sent the value
	private boolean valueKnown;

	GaugeSeries(SeriesKey key, Family family, StreamStatus status, TimeSource time, @Nullable History history) {
		super(key, family, status, time);
		this.history = (history != null) ? new ValueHistory(true) : null;
	}

	@Override
	Effect record(Operation operation, long operand, boolean first, long second) {
		if (operation == Operation.SET_GAUGE) {
			this.valueKnown = true;
		}
		else if (first) {
			this.valueKnown = false;
		}
		double before = this.latest;
		double amount = Double.longBitsToDouble(operand);
		double base = (first || Double.isNaN(before)) ? 0 : before;
		this.latest = switch (operation) {
			case INCREMENT_GAUGE -> base + amount;
			case DECREMENT_GAUGE -> base - amount;
			default -> amount;
		};
		keep(second, this.latest);
		if (Double.isNaN(this.latest)) {
			return Double.isNaN(before) ? Effect.NONE : Effect.CHANGE;
		}
		return (this.latest != before) ? Effect.CHANGE : Effect.NONE;
	}

	@Override
	void keep(double value) {
		Stats open = windows().open();
		// Its value when the second began
		open.range(this.value);
		this.value = value;
		if (!Double.isNaN(value)) {
			open.add(value);
		}
	}

	@Override
	void close(long second) {
		windows().close(second);
		this.values.put(second, this.value);
		if (this.history != null) {
			this.history.close(second, this.value);
		}
	}

	@Override
	double value() {
		return this.value;
	}

	@Override
	boolean totalKnown() {
		return this.valueKnown;
	}

	@Override
	Summary summary(Window window, long second) {
		Stats stats = windows().stats(window, second);
		stats.range(this.value);
		return stats.summary();
	}

	@Override
	Points points(long lastSecond, int seconds) {
		return new Points(lastSecond, this.values.last(lastSecond, seconds), new double[0], new double[0]);
	}

	@Override
	double[] values(TimeRange range, long second) {
		return (range.isCoarse() && this.history != null) ? this.history.values(range)
				: ValueHistory.valuesOf(this.values, true, range, second);
	}

}
