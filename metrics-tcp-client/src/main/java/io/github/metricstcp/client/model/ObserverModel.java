package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.metricstcp.client.wire.SeriesKey;

/**
 * Everything that is known of all targets. Thread-safe; reading never waits for the
 * streams and holds them up for microseconds at the most. Memory is bounded by a limit on
 * series, and on the length of their names and labels.
 *
 * @since 0.1.0
 */
public final class ObserverModel {

	/**
	 * How many series are kept if nothing else is said.
	 */
	public static final int DEFAULT_MAX_SERIES = 10_000;

	private static final int MAX_NOTICES = 100;

	private final TimeSource time;

	private final int maxSeries;

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicBoolean limitSaid = new AtomicBoolean();

	private final AtomicBoolean lengthSaid = new AtomicBoolean();

	// Guarded by this

	private final List<TargetModel> targets = new ArrayList<>();

	private final List<Series> series = new ArrayList<>();

	private final List<String> notices = new ArrayList<>();

	// How many of the notices were not taken yet, those that are gone included
	private int untakenNotices;

	private long resetAt;

	/**
	 * Creates a model of nothing.
	 * @param time the clock by which everything is kept
	 * @param maxSeries how many series are kept, of all targets together
	 */
	public ObserverModel(TimeSource time, int maxSeries) {
		this.time = time;
		this.maxSeries = maxSeries;
		this.resetAt = time.nanos();
	}

	/**
	 * Adds a target.
	 * @param name the target as the user named it
	 * @return what listens to its streams
	 */
	public synchronized TargetModel addTarget(String name) {
		TargetModel target = new TargetModel(this, name);
		this.targets.add(target);
		return target;
	}

	/**
	 * Returns the targets in the order in which they were added.
	 */
	public synchronized List<TargetModel> targets() {
		return List.copyOf(this.targets);
	}

	/**
	 * Returns the series in the order in which they came.
	 */
	public synchronized List<Series> series() {
		return List.copyOf(this.series);
	}

	/**
	 * Returns how many series are kept.
	 */
	public int seriesCount() {
		return Math.min(this.count.get(), this.maxSeries);
	}

	/**
	 * Returns how many series are kept at the most.
	 */
	public int maxSeries() {
		return this.maxSeries;
	}

	/**
	 * Returns the clock by which everything is kept.
	 */
	public TimeSource time() {
		return this.time;
	}

	/**
	 * Lets {@link Window#ALL} begin now, for all series.
	 */
	public void reset() {
		List<Series> series;
		synchronized (this) {
			this.resetAt = this.time.nanos();
			series = List.copyOf(this.series);
		}
		series.forEach(Series::reset);
	}

	/**
	 * Returns when {@link Window#ALL} began, in nanoseconds since the epoch.
	 */
	public synchronized long resetAt() {
		return this.resetAt;
	}

	/**
	 * Adds something that the user should know. Once there are 100, the oldest go.
	 * @param notice a sentence
	 */
	public synchronized void notice(String notice) {
		if (this.notices.size() == MAX_NOTICES) {
			this.notices.remove(0);
		}
		this.notices.add(notice);
		this.untakenNotices++;
	}

	/**
	 * Returns what the user should know, the oldest first.
	 */
	public synchronized List<String> notices() {
		return List.copyOf(this.notices);
	}

	/**
	 * Returns the notices that were added since this was last called, the oldest first.
	 * Of more than 100 it returns the last ones.
	 * @return the new notices
	 */
	public synchronized List<String> takeNotices() {
		int kept = this.notices.size();
		int untaken = Math.min(this.untakenNotices, kept);
		this.untakenNotices = 0;
		return List.copyOf(this.notices.subList(kept - untaken, kept));
	}

	/**
	 * Counts one more series, unless it is too long or there are too many, which is said
	 * once.
	 */
	boolean admit(SeriesKey key) {
		if (key.isTooLong()) {
			if (!this.lengthSaid.getAndSet(true)) {
				notice("Nothing is kept of series whose name and labels have more than %,d characters."
					.formatted(SeriesKey.MAX_LENGTH));
			}
			return false;
		}
		boolean admitted = this.count.getAndUpdate((count) -> Math.min(count + 1, this.maxSeries)) < this.maxSeries;
		if (!admitted && !this.limitSaid.getAndSet(true)) {
			notice("There are more than %d series. Nothing is kept of the others (--max-series)."
				.formatted(this.maxSeries));
		}
		return admitted;
	}

	synchronized void added(Series series) {
		this.series.add(series);
	}

}
