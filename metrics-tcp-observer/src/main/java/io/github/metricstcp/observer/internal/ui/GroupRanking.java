package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesGroup;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The series of one metric, or groups of them by a label, ranked by one of their numbers.
 * The numbers hold for a while, the longer the more series there are.
 */
final class GroupRanking {

	private static final String TARGET = "target";

	private final ModelReader reader;

	private final MetricList list;

	private final FigureReader figures;

	private final Map<Kind, Measure> measures = new EnumMap<>(Kind.class);

	// The label that is grouped by in every metric that has it
	private @Nullable GroupKey chosen;

	private @Nullable Reading reading;

	GroupRanking(ModelReader reader, MetricList list) {
		this.reader = reader;
		this.list = list;
		this.figures = new FigureReader(reader);
	}

	/**
	 * Returns the number that series of a kind are ranked by.
	 */
	Measure measure(Kind kind) {
		return this.measures.getOrDefault(kind, Measure.USUAL).of(kind);
	}

	/**
	 * Returns the next number that series of a kind can be ranked by.
	 */
	Measure nextMeasure(Kind kind) {
		return measure(kind).next(Measure.ranking(kind));
	}

	void rankByNext(Kind kind) {
		this.measures.put(kind, nextMeasure(kind));
	}

	/**
	 * Returns the label by which a metric is grouped, {@code null} for none.
	 */
	@Nullable GroupKey key(MetricGroup group) {
		return reading(group).key;
	}

	/**
	 * Returns the label by which it would be grouped next, {@code null} for none.
	 */
	@Nullable GroupKey nextKey(MetricGroup group) {
		Reading reading = reading(group);
		int next = (reading.key == null) ? 0 : reading.keys.indexOf(reading.key) + 1;
		return (next < reading.keys.size()) ? reading.keys.get(next) : null;
	}

	/**
	 * Returns whether there is a label to group by.
	 */
	boolean hasKeys(MetricGroup group) {
		return !reading(group).keys.isEmpty();
	}

	void groupByNext(MetricGroup group) {
		this.chosen = nextKey(group);
	}

	/**
	 * Returns the series of a metric, or their groups, the greatest first.
	 */
	List<Ranked> ranked(MetricGroup group) {
		return reading(group).ranked(measure(group.kind()));
	}

	private Reading reading(MetricGroup group) {
		Reading reading = this.reading;
		if (reading == null || reading.group != group || reading.isOver()) {
			reading = new Reading(group, keys(group.matching()), this.chosen);
			this.reading = reading;
		}
		else if (!reading.isBy(this.chosen)) {
			reading = new Reading(group, reading.keys, this.chosen);
			this.reading = reading;
		}
		return reading;
	}

	private static List<GroupKey> keys(List<Series> series) {
		List<GroupKey> keys = new ArrayList<>();
		SeriesGroup.labels(series).forEach((label) -> keys.add(new GroupKey(label, false)));
		if (series.stream().map(Series::target).distinct().count() > 1) {
			keys.add(new GroupKey(TARGET, true));
		}
		return keys;
	}

	/**
	 * A label by which series are grouped, or their target.
	 *
	 * @param label the key of the label
	 * @param target whether it is the target, which is no label
	 */
	record GroupKey(String label, boolean target) {

		List<SeriesGroup> groups(List<Series> series) {
			return this.target ? SeriesGroup.byTarget(series) : SeriesGroup.byLabel(this.label, series);
		}

		String text() {
			// As filters tell the label of that name from the target
			return DisplayText.clean((this.label.equals(TARGET) && !this.target) ? "label:" + TARGET : this.label);
		}

	}

	/**
	 * A series, or a group of them.
	 *
	 * @param value the value of the label that they are grouped by, {@code null} if it is
	 * a series, or the group of those without that label
	 * @param series the series
	 * @param figures the numbers of the series together
	 */
	record Ranked(@Nullable String value, List<Series> series, Figures figures) {
	}

	/**
	 * The numbers of a metric's series or their groups, at some time.
	 */
	private final class Reading {

		private final MetricGroup group;

		private final List<GroupKey> keys;

		private final @Nullable GroupKey key;

		private final ReadingTime time;

		private final Window window = GroupRanking.this.reader.window();

		private final int choices = GroupRanking.this.list.choices();

		private final List<Ranked> all = new ArrayList<>();

		private List<Ranked> ranked = List.of();

		private @Nullable Measure measure;

		Reading(MetricGroup group, List<GroupKey> keys, @Nullable GroupKey chosen) {
			List<Series> series = group.matching();
			this.group = group;
			this.keys = keys;
			this.key = keys.contains(chosen) ? chosen : null;
			this.time = ReadingTime.now(GroupRanking.this.reader, series.size());
			FigureReader figures = GroupRanking.this.figures;
			if (this.key == null) {
				series.forEach((each) -> this.all.add(new Ranked(null, List.of(each), figures.figures(each))));
			}
			else {
				this.key.groups(series)
					.forEach((each) -> this.all
						.add(new Ranked(each.value(), each.series(), figures.figures(each.series()))));
			}
		}

		boolean isOver() {
			return this.choices != GroupRanking.this.list.choices() || this.window != GroupRanking.this.reader.window()
					|| this.time.isOver(GroupRanking.this.reader, this.group.matching().size());
		}

		boolean isBy(@Nullable GroupKey chosen) {
			return (this.key != null) ? this.key.equals(chosen) : !this.keys.contains(chosen);
		}

		List<Ranked> ranked(Measure measure) {
			if (measure != this.measure) {
				Comparator<Ranked> order = Comparator.comparingDouble((each) -> measure.inBase(each.figures));
				this.ranked = this.all.stream()
					.sorted(Comparator
						.<Ranked>comparingInt((each) -> Double.isNaN(measure.inBase(each.figures)) ? 1 : 0)
						.thenComparing(order.reversed()))
					.toList();
				this.measure = measure;
			}
			return this.ranked;
		}

	}

}
