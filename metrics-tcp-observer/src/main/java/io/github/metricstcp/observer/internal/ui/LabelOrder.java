package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The order of the labels of rows that are shown together. First come those that tell
 * most of the rows apart; those that another label implies, as the status of a request
 * implies its outcome, come last; and those that all rows have in common are set apart.
 * Finding it takes time in proportion to the rows.
 */
final class LabelOrder {

	/**
	 * The code of a label that a row does not have.
	 */
	private static final int ABSENT = 0;

	/**
	 * Of rows with very many labels only so many are compared with each other.
	 */
	private static final int MOST_COMPARED = 12;

	/**
	 * The label that is the first if it tells any rows apart: requests are known by it,
	 * even where their statuses or methods tell more.
	 */
	private static final String FIRST = "uri";

	private final Map<String, String> common = new LinkedHashMap<>();

	private final Map<String, Integer> places = new LinkedHashMap<>();

	private final Map<String, String> summary = new LinkedHashMap<>();

	private final Set<String> implied = new HashSet<>();

	/**
	 * Finds the order.
	 * @param rows the labels of each row
	 */
	LabelOrder(Collection<? extends Map<String, String>> rows) {
		List<Label> telling = new ArrayList<>();
		for (Label label : read(rows)) {
			if (label.isCommon()) {
				this.common.put(label.key, label.anyValue());
			}
			else {
				telling.add(label);
			}
		}
		// The sort is stable: equal ones stay in the labels' own order
		telling.sort(Comparator.comparingLong(Label::rank).reversed());
		List<Label> remaining = telling.subList(0, Math.min(MOST_COMPARED, telling.size()));
		while (!remaining.isEmpty()) {
			List<Label> candidates = remaining;
			List<Label> next = candidates.stream().filter((label) -> !isImplied(label, candidates)).toList();
			next.forEach(this::append);
			remaining = candidates.stream().filter((label) -> !next.contains(label)).toList();
			remaining.forEach((label) -> this.implied.add(label.key));
		}
		telling.stream().skip(MOST_COMPARED).forEach(this::append);
		telling.sort(Comparator.comparingInt((label) -> place(label.key)));
		telling.stream().filter((label) -> !isImplied(label.key)).forEach(this::summarize);
		this.summary.putAll(this.common);
		telling.stream().filter((label) -> isImplied(label.key)).forEach(this::summarize);
	}

	private void append(Label label) {
		this.places.put(label.key, this.places.size());
	}

	private void summarize(Label label) {
		int values = label.values.size();
		this.summary.put(label.key, (values == 1) ? label.anyValue() : "%,d values".formatted(values));
	}

	private static Collection<Label> read(Collection<? extends Map<String, String>> rows) {
		Map<String, Label> labels = new TreeMap<>();
		int row = 0;
		for (Map<String, String> each : rows) {
			for (Map.Entry<String, String> entry : each.entrySet()) {
				labels.computeIfAbsent(entry.getKey(), (key) -> new Label(key, rows.size())).set(row, entry.getValue());
			}
			row++;
		}
		return labels.values();
	}

	private static boolean isImplied(Label label, List<Label> others) {
		return !label.isFirst() && others.stream()
			.anyMatch((other) -> other != label && other.implies(label)
					&& (!label.implies(other) || other.comesBefore(label, others)));
	}

	/**
	 * Returns the labels that all rows have with the same value.
	 */
	Map<String, String> common() {
		return Collections.unmodifiableMap(this.common);
	}

	/**
	 * Returns all labels in this order, those in common before those that others imply,
	 * with the number of their values as a text, or the value if there is one.
	 */
	Map<String, String> summary() {
		return Collections.unmodifiableMap(this.summary);
	}

	/**
	 * Returns the labels of a row in this order, those that all rows have in common at
	 * the end.
	 */
	Map<String, String> all(Map<String, String> labels) {
		Map<String, String> ordered = own(labels);
		labels.forEach(ordered::putIfAbsent);
		return ordered;
	}

	/**
	 * Returns the labels of a row in this order, without those that all rows have in
	 * common.
	 * @param labels the labels of a row, which may have been added since the order was
	 * found
	 */
	Map<String, String> own(Map<String, String> labels) {
		Map<String, String> own = new LinkedHashMap<>();
		labels.entrySet()
			.stream()
			.filter((label) -> !label.getValue().equals(this.common.get(label.getKey())))
			.sorted(Comparator.comparingInt((label) -> place(label.getKey())))
			.forEach((label) -> own.put(label.getKey(), label.getValue()));
		return own;
	}

	/**
	 * Whether a label tells nothing that the labels before it do not tell.
	 */
	boolean isImplied(String label) {
		return this.implied.contains(label);
	}

	private int place(String label) {
		return this.places.getOrDefault(label, Integer.MAX_VALUE);
	}

	/**
	 * The values of one label.
	 */
	private static final class Label {

		private final String key;

		// The code of each row's value
		private final int[] codes;

		// The code of each value, from 1 on
		private final Map<String, Integer> values = new HashMap<>();

		private long textLength;

		Label(String key, int rows) {
			this.key = key;
			this.codes = new int[rows];
		}

		void set(int row, String value) {
			this.codes[row] = this.values.computeIfAbsent(value, (absent) -> this.values.size() + 1);
			this.textLength += this.key.length() + value.length();
		}

		String anyValue() {
			return this.values.keySet().iterator().next();
		}

		boolean isCommon() {
			return this.values.size() == 1 && Arrays.stream(this.codes).noneMatch((code) -> code == ABSENT);
		}

		/**
		 * Returns how many pairs of rows have different values. (A sum of whole numbers:
		 * equal splits are equal, whatever their order.)
		 */
		long pairsTold() {
			long[] rows = new long[this.values.size() + 1];
			for (int code : this.codes) {
				rows[code]++;
			}
			long told = (long) this.codes.length * this.codes.length;
			for (long same : rows) {
				told -= same * same;
			}
			return told / 2;
		}

		/**
		 * Returns whether rows with one value of this label have one value of another.
		 */
		boolean implies(Label other) {
			int[] implied = new int[this.values.size() + 1];
			Arrays.fill(implied, -1);
			for (int row = 0; row < this.codes.length; row++) {
				int code = this.codes[row];
				if (implied[code] == -1) {
					implied[code] = other.codes[row];
				}
				else if (implied[code] != other.codes[row]) {
					return false;
				}
			}
			return true;
		}

		boolean isFirst() {
			return this.key.equals(FIRST);
		}

		long rank() {
			return isFirst() ? Long.MAX_VALUE : pairsTold();
		}

		/**
		 * Returns whether it is the one to be shown of two that imply each other: the
		 * shorter one or, of equal length, the first.
		 */
		boolean comesBefore(Label other, List<Label> order) {
			if (isFirst()) {
				return true;
			}
			return (this.textLength != other.textLength) ? this.textLength < other.textLength
					: order.indexOf(this) < order.indexOf(other);
		}

	}

}
