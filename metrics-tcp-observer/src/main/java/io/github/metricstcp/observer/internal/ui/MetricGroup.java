package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.metricstcp.client.model.MetricOrigin;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * All series of one kind and name, of all targets.
 */
final class MetricGroup {

	/**
	 * From this number on, the order of labels takes a while.
	 */
	private static final int MANY_SERIES = 500;

	private final Kind kind;

	private final String name;

	private final String displayName;

	private final MetricOrigin origin;

	private final List<Series> series = new ArrayList<>();

	private List<Series> matching = new ArrayList<>();

	private boolean expanded;

	private @Nullable LabelOrder labelOrder;

	// Whether that is the order of all that match now
	private boolean ordered;

	private long orderedAt;

	MetricGroup(Kind kind, String name) {
		this.kind = kind;
		this.name = name;
		this.displayName = DisplayText.clean(name);
		this.origin = MetricOrigin.of(name);
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

	MetricOrigin origin() {
		return this.origin;
	}

	void add(Series series, Predicate<Series> shown) {
		this.series.add(series);
		if (shown.test(series)) {
			this.matching.add(series);
			this.ordered = false;
		}
	}

	/**
	 * Forgets all series, before they come anew.
	 */
	void clear() {
		this.series.clear();
		this.matching.clear();
		this.labelOrder = null;
	}

	/**
	 * Lets the series through that are to be shown.
	 * @return whether they are others than before
	 */
	boolean filter(Predicate<Series> shown) {
		List<Series> matching = this.series.stream().filter(shown).toList();
		if (matching.size() == this.matching.size() && new HashSet<>(this.matching).containsAll(matching)) {
			return false;
		}
		this.matching = new ArrayList<>(matching);
		this.labelOrder = null;
		return true;
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
	Map<String, String> labels(Series series) {
		Map<String, String> labels = new LinkedHashMap<>();
		series.labels().forEach((key, value) -> labels.put(DisplayText.clean(key), DisplayText.clean(value)));
		return labels;
	}

	/**
	 * Returns the order of the labels of the matching series. It is found when asked for
	 * and kept until other series match; that of many series is found anew once a second
	 * at most.
	 * @param now the time, in nanoseconds since the epoch
	 */
	LabelOrder labelOrder(long now) {
		LabelOrder order = this.labelOrder;
		boolean due = this.matching.size() < MANY_SERIES || now - this.orderedAt >= TimeSource.NANOS_PER_SECOND;
		if (order == null || (!this.ordered && due)) {
			order = new LabelOrder(this.matching.stream().map(this::labels).toList());
			this.labelOrder = order;
			this.orderedAt = now;
			this.ordered = true;
		}
		return order;
	}

}
