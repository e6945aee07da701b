package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.model.Window;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the model for the screen: of its state now or, while the screen is frozen,
 * of the state at that time.
 */
final class ModelReader {

	private static final int HISTORY_SECONDS = 300;

	private static final int OVERLAP_SECONDS = 3;

	/**
	 * The trends of a large metric's series are not all in memory at once.
	 */
	private static final int TRENDS_AT_ONCE = 64;

	private final ObserverModel model;

	private final Map<Series, SeriesSnapshot> frozenSnapshots = new HashMap<>();

	private final Map<Series, Distribution> frozenDistributions = new HashMap<>();

	private final Map<Series, Trend> frozenTrends = new HashMap<>();

	// Of the second that the screen shows: a trend changes once a second
	private final Map<Series, Trend> trends = new HashMap<>();

	private List<TargetSnapshot> targets = List.of();

	private List<TargetNames> targetNames = List.of();

	private List<Series> series = List.of();

	private Window window = Window.FIVE_MINUTES;

	private boolean frozen;

	private boolean reset;

	private long now;

	ModelReader(ObserverModel model) {
		this.model = model;
		refresh();
	}

	/**
	 * Reads the targets and series anew, unless frozen.
	 */
	void refresh() {
		if (this.frozen) {
			return;
		}
		long before = lastSecond();
		this.now = this.model.time().nanos();
		if (lastSecond() != before) {
			this.trends.clear();
		}
		List<TargetModel> models = this.model.targets();
		this.targets = models.stream().map(TargetModel::snapshot).toList();
		this.targetNames = models.stream().map(TargetModel::names).toList();
		if (this.model.seriesCount() != this.series.size()) {
			this.series = this.model.series();
		}
	}

	/**
	 * Returns the time that the screen shows, in nanoseconds since the epoch.
	 */
	long now() {
		return this.now;
	}

	/**
	 * Returns the time since the screen froze, in nanoseconds.
	 */
	long frozenFor() {
		return this.model.time().nanos() - this.now;
	}

	boolean frozen() {
		return this.frozen;
	}

	/**
	 * Freezes the screen, or lets it go on. The model collects meanwhile.
	 */
	void toggleFrozen() {
		this.frozen = !this.frozen;
		this.frozenSnapshots.clear();
		this.frozenDistributions.clear();
		this.frozenTrends.clear();
		if (this.frozen) {
			this.series.forEach((each) -> this.frozenSnapshots.put(each, each.snapshot(this.window)));
		}
		else {
			refresh();
		}
	}

	Window window() {
		return this.window;
	}

	/**
	 * Goes on to the next window.
	 */
	void nextWindow() {
		this.window = this.window.next();
	}

	/**
	 * Begins all counts anew.
	 */
	void reset() {
		this.model.reset();
		this.window = Window.ALL;
		this.reset = true;
	}

	/**
	 * Returns whether totals are shown as increases since a reset.
	 */
	boolean sinceReset() {
		return this.reset && this.window == Window.ALL;
	}

	/**
	 * Returns the time at which {@link Window#ALL} began, in nanoseconds since the epoch.
	 */
	long resetAt() {
		return this.model.resetAt();
	}

	List<TargetSnapshot> targets() {
		return this.targets;
	}

	List<TargetNames> targetNames() {
		return this.targetNames;
	}

	/**
	 * Returns whether the exporter of a target has dropped samples.
	 */
	boolean dropping(String target) {
		return this.targets.stream().anyMatch((each) -> each.losses().dropped() > 0 && each.name().equals(target));
	}

	/**
	 * Returns the series in the order in which they came: those known before come first.
	 */
	List<Series> series() {
		return this.series;
	}

	/**
	 * Returns the latest notice, {@code null} if there is none.
	 */
	@Nullable String notice() {
		List<String> notices = this.model.notices();
		return notices.isEmpty() ? null : notices.get(notices.size() - 1);
	}

	SeriesSnapshot snapshot(Series series) {
		SeriesSnapshot snapshot = this.frozenSnapshots.get(series);
		return (snapshot != null) ? snapshot : series.snapshot(this.window);
	}

	Distribution distribution(Series series) {
		// Too large to be kept of all series at once: it is the one of when it was first
		// looked at
		return this.frozen
				? this.frozenDistributions.computeIfAbsent(series, (absent) -> absent.distribution(this.window))
				: series.distribution(this.window);
	}

	/**
	 * Returns the trend of the last five minutes.
	 */
	Trend trend(Series series) {
		// Once: the longer it is frozen, the less is left of the time before
		return this.frozen
				? this.frozenTrends.computeIfAbsent(series,
						(absent) -> read(absent, HISTORY_SECONDS).until(lastSecond()))
				: this.trends.computeIfAbsent(series, (absent) -> read(absent, HISTORY_SECONDS));
	}

	/**
	 * Returns the trend of several series together.
	 * @param series the series, at least one
	 * @param additive whether values of gauges are summed up
	 * @param before their trend at an earlier time, {@code null} if there is none
	 */
	Trend trend(List<Series> series, boolean additive, @Nullable Trend before) {
		if (this.frozen || before == null) {
			return trend(series, additive, HISTORY_SECONDS);
		}
		// The last second may have been incomplete, and one more may pass while they are
		// read
		long seconds = lastSecond() - before.lastSecond() + OVERLAP_SECONDS;
		return before
			.continued(trend(series, additive, (int) Math.max(OVERLAP_SECONDS, Math.min(seconds, HISTORY_SECONDS))));
	}

	private Trend trend(List<Series> series, boolean additive, int seconds) {
		List<Trend> trends = new ArrayList<>();
		for (Series each : series) {
			trends.add(this.frozen ? trend(each) : read(each, seconds));
			if (trends.size() == TRENDS_AT_ONCE) {
				Trend together = Trend.of(trends, additive);
				trends.clear();
				trends.add(together);
			}
		}
		return Trend.of(trends, additive);
	}

	private static Trend read(Series series, int seconds) {
		return Trend.of(series.kind(), series.points(seconds));
	}

	/**
	 * Returns the number of seconds of trends and charts: at least a minute.
	 */
	int trendSeconds() {
		return switch (this.window) {
			case TEN_SECONDS, ONE_MINUTE -> 60;
			case FIVE_MINUTES, ALL -> HISTORY_SECONDS;
		};
	}

	private long lastSecond() {
		return TimeSource.secondOf(this.now) - 1;
	}

}
