package io.github.metricstcp.observer.internal.ui;

import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.wire.Operation;

/**
 * One event of a series.
 *
 * @param series the series
 * @param operation the operation
 * @param operand a whole number without a sign, or the bits of a double
 * @param time its time, in nanoseconds since the epoch
 */
record TailEvent(Series series, Operation operation, long operand, long time) {

	/**
	 * Returns the operation and its value as one text.
	 * @param ratios the gauges that are no ratios
	 */
	String text(FalseRatios ratios) {
		String name = this.series.name();
		UnitFormat unit = UnitFormat.of(this.series.kind(), name, this.series.unit(), ratios.contains(name));
		String value = unit.value(number());
		return switch (this.operation) {
			case INCREMENT_COUNTER, INCREMENT_GAUGE -> (number() < 0) ? value : "+" + value;
			case DECREMENT_GAUGE -> unit.value(-number());
			case SET_GAUGE -> "= " + value;
			// It contains what was not sent singly
			case SET_COUNTER -> "total = " + value;
			case RECORD_HISTOGRAM -> "sample " + value;
		};
	}

	private double number() {
		if (!this.operation.isWhole()) {
			return Double.longBitsToDouble(this.operand);
		}
		// Without a sign: the last bit does not matter to a double beyond that range
		return (this.operand >= 0) ? (double) this.operand : ((this.operand >>> 1) | (this.operand & 1)) * 2.0;
	}

}
