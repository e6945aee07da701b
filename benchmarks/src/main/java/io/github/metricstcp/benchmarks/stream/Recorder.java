package io.github.metricstcp.benchmarks.stream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * A thread that records events, as fast as it can or at a rate. At a rate it sleeps in
 * between, as an application's thread does, and records what is due when it wakes. If it
 * was held up for long, it does not make up for it.
 */
final class Recorder extends Thread {

	private static final int BURST = 1000;

	private static final double LONGEST_DEBT_NANOS = 2e6;

	private final Runnable event;

	private final boolean each;

	/**
	 * Nanoseconds between two events, 0 for none.
	 */
	private final double interval;

	/**
	 * The shortest time in nanoseconds from one waking to the next.
	 */
	private final double pause;

	private final SingleWriterRecorder durations = Quantiles.recorder();

	// Written by this thread alone
	private final AtomicLong events = new AtomicLong();

	// The time spent recording
	private final AtomicLong nanos = new AtomicLong();

	private volatile boolean halted;

	/**
	 * Creates a thread.
	 * @param number its number
	 * @param event what records one event
	 * @param each whether each event is timed
	 * @param rate events a second, 0 for as many as possible
	 * @param pause the shortest time in nanoseconds from one waking to the next
	 */
	Recorder(int number, Runnable event, boolean each, double rate, double pause) {
		super("recorder-" + number);
		this.event = event;
		this.each = each;
		this.pause = pause;
		this.interval = (rate > 0) ? TimeUnit.SECONDS.toNanos(1) / rate : 0;
		setDaemon(true);
	}

	@Override
	public void run() {
		long start = System.nanoTime();
		double next = 0;
		double wake = 0;
		while (!this.halted) {
			int due = BURST;
			if (this.interval > 0) {
				double now = System.nanoTime() - start;
				if (now < Math.max(next, wake)) {
					LockSupport.parkNanos((long) (Math.max(next, wake) - now));
					continue;
				}
				next = Math.max(next, now - LONGEST_DEBT_NANOS);
				due = 1 + (int) ((now - next) / this.interval);
				next += due * this.interval;
				wake = now + this.pause;
			}
			if (this.each) {
				recordEach(due);
			}
			else {
				record(due);
			}
		}
	}

	private void record(int due) {
		long before = System.nanoTime();
		for (int i = 0; i < due; i++) {
			this.event.run();
		}
		long time = System.nanoTime() - before;
		this.durations.recordValueWithCount(time / due, due);
		add(due, time);
	}

	private void recordEach(int due) {
		long first = System.nanoTime();
		long before = first;
		for (int i = 0; i < due; i++) {
			this.event.run();
			long after = System.nanoTime();
			this.durations.recordValue(after - before);
			before = after;
		}
		add(due, before - first);
	}

	private void add(int due, long time) {
		this.nanos.lazySet(this.nanos.getPlain() + time);
		this.events.lazySet(this.events.getPlain() + due);
	}

	long events() {
		return this.events.get();
	}

	long nanos() {
		return this.nanos.get();
	}

	/**
	 * Adds how long the events since the last call took, on the average of their burst if
	 * not each was timed.
	 */
	void addDurationsTo(Histogram sum) {
		sum.add(this.durations.getIntervalHistogram());
	}

	void halt() throws InterruptedException {
		this.halted = true;
		join();
	}

}
