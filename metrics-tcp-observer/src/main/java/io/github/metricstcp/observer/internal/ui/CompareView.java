package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.observer.internal.ui.Comparison.Compared;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of several targets side by side: a column for each target, and their
 * difference. Only rows that are seen are read and drawn.
 */
final class CompareView implements RowsView {

	private static final int GAP = 1;

	private static final int SCROLLBAR = 1;

	private static final int LEAST_NAME = 20;

	private static final int MOST_NAME = 100;

	private static final int WORD_WIDTH = 5;

	private static final int LEAST_CELL = 10;

	private static final int MOST_CELL = 20;

	private static final int DIFFERENCE_WIDTH = 8;

	/**
	 * The text in place of a number of a target that has no such series.
	 */
	private static final String MISSING = "-";

	private final ModelReader reader;

	private final MetricList list;

	private final Comparison comparison;

	private final Theme theme;

	private List<TargetNames> targets = List.of();

	private List<Compared> rows = List.of();

	private @Nullable Compared selected;

	private int index;

	private int top;

	private int height = 1;

	CompareView(ModelReader reader, MetricList list, Theme theme) {
		this.reader = reader;
		this.list = list;
		this.comparison = new Comparison(reader, list);
		this.theme = theme;
	}

	@Override
	public void follow() {
		this.rows = this.comparison.rows(this.targets);
		Compared selected = this.selected;
		if (selected != null && (this.index >= this.rows.size() || !this.rows.get(this.index).same(selected))) {
			int found = find(selected);
			this.index = (found >= 0) ? found : this.index;
		}
		select(this.index);
	}

	private int find(Compared wanted) {
		int group = -1;
		for (int i = 0; i < this.rows.size(); i++) {
			if (this.rows.get(i).same(wanted)) {
				return i;
			}
			if (group < 0 && this.rows.get(i).group() == wanted.group()) {
				group = i;
			}
		}
		return group;
	}

	private void select(int index) {
		this.index = Math.max(0, Math.min(index, this.rows.size() - 1));
		this.selected = this.rows.isEmpty() ? null : this.rows.get(this.index);
		this.top = Math.max(this.index - this.height + 1, Math.min(this.top, this.index));
		this.top = Math.max(0, Math.min(this.top, this.rows.size() - this.height));
	}

	/**
	 * Selects the row of a metric, or of one of its series.
	 */
	void reveal(Row row) {
		Series series = row.series();
		follow();
		for (int i = 0; i < this.rows.size(); i++) {
			Compared each = this.rows.get(i);
			if (each.group() == row.group() && (series == null || !row.nested() || each.series().contains(series))) {
				select(i);
				if (each.nested() == row.nested()) {
					return;
				}
			}
		}
	}

	/**
	 * Returns the row of the list that has the selected series, {@code null} if nothing
	 * is selected.
	 */
	@Nullable Row selectedRow() {
		Compared selected = this.selected;
		if (selected == null) {
			return null;
		}
		boolean single = selected.nested() || selected.series().size() == 1;
		return new Row(selected.group(), single ? selected.series().get(0) : null, selected.nested(),
				selected.nested() ? 1 : 0, null, !single);
	}

	@Override
	public void up() {
		select(this.index - 1);
	}

	@Override
	public void down() {
		select(this.index + 1);
	}

	@Override
	public void pageUp() {
		select(this.index - page());
	}

	@Override
	public void pageDown() {
		select(this.index + page());
	}

	@Override
	public void first() {
		select(0);
	}

	@Override
	public void last() {
		select(Integer.MAX_VALUE);
	}

	private int page() {
		return Math.max(1, this.height - 1);
	}

	@Override
	public void expand() {
		expand(true);
	}

	@Override
	public void collapse() {
		expand(false);
	}

	private void expand(boolean expanded) {
		Row row = selectedRow();
		if (row != null) {
			this.list.expand(row, expanded);
			arrange();
		}
	}

	@Override
	public void toggleAll() {
		this.list.toggleAll();
		arrange();
	}

	@Override
	public void sortByNext() {
		this.comparison.sortByNext();
		arrange();
	}

	@Override
	public void reverse() {
		this.comparison.reverse();
		arrange();
	}

	void nextMeasure() {
		this.comparison.nextMeasure();
		arrange();
	}

	private void arrange() {
		this.list.refresh();
		follow();
	}

	/**
	 * Reads all rows, when the screen has frozen.
	 */
	void readAll() {
		this.comparison.readAll();
	}

