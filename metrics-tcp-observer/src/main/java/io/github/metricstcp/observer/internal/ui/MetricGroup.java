package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * All series of one kind and name, of all targets.
 */
final class MetricGroup {

	/**
	 * The key under which the target is shown among the labels if there are several.
	 */
	private static final String TARGET = "target";

	private final Kind kind;

	private final String name;

	private final String displayName;

	private final List<Series> series = new ArrayList<>();

	private List<Series> matching = new ArrayList<>();

	private boolean expanded;

	// Made when asked for, forgotten when there is one more series
	private @Nullable Map<String, String> common;

	MetricGroup(Kind kind, String name) {
		this.kind = kind;
		this.name = name;
		this.displayName = DisplayText.clean(name);
	}

	Kind kind() {
		return this.kind;
	}

	String name() {
		return this.name;
	}

	/**
	 * Returns the name as it can be shown.
	 */
	String displayName() {
		return this.displayName;
	}

	void add(Series series, Predicate<Series> shown) {
		this.series.add(series);
		this.common = null;
		if (shown.test(series)) {
			this.matching.add(series);
		}
	}

	void filter(Predicate<Series> shown) {
		this.matching = new ArrayList<>(this.series.stream().filter(shown).toList());
	}

	/**
	 * Returns the series that the filter lets through.
	 */
	List<Series> matching() {
		return this.matching;
	}

	void sortMatching(Comparator<Series> order) {
		this.matching.sort(order);
	}

	int size() {
		return this.series.size();
	}

	boolean expanded() {
		return this.expanded;
	}

	void expanded(boolean expanded) {
		this.expanded = expanded;
	}

	/**
	 * Returns the labels of a series, ready to be shown.
	 */
	Map<String, String> labels(Series series, boolean severalTargets) {
		Map<String, String> labels = new LinkedHashMap<>();
		series.labels().forEach((key, value) -> labels.put(DisplayText.clean(key), DisplayText.clean(value)));
		if (severalTargets) {
			labels.put(TARGET, DisplayText.clean(series.target()));
		}
		return labels;
	}

	/**
	 * Returns the labels of a series that not all series of the group have.
	 */
	Map<String, String> ownLabels(Series series, boolean severalTargets) {
		Map<String, String> labels = labels(series, severalTargets);
		labels.entrySet().removeAll(commonLabels(severalTargets).entrySet());
		return labels;
	}

	/**
	 * Returns the labels that all series of the group have.
	 */
	Map<String, String> commonLabels(boolean severalTargets) {
		Map<String, String> common = this.common;
		if (common == null) {
			common = labels(this.series.get(0), severalTargets);
			for (Series each : this.series) {
				common.entrySet().retainAll(labels(each, severalTargets).entrySet());
			}
			this.common = common;
		}
		return common;
	}

	/**
	 * Returns the number of values of each label that is not the same for all, as a text.
	 */
	Map<String, String> labelCounts(boolean severalTargets) {
		Map<String, TreeSet<String>> values = new LinkedHashMap<>();
		for (Series each : this.matching) {
			ownLabels(each, severalTargets)
				.forEach((key, value) -> values.computeIfAbsent(key, (absent) -> new TreeSet<>()).add(value));
		}
		Map<String, String> counts = new LinkedHashMap<>();
		values.forEach((key, each) -> counts.put(key, (each.size() == 1) ? each.first() : each.size() + " values"));
		return counts;
	}

}
