package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * The series of all targets together, their limit, and the listener to their events.
 * Thread-safe.
 */
final class SeriesTable {

	private final int maxSeries;

	private final String limitName;

	private final Consumer<String> notices;

	private final @Nullable History history;

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicBoolean limitNoticed = new AtomicBoolean();

	private final AtomicBoolean lengthNoticed = new AtomicBoolean();

	// Guarded by itself
	private final List<Series> series = new ArrayList<>();

	private volatile @Nullable SeriesEventListener listener;

	/**
	 * Creates an empty table.
	 * @param maxSeries the maximum number of series
	 * @param limitName the name of that setting in notices
	 * @param notices takes a sentence when a limit is reached for the first time
	 * @param maxHistoryBytes the number of bytes that the bins of the past may take, 0
	 * for no history
	 */
	SeriesTable(int maxSeries, String limitName, Consumer<String> notices, long maxHistoryBytes) {
		this.maxSeries = maxSeries;
		this.limitName = limitName;
		this.notices = notices;
		this.history = (maxHistoryBytes > 0) ? new History(maxHistoryBytes, notices) : null;
	}

	/**
	 * Returns the history of all series, {@code null} if there is none.
	 */
	@Nullable History history() {
		return this.history;
	}

	@Nullable SeriesEventListener listener() {
		return this.listener;
	}

	void listener(@Nullable SeriesEventListener listener) {
		this.listener = listener;
	}

	int maxSeries() {
		return this.maxSeries;
	}

	int count() {
		return Math.min(this.count.get(), this.maxSeries);
	}

	/**
	 * Returns the series in the order in which they came.
	 */
	List<Series> all() {
		synchronized (this.series) {
			return List.copyOf(this.series);
		}
	}

	/**
	 * Counts one more series, unless it is too long or there are too many.
	 * @return whether it was counted, and is to be added
	 */
	boolean admit(SeriesKey key) {
		if (key.isTooLong()) {
			if (!this.lengthNoticed.getAndSet(true)) {
				this.notices.accept(String.format(Locale.ROOT,
						"Nothing is kept of series whose name and labels have more than %,d characters.",
						SeriesKey.MAX_LENGTH));
			}
			return false;
		}
		boolean admitted = this.count.getAndUpdate((count) -> Math.min(count + 1, this.maxSeries)) < this.maxSeries;
		if (!admitted && !this.limitNoticed.getAndSet(true)) {
			this.notices.accept("There are more than %s series. Nothing is kept of the others (%s)."
				.formatted(this.maxSeries, this.limitName));
		}
		return admitted;
	}

	void clear() {
		synchronized (this.series) {
			this.series.clear();
			this.count.set(0);
		}
		if (this.history != null) {
			this.history.clear();
		}
	}

	/**
	 * Forgets the series of a target, so that there is room for others.
	 */
	void remove(StreamStatus target) {
		List<Series> removed = new ArrayList<>();
		synchronized (this.series) {
			this.series.removeIf((each) -> each.isOf(target) && removed.add(each));
			this.count.addAndGet(-removed.size());
		}
		removed.forEach(Series::letGo);
	}

	void add(Series added) {
		synchronized (this.series) {
			this.series.add(added);
		}
	}

}
