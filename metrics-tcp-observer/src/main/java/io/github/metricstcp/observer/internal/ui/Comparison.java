package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the list with the numbers of each target. The rows are in the order of
 * the list or, the largest difference first, made anew only every now and then, so that a
 * row can be read before it moves.
 */
final class Comparison {

	private static final long REORDER_NANOS = 3 * TimeSource.NANOS_PER_SECOND;

	private final ModelReader reader;

	private final MetricList list;

	private final FigureReader figures;

	private final Map<WindowOfGroup, Reading> readings = new HashMap<>();

	private Measure measure = Measure.USUAL;

	private boolean byDifference;

	private boolean reversed;

	// What the rows were made of

	private List<Row> listRows = List.of();

	private List<TargetNames> targets = List.of();

	private int choices;

	private List<Compared> rows = List.of();

	private long orderedAt;

	private boolean stale = true;

	Comparison(ModelReader reader, MetricList list) {
		this.reader = reader;
		this.list = list;
		this.figures = new FigureReader(reader);
	}

	/**
	 * Makes the rows of the targets that are compared, if they are to be made anew.
	 * @param targets the targets, in the order of their columns
	 */
	List<Compared> rows(List<TargetNames> targets) {
		List<Row> listRows = this.list.rows();
		boolean changed = listRows != this.listRows || !targets.equals(this.targets);
		long age = this.reader.now() - this.orderedAt;
		if (changed || this.stale || (this.byDifference && (age < 0 || age >= REORDER_NANOS))) {
			if (!targets.equals(this.targets) || this.choices != this.list.choices()) {
				this.readings.clear();
			}
			this.choices = this.list.choices();
			this.listRows = listRows;
			this.targets = targets;
			this.rows = makeRows();
			this.orderedAt = this.reader.now();
			this.stale = false;
		}
		return this.rows;
	}

	private List<Compared> makeRows() {
		List<MetricGroup> groups = this.listRows.stream().map(Row::group).distinct().toList();
		List<Compared> collective = groups.stream().map(this::collective).toList();
		List<Compared> rows = new ArrayList<>();
		for (Compared row : this.byDifference ? sorted(collective) : collective) {
			rows.add(row);
			if (row.collective() && row.group().expanded()) {
				List<Compared> below = below(row.group());
				rows.addAll(this.byDifference ? sorted(below) : below);
			}
		}
		return rows;
	}

	private Compared collective(MetricGroup group) {
		List<Series> matching = group.matching();
		SeriesKey first = matching.get(0).key();
		// Mostly it is clear from the second one on
		boolean one = matching.stream().allMatch((series) -> series.key().equals(first));
		int keys = one ? 1 : (int) matching.stream().map(Series::key).distinct().count();
		return new Compared(group, matching, keys, false, byTarget(matching));
	}

	private List<Compared> below(MetricGroup group) {
		Map<SeriesKey, List<Series>> keys = new LinkedHashMap<>();
		group.matching()
			.forEach((series) -> keys.computeIfAbsent(series.key(), (key) -> new ArrayList<>()).add(series));
		List<Compared> rows = new ArrayList<>();
		keys.values().forEach((series) -> rows.add(new Compared(group, series, 1, true, byTarget(series))));
		return rows;
	}

	private List<List<Series>> byTarget(List<Series> series) {
		Map<String, List<Series>> byName = new LinkedHashMap<>();
		this.targets.forEach((target) -> byName.put(target.name(), new ArrayList<>()));
		for (Series each : series) {
			List<Series> cell = byName.get(each.target());
			if (cell != null) {
				cell.add(each);
			}
		}
		return List.copyOf(byName.values());
	}

	/**
	 * Returns rows sorted by difference, the largest first. Each is read once, because it
	 * may change while they are sorted.
	 */
	private List<Compared> sorted(List<Compared> rows) {
		Comparator<Sized> order = Comparator.comparingDouble(Sized::size);
		return rows.stream()
			.map((row) -> new Sized(row, difference(figures(row)).size()))
			.sorted(Comparator.<Sized>comparingInt((each) -> Double.isNaN(each.size()) ? 1 : 0)
				.thenComparing(this.reversed ? order : order.reversed()))
			.map(Sized::row)
			.toList();
	}

	/**
	 * Returns the numbers of a row, {@code null} for a target that has no such series.
	 */
	List<@Nullable Figures> figures(Compared row) {
		if (!row.collective()) {
			return read(row);
		}
		int size = row.series().size();
		WindowOfGroup key = new WindowOfGroup(row.group(), this.reader.window());
		Reading reading = this.readings.get(key);
		if (reading == null || reading.time().isOver(this.reader, size)) {
			reading = new Reading(ReadingTime.now(this.reader, size), read(row));
			this.readings.put(key, reading);
		}
		return reading.figures();
	}

	private List<@Nullable Figures> read(Compared row) {
		List<@Nullable Figures> figures = new ArrayList<>();
		for (List<Series> cell : row.cells()) {
			figures.add(cell.isEmpty() ? null : this.figures.figures(cell));
		}
		return figures;
	}

	/**
	 * Returns the difference of the numbers of a row.
	 */
	Difference difference(List<@Nullable Figures> figures) {
		return Difference.of(figures.stream()
			.mapToDouble((each) -> (each != null) ? this.measure.number(each) : Double.NaN)
			.toArray());
	}

	/**
	 * Reads all rows through each window, when the screen has frozen.
	 */
	void readAll() {
		for (int i = 0; i < Window.values().length; i++) {
			this.rows.forEach(this::figures);
			// After the last one it is the first again
			this.reader.nextWindow();
		}
	}

	Measure measure() {
		return this.measure;
	}

	void nextMeasure() {
		this.measure = this.measure.next(Measure.COMPARED);
		this.stale = true;
	}

	/**
	 * Whether rows are sorted by difference, and not as the list is.
	 */
	boolean byDifference() {
		return this.byDifference;
	}

	boolean reversed() {
		return this.reversed;
	}

	void sortByNext() {
		this.byDifference = !this.byDifference;
		this.reversed = false;
		this.stale = true;
	}

	void reverse() {
		if (this.byDifference) {
			this.reversed = !this.reversed;
			this.stale = true;
		}
		else {
			this.list.reverse();
		}
	}

	/**
	 * A row: the series of one identity, or all matching ones of a metric.
	 *
	 * @param group the metric
	 * @param series the series of all targets
	 * @param keys the number of identities that the series have
	 * @param nested whether it is below the row of its metric
	 * @param cells the series of each target, in the order of the columns
	 */
	record Compared(MetricGroup group, List<Series> series, int keys, boolean nested, List<List<Series>> cells) {

		/**
		 * Whether it stands for several identities, which can be shown below it.
		 */
		boolean collective() {
			return this.keys > 1;
		}

		/**
		 * Whether it stands for the same as another row, which was made at another time.
		 */
		boolean same(Compared other) {
			return this.group == other.group && this.nested == other.nested
					&& (!this.nested || this.series.get(0).key().equals(other.series.get(0).key()));
		}

	}

	/**
	 * A row, and how large its difference is.
	 */
	private record Sized(Compared row, double size) {
	}

	/**
	 * The window through which a metric is read.
	 */
	private record WindowOfGroup(MetricGroup group, Window window) {
	}

	/**
	 * The numbers of the targets, at some time.
	 */
	private record Reading(ReadingTime time, List<@Nullable Figures> figures) {
	}

}
