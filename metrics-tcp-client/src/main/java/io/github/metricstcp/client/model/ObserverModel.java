package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

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

	private final MarkLog marks = new MarkLog();

	private final long createdAt;

	// Guarded by this

	private final List<TargetModel> targets = new ArrayList<>();

	private final List<String> notices = new ArrayList<>();

	// The number of notices that were not taken yet, those that are gone included
	private int untakenNotices;

	private long resetAt;

	private int generation;

	/**
	 * Creates a model without targets.
	 * @param time the clock by which everything is kept
	 * @param maxSeries the maximum number of series that are kept, of all targets
	 * together
	 */
	public ObserverModel(TimeSource time, int maxSeries) {
		this(time, maxSeries, "maxSeries");
	}

	/**
	 * Creates a model without targets.
	 * @param time the clock by which everything is kept
	 * @param maxSeries the maximum number of series that are kept, of all targets
	 * together
	 * @param maxSeriesName the name by which a user knows that setting, such as an option
	 * of a command line; {@code maxSeries} by default
	 */
	public ObserverModel(TimeSource time, int maxSeries, String maxSeriesName) {
		this(time, maxSeries, maxSeriesName, 0);
	}

	/**
	 * Creates a model without targets that has a history: values of an hour, in spans of
	 * ten seconds, and the distributions of each second and span.
	 * @param time the clock by which everything is kept
	 * @param maxSeries the maximum number of series that are kept, of all targets
	 * together
	 * @param maxSeriesName the name by which a user knows that setting, such as an option
	 * of a command line
	 * @param maxHistoryBytes the number of bytes that distributions of the past may take;
	 * if they take more, the oldest are given up before an hour is over. 0 for no history
	 */
	public ObserverModel(TimeSource time, int maxSeries, String maxSeriesName, long maxHistoryBytes) {
		this.time = time;
		this.series = new SeriesTable(maxSeries, maxSeriesName, this::notice, maxHistoryBytes);
		this.createdAt = time.nanos();
		this.resetAt = this.createdAt;
	}

	/**
	 * Adds a target.
	 * @param name the target as the user named it
	 * @return the listener to its streams
	 */
	public TargetModel addTarget(String name) {
		return addTarget(new TargetNames(name));
	}

	/**
	 * Adds a target that has several names.
	 * @param names the names of the target
	 * @return the listener to its streams
	 */
	public synchronized TargetModel addTarget(TargetNames names) {
		TargetModel target = new TargetModel(names, this.series, this.time, this.marks);
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
	 * Sets the listener to the events of all series. It takes the place of the one before
	 * with the bytes that are received next.
	 * @param listener the listener, {@code null} for none; by default there is none
	 */
	public void eventListener(@Nullable SeriesEventListener listener) {
		this.series.listener(listener);
	}

	/**
	 * Forgets all targets, their series and their marks, so that a replay can begin anew.
	 * Listeners to the targets must not be called any more. Notices stay.
	 */
	public synchronized void clear() {
		this.targets.clear();
		this.generation++;
		// While the lock is held: series that are read between two equal generations are
		// of that one
		this.series.clear();
		this.marks.clear();
	}

	/**
	 * Forgets a target, its series and its marks, so that there is room for those of
	 * others. Its listener must not be called any more. Without effect if it is not among
	 * the targets.
	 * @param target the target
	 */
	public synchronized void removeTarget(TargetModel target) {
		if (this.targets.remove(target)) {
			this.generation++;
			// While the lock is held, as above
			this.series.remove(target.status());
			this.marks.remove(target.name());
		}
	}

	/**
	 * Returns how often series were forgotten: those of before may not be kept any more.
	 * @return the number of calls of {@link #clear()} and {@link #removeTarget}
	 */
	public synchronized int generation() {
		return this.generation;
	}

	/**
	 * Begins {@link Window#ALL} anew, for all series. What they had is kept until
	 * {@link #undoReset()}.
	 */
	public void reset() {
		synchronized (this) {
			this.resetAt = this.time.nanos();
		}
		this.series.all().forEach(Series::reset);
	}

	/**
	 * Makes {@link Window#ALL} of all series as if there had been no {@link #reset()},
	 * however many there were. Without one, nothing happens.
	 */
	public void undoReset() {
		synchronized (this) {
			this.resetAt = this.createdAt;
		}
		this.series.all().forEach(Series::undoReset);
	}

	/**
	 * Returns the time at which {@link Window#ALL} began.
	 * @return nanoseconds since the epoch
	 */
	public synchronized long resetAt() {
		return this.resetAt;
	}

	/**
	 * Returns what happened to the targets that may explain what their series show:
	 * restarts, reconnections, losses and long pauses. The latest 200 of each kind and
	 * target are kept.
	 * @return a copy, in the order of their time
	 */
	public List<Mark> marks() {
		return this.marks.all();
	}

	/**
	 * Adds a notice that the user should see. Once there are 100, the oldest go.
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
	 * Returns the notices that are kept.
	 * @return a copy, the oldest first
	 */
	public synchronized List<String> notices() {
		return List.copyOf(this.notices);
	}

	/**
	 * Returns the notices that were added since this was last called. Of more than 100 it
	 * returns the last ones.
	 * @return the new notices, the oldest first
	 */
	public synchronized List<String> takeNotices() {
		int kept = this.notices.size();
		int untaken = Math.min(this.untakenNotices, kept);
		this.untakenNotices = 0;
		return List.copyOf(this.notices.subList(kept - untaken, kept));
	}

}
