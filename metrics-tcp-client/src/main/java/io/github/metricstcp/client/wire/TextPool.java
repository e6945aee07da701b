package io.github.metricstcp.client.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The names and labels that series have in common, each of them once. Its size is
 * bounded, for some labels have another value in each series. Not thread-safe.
 */
final class TextPool {

	private static final int MAX_TEXTS = 4096;

	private static final int MAX_LENGTH = 256;

	private final Map<String, String> texts = new HashMap<>();

	/**
	 * Returns a key that shares its texts with the keys before it.
	 */
	SeriesKey pooled(SeriesKey key) {
		Map<String, String> labels = new TreeMap<>();
		key.labels().forEach((label, value) -> labels.put(pooled(label), pooled(value)));
		return new SeriesKey(key.kind(), pooled(key.name()), labels);
	}

	int size() {
		return this.texts.size();
	}

	private String pooled(String text) {
		if (text.length() > MAX_LENGTH) {
			return text;
		}
		String pooled = this.texts.get(text);
		if (pooled != null) {
			return pooled;
		}
		if (this.texts.size() < MAX_TEXTS) {
			this.texts.put(text, text);
		}
		return text;
	}

}
