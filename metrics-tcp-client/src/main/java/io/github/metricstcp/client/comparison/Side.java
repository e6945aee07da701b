package io.github.metricstcp.client.comparison;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TimeSource;

/**
 * A side of a comparison: what was received from its start, as long as it counts. It is
 * written by the threads that read its streams, and read by any.
 */
final class Side {

	private final String name;

	private final TimeSource time;

	private final ObserverModel model;

	// The time from its start that counts, in nanoseconds
	private final long limit;

	// Guarded by this

	private final List<String> remarks = new ArrayList<>();

	private boolean begun;

	private long start;

	/**
	 * Creates a side of which nothing was received yet.
	 * @param name its name
	 * @param time the clock of its streams
	 * @param limit the time from its start that counts
	 * @param maxSeries the number of series that are kept
	 */
	Side(String name, TimeSource time, Duration limit, int maxSeries) {
		this.name = name;
		this.time = time;
		this.limit = limit.toNanos();
		this.model = new ObserverModel(time, maxSeries);
	}

	String name() {
		return this.name;
	}

	ObserverModel model() {
		return this.model;
	}

	/**
	 * Called when something is received.
	 * @return the time since the start, in nanoseconds
	 */
	synchronized long received() {
		long now = this.time.nanos();
		if (!this.begun) {
			this.begun = true;
			this.start = now;
		}
		return now - this.start;
	}

	/**
	 * Returns whether what was received so long after the start counts.
	 */
	boolean counts(long elapsed) {
		return elapsed <= this.limit;
	}

	/**
	 * Returns the time since the start, as far as it counts, in nanoseconds; less than 0
	 * if nothing was received yet.
	 */
	synchronized long elapsed() {
		return this.begun ? Math.max(0, Math.min(this.limit, this.time.nanos() - this.start)) : -1;
	}

	synchronized void remark(String sentence) {
		this.remarks.add(sentence);
	}

	/**
	 * Returns sentences about what is missing.
	 */
	synchronized List<String> remarks() {
		List<String> all = new ArrayList<>(this.remarks);
		this.model.notices().forEach((notice) -> all.add("%s: %s".formatted(this.name, notice)));
		return all;
	}

}
