package io.github.metricstcp.rollup;

import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.kafka.SessionOrder;

/**
 * The events of a session that one before it has brought, where it goes on with the
 * stream: increments and samples up to the time of the last event, and the totals from
 * which it begins. Both are of one application, so their times are of one clock.
 */
final class CoveredEvents {

	// The time of the last one, in nanoseconds since the epoch
	private long last;

	// The last second in which something may be
	private long lastSecond = Long.MIN_VALUE;

	/**
	 * Sets up to when they are.
	 * @param time nanoseconds since the epoch, 0 if there are none
	 */
	void upTo(long time) {
		if (time != this.last) {
			this.last = time;
			this.lastSecond = (time > 0) ? TimeUnit.NANOSECONDS.toSeconds(time + SessionOrder.OVERLAP) : Long.MIN_VALUE;
		}
	}

	/**
	 * Passes over an event that was brought before.
	 * @return whether it was
	 */
	boolean has(InstanceSeries series, Operation operation, long operand, long seconds, int nanos) {
		if (seconds > this.lastSecond) {
			return false;
		}
		long time = TimeUnit.SECONDS.toNanos(seconds) + nanos;
		CounterState counter = series.counter();
		if (operation == Operation.SET_COUNTER) {
			return counter != null && hasTotal(counter, time);
		}
		boolean before = series.gauge() == null && time <= this.last;
		if (before && counter != null) {
			counter.passOver(operand);
		}
		return before;
	}

	private boolean hasTotal(CounterState counter, long time) {
		boolean before = counter.isKnown() && time <= this.last + SessionOrder.OVERLAP;
		if (before) {
			counter.passOverTotal();
		}
		return before;
	}

}
