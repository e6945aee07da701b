package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A gauge. What it was set to before a window began is part of the window, for it held
 * on.
 * <p>
 * A stream begins with nothing: an increment that comes first starts from 0.
 */
final class GaugeSeries extends Series {

	private final SecondRing values = new SecondRing();

	private final WindowedStats windows = new WindowedStats();

	private double value = Double.NaN;

	// When a second was last closed: it lasted until the next one that something happened
	// in
	private double closedValue = Double.NaN;

	GaugeSeries(TargetModel target, SeriesKey key, Family family) {
		super(target, key, family);
	}

	@Override
	boolean record(Operation operation, long operand, boolean first) {
		double before = this.value;
		double amount = Double.longBitsToDouble(operand);
		double base = (first || Double.isNaN(before)) ? 0 : before;
		this.value = switch (operation) {
			case INCREMENT_GAUGE -> base + amount;
			case DECREMENT_GAUGE -> base - amount;
			default -> amount;
		};
		Stats open = this.windows.open();
		// What it was when the second began
		open.range(before);
		if (Double.isNaN(this.value)) {
			return !Double.isNaN(before);
		}
		open.add(this.value);
		return this.value != before;
	}

	@Override
	void close(long second) {
		this.windows.close(second);
		this.values.put(second, this.value, this.closedValue);
		this.closedValue = this.value;
	}

	@Override
	void fill(SeriesSnapshot.Builder snapshot, Window window, long second) {
		Stats stats = this.windows.stats(window, second);
		stats.range(this.value);
		snapshot.value = this.value;
		snapshot.last = this.value;
		snapshot.stats(stats);
	}

	@Override
	Points points(long lastSecond, int seconds) {
		return new Points(lastSecond, this.values.last(lastSecond, seconds, this.value), new double[0], new double[0]);
	}

	@Override
	void startAnew() {
		this.windows.startAnew();
	}

}
