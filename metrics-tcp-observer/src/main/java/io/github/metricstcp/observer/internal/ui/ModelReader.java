package io.github.metricstcp.observer.internal.ui;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.Window;
import org.jspecify.annotations.Nullable;

/**
 * What the screen shows of the model: what is known now or, while it is frozen, what was
 * known when it froze.
 */
final class ModelReader {

	private static final int HISTORY_SECONDS = 300;

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	private final ObserverModel model;

	private final Map<Series, SeriesSnapshot> frozenSnapshots = new HashMap<>();

	private final Map<Series, Distribution> frozenDistributions = new HashMap<>();

	private final Map<Series, Trend> frozenCourses = new HashMap<>();

	private List<TargetSnapshot> targets = List.of();

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
	 * Takes notice of what is new, unless frozen.
	 */
	void refresh() {
		if (this.frozen) {
			return;
		}
		this.now = this.model.time().nanos();
		this.targets = this.model.targets().stream().map(TargetModel::snapshot).toList();
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
	 * Returns how long the screen has been frozen, in nanoseconds.
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
		this.frozenCourses.clear();
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
	 * Lets everything that is counted begin now.
	 */
	void reset() {
		this.model.reset();
		this.window = Window.ALL;
		this.reset = true;
	}

	/**
	 * Whether totals are shown as what they grew by since a reset.
	 */
	boolean sinceReset() {
		return this.reset && this.window == Window.ALL;
	}

	/**
	 * Returns when {@link Window#ALL} began, in nanoseconds since the epoch.
	 */
	long resetAt() {
		return this.model.resetAt();
	}

	List<TargetSnapshot> targets() {
		return this.targets;
	}

	/**
	 * Returns the series in the order in which they came: those known before come first.
	 */
	List<Series> series() {
		return this.series;
	}

	/**
	 * Returns what the program had to say last, {@code null} if nothing.
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
	 * Returns the course of the last five minutes.
	 */
	Trend course(Series series) {
		// Once: the longer it is frozen, the less there is left of what was then
		return this.frozen ? this.frozenCourses.computeIfAbsent(series, (absent) -> read(absent).until(lastSecond()))
				: read(series);
	}

	private static Trend read(Series series) {
		return Trend.of(series.kind(), series.points(HISTORY_SECONDS));
	}

	/**
	 * Returns how many seconds trends and charts go back: they show at least a minute.
	 */
	int trendSeconds() {
		return switch (this.window) {
			case TEN_SECONDS, ONE_MINUTE -> 60;
			case FIVE_MINUTES, ALL -> HISTORY_SECONDS;
		};
	}

	private long lastSecond() {
		return Math.floorDiv(this.now, NANOS_PER_SECOND) - 1;
	}

}
