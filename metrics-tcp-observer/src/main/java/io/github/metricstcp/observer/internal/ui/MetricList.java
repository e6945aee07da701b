package io.github.metricstcp.observer.internal.ui;

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

	private final Pins pins;

	private final Map<FamilyKey, MetricGroup> groups = new HashMap<>();

	private final Map<MetricGroup, GroupReading> readings = new HashMap<>();

	private final ListedGroups listed = new ListedGroups();

	private SeriesFilter filter = SeriesFilter.ALL;

	// The name of the one target that is shown
	private @Nullable String onlyTarget;

	private long filteredAt;

	private Column sortColumn = Column.METRIC;

	private boolean reversed;

	private List<Row> rows = List.of();

	private int known;

	private boolean stale = true;

	private long orderedAt;

	// How often the user has chosen what is listed, and how
	private int choices;

	private int generation;

	// Of some series that are looked at together
	private @Nullable MetricGroup together;

	MetricList(ModelReader reader, Pins pins) {
		this.reader = reader;
		this.figureReader = new FigureReader(reader);
		this.pins = pins;
	}

	/**
	 * Adds the series that are new, and sorts the rows when it is time.
	 */
	void refresh() {
		if (this.reader.generation() != this.generation) {
			this.generation = this.reader.generation();
			// The groups stay, for rows are selected and expanded
			this.groups.values().forEach(MetricGroup::clear);
			if (this.together != null) {
				this.together.clear();
			}
			this.known = 0;
			// The time may be an earlier one
			this.filteredAt = this.reader.now();
			forgetReadings();
		}
		List<Series> series = this.reader.series();
		for (Series each : series.subList(this.known, series.size())) {
			this.groups
				.computeIfAbsent(new FamilyKey(each.kind(), each.name()),
						(key) -> new MetricGroup(key.kind(), key.name()))
				.add(each, this::shows);
			this.stale = true;
		}
		this.known = series.size();
		if (this.filter.dependsOnUnit() && this.reader.now() - this.filteredAt >= TimeSource.NANOS_PER_SECOND) {
			applyFilter();
		}
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
		List<MetricGroup> topmost = this.listed.topmost(this.groups);
		topmost.sort(pinnedFirst().thenComparing(groupOrder()));
		RowTree tree = new RowTree(this.listed.timers(), this::seriesOrder);
		topmost.forEach(tree::add);
		return tree.rows();
	}

	private Comparator<MetricGroup> groupOrder() {
		TaskTimers timers = this.listed.timers();
		Comparator<MetricGroup> byName = Comparator
			.<MetricGroup, String>comparing(timers::name, String.CASE_INSENSITIVE_ORDER)
			.thenComparing(timers::name)
			.thenComparing(MetricGroup::kind);
		return switch (this.sortColumn) {
			case METRIC, TARGET, TREND ->
				Comparator.comparing(MetricGroup::origin).thenComparing(this.reversed ? byName.reversed() : byName);
			case KIND -> {
				Comparator<MetricGroup> byKind = Comparator.comparing(MetricGroup::kind);
				yield (this.reversed ? byKind.reversed() : byKind).thenComparing(byName);
			}
			case VALUE, RATE, P50, P99,
					MAX ->
				SortOrder
					.byNumber(
							(MetricGroup group) -> (group.matching().size() == 1)
									? this.figureReader.figures(group.matching().get(0)) : reading(group).figures(),
							this.sortColumn, this.reversed)
					.thenComparing(byName);
		};
	}

	private Comparator<Series> seriesOrder(MetricGroup group) {
		LabelOrder order = labelOrder(group);
		Map<Series, String> labels = new HashMap<>();
		Comparator<Series> byLabels = Comparator.comparing((Series series) -> labels.computeIfAbsent(series,
				(absent) -> order.own(group.labels(absent)).toString()));
		return switch (this.sortColumn) {
			case METRIC, KIND, TARGET, TREND -> byLabels;
			case VALUE, RATE, P50, P99, MAX ->
				SortOrder.byNumber((Series series) -> this.figureReader.figures(series), this.sortColumn, this.reversed)
					.thenComparing(byLabels);
		};
	}

	List<Row> rows() {
		return this.rows;
	}

	/**
	 * Returns how many series are shown, each by itself or together with others.
	 */
	int matching() {
		return this.listed.series();
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
		return this.onlyTarget == null && this.reader.targets().size() > 1;
	}

	private boolean shows(Series series) {
		return this.filter.matches(series) && (this.onlyTarget == null || series.target().equals(this.onlyTarget));
	}

	void filter(SeriesFilter filter) {
		this.filter = filter;
		applyFilter();
		this.choices++;
	}

	/**
	 * Shows the series of one target alone.
	 * @param target the name of the target, {@code null} for those of all
	 */
	void only(@Nullable String target) {
		this.onlyTarget = target;
		applyFilter();
		choose();
	}

	private void applyFilter() {
		this.filteredAt = this.reader.now();
		for (MetricGroup group : this.groups.values()) {
			if (group.filter(this::shows)) {
				this.readings.remove(group);
				this.stale = true;
			}
		}
	}

	/**
	 * Whether only the application's own metrics are listed.
	 */
	boolean ownOnly() {
		return this.listed.ownOnly();
	}

	void toggleOwnOnly() {
		this.listed.toggleOwnOnly();
		choose();
	}

	private void choose() {
		this.choices++;
		this.stale = true;
	}

	/**
	 * Returns a number that is another one once the user has chosen to list something
	 * else, or in another way.
	 */
	int choices() {
		return this.choices;
	}

	/**
	 * Returns the order of the labels of a group's rows.
	 */
	LabelOrder labelOrder(MetricGroup group) {
		return group.labelOrder(this.reader.now());
	}

	/**
	 * Returns a row of some series of one metric, which are looked at together. It is no
	 * row of the list.
	 */
	Row together(List<Series> series) {
		Series first = series.get(0);
		MetricGroup together = new MetricGroup(first.kind(), first.name());
		series.forEach((each) -> together.add(each, (added) -> true));
		if (this.together != null) {
			this.readings.remove(this.together);
		}
		this.together = together;
		return new Row(together, null, true, 0, null, false);
	}

	/**
	 * Whether a group has tasks in progress, whose rows are below its own.
	 */
	boolean hasTasks(MetricGroup group) {
		return this.listed.timers().below(group) != null;
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
		choose();
	}

	void reverse() {
		this.reversed = !this.reversed;
		choose();
	}

	private Comparator<MetricGroup> pinnedFirst() {
		return Comparator.comparingInt((group) -> isPinned(group) ? 0 : 1);
	}

	boolean isPinned(MetricGroup group) {
		return this.pins.contains(group.name());
	}

	void togglePin(MetricGroup group) {
		this.pins.toggle(group.name());
		choose();
	}

	/**
	 * Shows or hides what is below a row.
	 */
	void expand(Row row, boolean expanded) {
		TaskTimer folded = row.folded();
		if (folded != null) {
			folded.expanded(expanded);
		}
		else {
			row.group().expanded(expanded);
		}
		choose();
	}

	/**
	 * Shows all series or, if they are shown already, none of those below others.
	 */
	void toggleAll() {
		boolean expand = this.rows.stream().anyMatch((row) -> row.expandable() && !row.expanded());
		this.groups.values().forEach((group) -> group.expanded(expand));
		this.listed.timers().all().forEach((timer) -> timer.expanded(expand));
		choose();
	}

	/**
	 * Reads all groups through each window, when the screen has frozen.
	 */
	void readAll() {
		for (int i = 0; i < Window.values().length; i++) {
			this.groups.values()
				.stream()
				.filter((group) -> group.matching().size() > 1)
				.forEach((group) -> reading(group).figures());
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
		return (series != null) ? this.figureReader.figures(series) : reading(row.group()).figures();
	}

	Trend trend(Row row) {
		Series series = row.series();
		return (series != null) ? this.reader.trend(series) : reading(row.group()).trend();
	}

	Distribution distribution(Row row) {
		Series series = row.series();
		return (series != null) ? this.reader.distribution(series) : reading(row.group()).distribution();
	}

	private GroupReading reading(MetricGroup group) {
		GroupReading reading = this.readings.get(group);
		if (reading == null || reading.isOver()) {
			reading = new GroupReading(this.reader, this.figureReader, group, reading);
			this.readings.put(group, reading);
		}
		return reading;
	}

}
