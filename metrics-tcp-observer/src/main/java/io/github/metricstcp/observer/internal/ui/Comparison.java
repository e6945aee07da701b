package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

	private List<ComparedRow> rows = List.of();

	private long orderedAt;

	private boolean stale = true;

	Comparison(ModelReader reader, MetricList list) {
		this.reader = reader;
		this.list = list;
		this.figures = new FigureReader(reader);
	}

	/**
	 * Makes the rows of the targets that are compared, if they are to be made anew.
	 * @param targets all targets, in the order of their columns
	 */
	List<ComparedRow> rows(List<TargetNames> targets) {
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

	/**
	 * Makes the rows: those of the list, without their series, and with those of each
	 * identity instead.
	 */
	private List<ComparedRow> makeRows() {
		List<List<ComparedRow>> trees = new ArrayList<>();
		for (Row listed : this.listRows) {
			if (listed.nested()) {
				continue;
			}
			if (listed.depth() == 0) {
				trees.add(new ArrayList<>());
			}
			List<ComparedRow> tree = trees.get(trees.size() - 1);
			ComparedRow row = row(listed);
			tree.add(row);
			if (row.collective() && row.shown().expanded() && listed.folded() == null) {
				List<ComparedRow> below = below(listed);
				tree.addAll(this.byDifference ? sorted(below) : below);
			}
		}
		if (!this.byDifference) {
			return trees.stream().flatMap(List::stream).toList();
		}
		IdentityHashMap<ComparedRow, List<ComparedRow>> byFirst = new IdentityHashMap<>();
		trees.forEach((tree) -> byFirst.put(tree.get(0), tree));
		List<ComparedRow> rows = new ArrayList<>();
		sorted(trees.stream().map((tree) -> tree.get(0)).toList())
			.forEach((first) -> rows.addAll(byFirst.getOrDefault(first, List.of())));
		return rows;
	}

	private ComparedRow row(Row listed) {
		List<Series> matching = listed.group().matching();
		Series first = matching.get(0);
		// Mostly it is clear from the second one on
		boolean one = matching.stream().allMatch((series) -> series.key().equals(first.key()));
		int keys = one ? 1 : (int) matching.stream().map(Series::key).distinct().count();
		boolean expandable = keys > 1 || listed.folded() != null || this.list.hasTasks(listed.group());
		Row shown = new Row(listed.group(), one ? first : null, false, listed.depth(), listed.folded(), expandable);
		return new ComparedRow(listed, shown, matching, keys, byTarget(matching));
	}

	private List<ComparedRow> below(Row listed) {
		Map<SeriesKey, List<Series>> keys = new LinkedHashMap<>();
		listed.group()
			.matching()
			.forEach((series) -> keys.computeIfAbsent(series.key(), (key) -> new ArrayList<>()).add(series));
		List<ComparedRow> rows = new ArrayList<>();
		keys.values().forEach((series) -> {
			Row row = new Row(listed.group(), series.get(0), true, listed.depth() + 1, null, false);
			rows.add(new ComparedRow(row, row, series, 1, byTarget(series)));
		});
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
	private List<ComparedRow> sorted(List<ComparedRow> rows) {
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
	List<@Nullable Figures> figures(ComparedRow row) {
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

	private List<@Nullable Figures> read(ComparedRow row) {
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
		List<UnitFormat> units = figures.stream().filter(Objects::nonNull).map(this.measure::unit).toList();
		double[] numbers = figures.stream()
			.mapToDouble((each) -> (each != null) ? this.measure.inBase(each) : Double.NaN)
			.toArray();
		if (units.stream().anyMatch((unit) -> UnitFormat.BY_FAMILY.compare(unit, units.get(0)) != 0)) {
			return Difference.NONE;
		}
		return (!units.isEmpty() && units.get(0).isDate()) ? Difference.ofDates(numbers) : Difference.of(numbers);
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
	 * A row, and how large its difference is.
	 */
	private record Sized(ComparedRow row, double size) {
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
