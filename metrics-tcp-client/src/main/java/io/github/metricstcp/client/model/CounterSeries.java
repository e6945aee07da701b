package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * A counter.
 * <p>
 * A stream begins with nothing, as the wire has it. If the first event of the counter is
 * its total, that is the total, and its increase since the last stream is growth, but no
 * rate; a total that fell is a restart, and its new value is growth since. If the first
 * event is an increment, the exporter keeps no totals, and the total is the sum of the
 * increments of this stream: nothing is added to the total of a stream that has ended.
 */
final class CounterSeries extends Series {

	private final SecondRing increases = SecondRing.of(0);

	private final @Nullable ValueHistory history;

	private long total;

	// Whether the exporter has sent the total
	private boolean totalKnown;

	private double growth;

	// Increase of the total while the target was connected. It never begins anew
	private double increased;

	private long events;

	// Of the time before a reset, which can be undone

	private double growthSetAside;

	private long eventsSetAside;

	private double open;

	CounterSeries(SeriesKey key, Family family, StreamStatus status, TimeSource time, @Nullable History history) {
		super(key, family, status, time);
		this.history = (history != null) ? new ValueHistory(false) : null;
	}

	@Override
	Effect record(Operation operation, long operand, boolean first, long second) {
		advanceTo(second);
		this.events++;
		return (operation == Operation.SET_COUNTER) ? set(operand, first) : increment(operand, first);
	}

	private Effect increment(long amount, boolean first) {
		if (first) {
			this.total = 0;
			this.totalKnown = false;
		}
		this.total += amount;
		double increase = unsigned(amount);
		this.growth += increase;
		this.open += increase;
		return (amount != 0) ? Effect.CHANGE : Effect.NONE;
	}

	private Effect set(long value, boolean first) {
		// A sum of increments is no total that another one could be compared with
		boolean comparable = this.totalKnown;
		boolean fell = comparable && Long.compareUnsigned(value, this.total) < 0;
		boolean changed = !comparable || value != this.total;
		if (comparable) {
			double increase = unsigned(fell ? value : value - this.total);
			this.growth += increase;
			if (!first) {
				this.open += increase;
				this.increased += increase;
			}
		}
		this.total = value;
		this.totalKnown = true;
		if (fell && first) {
			return Effect.RESTART;
		}
		return changed ? Effect.CHANGE : Effect.NONE;
	}

	/**
	 * Returns the increase of the total that has come while the target was connected:
	 * since the first one of each stream.
	 */
	synchronized double increased() {
		return this.increased;
	}

	static double unsigned(long value) {
		return (value >= 0) ? (double) value : ((value >>> 1) | (value & 1)) * 2.0;
	}

	@Override
	void close(long second) {
		this.increases.put(second, this.open);
		if (this.history != null) {
			this.history.close(second, this.open);
		}
		this.open = 0;
	}

	@Override
	double value() {
		return unsigned(this.total);
	}

	@Override
	long total() {
		return this.total;
	}

	@Override
	boolean totalKnown() {
		return this.totalKnown;
	}

	@Override
	Rates rates(long second) {
		return rates(this.increases, second);
	}

	@Override
	Summary summary(Window window, long second) {
		double increase = (window == Window.ALL) ? this.growth
				: this.increases.sum(second - 1, window.seconds()) + this.open;
		return new Summary(this.events, increase, Double.NaN, Double.NaN, Quantiles.NONE);
	}

	@Override
	Points points(long lastSecond, int seconds) {
		return new Points(lastSecond, this.increases.last(lastSecond, seconds), new double[0], new double[0]);
	}

	@Override
	void setAside() {
		this.growthSetAside += this.growth;
		this.eventsSetAside += this.events;
		startAnew();
	}

	@Override
	void bringBack() {
		this.growth += this.growthSetAside;
		this.events += this.eventsSetAside;
		this.growthSetAside = 0;
		this.eventsSetAside = 0;
	}

	@Override
	double[] values(TimeRange range, long second) {
		return (range.isCoarse() && this.history != null) ? this.history.values(range)
				: ValueHistory.valuesOf(this.increases, false, range, second);
	}

	@Override
	void startAnew() {
		this.growth = 0;
		this.events = 0;
	}

}
