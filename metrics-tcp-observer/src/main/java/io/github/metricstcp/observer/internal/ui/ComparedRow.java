package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import io.github.metricstcp.client.model.Series;

/**
 * A row of the targets side by side: the series of one identity, or all matching ones of
 * a metric.
 *
 * @param listed the row of the list that it stands for
 * @param shown the row as it is drawn: one of a single series, if all have one identity
 * @param series the series of all targets
 * @param keys the number of identities that the series have
 * @param cells the series of each target, in the order of the targets
 */
record ComparedRow(Row listed, Row shown, List<Series> series, int keys,
		List<List<Series>> cells) implements SelectableRow<ComparedRow> {

	MetricGroup group() {
		return this.listed.group();
	}

	/**
	 * Whether it stands for several identities.
	 */
	boolean collective() {
		return this.keys > 1;
	}

	@Override
	public int depth() {
		return this.shown.depth();
	}

	@Override
	public boolean isSameAs(ComparedRow other) {
		return group() == other.group() && this.listed.folded() == other.listed.folded()
				&& this.shown.nested() == other.shown.nested()
				&& (!this.shown.nested() || this.series.get(0).key().equals(other.series.get(0).key()));
	}

	@Override
	public boolean isOfSameMetric(ComparedRow other) {
		return group() == other.group();
	}

	/**
	 * Whether it stands for a row of the list, among others.
	 */
	boolean standsFor(Row row) {
		Series series = row.series();
		return group() == row.group() && this.listed.folded() == row.folded() && this.shown.nested() == row.nested()
				&& (!row.nested() || series == null || this.series.contains(series));
	}

}
