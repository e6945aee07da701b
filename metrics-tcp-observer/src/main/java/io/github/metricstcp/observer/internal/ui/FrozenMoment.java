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
import io.github.metricstcp.client.wire.Kind;

/**
 * The series at the moment at which the screen froze, through each window. The numbers of
 * all of them are kept. Distributions and trends are too large for that: those of so many
 * histograms are kept, and each other one once it was looked at, as far as the model
 * still has it then.
 */
final class FrozenMoment {

	/**
	 * The number of series whose distributions or trends are kept. A screen has fewer
	 * rows.
	 */
	private static final int MOST_KEPT = 500;

	/**
	 * The number of histograms whose distributions are kept from the beginning, so that
	 * they can be merged in other ways than those that were on the screen.
	 */
	private static final int MOST_HISTOGRAMS = 2_000;

	private final long lastSecond;

	private final Map<Window, Map<Series, SeriesSnapshot>> snapshots = new EnumMap<>(Window.class);

	private final Map<Window, Map<Series, Distribution>> kept = new EnumMap<>(Window.class);

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
			Map<Series, Distribution> kept = new HashMap<>();
			series.stream()
				.filter((each) -> each.kind() == Kind.HISTOGRAM)
				.limit(MOST_HISTOGRAMS)
				.forEach((each) -> kept.put(each, each.distribution(window)));
			this.kept.put(window, kept);
			this.distributions.put(window, new LatestUsed<>());
		}
		trends.forEach((each, trend) -> this.trends.put(each, trend.until(lastSecond)));
	}

	SeriesSnapshot snapshot(Series series, Window window) {
		SeriesSnapshot snapshot = in(this.snapshots, window).get(series);
		return (snapshot != null) ? snapshot : series.snapshot(window);
	}

	/**
	 * Whether the samples of a series are those of this moment, if it has any.
	 */
	boolean keepsSamples(Series series) {
		return series.kind() != Kind.HISTOGRAM || in(this.kept, Window.ALL).containsKey(series);
	}

	Distribution distribution(Series series, Window window) {
		Distribution kept = in(this.kept, window).get(series);
		return (kept != null) ? kept
				: in(this.distributions, window).computeIfAbsent(series, (absent) -> absent.distribution(window));
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
