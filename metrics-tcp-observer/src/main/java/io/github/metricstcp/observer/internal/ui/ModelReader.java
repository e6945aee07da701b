package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.MergedSamples;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the model for the screen: of its state now or, while the screen is frozen,
 * of the state at that time.
 */
final class ModelReader {

	private static final int HISTORY_SECONDS = 300;

	/**
	 * The trends of a large metric's series are not all in memory at once.
	 */
	private static final int TRENDS_AT_ONCE = 64;

	private final ObserverModel model;

	// Of the second that the screen shows: a trend changes once a second
	private final Map<Series, Trend> trends = new HashMap<>();

	private final FalseRatios falseRatios = new FalseRatios();

	private List<TargetSnapshot> targets = List.of();

	private List<TargetNames> targetNames = List.of();

	private List<Series> series = List.of();

	private Window window = Window.FIVE_MINUTES;

	private @Nullable FrozenMoment frozen;

	// Until the keys and drawings after it
	private boolean freezing;

	private boolean reset;

	// The one before a reset, which shows the time since it
	private Window windowBefore = this.window;

	private int generation;

	// The notices of which the latest was shown, and those that the user has seen
	private List<String> shown = List.of();

	private List<String> seen = List.of();

	private long now;

	ModelReader(ObserverModel model) {
		this.model = model;
		refresh();
	}

	/**
	 * Reads the targets and series anew, unless frozen.
	 */
	void refresh() {
		if (frozen()) {
			this.freezing = false;
			return;
		}
		long before = lastSecond();
		this.now = this.model.time().nanos();
		if (lastSecond() != before) {
			this.trends.clear();
		}
		this.targets = targetsNow();
		this.targetNames = this.model.targets().stream().map(TargetModel::names).toList();
		refreshSeries();
		this.falseRatios.read(this.series);
	}

	private void refreshSeries() {
		int generation = this.model.generation();
		if (generation == this.generation && this.model.seriesCount() == this.series.size()) {
			return;
		}
		List<Series> series = this.model.series();
		while (generation != this.model.generation()) {
			// It was cleared meanwhile: these may still be the series of before
			generation = this.model.generation();
			series = this.model.series();
		}
		if (generation != this.generation) {
			this.generation = generation;
			this.trends.clear();
			this.falseRatios.clear();
		}
		this.series = series;
	}

	/**
	 * Returns how often the model has forgotten all series: those of before are not kept
	 * any more.
	 */
	int generation() {
		return this.generation;
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
		return this.frozen != null;
	}

	/**
	 * Freezes the screen, or lets it go on. The model collects meanwhile.
	 */
	void toggleFrozen() {
		if (frozen()) {
			this.frozen = null;
			refresh();
		}
		else {
			this.frozen = new FrozenMoment(this.series, lastSecond(), this.trends);
			this.freezing = true;
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
		if (!sinceReset()) {
			this.windowBefore = this.window;
		}
		this.window = Window.ALL;
		this.reset = true;
	}

	/**
	 * Makes all counts as if they had never begun anew.
	 */
	void undoReset() {
		this.model.undoReset();
		if (sinceReset()) {
			this.window = this.windowBefore;
		}
		this.reset = false;
	}

	/**
	 * Whether counts have begun anew, which can be undone.
	 */
	boolean wasReset() {
		return this.reset;
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
	 * Returns the targets as they are now, even while the screen is frozen.
	 */
	List<TargetSnapshot> targetsNow() {
		return this.model.targets().stream().map(TargetModel::snapshot).toList();
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
	 * Returns the gauges that are no ratios although their names say so.
	 */
	FalseRatios falseRatios() {
		return this.falseRatios;
	}

	/**
	 * Returns the latest notice, {@code null} if there is none.
	 */
	@Nullable String notice() {
		List<String> notices = this.model.notices();
		this.shown = notices;
		return notices.isEmpty() ? null : notices.get(notices.size() - 1);
	}

	/**
	 * Returns whether the latest notice was not seen yet.
	 */
	boolean noticeIsNew() {
		return !this.shown.equals(this.seen);
	}

	/**
	 * Called when the user presses a key, and so has seen the notices that were shown.
	 */
	void seeNotices() {
		this.seen = this.shown;
	}

	SeriesSnapshot snapshot(Series series) {
		FrozenMoment moment = this.frozen;
		return (moment != null) ? moment.snapshot(series, this.window) : series.snapshot(this.window);
	}

	/**
	 * Returns the state of a series without quantiles, and adds its samples to others.
	 */
	SeriesSnapshot snapshot(Series series, MergedSamples samples) {
		FrozenMoment moment = this.frozen;
		if (moment == null) {
			return series.snapshot(this.window, samples);
		}
		if (series.kind() == Kind.HISTOGRAM) {
			(moment.keepsSamples(series) ? moment.distribution(series, this.window) : distributionNow(series))
				.addTo(samples);
		}
		return moment.snapshot(series, this.window);
	}

	/**
	 * Returns whether the samples of series are those of the time that the screen shows.
	 * Once it is frozen, those of very many histograms are not.
	 */
	boolean hasSamples(List<Series> series) {
		FrozenMoment moment = this.frozen;
		return moment == null || this.freezing || series.stream().allMatch(moment::keepsSamples);
	}

	Distribution distribution(Series series) {
		FrozenMoment moment = this.frozen;
		return (moment != null) ? moment.distribution(series, this.window) : distributionNow(series);
	}

	/**
	 * Returns the distribution as it is now, even while the screen is frozen.
	 */
	Distribution distributionNow(Series series) {
		return series.distribution(this.window);
	}

	/**
	 * Returns the trend of the last five minutes.
	 */
	Trend trend(Series series) {
		FrozenMoment moment = this.frozen;
		// Once: the longer it is frozen, the less is left of the time before
		return (moment != null) ? moment.trend(series, () -> read(series, HISTORY_SECONDS))
				: this.trends.computeIfAbsent(series, (absent) -> read(absent, HISTORY_SECONDS));
	}

	/**
	 * Returns the trend of several series together.
	 * @param series the series, at least one
	 * @param additive whether values of gauges are summed up
	 * @param before their trend at an earlier time, {@code null} if there is none
	 */
	Trend trend(List<Series> series, boolean additive, @Nullable Trend before) {
		long known = (before != null) ? before.lastSecond() : lastSecond() - HISTORY_SECONDS;
		Trend later = trendSince(known, series, additive);
		Trend trend = (before != null) ? before.continued(later) : later;
		return frozen() ? trend.until(lastSecond()) : trend;
	}

	/**
	 * Reads several series together.
	 * @param known the second after which they are read
	 */
	private Trend trendSince(long known, List<Series> series, boolean additive) {
		List<Trend> trends = new ArrayList<>();
		for (Series each : series) {
			// By the time of each: many series are read for longer than a second
			long seconds = TimeSource.secondOf(this.model.time().nanos()) - known;
			trends.add(read(each, (int) Math.max(1, Math.min(seconds, HISTORY_SECONDS))));
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
