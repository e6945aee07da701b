package io.github.metricstcp.observer.internal.ui;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The way in which the labels of rows are cut where there is no room for them, so that
 * rows with other labels do not read alike.
 */
enum LabelFit {

	/**
	 * All labels, cut at the border.
	 */
	AT_THE_BORDER,

	/**
	 * The ends of the longest values are cut, so that each label is seen.
	 */
	ENDS_OF_VALUES,

	/**
	 * The middles of the longest values are cut.
	 */
	MIDDLES_OF_VALUES,

	/**
	 * The middles of the longest values are cut, and there are no keys.
	 */
	VALUES_ALONE;

	private static final int LEAST_VALUE = 2;

	/**
	 * Returns the first way in which rows can be told apart, or the one that is usual if
	 * none does that.
	 * @param rows the labels of rows
	 * @param implied whether a label is implied by others, which is left out unless
	 * labels are cut at the border
	 * @param width the cells that there are
	 */
	static LabelFit of(Collection<Map<String, String>> rows, Predicate<String> implied, int width) {
		Set<Map<String, String>> different = new HashSet<>(rows);
		return Arrays.stream(values())
			.filter((fit) -> different.stream()
				.map((labels) -> DisplayText.fit(fit.text(fit.cut(labels, implied, width)), width))
				.distinct()
				.count() == different.size())
			.findFirst()
			.orElse(AT_THE_BORDER);
	}

	/**
	 * Returns the least number of cells in which rows can be told apart if their labels
	 * are cut at the border.
	 */
	static int cellsApart(Collection<Map<String, String>> rows) {
		List<String> texts = rows.stream().map(AT_THE_BORDER::text).distinct().sorted().toList();
		int apart = 0;
		for (int i = 1; i < texts.size(); i++) {
			String one = texts.get(i - 1);
			String other = texts.get(i);
			int common = 0;
			while (common < Math.min(one.length(), other.length()) && one.charAt(common) == other.charAt(common)) {
				common++;
			}
			// What differs, and the mark of the cut
			int cut = DisplayText.width(other.substring(0, common)) + 2;
			apart = Math.max(apart, Math.min(cut, Math.max(DisplayText.width(one), DisplayText.width(other))));
		}
		return apart;
	}

	private String text(Map<String, String> labels) {
		return labels.entrySet()
			.stream()
			.map((label) -> (hasKeys() ? label.getKey() + "=" : "") + label.getValue())
			.collect(Collectors.joining(" "));
	}

	/**
	 * Whether the keys of labels are written.
	 */
	boolean hasKeys() {
		return this != VALUES_ALONE;
	}

	/**
	 * Returns the labels that are written, their values cut so that all of them have room
	 * if they can.
	 * @param labels the labels of a row
	 * @param implied whether a label is implied by others
	 * @param width the cells that there are
	 */
	Map<String, String> cut(Map<String, String> labels, Predicate<String> implied, int width) {
		if (this == AT_THE_BORDER) {
			return labels;
		}
		Map<String, String> telling = new LinkedHashMap<>(labels);
		telling.keySet().removeIf(implied);
		int all = DisplayText.width(text(telling));
		return (all > width) ? cut(telling, all, width) : telling;
	}

	private Map<String, String> cut(Map<String, String> labels, int all, int width) {
		int[] whole = labels.values().stream().mapToInt(DisplayText::width).toArray();
		// One that is longer is cut anyway, and may be very long
		int[] widths = Arrays.stream(whole).map((each) -> Math.min(each, Math.max(width, LEAST_VALUE))).toArray();
		Comparator<Integer> shortest = Comparator.comparingInt((label) -> widths[label]);
		int beyond = all - width - (Arrays.stream(whole).sum() - Arrays.stream(widths).sum());
		for (int i = 0; i < beyond; i++) {
			// Of equally long ones the first: it is the most common among rows
			int longest = IntStream.range(0, widths.length)
				.boxed()
				.max(shortest.thenComparing((label) -> -label))
				.orElse(0);
			if (widths[longest] <= LEAST_VALUE) {
				break;
			}
			widths[longest]--;
		}
		Map<String, String> cut = new LinkedHashMap<>();
		labels.forEach((key, value) -> cut.put(key, cutValue(value, widths[cut.size()])));
		return cut;
	}

	private String cutValue(String value, int width) {
		int end = (width - 1) / 2;
		int all = DisplayText.width(value);
		if (this == ENDS_OF_VALUES || all <= width || end == 0) {
			return DisplayText.fit(value, width);
		}
		return DisplayText.fit(value, width - end) + DisplayText.after(value, all - end);
	}

}
