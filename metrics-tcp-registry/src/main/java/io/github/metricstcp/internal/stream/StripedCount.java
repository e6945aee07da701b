package io.github.metricstcp.internal.stream;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A count that many threads add to, each to one of a few stripes. In contrast to a
 * {@code LongAdder} adding has the memory effects of a volatile write and read: what the
 * thread does before and after stays there.
 */
final class StripedCount {

	private static final int STRIPES = 16;

	// Stripe 0 is not used: it is next to whatever is in front of the array
	private final AtomicLongArray stripes = new AtomicLongArray((STRIPES + 1) * CacheLines.LONGS);

	void increment() {
		int stripe = 1 + ((int) Thread.currentThread().getId() & (STRIPES - 1));
		this.stripes.getAndIncrement(stripe * CacheLines.LONGS);
	}

	/**
	 * Returns the count. Sees all that any thread did before an increment that is in it.
	 */
	long sum() {
		long sum = 0;
		for (int i = CacheLines.LONGS; i < this.stripes.length(); i += CacheLines.LONGS) {
			sum += this.stripes.get(i);
		}
		return sum;
	}

}
