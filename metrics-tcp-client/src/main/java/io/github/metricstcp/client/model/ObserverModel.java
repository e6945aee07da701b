package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A model of all targets and their series. Thread-safe; reading never waits for the
 * streams and holds them up for microseconds at the most. Memory is bounded by a limit on
 * series, and on the length of their names and labels.
 *
 * @since 0.1.0
 */
public final class ObserverModel {

	/**
	 * The default maximum number of series that are kept.
	 */
	public static final int DEFAULT_MAX_SERIES = 10_000;

	private static final int MAX_NOTICES = 100;

	private final TimeSource time;

	private final SeriesTable series;

	private volatile Consumer<String> noticeListener = (notice) -> {
	};

	// Guarded by this

	private final List<TargetModel> targets = new ArrayList<>();

	private final List<String> notices = new ArrayList<>();

	private long resetAt;

	/**
	 * Creates a model without targets.
	 * @param time the clock by which everything is kept
	 * @param maxSeries the maximum number of series that are kept, of all targets
	 * together
	 */
	public ObserverModel(TimeSource time, int maxSeries) {
		this.time = time;
		this.series = new SeriesTable(maxSeries, this::notice);
		this.resetAt = time.nanos();
	}

	/**
	 * Adds a target.
	 * @param name the target as the user named it
	 * @return the listener to its streams
	 */
	public synchronized TargetModel addTarget(String name) {
		TargetModel target = new TargetModel(name, this.series, this.time);
		this.targets.add(target);
		return target;
	}

	/**
	 * Returns the targets.
	 * @return a copy, in the order in which they were added
	 */
	public synchronized List<TargetModel> targets() {
		return List.copyOf(this.targets);
	}

	/**
	 * Returns the series that are kept.
	 * @return a copy, in the order in which they came
	 */
	public List<Series> series() {
		return this.series.all();
	}

	/**
	 * Returns the number of series that are kept.
	 * @return the number, at most that of the constructor
	 */
	public int seriesCount() {
		return this.series.count();
	}

	/**
	 * Returns the clock by which everything is kept.
	 * @return the clock
	 */
	public TimeSource time() {
		return this.time;
	}

	/**
	 * Begins {@link Window#ALL} anew, for all series.
	 */
	public void reset() {
		synchronized (this) {
			this.resetAt = this.time.nanos();
		}
		this.series.all().forEach(Series::reset);
	}

	/**
	 * Returns the time at which {@link Window#ALL} began.
	 * @return nanoseconds since the epoch
	 */
	public synchronized long resetAt() {
		return this.resetAt;
	}

	/**
	 * Adds a notice that the user should see. Once there are 100, the oldest go.
	 * @param notice a sentence
	 */
	public void notice(String notice) {
		synchronized (this) {
			if (this.notices.size() == MAX_NOTICES) {
				this.notices.remove(0);
			}
			this.notices.add(notice);
		}
		this.noticeListener.accept(notice);
	}

	/**
	 * Returns the notices that are kept.
	 * @return a copy, the oldest first
	 */
	public synchronized List<String> notices() {
		return List.copyOf(this.notices);
	}

	/**
	 * Sets the listener that is called with each notice that is added from now on.
	 * @param listener takes a sentence, on the thread that adds it
	 */
	public void onNotice(Consumer<String> listener) {
		this.noticeListener = listener;
	}

}
