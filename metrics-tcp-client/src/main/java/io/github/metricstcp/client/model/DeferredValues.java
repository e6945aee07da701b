package io.github.metricstcp.client.model;

/**
 * The latest values of a series, as long as they are not kept in its windows yet, and the
 * seconds that they came in.
 * <p>
 * Before the first value of a second is kept, the one before is closed: that touches all
 * windows of the series, some thirty objects, and of ten thousand series no cache of a
 * processor has them. Several seconds that are closed one after the other cost little
 * more than one. Not thread-safe.
 */
final class DeferredValues {

	/**
	 * The greatest number of values: with their seconds a quarter of a kilobyte.
	 */
	static final int CAPACITY = 16;

	private static final double[] NO_VALUES = {};

	private static final int[] NO_SECONDS = {};

	private double[] values = NO_VALUES;

	// Since the second of the first value
	private int[] seconds = NO_SECONDS;

	private long first;

	private int size;

	int size() {
		return this.size;
	}

	/**
	 * Adds a value behind the others. There must be room.
	 * @param second the second that it came in
	 * @return whether there is no more room
	 */
	boolean add(long second, double value) {
		if (this.values.length == 0) {
			this.values = new double[CAPACITY];
			this.seconds = new int[CAPACITY];
		}
		if (this.size == 0) {
			this.first = second;
		}
		this.values[this.size] = value;
		this.seconds[this.size] = (int) (second - this.first);
		this.size++;
		return this.size == CAPACITY;
	}

	double value(int index) {
		return this.values[index];
	}

	long second(int index) {
		return this.first + this.seconds[index];
	}

	void clear() {
		this.size = 0;
	}

}
