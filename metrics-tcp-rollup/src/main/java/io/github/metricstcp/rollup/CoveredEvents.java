package io.github.metricstcp.rollup;

import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.kafka.FormerSessions;
import io.github.metricstcp.kafka.RecordDescription;

/**
 * The events of a session that one before it has brought, where it goes on with the
 * stream: increments and samples up to the time of the last event, and the totals from
 * which it begins. Both are of one application, so their times are of one clock.
 */
final class CoveredEvents {

	// The time of the last event of this instance, in nanoseconds since the epoch
	private long lastEvent;

	// That of the last event before this session, 0 if nothing is covered
	private long covered;

	// The last second in which something may be
	private long coveredSecond = Long.MIN_VALUE;

	// When the session took over, in milliseconds since the epoch
	private long begun;

	/**
	 * Begins a session.
	 * @param takesOver whether it goes on with the stream of another one
	 */
	void begin(boolean takesOver, long time) {
		this.begun = time;
		cover(takesOver ? this.lastEvent : 0);
		if (!takesOver) {
			this.lastEvent = 0;
		}
	}

	private void cover(long covered) {
		this.covered = covered;
		this.coveredSecond = (covered > 0) ? TimeUnit.NANOSECONDS.toSeconds(covered + FormerSessions.OVERLAP)
				: Long.MIN_VALUE;
	}

	/**
	 * Begins a record of the session.
	 * @param time the time at which it was made
	 */
	void beginRecord(RecordDescription description, long time) {
		if (this.covered > 0 && time - this.begun > FormerSessions.LONGEST_OVERLAP) {
			cover(0);
		}
		this.lastEvent = Math.max(this.lastEvent, description.lastTime());
	}

	/**
	 * Passes over an event that was brought before.
	 * @return whether it was
	 */
	boolean has(InstanceSeries series, Operation operation, long operand, long seconds, int nanos) {
		if (seconds > this.coveredSecond) {
			return false;
		}
		long time = TimeUnit.SECONDS.toNanos(seconds) + nanos;
		CounterState counter = series.counter();
		if (operation == Operation.SET_COUNTER) {
			return counter != null && hasTotal(counter, time);
		}
		boolean before = series.gauge() == null && time <= this.covered;
		if (before && counter != null) {
			counter.passOver(operand);
		}
		return before;
	}

	private boolean hasTotal(CounterState counter, long time) {
		boolean before = counter.isKnown() && time <= this.covered + FormerSessions.OVERLAP;
		if (before) {
			counter.passOverTotal();
		}
		return before;
	}

	void writeTo(ByteWriter writer) {
		writer.writeVarint(this.lastEvent).writeVarint(this.covered).writeVarint(this.begun);
	}

	void readFrom(ByteReader reader) {
		this.lastEvent = reader.readVarint();
		cover(reader.readVarint());
		this.begun = reader.readVarint();
	}

}
