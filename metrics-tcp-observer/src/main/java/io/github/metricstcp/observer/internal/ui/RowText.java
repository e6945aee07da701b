package io.github.metricstcp.observer.internal.ui;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.metricstcp.client.model.Series;

/**
 * The names and labels of rows.
 */
final class RowText {

	private static final int INDENT = 2;

	/**
	 * The cells of the marks before a name, or of the blanks in their place.
	 */
	private static final int MARKS = 2;

	/**
	 * The cells by which labels are moved with a key.
	 */
	static final int STEP = 8;

	private static final String COLLAPSED = "▸";

	private static final String EXPANDED = "▾";

	/**
	 * The mark of what is beyond a level. It and the next one stand in the blank before
	 * the name.
	 */
	static final String BEYOND = "!";

	private static final String PINNED = "*";

	private static final String TASKS = " in progress";

	private static final String GAP = "  ";

	private final MetricList list;

	private final Theme theme;

	private final LabelText labelText;

	// Of the series of each group that are seen below it
	private final Map<MetricGroup, LabelFit> fits = new HashMap<>();

	RowText(MetricList list, Theme theme) {
		this.list = list;
		this.theme = theme;
		this.labelText = new LabelText(theme);
	}

	/**
	 * Makes room for rows that are seen together.
	 */
	void measure(List<Row> seen, NameWidths widths) {
		seen.forEach((row) -> measure(row, widths));
		below(seen).forEach((group, rows) -> widths
			.apart(indent(rows.get(0)) + LabelFit.cellsApart(rows.stream().map(this::labels).toList())));
	}

	/**
	 * Finds out how labels are cut, so that rows that are seen together can be told
	 * apart.
	 * @param width the cells that the labels of a series below its metric have, with what
	 * is before them
	 */
	void fit(List<Row> seen, int width) {
		this.fits.clear();
		below(seen).forEach((group, rows) -> this.fits.put(group, LabelFit.of(rows.stream().map(this::labels).toList(),
				this.list.labelOrder(group)::isImplied, width - indent(rows.get(0)))));
	}

	private static Map<MetricGroup, List<Row>> below(List<Row> seen) {
		return seen.stream().filter(Row::nested).collect(Collectors.groupingBy(Row::group));
	}

	/**
	 * Draws name and labels of a row.
	 * @param pen the place
	 * @param offset how far labels are moved to the left
	 * @return how far they can be moved
	 */
	int draw(Pen pen, Row row, RowLook look, int offset) {
		if (row.nested()) {
			pen.skip(INDENT * row.depth()).write(look.beyond() ? BEYOND : " ", this.theme.bad()).skip(1);
			return drawLabels(pen, row, look, offset);
		}
		pen.skip(indent(row));
		name(row, look).draw(pen, 0, this.theme.faint());
		pen.skip(GAP.length());
		StyledText labels = this.labelText.of(labels(row), this.theme.faint(), look.happened());
		return (pen.room() > 1) ? labels.draw(pen, offset, this.theme.faint()) : 0;
	}

	private int drawLabels(Pen pen, Row row, RowLook look, int offset) {
		StyledText all = this.labelText.of(labels(row), look.text(), look.happened());
		int most = Math.max(0, all.width() - pen.room());
		LabelFit fit = this.fits.getOrDefault(row.group(), LabelFit.AT_THE_BORDER);
		StyledText text = (offset > 0) ? all : this.labelText.cut(labels(row), fit,
				this.list.labelOrder(row.group())::isImplied, pen.room(), look.text(), look.happened());
		text.draw(pen, offset, this.theme.faint());
		return most;
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
			this.labelText.add(text, labels, this.theme.text(), false);
		}
		return text.draw(pen, offset, this.theme.waiting());
	}

	private void measure(Row row, NameWidths widths) {
		int labels = width(labels(row));
		if (row.nested()) {
			// One more for the ellipsis in place of those that are implied
			int telling = Math.min(labels, width(tellingLabels(row)) + 1);
			widths.labels(indent(row) + telling, indent(row) + labels);
		}
		else {
			RowLook look = new RowLook(this.theme.text(), false, false, count(row));
			int name = indent(row) + name(row, look).width();
			widths.name(name, (labels > 0) ? name + GAP.length() + labels : name);
		}
	}

	private int width(Map<String, String> labels) {
		return this.labelText.of(labels, this.theme.text(), false).width();
	}

	/**
	 * Returns the number of series of a row with several, and of how many these are.
	 */
	static String count(Row row) {
		int matching = row.group().matching().size();
		int all = row.group().size();
		return row.collective() ? ((matching == all) ? " ×" + matching : " ×" + matching + " of " + all) : "";
	}

	private static int indent(Row row) {
		return INDENT * row.depth() + (row.nested() ? MARKS : 0);
	}

	/**
	 * Returns the name of a row that is no series below its metric, with the marks before
	 * it.
	 */
	private StyledText name(Row row, RowLook look) {
		StyledText text = new StyledText();
		boolean pinned = this.list.isPinned(row.group());
		text.add(row.expandable() ? (row.expanded() ? EXPANDED : COLLAPSED) : " ", this.theme.faint());
		text.add(pinned ? PINNED : "", this.theme.heading());
		text.add(look.beyond() ? BEYOND : "", this.theme.bad());
		text.add((pinned || look.beyond()) ? "" : " ", this.theme.faint());
		text.add(shownName(row), look.text());
		return text.add((row.folded() != null) ? TASKS : look.count(), this.theme.faint());
	}

	/**
	 * Returns the name or, below a name that it begins with, the end of it.
	 */
	private static String shownName(Row row) {
		TaskTimer folded = row.folded();
		String name = (folded != null) ? folded.name() : row.group().name();
		return DisplayText.clean((row.depth() > 0) ? name.substring(name.lastIndexOf('.')) : name);
	}

	private Map<String, String> labels(Row row) {
		LabelOrder order = this.list.labelOrder(row.group());
		Series series = row.series();
		if (series == null) {
			return order.common();
		}
		Map<String, String> labels = row.group().labels(series);
		// A series by itself has nothing in common with others
		return row.nested() ? order.own(labels) : order.all(labels);
	}

	/**
	 * Returns the labels of a row that no others imply.
	 */
	private Map<String, String> tellingLabels(Row row) {
		Map<String, String> labels = new LinkedHashMap<>(labels(row));
		labels.keySet().removeIf(this.list.labelOrder(row.group())::isImplied);
		return labels;
	}

}
