package io.github.metricstcp.observer.internal.ui;

import java.util.List;
import java.util.Objects;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of several targets side by side: a column for each target, and their
 * difference. Only rows that are seen are read and drawn.
 */
final class CompareView implements RowsView {

	private static final int GAP = 1;

	private static final int LEAST_NAME = 20;

	private static final int MOST_NAME = 100;

	private static final int WORD_WIDTH = 5;

	/**
	 * From this width on there is room for the time that a rate is of.
	 */
	private static final int WIDTH_FOR_HEADINGS = 70;

	private static final int HEADING_WIDTH = 8;

	private static final int LEAST_CELL = 10;

	private static final int MOST_CELL = 20;

	private static final int DIFFERENCE_WIDTH = 8;

	/**
	 * The text in place of a number of a target that has no such series.
	 */
	private static final String MISSING = "-";

	private final ModelReader reader;

	private final MetricList list;

	private final LevelWatch levels;

	private final Comparison comparison;

	private final RowText text;

	private final Theme theme;

	private final RowCursor<ComparedRow> cursor = new RowCursor<>();

	// How far labels are moved to the left
	private int offset;

	// The first target that is shown, and how many there is no room for
	private int first;

	private int hidden;

	CompareView(ModelReader reader, MetricList list, LevelWatch levels, Theme theme) {
		this.reader = reader;
		this.list = list;
		this.levels = levels;
		this.comparison = new Comparison(reader, list);
		this.text = new RowText(list, theme);
		this.theme = theme;
	}

	@Override
	public void follow() {
		this.cursor.follow(this.comparison.rows(this.reader.targetNames()));
	}

	@Override
	public RowCursor<ComparedRow> cursor() {
		return this.cursor;
	}

	/**
	 * Selects the row of a metric, or of one of its series.
	 */
	void reveal(Row row) {
		List<ComparedRow> rows = this.comparison.rows(this.reader.targetNames());
		rows.stream()
			.filter((each) -> each.standsFor(row))
			.findFirst()
			.or(() -> rows.stream().filter((each) -> each.group() == row.group()).findFirst())
			.ifPresent(this.cursor::choose);
		follow();
	}

	/**
	 * Returns the row of the list that the selected one stands for, {@code null} if
	 * nothing is selected.
	 */
	@Nullable Row selectedRow() {
		ComparedRow selected = this.cursor.selected();
		return (selected != null) ? selected.listed() : null;
	}

	/**
	 * Returns the row that is looked at closely if the selected one is: that of its
	 * series of all targets. {@code null} if nothing is selected.
	 */
	@Nullable Row lookedAt() {
		ComparedRow selected = this.cursor.selected();
		boolean several = selected != null && selected.shown().nested() && selected.series().size() > 1;
		return several ? this.list.together(Objects.requireNonNull(selected).series()) : selectedRow();
	}

	/**
	 * Returns whether the selected row has rows that can be shown below it.
	 */
	boolean expands() {
		ComparedRow selected = this.cursor.selected();
		return selected != null && selected.shown().expandable() && !selected.shown().expanded();
	}

	@Override
	public void expand() {
		ComparedRow selected = this.cursor.selected();
		if (selected != null) {
			this.cursor.choose(selected);
			this.list.expand(selected.listed(), true);
			arrange();
		}
	}

	@Override
	public void collapse() {
		ComparedRow selected = this.cursor.selected();
		if (selected != null) {
			ComparedRow above = selected.shown().expanded() ? selected : this.cursor.above(selected);
			this.cursor.choose(above);
			this.list.expand(above.listed(), false);
			arrange();
		}
	}

	/**
	 * Moves labels or, where there is no room for all targets, the targets.
	 */
	@Override
	public void scrollLeft() {
		if (this.hidden > 0) {
			this.first = Math.max(0, this.first - 1);
		}
		else {
			this.offset = Math.max(0, this.offset - RowText.STEP);
		}
	}

