package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import io.github.metricstcp.client.model.Level;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * The levels that are set, and the series that are beyond one. Only series of a level are
 * read, once a second, or more rarely if they are many.
 */
final class LevelWatch {

	/**
	 * One second more between two readings for each of so many series.
	 */
	private static final int SERIES_PER_SECOND = 500;

	private final ModelReader reader;

	private final Consumer<String> notices;

	private final List<Level> levels;

	// Of levels of one series alone, of each target
	private final Map<Level, SeriesKey> single = new HashMap<>();

	private final Map<Series, List<Level>> watched = new HashMap<>();

	// Since when series are watched whose units may be on their way
	private final Map<Series, Long> unjudged = new HashMap<>();

	// Those that do not fit a series, which was said
	private final Set<Level> misfits = new HashSet<>();

	private Map<Series, List<Level>> beyond = Map.of();

	private int known;

	private int generation;

	private Window window;

	private long readAt = Long.MIN_VALUE;

	/**
	 * Creates a watch.
	 * @param levels the levels to begin with
	 * @param notices takes a sentence when a level does not fit a series
	 */
	LevelWatch(ModelReader reader, List<Level> levels, Consumer<String> notices) {
		this.reader = reader;
		this.window = reader.window();
		this.levels = new ArrayList<>(levels);
		this.notices = notices;
	}

	/**
	 * Adds the series that are new, and reads those of a level when it is time.
	 */
	void refresh() {
		if (this.reader.generation() != this.generation) {
			// A replay has gone back: everything came anew, at an earlier time
			this.generation = this.reader.generation();
			this.watched.clear();
			this.unjudged.clear();
			this.beyond = Map.of();
			this.known = 0;
			this.readAt = Long.MIN_VALUE;
		}
		List<Series> series = this.reader.series();
		if (!this.levels.isEmpty()) {
			series.subList(this.known, series.size()).forEach(this::watch);
		}
		this.known = series.size();
		long pause = (1 + this.watched.size() / SERIES_PER_SECOND) * TimeSource.NANOS_PER_SECOND;
		long now = this.reader.now();
		boolean anotherWindow = this.reader.window() != this.window;
		if (anotherWindow || this.readAt == Long.MIN_VALUE || now - this.readAt >= pause) {
			this.window = this.reader.window();
			this.readAt = now;
			judge();
			this.beyond = read();
		}
	}

	private void watch(Series series) {
		for (Level level : this.levels) {
			SeriesKey single = this.single.get(level);
			if (level.matches(series.key()) && (single == null || single.equals(series.key()))) {
				this.watched.computeIfAbsent(series, (absent) -> new ArrayList<>()).add(level);
				this.unjudged.put(series, this.reader.now());
			}
		}
	}

	/**
	 * Says which levels do not fit their series, once the units of these are known, or
	 * have not come for a while.
	 */
	private void judge() {
		long now = this.reader.now();
		this.unjudged.entrySet().removeIf((entry) -> {
			Series series = entry.getKey();
			boolean due = series.unit() != null || now - entry.getValue() >= TimeSource.NANOS_PER_SECOND;
			if (due) {
				this.watched.getOrDefault(series, List.of()).forEach((level) -> judge(level, series));
			}
			return due;
		});
	}

	private void judge(Level level, Series series) {
		String mismatch = level.mismatch(series.key(), series.unit());
		if (mismatch != null && isOfOneName(level) && this.misfits.add(level)) {
			this.notices.accept("The level '%s' does not fit: %s.".formatted(level, mismatch));
		}
	}

	/**
	 * Whether the level is of one metric. Of several some may fit.
	 */
	private static boolean isOfOneName(Level level) {
		int labels = level.subject().indexOf('{');
		String name = (labels < 0) ? level.subject() : level.subject().substring(0, labels);
		return name.indexOf('*') < 0 && name.indexOf('?') < 0;
	}

	private Map<Series, List<Level>> read() {
		Map<Series, List<Level>> beyond = new HashMap<>();
		this.watched.forEach((series, levels) -> {
			SeriesSnapshot snapshot = this.reader.snapshot(series);
			List<Level> exceeded = levels.stream().filter((level) -> level.isBeyond(snapshot)).toList();
			if (!exceeded.isEmpty()) {
				beyond.put(series, exceeded);
			}
		});
		return beyond;
	}

	/**
	 * Returns the number of series that are beyond a level.
	 */
	int count() {
		return this.beyond.size();
	}

	/**
	 * Returns whether the series of a row is beyond a level, or one of several that it
	 * stands for.
	 */
	boolean isBeyond(Row row) {
		Series series = row.series();
		return isBeyond((series != null) ? List.of(series) : row.group().matching());
	}

	/**
	 * Returns whether one of some series is beyond a level.
	 */
	boolean isBeyond(Collection<Series> series) {
		return !this.beyond.isEmpty() && series.stream().anyMatch(this.beyond::containsKey);
	}

	/**
	 * Returns the conditions of the levels that a row is beyond.
	 */
	List<String> exceeded(Row row) {
		Series series = row.series();
		List<Series> all = (series != null) ? List.of(series) : row.group().matching();
		return all.stream()
			.flatMap((each) -> this.beyond.getOrDefault(each, List.of()).stream())
			.map(Level::condition)
			.distinct()
			.toList();
	}

	/**
	 * Returns the first level of a subject, {@code null} if none is set.
	 * @param single the series that it is of alone, {@code null} if it is of all
	 */
	@Nullable Level level(String subject, @Nullable SeriesKey single) {
		return this.levels.stream().filter((level) -> isOf(level, subject, single)).findFirst().orElse(null);
	}

	private boolean isOf(Level level, String subject, @Nullable SeriesKey single) {
		return level.subject().equals(subject) && Objects.equals(this.single.get(level), single);
	}

	/**
	 * Sets a level in place of another one of its subject, and of those of its figure.
	 * @param before the level in whose place it is, {@code null} for none
	 * @param level the level, {@code null} for none
	 * @param single the series that it is of alone, {@code null} if it is of all
	 */
	void replace(@Nullable Level before, @Nullable Level level, @Nullable SeriesKey single) {
		this.levels.remove(before);
		if (level != null) {
			this.levels.removeIf((each) -> isOf(each, level.subject(), single) && figure(each).equals(figure(level)));
			this.levels.add(level);
			if (single != null) {
				this.single.put(level, single);
			}
		}
		this.unjudged.clear();
		this.watched.clear();
		this.known = 0;
		this.readAt = Long.MIN_VALUE;
		refresh();
	}

	private static String figure(Level level) {
		String condition = level.condition();
		return condition.substring(0, condition.indexOf(' '));
	}

}
