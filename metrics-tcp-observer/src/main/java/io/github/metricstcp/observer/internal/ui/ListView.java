package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import io.github.metricstcp.client.model.Series;
import org.jspecify.annotations.Nullable;

/**
 * The list of metrics, scrolled to the selected row. Only rows that are seen are read and
 * drawn.
 */
final class ListView implements RowsView {

	private static final long QUIET_NANOS = 60_000_000_000L;

	private static final long CHANGED_NANOS = 2_000_000_000L;

	/**
	 * The cells of the scroll bar, and one that keeps it from the trend.
	 */
	private static final int SCROLLBAR = 2;

	private static final String BEYOND = "!";

	/**
	 * The cells by which labels are moved with a key.
	 */
	private static final int STEP = 8;

	/**
	 * Stands in the blank before the name.
	 */
	private static final String PINNED = "*";

	private final ModelReader reader;

	private final MetricList list;

	private final LevelWatch levels;

	private final Theme theme;

	private final RowText text;

	private final NameWidths widths = new NameWidths();

	// Of the screen and of the list, when the widths were measured from
	private int width;

	private int choices;

	// How far labels are moved to the left
	private int offset;

	private @Nullable Row selected;

	// Until a key has chosen a row, the first one is selected
	private boolean chosen;

	private int index;

	private int top;

	private int height = 1;

	private ColumnLayout layout = new ColumnLayout(80, this.widths, 0);

	ListView(ModelReader reader, MetricList list, LevelWatch levels, Theme theme) {
		this.reader = reader;
		this.list = list;
		this.levels = levels;
		this.theme = theme;
		this.text = new RowText(list, theme);
	}

	/**
	 * Finds the selected row where it is now.
	 */
	@Override
	public void follow() {
		List<Row> rows = this.list.rows();
		Row selected = this.chosen ? this.selected : null;
		if (selected != null && (this.index >= rows.size() || !rows.get(this.index).isSameAs(selected))) {
			int found = -1;
			for (int i = 0; i < rows.size() && found < 0; i++) {
				found = rows.get(i).isSameAs(selected) ? i : -1;
			}
			for (int i = 0; i < rows.size() && found < 0; i++) {
				found = (rows.get(i).group() == selected.group()) ? i : -1;
			}
			this.index = (found >= 0) ? found : this.index;
		}
		select(this.chosen ? this.index : 0);
	}

	private void select(int index) {
		List<Row> rows = this.list.rows();
		this.index = Math.max(0, Math.min(index, rows.size() - 1));
		this.selected = rows.isEmpty() ? null : rows.get(this.index);
		this.top = Math.max(this.index - this.height + 1, Math.min(this.top, this.index));
		this.top = Math.max(0, Math.min(this.top, rows.size() - this.height));
	}

	@Nullable Row selected() {
		return this.selected;
	}

	/**
	 * Selects a row that another view shows.
	 */
	void reveal(Row row) {
		this.selected = row;
		this.chosen = true;
		follow();
	}

	@Override
	public void up() {
		choose(this.index - 1);
	}

	@Override
	public void down() {
		choose(this.index + 1);
	}

	@Override
	public void pageUp() {
		choose(this.index - page());
	}

	@Override
	public void pageDown() {
		choose(this.index + page());
	}

	@Override
	public void first() {
		choose(0);
	}

	@Override
	public void last() {
		choose(Integer.MAX_VALUE);
	}

	private int page() {
		return Math.max(1, this.height - 1);
	}

	private void choose(int index) {
		select(index);
		this.chosen = true;
	}

	/**
	 * Shows what is below the selected row.
	 */
	@Override
	public void expand() {
		Row row = this.selected;
		if (row != null) {
			this.chosen = true;
			this.list.expand(row, true);
			arrange();
		}
	}

	/**
	 * Hides what is below the selected row or, if nothing is, the row itself and all
	 * beside it; then the row above them is selected.
	 */
	@Override
	public void collapse() {
		Row row = this.selected;
		if (row != null) {
			this.chosen = true;
			Row above = row.expanded() ? row : above(row);
			this.selected = above;
			this.list.expand(above, false);
			arrange();
		}
	}

	/**
	 * Keeps the selected metric at the top, or no longer.
	 */
	void togglePin() {
		Row row = this.selected;
		if (row != null) {
			this.chosen = true;
			this.list.togglePin(row.group());
			arrange();
		}
	}

	/**
	 * Returns the row that a row is below, or the row itself.
	 */
	private Row above(Row row) {
		List<Row> rows = this.list.rows();
		int above = this.index;
		while (above > 0 && rows.get(above).depth() >= row.depth() && row.depth() > 0) {
			above--;
		}
		return rows.get(above);
	}

	/**
	 * Moves labels, so that more of their beginnings is seen.
	 */
	void scrollLeft() {
		this.offset = Math.max(0, this.offset - STEP);
	}

	/**
	 * Moves labels, so that more of their ends is seen.
	 */
	void scrollRight() {
		this.offset += STEP;
	}

	@Override
	public void toggleAll() {
		this.list.toggleAll();
		arrange();
	}

	/**
	 * Sorts by the next of the columns that are shown.
	 */
	@Override
	public void sortByNext() {
		this.list.sortByNext(this.layout.columns());
		showFirst();
	}

	@Override
	public void reverse() {
		this.list.reverse();
		showFirst();
	}

	/**
	 * Selects the first row, whichever it becomes, until a key chooses one.
	 */
	private void showFirst() {
		this.chosen = false;
		this.top = 0;
		arrange();
	}

