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

	// The series of all targets, of which the list has a row each
	private @Nullable Row together;

	DetailKeys(ListView listView, DetailView detailView, GroupDetailView groupDetailView) {
		this.listView = listView;
		this.detailView = detailView;
		this.groupDetailView = groupDetailView;
	}

	/**
	 * Returns the row that is looked at, {@code null} if there is none.
	 */
	@Nullable Row row() {
		Row together = this.together;
		boolean known = together != null && !together.group().matching().isEmpty();
		return known ? together : this.listView.cursor().selected();
	}

	/**
	 * Looks at a row.
	 * @param row the selected row of the list, or one of several rows together;
	 * {@code null} if none is looked at any more
	 */
	void look(@Nullable Row row) {
		this.together = (row != null && row.nested() && row.collective()) ? row : null;
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
		look(null);
		this.listView.cursor().up();
	}

	/**
	 * Looks at the metric behind this one.
	 */
	void down() {
		look(null);
		this.listView.cursor().down();
	}

	void pageUp() {
		if (group() != null) {
			this.groupDetailView.scroll(-1);
		}
		else {
			look(null);
			this.listView.cursor().pageUp();
		}
	}

	void pageDown() {
		if (group() != null) {
			this.groupDetailView.scroll(1);
		}
		else {
			this.listView.cursor().pageDown();
		}
	}

	void first() {
		if (group() != null) {
			this.groupDetailView.scrollToFirst();
		}
		else {
			this.listView.cursor().first();
		}
	}

	void last() {
		if (group() != null) {
			this.groupDetailView.scrollToLast();
		}
		else {
			this.listView.cursor().last();
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
