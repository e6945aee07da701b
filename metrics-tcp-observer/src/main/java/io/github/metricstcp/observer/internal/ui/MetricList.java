package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Kind;

/**
 * The rows of the list: metrics and the series below them, filtered and in order. The
 * order is by name or, if by a number, made anew only every now and then, so that a row
 * can be read before it moves.
 */
final class MetricList {

	private static final long REORDER_NANOS = 3 * TimeSource.NANOS_PER_SECOND;

	/**
	 * The number of rows that a frozen screen keeps the distributions of before they are
	 * looked at.
	 */
	private static final int FROZEN_ROWS = 200;

	private final ModelReader reader;

	private final Pins pins;

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

	MetricList(ModelReader reader, Pins pins) {
		this.reader = reader;
		this.pins = pins;
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
		matchingGroups.sort(pinnedFirst().thenComparing(groupOrder()));
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
			case VALUE, RATE, P50, P99,
					MAX ->
				SortOrder.byNumber((MetricGroup group) -> (group.matching().size() == 1)
						? figures(group.matching().get(0)) : reading(group).figures(), this.sortColumn, this.reversed)
					.thenComparing(byName);
		};
	}

	private Comparator<Series> seriesOrder(MetricGroup group) {
		Map<Series, String> labels = new HashMap<>();
		Comparator<Series> byLabels = Comparator.comparing((Series series) -> labels.computeIfAbsent(series,
				(absent) -> group.ownLabels(absent, severalTargets()).toString()));
		return switch (this.sortColumn) {
			case METRIC, KIND, TREND -> byLabels;
			case VALUE, RATE, P50, P99, MAX ->
				SortOrder.byNumber((Series series) -> figures(series), this.sortColumn, this.reversed)
					.thenComparing(byLabels);
		};
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

	private Comparator<MetricGroup> pinnedFirst() {
		return Comparator.comparingInt((group) -> isPinned(group) ? 0 : 1);
	}

	boolean isPinned(MetricGroup group) {
		return this.pins.contains(group.name());
	}

	void togglePin(MetricGroup group) {
		this.pins.toggle(group.name());
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
	 * Reads all groups through each window, and what the rows of single histograms have
	 * besides their numbers, when the screen has frozen.
	 */
	void readAll() {
		for (int i = 0; i < Window.values().length; i++) {
			this.groups.values()
				.stream()
				.filter((group) -> group.matching().size() > 1)
				.forEach((group) -> reading(group).figures());
			this.rows.stream()
				.filter((row) -> row.series() != null && row.group().kind() == Kind.HISTOGRAM)
				.limit(FROZEN_ROWS)
				.forEach(this::distribution);
			// After the last one it is the first again
			this.reader.nextWindow();
		}
	}

	/**
	 * Called when the screen shows another window.
	 */
	void changeWindow() {
		if (!this.reader.frozen()) {
			this.readings.clear();
		}
		this.stale = true;
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
		return (series != null) ? figures(series) : reading(row.group()).figures();
	}

	Trend trend(Row row) {
		Series series = row.series();
		return (series != null) ? this.reader.trend(series) : reading(row.group()).trend();
	}

	Distribution distribution(Row row) {
		Series series = row.series();
		return (series != null) ? this.reader.distribution(series) : reading(row.group()).distribution();
	}

	private Figures figures(Series series) {
		return Figures.of(this.reader.snapshot(series), this.reader.sinceReset())
			.incomplete(this.reader.dropping(series.target()));
	}

	private GroupReading reading(MetricGroup group) {
		GroupReading reading = this.readings.get(group);
		if (reading == null || reading.isOver()) {
			reading = new GroupReading(this.reader, group, reading);
			this.readings.put(group, reading);
		}
		return reading;
	}

}
