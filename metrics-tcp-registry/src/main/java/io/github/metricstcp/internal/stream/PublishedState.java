package io.github.metricstcp.internal.stream;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The published state of each series, by the series' index. For a counter the parts add
 * up: published = dequeued from the ingress + read of its unstreamed adder.
 * <p>
 * Arrays of their own, not fields of the series: see {@link Series}.
 */
final class PublishedState {

	/**
	 * Distance below a whole number at which a sum may end up by rounding and is still
	 * sent as that number. Fractions that doubles hold exactly, such as quarters, do not
	 * come so close to one.
	 */
	private static final double ROUNDING = 0x1p-10;

	/**
	 * Of a counter what was dequeued; of a polled series the last value.
	 */
	private double[] values = new double[0];

	/**
	 * Of a counter what its value has lost by rounding.
	 */
	private double[] lost = new double[0];

	/**
	 * Of a counter the sum that was last read from its unstreamed adder.
	 */
	private double[] unstreamed = new double[0];

	/**
	 * Of a counter the published total: the sum on the wire since it was registered.
	 */
	private long[] totals = new long[0];

	private long[] timestamps = new long[0];

	/**
	 * The series whose value can be sent in a snapshot: it is known, is no mere sample,
	 * and its series has not been removed. A set, so that a newcomer is given all of them
	 * at once.
	 */
	private final BitSet known = new BitSet();

	/**
	 * Begins a series.
	 * @param value its value, NaN if unknown
	 */
	void reset(int index, double value) {
		if (index >= this.values.length) {
			int capacity = Math.max(64, Math.max(index + 1, this.values.length * 2));
			this.values = Arrays.copyOf(this.values, capacity);
			this.lost = Arrays.copyOf(this.lost, capacity);
			this.unstreamed = Arrays.copyOf(this.unstreamed, capacity);
			this.totals = Arrays.copyOf(this.totals, capacity);
			this.timestamps = Arrays.copyOf(this.timestamps, capacity);
		}
		value(index, value);
		this.lost[index] = 0;
		this.unstreamed[index] = 0;
		this.totals[index] = 0;
		this.timestamps[index] = Long.MIN_VALUE;
	}

	/**
	 * Adds what was dequeued of a counter.
	 * @return the increment to send: the difference of the floors, so that the sum on the
	 * wire is never off by 1 or more
	 */
	long add(int index, double amount) {
		double before = this.values[index];
		double sum = before + amount;
		// It is the smaller one that loses digits
		this.lost[index] += (amount < before) ? amount - (sum - before) : before - (sum - amount);
		this.values[index] = sum;
		return advance(index);
	}

	/**
	 * Sets what was read of a counter's unstreamed adder.
	 * @return the increment to send
	 */
	long unstreamed(int index, double sum) {
		if (sum == this.unstreamed[index]) {
			return 0;
		}
		this.unstreamed[index] = sum;
		return advance(index);
	}

	private long advance(int index) {
		double sum = this.values[index] + this.unstreamed[index] + (this.lost[index] + ROUNDING);
		// Never less than before: an increment has no sign on the wire
		long total = Math.max(this.totals[index], (long) Math.floor(sum));
		long increment = total - this.totals[index];
		this.totals[index] = total;
		return increment;
	}

	/**
	 * Returns the total to send for a sum of another's: rounded down, but for what it may
	 * have lost by rounding.
	 */
	static long total(double sum) {
		// The wire has no negative totals; the cast saturates at 2^63-1
		return Math.max(0, (long) Math.floor(sum + ROUNDING));
	}

	long total(int index) {
		return this.totals[index];
	}

	/**
	 * Sets a value.
	 * @param value NaN if unknown
	 */
	void value(int index, double value) {
		this.values[index] = value;
		this.known.set(index, !Double.isNaN(value));
	}

	/**
	 * Ends a series: its value is in no snapshot from now on.
	 */
	void forget(int index) {
		this.known.clear(index);
	}

	/**
	 * Returns the indexes of all series whose value can be sent in a snapshot.
	 */
	BitSet known() {
		return this.known;
	}

	double value(int index) {
		return this.values[index];
	}

	/**
	 * Returns the timestamp to send: never earlier than the last one of that series.
	 */
	long timestamp(int index, long epochNanos) {
		long timestamp = Math.max(epochNanos, this.timestamps[index]);
		this.timestamps[index] = timestamp;
		return timestamp;
	}

}
