package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the list: metrics and the series below them, filtered and in order. The
 * order is by name or, if by a number, made anew only every now and then, so that a row
 * can be read before it moves.
 */
final class MetricList {

	private static final long REORDER_NANOS = 3 * TimeSource.NANOS_PER_SECOND;

	/**
	 * Larger groups are read more rarely: one second more for each of so many series.
	 */
	private static final int SERIES_PER_SECOND = 500;

	private final ModelReader reader;

	private final Map<FamilyKey, MetricGroup> groups = new HashMap<>();

	private final Map<MetricGroup, GroupReading> readings = new HashMap<>();

	private SeriesFilter filter = SeriesFilter.ALL;

	private Column sortColumn = Column.METRIC;

	private boolean reversed;

	private List<Row> rows = List.of();

	private int known;

	private int matching;

	private boolean stale = true;

	private long orderedAt;

	private int generation;

	MetricList(ModelReader reader) {
		this.reader = reader;
	}

	/**
	 * Adds the series that are new, and sorts the rows when it is time.
	 */
	void refresh() {
		if (this.reader.generation() != this.generation) {
			this.generation = this.reader.generation();
			// The groups stay, for rows are selected and expanded
			this.groups.values().forEach(MetricGroup::clear);
			this.known = 0;
			forgetReadings();
		}
		List<Series> series = this.reader.series();
		for (Series each : series.subList(this.known, series.size())) {
			this.groups
				.computeIfAbsent(new FamilyKey(each.kind(), each.name()),
						(key) -> new MetricGroup(key.kind(), key.name()))
				.add(each, this.filter);
			this.stale = true;
		}
		this.known = series.size();
		boolean byNumber = this.sortColumn != Column.METRIC && this.sortColumn != Column.KIND;
		if (byNumber && this.reader.now() - this.orderedAt >= REORDER_NANOS) {
			this.stale = true;
		}
		if (this.stale) {
			this.rows = makeRows();
			this.orderedAt = this.reader.now();
			this.stale = false;
		}
	}

	private List<Row> makeRows() {
		List<MetricGroup> matchingGroups = new ArrayList<>();
		this.matching = 0;
		for (MetricGroup group : this.groups.values()) {
			if (!group.matching().isEmpty()) {
				matchingGroups.add(group);
				this.matching += group.matching().size();
			}
		}
		matchingGroups.sort(groupOrder());
		List<Row> rows = new ArrayList<>();
		for (MetricGroup group : matchingGroups) {
			if (group.matching().size() == 1) {
				rows.add(new Row(group, group.matching().get(0), false));
				continue;
			}
			rows.add(new Row(group, null, false));
			if (group.expanded()) {
				group.sortMatching(seriesOrder(group));
				group.matching().forEach((series) -> rows.add(new Row(group, series, true)));
			}
		}
		return rows;
	}

	private Comparator<MetricGroup> groupOrder() {
		Comparator<MetricGroup> byName = Comparator.comparing(MetricGroup::name, String.CASE_INSENSITIVE_ORDER)
			.thenComparing(MetricGroup::name)
			.thenComparing(MetricGroup::kind);
		return switch (this.sortColumn) {
			case METRIC, TREND -> this.reversed ? byName.reversed() : byName;
			case KIND -> {
				Comparator<MetricGroup> byKind = Comparator.comparing(MetricGroup::kind);
				yield (this.reversed ? byKind.reversed() : byKind).thenComparing(byName);
			}
			case VALUE, RATE, P50, P99, MAX ->
				byNumber((MetricGroup group) -> ((group.matching().size() == 1) ? figures(group.matching().get(0))
						: reading(group).figures)
					.number(this.sortColumn)).thenComparing(byName);
		};
	}

	private Comparator<Series> seriesOrder(MetricGroup group) {
		Map<Series, String> labels = new HashMap<>();
		Comparator<Series> byLabels = Comparator.comparing((Series series) -> labels.computeIfAbsent(series,
				(absent) -> group.ownLabels(absent, severalTargets()).toString()));
		return switch (this.sortColumn) {
			case METRIC, KIND, TREND -> byLabels;
			case VALUE, RATE, P50, P99, MAX ->
				byNumber((Series series) -> figures(series).number(this.sortColumn)).thenComparing(byLabels);
		};
	}

	/**
	 * Returns the order by a number, the greatest first and NaN last. Each number is read
	 * once, because it may change while the rows are sorted.
	 */
	private <T> Comparator<T> byNumber(ToDoubleFunction<T> number) {
		Map<T, Double> numbers = new HashMap<>();
		ToDoubleFunction<T> once = (each) -> numbers.computeIfAbsent(each, number::applyAsDouble);
		Comparator<T> order = Comparator.comparingDouble(once);
		return Comparator.<T>comparingInt((each) -> Double.isNaN(once.applyAsDouble(each)) ? 1 : 0)
			.thenComparing(this.reversed ? order : order.reversed());
	}

