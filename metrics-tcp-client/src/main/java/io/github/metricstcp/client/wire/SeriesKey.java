package io.github.metricstcp.client.wire;

import java.util.Map;
import java.util.SortedMap;

/**
 * The identity of a series among those of one target.
 *
 * @param kind the kind of the series
 * @param name its name
 * @param labels its labels, sorted by key; unmodifiable
 * @since 0.1.0
 */
public record SeriesKey(Kind kind, String name, SortedMap<String, String> labels) {

	/**
	 * The maximum number of characters of name and labels together if anything is to be
	 * kept of the series: memory is bounded by the number of series only if each is
	 * bounded.
	 */
	public static final int MAX_LENGTH = 4096;

	/**
	 * Creates a key with a copy of the labels.
	 * @param kind the kind of the series
	 * @param name its name
	 * @param labels its labels
	 */
	public SeriesKey(Kind kind, String name, Map<String, String> labels) {
		this(kind, name, new Labels(labels));
	}

	/**
	 * Returns whether the series is too long for anything to be kept of it.
	 * @return {@code true} if name and labels have more than {@value #MAX_LENGTH}
	 * characters together
	 */
	public boolean isTooLong() {
		int length = this.name.length();
		for (Map.Entry<String, String> label : this.labels.entrySet()) {
			length += label.getKey().length() + label.getValue().length();
		}
		return length > MAX_LENGTH;
	}

}
