package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import io.github.metricstcp.client.model.Level;
import io.github.metricstcp.client.model.SeriesFilter;

/**
 * The settings of a screen that the user gives it to begin with.
 *
 * @param filter the filter of series
 * @param levels the levels beyond which series are marked
 * @param pins the metrics that stay at the top
 */
public record ScreenSettings(SeriesFilter filter, List<Level> levels, Pins pins) {

	/**
	 * Creates settings with a copy of the levels.
	 */
	public ScreenSettings {
		levels = List.copyOf(levels);
	}

}
