package io.github.metricstcp.rollup;

import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * One series of one instance: its state, and the sum that it belongs to.
 */
final class InstanceSeries {

	private final SeriesKey key;

	private int number;

	private final @Nullable SeriesSum sum;

	// When the last event came, in hours since the epoch
	private long heard;

	// Either, or none for a histogram

	private final @Nullable CounterState counter;

	private final @Nullable GaugeState gauge;

	/**
	 * Creates a series without state.
	 * @param number its place among those of its instance
	 * @param sum the sum that it belongs to, {@code null} if there are too many
	 */
	InstanceSeries(SeriesKey key, int number, @Nullable SeriesSum sum, InstanceSession session) {
		this.key = key;
		this.number = number;
		this.sum = sum;
		this.counter = (sum instanceof CounterSum) ? new CounterState(session) : null;
		this.gauge = (sum instanceof GaugeSum) ? new GaugeState(session) : null;
		if (sum != null) {
			sum.retain();
		}
		if (this.gauge != null && sum instanceof GaugeSum all) {
			all.add(this.gauge);
		}
	}

	SeriesKey key() {
		return this.key;
	}

	int number() {
		return this.number;
	}

	/**
	 * Gives it another place among those of its instance.
	 */
	void renumber(int number) {
		this.number = number;
	}

	/**
	 * Notes that an event has come.
	 * @return whether it is the first one in its hour
	 */
	boolean hear(long hour) {
		boolean first = hour != this.heard;
		this.heard = hour;
		return first;
	}

	/**
	 * Returns whether no event has come since an hour.
	 */
	boolean isQuietSince(long hour) {
		return this.heard < hour;
	}

	/**
	 * Notes that another relay goes on, whose session has begun before.
	 */
	void goOn() {
		if (this.counter != null) {
			this.counter.goOn();
		}
	}

	/**
	 * Notes that a session goes on that has begun before the one before it has ended.
	 * @param followed whether the session before has followed upon that one
	 */
	void comeBack(boolean followed) {
		if (this.counter != null) {
			this.counter.comeBack(followed);
		}
	}

	@Nullable SeriesSum sum() {
		return this.sum;
	}

	@Nullable CounterState counter() {
		return this.counter;
	}

	@Nullable GaugeState gauge() {
		return this.gauge;
	}

	/**
	 * Leaves the sum that it belongs to.
	 */
	void removeFrom(PartitionSums sums) {
		if (this.gauge != null && this.sum instanceof GaugeSum all) {
			all.remove(this.gauge);
		}
		if (this.sum != null) {
			sums.release(this.sum);
		}
	}

	void writeTo(ByteWriter writer) {
		writer.writeVarint(this.heard);
		if (this.counter != null) {
			this.counter.writeTo(writer);
		}
		else if (this.gauge != null) {
			this.gauge.writeTo(writer);
		}
	}

	void readFrom(ByteReader reader) {
		this.heard = reader.readVarint();
		if (this.counter != null) {
			this.counter.readFrom(reader);
		}
		else if (this.gauge != null) {
			this.gauge.readFrom(reader);
		}
	}

}
