package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.metricstcp.client.model.Level;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.TimeSource;
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

	private final Map<Series, List<Level>> watched = new HashMap<>();

	// Those that do not fit a series, which was said
	private final Set<Level> misfits = new HashSet<>();

	private Map<Series, List<Level>> beyond = Map.of();

	private int known;

	private int generation;

	private long readAt = Long.MIN_VALUE;

	/**
	 * Creates a watch.
	 * @param levels the levels to begin with
	 * @param notices takes a sentence when a level does not fit a series
	 */
	LevelWatch(ModelReader reader, List<Level> levels, Consumer<String> notices) {
		this.reader = reader;
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
		if (this.readAt == Long.MIN_VALUE || now - this.readAt >= pause) {
			this.readAt = now;
			this.beyond = read();
		}
	}

	private void watch(Series series) {
		for (Level level : this.levels) {
			if (!level.matches(series.key())) {
				continue;
			}
			this.watched.computeIfAbsent(series, (absent) -> new ArrayList<>()).add(level);
			String mismatch = level.mismatch(series.key(), series.unit());
			if (mismatch != null && isOfOneName(level) && this.misfits.add(level)) {
				this.notices.accept("The level '%s' does not fit: %s.".formatted(level, mismatch));
			}
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
		if (this.beyond.isEmpty()) {
			return false;
		}
		Series series = row.series();
		return (series != null) ? this.beyond.containsKey(series)
				: row.group().matching().stream().anyMatch(this.beyond::containsKey);
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
	 * Returns the level of a subject, {@code null} if none is set.
	 */
	@Nullable Level level(String subject) {
		return this.levels.stream().filter((level) -> level.subject().equals(subject)).findFirst().orElse(null);
	}

	/**
	 * Sets the level of a subject, in place of those that it had.
	 * @param level the level, {@code null} for none
	 */
	void set(String subject, @Nullable Level level) {
		this.levels.removeIf((each) -> each.subject().equals(subject));
		if (level != null) {
			this.levels.add(level);
		}
		this.watched.clear();
		this.known = 0;
		this.readAt = Long.MIN_VALUE;
		refresh();
	}

}
