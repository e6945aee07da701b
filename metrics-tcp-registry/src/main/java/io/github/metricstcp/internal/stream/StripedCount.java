package io.github.metricstcp.internal.stream;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A count that many threads add to, each to one of a few stripes. In contrast to a
 * {@code LongAdder} adding has the memory effects of a volatile write and read: what the
 * thread does before and after stays there.
 */
final class StripedCount {

	/**
	 * How many longs two cache lines hold: they are often fetched in pairs.
	 */
	private static final int LINES = 16;

	private static final int STRIPES = 16;

	// Stripe 0 is not used: it is next to whatever is in front of the array
	private final AtomicLongArray stripes = new AtomicLongArray((STRIPES + 1) * LINES);

	void increment() {
		int stripe = 1 + ((int) Thread.currentThread().getId() & (STRIPES - 1));
		this.stripes.getAndIncrement(stripe * LINES);
	}

	/**
	 * Returns the count. Sees all that any thread did before an increment that is in it.
	 */
	long sum() {
		long sum = 0;
		for (int i = LINES; i < this.stripes.length(); i += LINES) {
			sum += this.stripes.get(i);
		}
		return sum;
	}

}