	@Override
	public void draw(Buffer buffer, Rect area) {
		List<TargetNames> all = this.reader.targetNames();
		int longest = all.stream()
			.mapToInt((target) -> DisplayText.width(DisplayText.clean(target.shortName())))
			.max()
			.orElse(0);
		int fixed = GAP + WORD_WIDTH + GAP + DIFFERENCE_WIDTH + SCROLLBAR;
		int room = area.width() - fixed - LEAST_NAME;
		// There is room for two, however long their names are
		int cell = Math.max(LEAST_CELL, Math.min(Math.min(MOST_CELL, room / 2 - GAP), longest));
		int fitting = room / (GAP + cell);
		this.targets = all.subList(0, Math.min(fitting, all.size()));
		int name = Math.min(MOST_NAME, area.width() - fixed - this.targets.size() * (GAP + cell));
		Columns columns = new Columns(name, cell, this.targets.size());
		this.height = Math.max(1, area.height() - 1);
		follow();
		drawHeadings(new Pen(buffer, area.x(), area.y(), area.width()), columns, all.size() - this.targets.size());
		for (int i = 0; i < this.height && this.top + i < this.rows.size(); i++) {
			Rect line = new Rect(area.x(), area.y() + 1 + i, area.width(), 1);
			drawRow(buffer, line, columns, this.rows.get(this.top + i));
			if (this.top + i == this.index) {
				buffer.setStyle(line, this.theme.selected());
			}
		}
		drawScrollbar(buffer, area);
	}

	private void drawHeadings(Pen pen, Columns columns, int notShown) {
		Style style = this.theme.heading().dim();
		boolean byDifference = this.comparison.byDifference();
		String more = (notShown > 0) ? "  %d more target%s".formatted(notShown, (notShown > 1) ? "s" : "") : "";
		pen.write(DisplayText.left("METRIC", columns.name() - DisplayText.width(more)), style)
			.write(more, this.theme.waiting())
			.skip(GAP)
			.write(DisplayText.left("SHOWN", WORD_WIDTH), style);
		for (TargetNames target : this.targets) {
			pen.skip(GAP)
				.write(DisplayText.right(DisplayText.clean(target.shortName()), columns.cell()), this.theme.heading());
		}
		String difference = ((this.targets.size() > 2) ? "SPREAD" : "DIFF")
				+ (byDifference ? (this.comparison.reversed() ? " ▲" : " ▼") : "");
		pen.skip(GAP)
			.write(DisplayText.right(difference, DIFFERENCE_WIDTH), byDifference ? this.theme.heading() : style);
	}

	private void drawRow(Buffer buffer, Rect line, Columns columns, Compared row) {
		Kind kind = row.group().kind();
		Measure measure = this.comparison.measure();
		Pen pen = new Pen(buffer, line.x(), line.y(), line.width());
		drawName(pen.part(columns.name()), row);
		pen.skip(GAP).write(DisplayText.left(measure.word(kind), WORD_WIDTH), this.theme.kind(kind));
		List<@Nullable Figures> figures = this.comparison.figures(row);
		for (int i = 0; i < columns.targets() && i < figures.size(); i++) {
			Figures each = figures.get(i);
			String text = (each != null) ? measure.text(each, columns.cell()) : MISSING;
			boolean quiet = each == null || !each.live();
			pen.skip(GAP)
				.write(DisplayText.right(text, columns.cell()), quiet ? this.theme.faint() : this.theme.text());
		}
		String difference = this.comparison.difference(figures).text();
		pen.skip(GAP).write(DisplayText.right(difference, DIFFERENCE_WIDTH), this.theme.text());
	}

	private void drawName(Pen pen, Compared row) {
		MetricGroup group = row.group();
		Series any = row.series().get(0);
		if (row.nested()) {
			LabelText.write(pen.skip(4), this.list.labelOrder(group).own(group.labels(any)), this.theme.faint(),
					this.theme.text());
			return;
		}
		pen.write(row.collective() ? (group.expanded() ? RowText.EXPANDED : RowText.COLLAPSED) : "  ",
				this.theme.faint());
		pen.write(group.displayName(), this.theme.text());
		if (row.collective()) {
			pen.write(" ×" + row.keys(), this.theme.faint());
		}
		else {
			LabelText.write(pen.skip(2), group.labels(any), this.theme.faint(), this.theme.faint());
		}
	}

	private void drawScrollbar(Buffer buffer, Rect area) {
		int rows = this.rows.size();
		if (rows <= this.height) {
			return;
		}
		int length = Math.max(1, this.height * this.height / rows);
		int from = (int) ((long) this.top * (this.height - length) / (rows - this.height));
		for (int i = 0; i < length; i++) {
			buffer.setString(area.right() - 1, area.y() + 1 + from + i, "▐", this.theme.faint());
		}
	}

	/**
	 * The widths of the columns.
	 *
	 * @param name the cells for names and labels
	 * @param cell the cells for each target
	 * @param targets the number of targets that are shown
	 */
	private record Columns(int name, int cell, int targets) {
	}

}
