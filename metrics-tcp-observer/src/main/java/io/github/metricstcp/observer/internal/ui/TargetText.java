package io.github.metricstcp.observer.internal.ui;

import java.util.Collection;

import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetNames;

/**
 * The names of targets beside series: the short ones, ready to be shown.
 */
final class TargetText {

	private TargetText() {
	}

	static String of(Series series) {
		return of(series.targetNames());
	}

	static String of(TargetNames target) {
		return DisplayText.clean(target.shortName());
	}

	/**
	 * Returns the cells that the longest name takes.
	 */
	static int width(Collection<TargetNames> targets) {
		return targets.stream().mapToInt((target) -> DisplayText.width(of(target))).max().orElse(0);
	}

}
