package io.github.metricstcp.internal.stream;

import java.time.Duration;

/**
 * The rule for when the event loop looks at the ingress again. After it has looked, it
 * lets a linger pass, so that one look, one block and one write serve all events that
 * come meanwhile, and so that no event has to wake it.
 * <ul>
 * <li>The linger grows to two and a half times itself, if that is no more than 2.5 ms,
 * while few events come or none: a look costs the same for one event as for a hundred, 50
 * to 100 µs of processor time with the sleep before it, and an event still waits for
 * little more than one linger on average.</li>
 * <li>While so much comes that the ingress would be half full before that, looks come
 * closer together. A thread that fills half of it all the same wakes the event loop
 * ({@link Ingress#offer}).</li>
 * <li>After 0.2 s in which nothing came the event loop sleeps until an event wakes it.
 * That costs the recording thread a system call, 25 to 75 µs, so it must be rare: at 10
 * events a second it does not happen.</li>
 * </ul>
 * Without a linger the event loop sleeps whenever it has found nothing. Confined to the
 * event loop.
 */
final class Linger {

	/**
	 * The answer that the event loop should sleep.
	 */
	static final long SLEEP = -1;

	/**
	 * Shortest time between two looks, in nanoseconds: closer together they cost more
	 * than they gain.
	 */
	static final long SHORTEST_NANOS = 100_000;

	/**
	 * Longest time between two looks, unless the linger is longer.
	 */
	private static final long LONGEST_NANOS = 2_500_000;

	/**
	 * Time without events after which the event loop sleeps.
	 */
	private static final long SILENCE_NANOS = 200_000_000;

	/**
	 * Time between two looks while few events come, zero for none.
	 */
	private final long longest;

	/**
	 * Number of events that may come between two looks: half of those that wake the event
	 * loop.
	 */
	private final int budget;

	private long delay;

	private long silence;

	/**
	 * Creates a rule.
	 * @param linger the time that an event waits for others, zero for none
	 * @param urgentSize the number of waiting events that wakes the event loop
	 */
	Linger(Duration linger, int urgentSize) {
		long nanos = linger.toNanos();
		this.longest = Math.max(nanos, Math.min(nanos * 5 / 2, LONGEST_NANOS));
		this.budget = Math.max(1, urgentSize / 2);
		this.delay = this.longest;
	}

	/**
	 * Returns when to look again after a look that found something.
	 * @param events the number of events that it found
	 * @return the delay in nanoseconds
	 */
	long afterWork(long events) {
		this.silence = 0;
		// What came since the last look comes again in the same time
		double expected = (double) Math.max(1, events) / Math.max(SHORTEST_NANOS, this.delay);
		this.delay = Math.min(this.longest, Math.max(SHORTEST_NANOS, (long) (this.budget / expected)));
		return this.delay;
	}

	/**
	 * Returns when to look again after a look that found nothing.
	 * @return the delay in nanoseconds, or {@link #SLEEP}
	 */
	long afterNothing() {
		this.delay = this.longest;
		if (this.longest == 0 || this.silence >= SILENCE_NANOS) {
			this.silence = 0;
			return SLEEP;
		}
		this.silence += this.longest;
		return this.longest;
	}

}
