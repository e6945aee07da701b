package io.github.metricstcp.internal.stream;

import java.time.Duration;

/**
 * The rule for when the event loop looks at the ingress again. After it has looked, it
 * lets a linger pass, so that one look, one block and one write serve all events that
 * come meanwhile, and so that no event has to wake it.
 * <ul>
 * <li>While so much comes that the ingress would be half full before the linger has
 * passed, looks come closer together. A thread that fills half of it all the same wakes
 * the event loop ({@link Ingress#offer}).</li>
 * <li>A look that finds nothing is followed by one after two and a half lingers: an event
 * that comes then still waits for little more than one on average.</li>
 * <li>After 80 looks that found nothing, 0.2 s with the default linger, the event loop
 * sleeps until an event wakes it. That costs the recording thread a system call, 30 to 75
 * µs, so it must be rare: at 10 events a second it does not happen.</li>
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
	 * Looks that are closer together than this cost more than they gain.
	 */
	private static final long SHORTEST_NANOS = 100_000;

	private static final int EMPTY_LOOKS = 80;

	private final long nanos;

	/**
	 * Maximum number of events between two looks: half of those that wake the event loop.
	 */
	private final int budget;

	private long delay;

	private int emptyLooks;

	/**
	 * Creates a rule.
	 * @param linger the time between two looks while events come, zero for none
	 * @param urgentSize how many waiting events wake the event loop
	 */
	Linger(Duration linger, int urgentSize) {
		this.nanos = linger.toNanos();
		this.budget = Math.max(1, urgentSize / 2);
		this.delay = this.nanos;
	}

	/**
	 * Returns when to look again after a look that found something.
	 * @param events how many events it found
	 * @return the delay in nanoseconds
	 */
	long afterWork(long events) {
		this.emptyLooks = 0;
		// What came since the last look comes again in the same time
		double expected = (double) Math.max(1, events) / Math.max(SHORTEST_NANOS, this.delay);
		this.delay = Math.min(this.nanos, Math.max(SHORTEST_NANOS, (long) (this.budget / expected)));
		return this.delay;
	}

	/**
	 * Returns when to look again after a look that found nothing.
	 * @return the delay in nanoseconds, or {@link #SLEEP}
	 */
	long afterNothing() {
		this.delay = this.nanos;
		if (this.nanos == 0 || ++this.emptyLooks > EMPTY_LOOKS) {
			this.emptyLooks = 0;
			return SLEEP;
		}
		return this.nanos * 5 / 2;
	}

}
