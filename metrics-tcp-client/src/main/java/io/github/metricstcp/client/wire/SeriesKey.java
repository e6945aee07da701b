package io.github.metricstcp.client.wire;

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
	 * How many characters name and labels have together at the most if anything is to be
	 * kept of the series: memory is bounded by their number only if each is.
	 */
	public static final int MAX_LENGTH = 4096;

	/**
	 * Creates a key with a copy of the labels.
	 * @param kind what the series is
	 * @param name its name
	 * @param labels its labels
	 */
	public SeriesKey(Kind kind, String name, Map<String, String> labels) {
		this(kind, name, Collections.unmodifiableSortedMap(new TreeMap<>(labels)));
	}

	/**
	 * Whether name and labels have more than {@value #MAX_LENGTH} characters together.
	 */
	public boolean isTooLong() {
		int length = this.name.length();
		for (Map.Entry<String, String> label : this.labels.entrySet()) {
			length += label.getKey().length() + label.getValue().length();
		}
		return length > MAX_LENGTH;
	}

}