	@Override
	public void scrollRight() {
		if (this.hidden > 0) {
			this.first++;
		}
		else {
			this.offset += RowText.STEP;
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
		List<TargetNames> targets = this.reader.targetNames();
		Columns columns = columns(area.width(), targets);
		this.hidden = targets.size() - columns.targets();
		this.first = Math.min(this.first, this.hidden);
		Rect rows = new Rect(area.x(), area.y() + 1, area.width(), Math.max(1, area.height() - 2));
		this.cursor.height(rows.height());
		List<ComparedRow> seen = this.cursor.seen();
		ComparedRow selected = this.cursor.selected();
		this.text.fit(seen.stream().map(ComparedRow::shown).toList(), columns.name());
		drawHeadings(new Pen(buffer, area.x(), area.y(), area.width()), columns, targets);
		int most = 0;
		for (int i = 0; i < seen.size(); i++) {
			Rect line = new Rect(rows.x(), rows.y() + i, rows.width(), 1);
			most = Math.max(most, drawRow(buffer, line, columns, seen.get(i)));
			if (selected != null && seen.get(i).isSameAs(selected)) {
				buffer.setStyle(line, this.theme.selected());
			}
		}
		ScrollBar.draw(buffer, rows, this.cursor.top(), this.cursor.size(), this.theme.faint());
		if (selected != null) {
			Pen pen = new Pen(buffer, area.x(), area.bottom() - 1, area.width()).skip(1);
			most = Math.max(most, this.text.drawWhole(pen, selected.shown(), this.offset));
		}
		this.offset = Math.min(this.offset, most);
	}

	private static Columns columns(int width, List<TargetNames> targets) {
		int word = (width < WIDTH_FOR_HEADINGS) ? WORD_WIDTH : HEADING_WIDTH;
		int fixed = GAP + word + GAP + DIFFERENCE_WIDTH + ScrollBar.WIDTH;
		int room = width - fixed - LEAST_NAME;
		// There is room for two, however long their names are
		int cell = Math.max(LEAST_CELL, Math.min(Math.min(MOST_CELL, room / 2 - GAP), TargetText.width(targets)));
		int fitting = Math.min(room / (GAP + cell), targets.size());
		return new Columns(Math.min(MOST_NAME, width - fixed - fitting * (GAP + cell)), word, cell, fitting);
	}

	private void drawHeadings(Pen pen, Columns columns, List<TargetNames> targets) {
		Style style = this.theme.heading().dim();
		boolean byDifference = this.comparison.byDifference();
		int end = this.first + columns.targets();
		String more = (this.hidden > 0) ? "%d-%d of %d".formatted(this.first + 1, end, targets.size()) : "";
		pen.write(DisplayText.left("METRIC", columns.name() - DisplayText.width(more)), style)
			.write(more, this.theme.waiting())
			.skip(GAP)
			.write(DisplayText.left("SHOWN", columns.word()), style);
		for (TargetNames target : targets.subList(this.first, end)) {
			pen.skip(GAP).write(DisplayText.right(TargetText.of(target), columns.cell()), this.theme.heading());
		}
		// Of all targets, also of those that there is no room for
		String difference = ((targets.size() > 2) ? "SPREAD" : "DIFF")
				+ (byDifference ? (this.comparison.reversed() ? " ▲" : " ▼") : "");
		pen.skip(GAP)
			.write(DisplayText.right(difference, DIFFERENCE_WIDTH), byDifference ? this.theme.heading() : style);
	}

	/**
	 * Draws a row.
	 * @return how far its labels can be moved to the left
	 */
	private int drawRow(Buffer buffer, Rect line, Columns columns, ComparedRow row) {
		Kind kind = row.group().kind();
		Measure measure = this.comparison.measure();
		Pen pen = new Pen(buffer, line.x(), line.y(), line.width());
		List<@Nullable Figures> figures = this.comparison.figures(row);
		boolean happened = figures.stream().filter(Objects::nonNull).anyMatch(Figures::happened);
		boolean beyond = this.levels.isBeyond(row.series());
		RowLook look = new RowLook(beyond ? this.theme.bad() : this.theme.text(), happened, beyond,
				row.collective() ? " ×" + row.keys() : "");
		int most = this.text.draw(pen.part(columns.name()), row.shown(), look, this.offset);
		String word = (columns.word() < HEADING_WIDTH) ? measure.word(kind) : measure.heading(kind);
		pen.skip(GAP).write(DisplayText.left(word, columns.word()), this.theme.kind(kind));
		for (int i = this.first; i < this.first + columns.targets() && i < figures.size(); i++) {
			pen.skip(GAP);
			drawCell(pen, columns.cell(), row.cells().get(i), figures.get(i));
		}
		String difference = this.comparison.difference(figures).text();
		pen.skip(GAP).write(DisplayText.right(difference, DIFFERENCE_WIDTH), this.theme.text());
		return most;
	}

	private void drawCell(Pen pen, int width, List<Series> series, @Nullable Figures figures) {
		String text = (figures != null) ? this.comparison.measure().text(figures, width) : MISSING;
		boolean quiet = figures == null || !figures.live();
		Style style = this.levels.isBeyond(series) ? this.theme.bad()
				: (quiet ? this.theme.faint() : this.theme.text());
		pen.write(DisplayText.right(text, width), style);
	}

	/**
	 * The widths of the columns.
	 *
	 * @param name the cells for names and labels
	 * @param word the cells for the word for the numbers
	 * @param cell the cells for each target
	 * @param targets the number of targets that are shown
	 */
	private record Columns(int name, int word, int cell, int targets) {
	}

}
