package io.github.metricstcp.observer.internal.ui;

import org.jspecify.annotations.Nullable;

/**
 * The actions of the keys that have another meaning while one metric is looked at. If it
 * is looked at as a whole, they act upon the ranking of its series.
 */
final class DetailKeys {

	private final ListView listView;

	private final DetailView detailView;

	private final GroupDetailView groupDetailView;

	DetailKeys(ListView listView, DetailView detailView, GroupDetailView groupDetailView) {
		this.listView = listView;
		this.detailView = detailView;
		this.groupDetailView = groupDetailView;
	}

	/**
	 * Returns the row that is looked at, {@code null} if there is none.
	 */
	@Nullable Row row() {
		return this.listView.selected();
	}

	/**
	 * Returns the metric that is looked at as a whole, {@code null} if none is.
	 */
	private @Nullable MetricGroup group() {
		Row row = row();
		return (row != null && row.collective()) ? row.group() : null;
	}

	/**
	 * Looks at the metric before this one.
	 */
	void up() {
		this.listView.up();
	}

	/**
	 * Looks at the metric behind this one.
	 */
	void down() {
		this.listView.down();
	}

	void pageUp() {
		if (group() != null) {
			this.groupDetailView.scroll(-1);
		}
		else {
			this.listView.pageUp();
		}
	}

	void pageDown() {
		if (group() != null) {
			this.groupDetailView.scroll(1);
		}
		else {
			this.listView.pageDown();
		}
	}

	void first() {
		if (group() != null) {
			this.groupDetailView.scrollToFirst();
		}
		else {
			this.listView.first();
		}
	}

	void last() {
		if (group() != null) {
			this.groupDetailView.scrollToLast();
		}
		else {
			this.listView.last();
		}
	}

	/**
	 * Changes between the parts of the detail, where there is no room for all.
	 */
	void toggle() {
		if (group() != null) {
			this.groupDetailView.toggle();
		}
		else {
			this.detailView.toggle();
		}
	}

	/**
	 * Returns the parts between which there is a change, {@code null} if there is room
	 * for all.
	 */
	@Nullable String parts() {
		MetricGroup group = group();
		if (group != null) {
			return this.groupDetailView.parts(group.kind());
		}
		return this.detailView.toggles() ? DetailView.CHART_OR_DISTRIBUTION : null;
	}

	/**
	 * Ranks the series of the metric by the next number.
	 */
	void rankByNext() {
		MetricGroup group = group();
		if (group != null) {
			this.groupDetailView.ranking().rankByNext(group.kind());
		}
	}

	/**
	 * Returns what the next number is, {@code null} if there is no ranking.
	 */
	@Nullable String nextRank() {
		MetricGroup group = group();
		return (group != null)
				? "rank by " + this.groupDetailView.ranking().nextMeasure(group.kind()).word(group.kind()) : null;
	}

	/**
	 * Groups the series of the metric by the next label.
	 */
	void groupByNext() {
		MetricGroup group = group();
		if (group != null) {
			this.groupDetailView.ranking().groupByNext(group);
		}
	}

	/**
	 * Returns what the series are grouped by next, {@code null} if there is no ranking.
	 */
	@Nullable String nextGroup() {
		MetricGroup group = group();
		if (group == null || !this.groupDetailView.ranking().hasKeys(group)) {
			return null;
		}
		GroupRanking.GroupKey next = this.groupDetailView.ranking().nextKey(group);
		return (next != null) ? "by " + next.text() : "each series";
	}

}
