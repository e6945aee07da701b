package io.github.metricstcp.observer.wire;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What tells the series of one target apart.
 *
 * @param kind what the series is
 * @param name its name
 * @param labels its labels, sorted by key; unmodifiable
 * @since 0.1.0
 */
public record SeriesKey(Kind kind, String name, SortedMap<String, String> labels) {

	/**
	 * Creates a key with a copy of the labels.
	 * @param kind what the series is
	 * @param name its name
	 * @param labels its labels
	 */
	public SeriesKey(Kind kind, String name, Map<String, String> labels) {
		this(kind, name, Collections.unmodifiableSortedMap(new TreeMap<>(labels)));
	}

}
