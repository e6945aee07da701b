package io.github.metricstcp.observer.internal.ui;

import java.util.Map;
import java.util.Objects;

import dev.tamboui.style.Style;
import io.github.metricstcp.client.model.Series;

/**
 * The names and labels of rows.
 */
final class RowText {

	private static final int INDENT = 2;

	private static final String NO_MARK = "  ";

	static final String COLLAPSED = "▸ ";

	static final String EXPANDED = "▾ ";

	private static final String TASKS = " in progress";

	private static final String GAP = "  ";

	private final MetricList list;

	private final Theme theme;

	RowText(MetricList list, Theme theme) {
		this.list = list;
		this.theme = theme;
	}

	/**
	 * Draws name and labels of a row.
	 * @param pen the place
	 * @param style the style of the name or, of a series below its metric, of the labels
	 * @param happened whether something has happened in the window, so that labels of
	 * failures are marked
	 * @param offset how far labels are moved to the left
	 * @return how far they can be moved
	 */
	int draw(Pen pen, Row row, Style style, boolean happened, int offset) {
		pen.skip(indent(row));
		StyledText name = name(row, style);
		StyledText labels = labels(row, row.nested() ? style : this.theme.faint(), happened);
		name.draw(pen, 0, this.theme.faint());
		if (labels.isEmpty()) {
			return 0;
		}
		pen.skip(name.isEmpty() ? 0 : GAP.length());
		return (pen.room() > 1) ? labels.draw(pen, offset, this.theme.faint()) : 0;
	}

	/**
	 * Draws the whole name and all labels of a row.
	 * @param pen the place
	 * @param offset how far the text is moved to the left
	 * @return how far it can be moved
	 */
	int drawWhole(Pen pen, Row row, int offset) {
		MetricGroup group = row.group();
		TaskTimer folded = row.folded();
		StyledText text = new StyledText();
		text.add((folded != null) ? DisplayText.clean(folded.name()) : group.displayName(), this.theme.heading());
		LabelOrder order = this.list.labelOrder(group);
		Series series = row.series();
		Map<String, String> labels = (series == null) ? order.summary() : order.all(group.labels(series));
		if (!labels.isEmpty()) {
			text.add(GAP, this.theme.text());
			addLabels(text, labels, this.theme.text(), false);
		}
		return text.draw(pen, offset, this.theme.waiting());
	}

	/**
	 * Makes room for a row.
	 */
	void measure(Row row, NameWidths widths) {
		int labels = labels(row, this.theme.text(), false).width();
		if (row.nested()) {
			// One more for the ellipsis in place of those that are implied
			int telling = Math.min(labels, telling(row).width() + 1);
			widths.labels(indent(row) + telling, indent(row) + labels);
		}
		else {
			int name = indent(row) + name(row, this.theme.text()).width();
			widths.name(name, (labels > 0) ? name + GAP.length() + labels : name);
		}
	}

	private static int indent(Row row) {
		return INDENT * row.depth() + (row.nested() ? NO_MARK.length() : 0);
	}

	/**
	 * Returns the name of a row. A series below its metric has none of its own.
	 */
	private StyledText name(Row row, Style style) {
		StyledText text = new StyledText();
		if (row.nested()) {
			return text;
		}
		text.add(row.expandable() ? (row.expanded() ? EXPANDED : COLLAPSED) : NO_MARK, this.theme.faint());
		text.add(shownName(row), style);
		if (row.folded() != null) {
			text.add(TASKS, this.theme.faint());
		}
		else if (row.collective()) {
			int matching = row.group().matching().size();
			int all = row.group().size();
			text.add((matching == all) ? " ×" + matching : " ×" + matching + " of " + all, this.theme.faint());
		}
		return text;
	}

	/**
	 * Returns the name or, below a name that it begins with, the end of it.
	 */
	private static String shownName(Row row) {
		TaskTimer folded = row.folded();
		String name = (folded != null) ? folded.name() : row.group().name();
		return DisplayText.clean((row.depth() > 0) ? name.substring(name.lastIndexOf('.')) : name);
	}

	private StyledText labels(Row row, Style style, boolean happened) {
		StyledText text = new StyledText();
		LabelOrder order = this.list.labelOrder(row.group());
		Map<String, String> labels = row.collective() ? order.common() : ownLabels(row, order);
		addLabels(text, labels, row.collective() ? this.theme.faint() : style, happened);
		return text;
	}

	/**
	 * Returns the labels of a row that no others imply.
	 */
	private StyledText telling(Row row) {
		StyledText text = new StyledText();
		LabelOrder order = this.list.labelOrder(row.group());
		Map<String, String> labels = ownLabels(row, order);
		labels.keySet().removeIf(order::isImplied);
		addLabels(text, labels, this.theme.text(), false);
		return text;
	}

	private Map<String, String> ownLabels(Row row, LabelOrder order) {
		Map<String, String> labels = row.group().labels(Objects.requireNonNull(row.series()));
		// A series by itself has nothing in common with others
		return row.nested() ? order.own(labels) : order.all(labels);
	}

	private void addLabels(StyledText text, Map<String, String> labels, Style style, boolean happened) {
		String separator = "";
		for (Map.Entry<String, String> label : labels.entrySet()) {
			text.add(separator + label.getKey() + "=", this.theme.faint());
			boolean error = happened && ErrorLabels.isError(label.getKey(), label.getValue());
			text.add(label.getValue(), error ? this.theme.bad() : style);
			separator = " ";
		}
	}

}