	List<Row> rows() {
		return this.rows;
	}

	/**
	 * Returns how many series the filter lets through.
	 */
	int matching() {
		return this.matching;
	}

	/**
	 * Returns how many series there are.
	 */
	int seriesCount() {
		return this.known;
	}

	/**
	 * Returns how many metrics there are.
	 */
	int metricCount() {
		return (int) this.groups.values().stream().filter((group) -> group.size() > 0).count();
	}

	boolean severalTargets() {
		return this.reader.targets().size() > 1;
	}

	void filter(SeriesFilter filter) {
		this.filter = filter;
		this.groups.values().forEach((group) -> group.filter(filter));
		this.readings.clear();
		this.stale = true;
	}

	Column sortColumn() {
		return this.sortColumn;
	}

	boolean reversed() {
		return this.reversed;
	}

	/**
	 * Sorts by the next of some columns.
	 */
	void sortByNext(List<Column> columns) {
		List<Column> sortable = columns.stream().filter(Column::sortable).toList();
		this.sortColumn = sortable.get((sortable.indexOf(this.sortColumn) + 1) % sortable.size());
		this.reversed = false;
		this.stale = true;
	}

	void reverse() {
		this.reversed = !this.reversed;
		this.stale = true;
	}

	void expand(MetricGroup group, boolean expanded) {
		group.expanded(expanded);
		this.stale = true;
	}

	/**
	 * Shows all series or, if they are shown already, none of those below others.
	 */
	void toggleAll() {
		boolean expand = this.groups.values().stream().anyMatch((group) -> !group.expanded() && group.size() > 1);
		this.groups.values().forEach((group) -> group.expanded(expand));
		this.stale = true;
	}

	/**
	 * Reads all groups, before the screen freezes.
	 */
	void readAll() {
		this.groups.values().stream().filter((group) -> group.matching().size() > 1).forEach(this::reading);
	}

	/**
	 * Forgets the readings of all groups, which are of another time.
	 */
	void forgetReadings() {
		this.readings.clear();
		this.stale = true;
	}

	Figures figures(Row row) {
		Series series = row.series();
		return (series != null) ? figures(series) : reading(row.group()).figures;
	}

	Trend trend(Row row) {
		Series series = row.series();
		return (series != null) ? this.reader.trend(series) : reading(row.group()).trend();
	}

	Distribution distribution(Row row) {
		Series series = row.series();
		return (series != null) ? this.reader.distribution(series) : merged(row.group());
	}

	private Figures figures(Series series) {
		return Figures.of(this.reader.snapshot(series), this.reader.sinceReset())
			.incomplete(this.reader.dropping(series.target()));
	}

	private Distribution merged(MetricGroup group) {
		// One after the other: those of a large metric's series are not all in memory at
		// once
		return Distribution.merged(() -> group.matching().stream().map(this.reader::distribution).iterator());
	}

	private GroupReading reading(MetricGroup group) {
		GroupReading reading = this.readings.get(group);
		if (reading == null || reading.isOver()) {
			reading = new GroupReading(group, reading);
			this.readings.put(group, reading);
		}
		return reading;
	}

	/**
	 * The numbers of the matching series of a group together, at some time.
	 */
	private final class GroupReading {

		private final MetricGroup group;

		private final int size;

		private final long readAt;

		private final Figures figures;

		// Until the trend is made
		private @Nullable Trend before;

		private @Nullable Trend trend;

		/**
		 * Reads the group.
		 * @param last its last reading, {@code null} if there is none
		 */
		GroupReading(MetricGroup group, @Nullable GroupReading last) {
			this.group = group;
			this.size = group.matching().size();
			this.readAt = MetricList.this.reader.now();
			List<SeriesSnapshot> snapshots = group.matching().stream().map(MetricList.this.reader::snapshot).toList();
			this.figures = Figures
				.of(snapshots, (group.kind() == Kind.HISTOGRAM) ? merged(group) : Distribution.merged(List.of()),
						MetricList.this.reader.sinceReset())
				.incomplete(group.matching()
					.stream()
					.map(Series::target)
					.distinct()
					.anyMatch(MetricList.this.reader::dropping));
			this.before = (last != null && last.additive() == additive()) ? last.latestTrend() : null;
		}

		private boolean additive() {
			return this.figures.unit().additive();
		}

		private @Nullable Trend latestTrend() {
			return (this.trend != null) ? this.trend : this.before;
		}

		boolean isOver() {
			long validFor = (1 + this.size / SERIES_PER_SECOND) * TimeSource.NANOS_PER_SECOND;
			return this.size != this.group.matching().size() || MetricList.this.reader.now() - this.readAt >= validFor;
		}

		Trend trend() {
			Trend trend = this.trend;
			if (trend == null) {
				trend = MetricList.this.reader.trend(this.group.matching(), additive(), this.before);
				this.before = null;
				this.trend = trend;
			}
			return trend;
		}

	}

}
