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
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.FamilyKey;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the list: metrics and the series below them, filtered and in order. The
 * order is by name or, if by a number, made anew only every now and then, so that a row
 * can be read before it moves.
 */
final class MetricList {

	private static final long REORDER_NANOS = 3 * TimeSource.NANOS_PER_SECOND;

	private final ModelReader reader;

	private final FigureReader figureReader;

	private final Map<FamilyKey, MetricGroup> groups = new HashMap<>();

	private final Map<MetricGroup, GroupReading> readings = new HashMap<>();

	private SeriesFilter filter = SeriesFilter.ALL;

	// The name of the one target that is shown
	private @Nullable String onlyTarget;

	private int choices;

	private Column sortColumn = Column.METRIC;

	private boolean reversed;

	private List<Row> rows = List.of();

	private int known;

	private int matching;

	private boolean stale = true;

	private long orderedAt;

	MetricList(ModelReader reader) {
		this.reader = reader;
		this.figureReader = new FigureReader(reader);
	}

	/**
	 * Adds the series that are new, and sorts the rows when it is time.
	 */
	void refresh() {
		List<Series> series = this.reader.series();
		for (Series each : series.subList(this.known, series.size())) {
			this.groups
				.computeIfAbsent(new FamilyKey(each.kind(), each.name()),
						(key) -> new MetricGroup(key.kind(), key.name()))
				.add(each, this::shows);
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
			case METRIC, TARGET, TREND -> this.reversed ? byName.reversed() : byName;
			case KIND -> {
				Comparator<MetricGroup> byKind = Comparator.comparing(MetricGroup::kind);
				yield (this.reversed ? byKind.reversed() : byKind).thenComparing(byName);
			}
			case VALUE, RATE, P50, P99,
					MAX ->
				byNumber((MetricGroup group) -> ((group.matching().size() == 1)
						? this.figureReader.figures(group.matching().get(0)) : reading(group).figures)
					.number(this.sortColumn)).thenComparing(byName);
		};
	}

	private Comparator<Series> seriesOrder(MetricGroup group) {
		Map<Series, String> labels = new HashMap<>();
		Comparator<Series> byLabels = Comparator.comparing((Series series) -> labels.computeIfAbsent(series,
				(absent) -> group.ownLabels(absent, severalTargets()).toString()));
		return switch (this.sortColumn) {
			case METRIC, KIND, TARGET, TREND -> byLabels;
			case VALUE, RATE, P50, P99, MAX ->
				byNumber((Series series) -> this.figureReader.figures(series).number(this.sortColumn))
					.thenComparing(byLabels);
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
		return this.groups.size();
	}

	boolean severalTargets() {
		return this.onlyTarget == null && this.reader.targets().size() > 1;
	}

	private boolean shows(Series series) {
		return this.filter.matches(series) && (this.onlyTarget == null || series.target().equals(this.onlyTarget));
	}

	void filter(SeriesFilter filter) {
		this.filter = filter;
		choose();
	}

	/**
	 * Shows the series of one target alone.
	 * @param target the name of the target, {@code null} for those of all
	 */
	void only(@Nullable String target) {
		this.onlyTarget = target;
		choose();
	}

	private void choose() {
		this.groups.values().forEach((group) -> group.filter(this::shows));
		this.choices++;
		this.readings.clear();
		this.stale = true;
	}

	/**
	 * Returns how often other series were chosen to be shown: what was read of the series
	 * of a metric is then no longer of the same ones.
	 */
	int choices() {
		return this.choices;
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
		return (series != null) ? this.figureReader.figures(series) : reading(row.group()).figures;
	}

	Trend trend(Row row) {
		Series series = row.series();
		return (series != null) ? this.reader.trend(series) : reading(row.group()).trend();
	}

	Distribution distribution(Row row) {
		Series series = row.series();
		return (series != null) ? this.reader.distribution(series)
				: this.figureReader.distribution(row.group().matching());
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

		private final ReadingTime time;

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
			this.time = ReadingTime.now(MetricList.this.reader, group.matching().size());
			this.figures = MetricList.this.figureReader.figures(group.matching());
			this.before = (last != null && last.additive() == additive()) ? last.latestTrend() : null;
		}

		private boolean additive() {
			return this.figures.unit().additive();
		}

		private @Nullable Trend latestTrend() {
			return (this.trend != null) ? this.trend : this.before;
		}

		boolean isOver() {
			return this.time.isOver(MetricList.this.reader, this.group.matching().size());
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
