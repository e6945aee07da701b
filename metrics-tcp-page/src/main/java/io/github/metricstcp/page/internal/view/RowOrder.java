package io.github.metricstcp.page.internal.view;

import java.util.List;
import java.util.Map;

/**
 * The order of the rows of a table: by a figure or by a label.
 *
 * @param figure the figure, empty if it is by a label or as the series came
 * @param label the label, empty if it is by a figure or as the series came
 * @param downwards whether the greatest come first
 */
record RowOrder(String figure, String label, boolean downwards) {

	private static final String DOWNWARDS = "-";

	private static final String LABEL = "label:";

	/**
	 * Reads the order: a figure, or a label behind {@code label:}; the greatest come
	 * first if a {@code -} stands before it.
	 * @param parameters the parameters of the address, {@code order} among them
	 * @throws IllegalArgumentException if there is no such figure
	 */
	static RowOrder of(Map<String, List<String>> parameters) {
		String text = Parameters.text(parameters, "order", "");
		boolean downwards = text.startsWith(DOWNWARDS);
		String column = downwards ? text.substring(DOWNWARDS.length()) : text;
		if (column.startsWith(LABEL)) {
			return new RowOrder("", column.substring(LABEL.length()), downwards);
		}
		if (!column.isEmpty() && !Figures.NAMES.contains(column)) {
			throw new IllegalArgumentException("order is one of %s, or a label as in label:uri, but is \"%s\""
				.formatted(String.join(", ", Figures.NAMES), text));
		}
		return new RowOrder(column, "", downwards);
	}

	/**
	 * Returns whether it is neither by a figure nor by a label.
	 */
	boolean isNone() {
		return this.figure.isEmpty() && this.label.isEmpty();
	}

}
