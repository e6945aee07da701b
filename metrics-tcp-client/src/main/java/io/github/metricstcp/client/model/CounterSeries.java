package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A counter.
 * <p>
 * A stream begins with nothing, as the wire has it. If the first thing said of the
 * counter is its total, that is the total, and how far it went up while nobody looked is
 * growth, but no rate; a total that fell is a restart, and what it fell to is growth
 * since. If the first thing is an increment, the exporter keeps no totals, and the total
 * is what was seen of this stream: nothing is added to the total of a stream that has
 * ended.
 */
final class CounterSeries extends Series {

	private final SecondRing increases = new SecondRing();

	private long total;

	// Whether the exporter has told the total
	private boolean told;

	private double growth;

	private long events;

	private double open;

	private double last = Double.NaN;

	CounterSeries(TargetModel target, SeriesKey key, Family family) {
		super(target, key, family);
	}

	@Override
	boolean record(Operation operation, long operand, boolean first) {
		this.events++;
		return (operation == Operation.SET_COUNTER) ? set(operand, first) : increment(operand, first);
	}

	private boolean increment(long amount, boolean first) {
		if (first) {
			this.total = 0;
			this.told = false;
		}
		this.total += amount;
		double increase = unsigned(amount);
		this.growth += increase;
		this.open += increase;
		this.last = increase;
		return amount != 0;
	}

	private boolean set(long value, boolean first) {
		// What was only seen is no total that another one could be compared with
		boolean comparable = this.told;
		boolean fell = comparable && Long.compareUnsigned(value, this.total) < 0;
		boolean changed = !comparable || value != this.total;
		if (comparable) {
			double increase = unsigned(fell ? value : value - this.total);
			this.growth += increase;
			if (!first) {
				this.open += increase;
				this.last = increase;
			}
		}
		this.total = value;
		this.told = true;
		if (fell && first) {
			target().restarted();
		}
		return changed;
	}

	static double unsigned(long value) {
		return (value >= 0) ? (double) value : ((value >>> 1) | (value & 1)) * 2.0;
	}

	@Override
	void close(long second) {
		this.increases.put(second, this.open, 0);
		this.open = 0;
	}

	@Override
	void fill(SeriesSnapshot.Builder snapshot, Window window, long second) {
		snapshot.total = this.total;
		snapshot.totalTold = this.told;
		snapshot.value = unsigned(this.total);
		snapshot.last = this.last;
		snapshot.rate1s = rate(this.increases, second, 1);
		snapshot.rate10s = rate(this.increases, second, 10);
		snapshot.rate1m = rate(this.increases, second, 60);
		snapshot.count = this.events;
		snapshot.sum = (window == Window.ALL) ? this.growth
				: this.increases.sum(second - 1, window.seconds()) + this.open;
	}

	@Override
	Points points(long lastSecond, int seconds) {
		return new Points(lastSecond, this.increases.last(lastSecond, seconds, 0), new double[0], new double[0]);
	}

	@Override
	void startAnew() {
		this.growth = 0;
		this.events = 0;
	}

}
