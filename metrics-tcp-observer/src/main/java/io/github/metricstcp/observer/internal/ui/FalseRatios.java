package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.metricstcp.client.model.Ratios;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.Window;

/**
 * The gauges that have the name of a ratio and are none, for a value has gone beyond 1.
 * That is so for all series of the name, and stays so: rows of one metric are compared,
 * also with what they were in another window.
 */
final class FalseRatios {

	// Series that may be ratios as far as is known
	private final List<Series> candidates = new ArrayList<>();

	private final Set<String> names = new HashSet<>();

	private int known;

	/**
	 * Returns those of some series.
	 */
	static FalseRatios of(List<Series> series) {
		FalseRatios ratios = new FalseRatios();
		ratios.read(series);
		return ratios;
	}

	/**
	 * Reads the values that have come since the last time.
	 * @param series all series, those of the last time first
	 */
	void read(List<Series> series) {
		series.subList(this.known, series.size())
			.stream()
			// A unit may come later. It is looked at when a value is written
			.filter((each) -> Ratios.isRatio(each.kind(), each.name(), null) && !Ratios.isNamed(each.name()))
			.forEach(this.candidates::add);
		this.known = series.size();
		for (Series each : this.candidates) {
			if (!contains(each.name()) && each.snapshot(Window.ALL).summary().max() > 1) {
				this.names.add(each.name());
			}
		}
		this.candidates.removeIf((each) -> contains(each.name()));
	}

	/**
	 * Forgets all of them, as the model has.
	 */
	void clear() {
		this.candidates.clear();
		this.names.clear();
		this.known = 0;
	}

	/**
	 * Whether a gauge of some name is none.
	 */
	boolean contains(String name) {
		return this.names.contains(name);
	}

}
