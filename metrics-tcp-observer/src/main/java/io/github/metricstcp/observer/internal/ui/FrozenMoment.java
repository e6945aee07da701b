package io.github.metricstcp.observer.internal.ui;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.Window;

/**
 * The series at the moment at which the screen froze, through each window. The numbers of
 * all of them are kept. Distributions and trends are too large for that: each is kept
 * once it was looked at, and is then as far as the model still has it.
 */
final class FrozenMoment {

	/**
	 * The number of series whose distributions or trends are kept. A screen has fewer
	 * rows.
	 */
	private static final int MOST_KEPT = 500;

	private final long lastSecond;

	private final Map<Window, Map<Series, SeriesSnapshot>> snapshots = new EnumMap<>(Window.class);

	private final Map<Window, Map<Series, Distribution>> distributions = new EnumMap<>(Window.class);

	private final Map<Series, Trend> trends = new LatestUsed<>();

	/**
	 * Keeps the numbers of series as they are now.
	 * @param series the series
	 * @param lastSecond the last second that trends have
	 * @param trends the trends that are on the screen
	 */
	FrozenMoment(List<Series> series, long lastSecond, Map<Series, Trend> trends) {
		this.lastSecond = lastSecond;
		for (Window window : Window.values()) {
			Map<Series, SeriesSnapshot> snapshots = new HashMap<>();
			series.forEach((each) -> snapshots.put(each, each.snapshot(window)));
			this.snapshots.put(window, snapshots);
			this.distributions.put(window, new LatestUsed<>());
		}
		trends.forEach((each, trend) -> this.trends.put(each, trend.until(lastSecond)));
	}

	SeriesSnapshot snapshot(Series series, Window window) {
		SeriesSnapshot snapshot = in(this.snapshots, window).get(series);
		return (snapshot != null) ? snapshot : series.snapshot(window);
	}

	Distribution distribution(Series series, Window window) {
		return in(this.distributions, window).computeIfAbsent(series, (absent) -> absent.distribution(window));
	}

	/**
	 * Returns the trend of a series until this moment.
	 * @param trend reads the trend until now
	 */
	Trend trend(Series series, Supplier<Trend> trend) {
		return this.trends.computeIfAbsent(series, (absent) -> trend.get().until(this.lastSecond));
	}

	private static <T> Map<Series, T> in(Map<Window, Map<Series, T>> all, Window window) {
		Map<Series, T> found = all.get(window);
		if (found == null) {
			throw new IllegalStateException("Nothing was kept of the window " + window);
		}
		return found;
	}

	/**
	 * Something of some series: of those that were asked for last.
	 */
	private static final class LatestUsed<T> extends LinkedHashMap<Series, T> {

		private static final long serialVersionUID = 1;

		LatestUsed() {
			super(16, 0.75f, true);
		}

		@Override
		protected boolean removeEldestEntry(Map.Entry<Series, T> first) {
			return size() > MOST_KEPT;
		}

	}

}
