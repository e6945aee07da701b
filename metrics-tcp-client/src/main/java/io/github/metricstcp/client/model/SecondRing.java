package io.github.metricstcp.client.model;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * One value for each of the last 300 seconds that have passed, or of the last 360 spans
 * of ten seconds. Most series have events in few of them, so that only those values are
 * kept that differ from what is expected: a bit says of each second whether its value is
 * kept. Values that are floats without loss are kept as floats. Not thread-safe.
 */
final class SecondRing {

	static final int SECONDS = 300;

	// Of bits, a power of two, more than there are values: divisions would take most of
	// the time of a sum
	private static final int WORDS = 8;

	private static final long[] NO_BITS = {};

	private static final float[] NO_VALUES = {};

	// So that a full ring is not moved to the front of its array each second
	private static final int SLACK = 32;

	// Whether a second without a value has the one of the second before it
	private final boolean holding;

	private final short size;

	// The value of seconds without one; if they hold one, that before the oldest kept
	private double rest;

	private long[] bits = NO_BITS;

	// The values that are kept are those from start to end, the oldest first

	private float[] floats = NO_VALUES;

	// In place of the floats once a value is no float
	private double @Nullable [] doubles;

	private short start;

	private short end;

	// How many of the seconds up to the last one have a value
	private short known;

	private long last;

	private SecondRing(boolean holding, double rest, int size) {
		this.holding = holding;
		this.size = (short) size;
		this.rest = rest;
	}

	/**
	 * Returns a ring for values that are mostly the same.
	 * @param rest the value of the seconds for which none is put
	 */
	static SecondRing of(double rest) {
		return new SecondRing(false, rest, SECONDS);
	}

	/**
	 * Returns a ring for values that hold on in the seconds for which none is put.
	 */
	static SecondRing holding() {
		return new SecondRing(true, Double.NaN, SECONDS);
	}

	/**
	 * Returns a ring for spans of more than a second.
	 * @param holding whether a value holds on in the spans for which none is put;
	 * otherwise it is 0 there
	 * @param size the number of spans, at most 512
	 */
	static SecondRing ofSpans(boolean holding, int size) {
		return new SecondRing(holding, holding ? Double.NaN : 0, size);
	}

	/**
	 * Puts the value of a second behind the others.
	 * @param second the second, later than the last one
	 * @param value its value
	 */
	void put(long second, double value) {
		if (this.known == 0) {
			this.known = 1;
		}
		else {
			expire(second);
			this.known = (short) Math.min(this.size, this.known + second - this.last);
		}
		this.last = second;
		double expected = this.holding ? held(this.end) : this.rest;
		if (Double.compare(value, expected) != 0) {
			if (this.bits.length == 0) {
				this.bits = new long[WORDS];
			}
			append(value);
			this.bits[word(second)] |= bit(second);
		}
	}

	/**
	 * Forgets the values that are too old once there is a value of a second.
	 */
	private void expire(long second) {
		long to = Math.min(second - this.size, this.last);
		for (long each = this.last - this.size + 1; each <= to && this.start < this.end; each++) {
			if (isKept(each)) {
				this.bits[word(each)] &= ~bit(each);
				this.start++;
				if (this.holding) {
					this.rest = value(this.start - 1);
				}
			}
		}
		if (this.start == this.end) {
			this.start = 0;
			this.end = 0;
			this.floats = NO_VALUES;
			this.doubles = null;
			this.bits = NO_BITS;
		}
	}

	/**
	 * Returns the values of the seconds up to one, oldest first, {@code NaN} where there
	 * is none.
	 * @param second the last second
	 * @param count the number of seconds
	 */
	double[] last(long second, int count) {
		double[] result = new double[count];
		long oldest = this.last - this.known + 1;
		if (second < oldest) {
			// Which may be long ago: there is no way to walk
			Arrays.fill(result, Double.NaN);
			return result;
		}
		int next = this.end;
		for (long later = this.last; later > second; later--) {
			next -= isKept(later) ? 1 : 0;
		}
		for (int i = count - 1; i >= 0; i--) {
			long each = second - count + 1 + i;
			result[i] = (this.known > 0 && each >= oldest) ? valueOf(each, next) : Double.NaN;
			next -= isKept(each) ? 1 : 0;
		}
		return result;
	}

	/**
	 * Returns the sum of the values of the seconds up to one.
	 */
	double sum(long second, int count) {
		double sum = 0;
		int next = this.end;
		long from = Math.max(second - count + 1, this.last - this.known + 1);
		for (long each = this.last; each >= from; each--) {
			double value = valueOf(each, next);
			sum += (each > second || Double.isNaN(value)) ? 0 : value;
			next -= isKept(each) ? 1 : 0;
		}
		return sum;
	}

	/**
	 * Returns the value of a second.
	 * @param next where the values behind it begin
	 */
	private double valueOf(long second, int next) {
		if (this.holding) {
			return held(next);
		}
		return isKept(second) ? value(next - 1) : this.rest;
	}

	private double held(int next) {
		return (next > this.start) ? value(next - 1) : this.rest;
	}

	private double value(int index) {
		return (this.doubles != null) ? this.doubles[index] : this.floats[index];
	}

	private void append(double value) {
		if (this.doubles == null && Double.compare((float) value, value) != 0) {
			double[] doubles = new double[this.floats.length];
			for (int i = this.start; i < this.end; i++) {
				doubles[i] = this.floats[i];
			}
			this.doubles = doubles;
			this.floats = NO_VALUES;
		}
		int capacity = (this.doubles != null) ? this.doubles.length : this.floats.length;
		if (this.end == capacity) {
			makeRoom(capacity);
		}
		if (this.doubles != null) {
			this.doubles[this.end] = value;
		}
		else {
			this.floats[this.end] = (float) value;
		}
		this.end++;
	}

	private void makeRoom(int capacity) {
		int kept = this.end - this.start;
		boolean enough = this.start >= SLACK || (this.start > 0 && kept <= capacity - capacity / 4);
		int room = enough ? capacity : Math.min(kept + kept / 4 + 4, this.size + SLACK);
		if (this.doubles != null) {
			double[] target = enough ? this.doubles : new double[room];
			System.arraycopy(this.doubles, this.start, target, 0, kept);
			this.doubles = target;
		}
		else {
			float[] target = enough ? this.floats : new float[room];
			System.arraycopy(this.floats, this.start, target, 0, kept);
			this.floats = target;
		}
		this.start = 0;
		this.end = (short) kept;
	}

	private boolean isKept(long second) {
		return this.bits.length > 0 && second <= this.last && (this.bits[word(second)] & bit(second)) != 0;
	}

	private static int word(long second) {
		return (int) (second >> 6) & (WORDS - 1);
	}

	private static long bit(long second) {
		// Java takes the lower six bits
		return 1L << second;
	}

}
