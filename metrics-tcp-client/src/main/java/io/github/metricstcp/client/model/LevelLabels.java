package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The labels that the series of a {@link Level} must have, as they are written between
 * braces: {@code uri=/orders,status=5*}. Braces within a value come in pairs, or the
 * value is in quotes, as one with a comma is.
 *
 * @param values the values, each a glob, by their keys
 */
record LevelLabels(Map<String, Predicate<String>> values) {

	static final LevelLabels NONE = new LevelLabels(Map.of());

	/**
	 * Returns where the labels end that begin at some place of a text.
	 * @param begin the place of the opening brace
	 * @return the place of the closing brace
	 * @throws IllegalArgumentException if there is none
	 */
	static int end(String text, int begin) {
		int depth = 0;
		boolean quoted = false;
		for (int i = begin; i < text.length(); i++) {
			char c = text.charAt(i);
			quoted ^= c == '"';
			depth += (quoted || c != '{') ? 0 : 1;
			depth -= (quoted || c != '}') ? 0 : 1;
			if (depth == 0) {
				return i;
			}
		}
		throw new IllegalArgumentException("The labels of a level must end with }, as in {uri=/orders}");
	}

	/**
	 * Returns the labels that a text stands for.
	 * @param text the text between the braces
	 * @throws IllegalArgumentException if it is no list of labels
	 */
	static LevelLabels parse(String text) {
		Map<String, Predicate<String>> values = new LinkedHashMap<>();
		for (String label : split(text)) {
			int equals = label.indexOf('=');
			if (equals < 1) {
				throw new IllegalArgumentException("'%s' is no label of a level, such as uri=/orders".formatted(label));
			}
			values.put(label.substring(0, equals).strip(),
					SeriesFilter.glob(label.substring(equals + 1).strip().replace("\"", "")));
		}
		return new LevelLabels(values);
	}

	private static List<String> split(String text) {
		List<String> labels = new ArrayList<>();
		int begin = 0;
		int depth = 0;
		boolean quoted = false;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			quoted ^= c == '"';
			depth += (quoted || c != '{') ? 0 : 1;
			depth -= (quoted || c != '}') ? 0 : 1;
			if (c == ',' && !quoted && depth == 0) {
				labels.add(text.substring(begin, i).strip());
				begin = i + 1;
			}
		}
		String last = text.substring(begin).strip();
		if (!last.isEmpty() || !labels.isEmpty()) {
			labels.add(last);
		}
		return labels;
	}

	boolean match(Map<String, String> labels) {
		for (Map.Entry<String, Predicate<String>> each : this.values.entrySet()) {
			String value = labels.get(each.getKey());
			if (value == null || !each.getValue().test(value)) {
				return false;
			}
		}
		return true;
	}

}