	private void arrange() {
		this.list.refresh();
		follow();
	}

	/**
	 * Draws the headings, as many rows as there is room for, and the selected one once
	 * more, with all of its labels.
	 */
	@Override
	public void draw(Buffer buffer, Rect area) {
		this.height = Math.max(1, area.height() - 2);
		select(this.index);
		List<Row> rows = this.list.rows();
		List<Row> shown = rows.subList(this.top, Math.min(this.top + this.height, rows.size()));
		layOut(area.width() - SCROLLBAR, shown);
		drawHeadings(buffer, area);
		int most = 0;
		for (int i = 0; i < shown.size(); i++) {
			Rect line = new Rect(area.x(), area.y() + 1 + i, area.width(), 1);
			most = Math.max(most, drawRow(buffer, line, shown.get(i), this.top + i == this.index));
		}
		drawScrollbar(buffer, area, rows.size());
		Row selected = this.selected;
		if (selected != null) {
			Pen pen = new Pen(buffer, area.x(), area.bottom() - 1, area.width()).skip(1);
			most = Math.max(most, this.text.drawWhole(pen, selected, this.offset));
		}
		this.offset = Math.min(this.offset, most);
	}

	private void layOut(int width, List<Row> shown) {
		if (width != this.width || this.list.choices() != this.choices) {
			this.width = width;
			this.choices = this.list.choices();
			this.widths.clear();
		}
		shown.forEach((row) -> this.text.measure(row, this.widths));
		this.layout = new ColumnLayout(width, this.widths, this.list.severalTargets() ? longestTarget() : 0);
	}

	private int longestTarget() {
		return this.reader.targetNames()
			.stream()
			.mapToInt((target) -> DisplayText.width(DisplayText.clean(target.shortName())))
			.max()
			.orElse(0);
	}

	private void drawHeadings(Buffer buffer, Rect area) {
		int x = area.x();
		for (Column column : this.layout.columns()) {
			int width = this.layout.width(column);
			String heading = (column == Column.TREND) ? trendHeading() : column.heading();
			boolean sorted = column == this.list.sortColumn();
			if (sorted) {
				boolean downwards = column.text() == this.list.reversed();
				heading = heading + (downwards ? " ▼" : " ▲");
			}
			boolean left = column.text() && column != Column.TREND;
			String text = left ? DisplayText.left(heading, width) : DisplayText.right(heading, width);
			buffer.setString(x, area.y(), text, sorted ? this.theme.heading() : this.theme.heading().dim());
			x += width + ColumnLayout.GAP;
		}
	}

	private String trendHeading() {
		return (this.reader.trendSeconds() == 60) ? "LAST MIN" : "LAST " + this.reader.trendSeconds() / 60 + " MIN";
	}

	/**
	 * Draws a row.
	 * @return how far its labels can be moved to the left
	 */
	private int drawRow(Buffer buffer, Rect line, Row row, boolean selected) {
		Figures figures = this.list.figures(row);
		boolean quiet = !figures.live() || this.reader.now() - figures.lastChange() > QUIET_NANOS;
		boolean beyond = this.levels.isBeyond(row);
		Style text = beyond ? this.theme.bad() : (quiet ? this.theme.faint() : this.theme.text());
		boolean changed = figures.live() && this.reader.now() - figures.lastChange() < CHANGED_NANOS;
		Style kind = quiet ? this.theme.faint() : this.theme.kind(figures.kind());
		int most = 0;
		int x = line.x();
		for (Column column : this.layout.columns()) {
			int width = this.layout.width(column);
			switch (column) {
				case METRIC -> {
					int cells = row.nested() ? this.layout.labelWidth() : width;
					most = this.text.draw(new Pen(buffer, x, line.y(), cells), row, text, figures.happened(),
							this.offset);
				}
				case KIND -> {
					if (!row.nested()) {
						buffer.setString(x, line.y(), DisplayText.left(figures.text(column), width), kind);
					}
				}
				case TARGET -> buffer.setString(x, line.y(), DisplayText.left(target(row), width), text);
				case TREND -> buffer.setString(x, line.y(),
						this.list.trend(row).sparkline(this.reader.trendSeconds(), width), kind);
				case VALUE -> buffer.setString(x, line.y(), DisplayText.right(figures.text(column), width),
						changed ? Theme.changed(text) : text);
				default -> buffer.setString(x, line.y(), DisplayText.right(figures.text(column), width), text);
			}
			x += width + ColumnLayout.GAP;
		}
		if (!row.nested() && this.list.isPinned(row.group())) {
			buffer.setString(line.x() + 1, line.y(), PINNED, this.theme.heading());
		}
		if (beyond) {
			buffer.setString(line.x() + 2 * row.depth() + (row.nested() ? 0 : 1), line.y(), BEYOND, this.theme.bad());
		}
		if (selected) {
			buffer.setStyle(line, this.theme.selected());
		}
		return most;
	}

	private static String target(Row row) {
		Series series = row.series();
		return (series != null) ? DisplayText.clean(series.targetNames().shortName()) : "";
	}

	private void drawScrollbar(Buffer buffer, Rect area, int rows) {
		if (rows <= this.height) {
			return;
		}
		int length = Math.max(1, this.height * this.height / rows);
		int from = (int) ((long) this.top * (this.height - length) / (rows - this.height));
		for (int i = 0; i < length; i++) {
			buffer.setString(area.right() - 1, area.y() + 1 + from + i, "▐", this.theme.faint());
		}
	}

}
