package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import io.github.metricstcp.client.model.Series;

/**
 * The list of metrics, scrolled to the selected row. Only rows that are seen are read and
 * drawn.
 */
final class ListView implements RowsView {

	private static final long QUIET_NANOS = 60_000_000_000L;

	private static final long CHANGED_NANOS = 2_000_000_000L;

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

	private final RowCursor<Row> cursor = new RowCursor<>();

	private ColumnLayout layout = new ColumnLayout(80, this.widths, 0);

	ListView(ModelReader reader, MetricList list, LevelWatch levels, Theme theme) {
		this.reader = reader;
		this.list = list;
		this.levels = levels;
		this.theme = theme;
		this.text = new RowText(list, theme);
	}

	@Override
	public void follow() {
		this.cursor.follow(this.list.rows());
	}

	@Override
	public RowCursor<Row> cursor() {
		return this.cursor;
	}

	/**
	 * Selects a row that another view shows.
	 */
	void reveal(Row row) {
		this.cursor.choose(row);
		follow();
	}

	@Override
	public void expand() {
		Row row = this.cursor.selected();
		if (row != null) {
			this.cursor.choose(row);
			this.list.expand(row, true);
			arrange();
		}
	}

	@Override
	public void collapse() {
		Row row = this.cursor.selected();
		if (row != null) {
			Row above = row.expanded() ? row : this.cursor.above(row);
			this.cursor.choose(above);
			this.list.expand(above, false);
			arrange();
		}
	}

	/**
	 * Keeps the selected metric at the top, or no longer.
	 */
	void togglePin() {
		Row row = this.cursor.selected();
		if (row != null) {
			this.cursor.choose(row);
			this.list.togglePin(row.group());
			arrange();
		}
	}

	@Override
	public void scrollLeft() {
		this.offset = Math.max(0, this.offset - RowText.STEP);
	}

	@Override
	public void scrollRight() {
		this.offset += RowText.STEP;
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

	private void showFirst() {
		this.cursor.chooseNone();
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
		Rect rows = new Rect(area.x(), area.y() + 1, area.width(), Math.max(1, area.height() - 2));
		this.cursor.height(rows.height());
		List<Row> seen = this.cursor.seen();
		Row selected = this.cursor.selected();
		layOut(area.width() - ScrollBar.WIDTH, seen);
		drawHeadings(buffer, area);
		int most = 0;
		for (int i = 0; i < seen.size(); i++) {
			Row row = seen.get(i);
			Rect line = new Rect(rows.x(), rows.y() + i, rows.width(), 1);
			most = Math.max(most, drawRow(buffer, line, row, selected != null && row.isSameAs(selected)));
		}
		ScrollBar.draw(buffer, rows, this.cursor.top(), this.cursor.size(), this.theme.faint());
		if (selected != null) {
			Pen pen = new Pen(buffer, area.x(), area.bottom() - 1, area.width()).skip(1);
			most = Math.max(most, this.text.drawWhole(pen, selected, this.offset));
		}
		this.offset = Math.min(this.offset, most);
	}

	private void layOut(int width, List<Row> seen) {
		if (width != this.width || this.list.choices() != this.choices) {
			this.width = width;
			this.choices = this.list.choices();
			this.widths.clear();
		}
		this.text.measure(seen, this.widths);
		this.layout = new ColumnLayout(width, this.widths,
				this.list.severalTargets() ? TargetText.width(this.reader.targetNames()) : 0);
		this.text.fit(seen, this.layout.labelWidth());
	}

	private void drawHeadings(Buffer buffer, Rect area) {
		int x = area.x();
		for (Column column : this.layout.columns()) {
			int width = this.layout.width(column);
			String heading = (column == Column.TREND) ? trendHeading(width) : column.heading();
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

	private String trendHeading(int width) {
		int minutes = this.reader.trendSeconds() / 60;
		String whole = (minutes == 1) ? "LAST MIN" : "LAST " + minutes + " MIN";
		return (DisplayText.width(whole) <= width) ? whole : minutes + " MIN";
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
					RowLook look = new RowLook(text, figures.happened(), beyond, RowText.count(row));
					most = this.text.draw(new Pen(buffer, x, line.y(), cells), row, look, this.offset);
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
				default -> {
					String number = (column == Column.MAX && figures.sum()) ? "" : figures.text(column);
					buffer.setString(x, line.y(), DisplayText.right(number, width), text);
				}
			}
			x += width + ColumnLayout.GAP;
		}
		if (selected) {
			buffer.setStyle(line, this.theme.selected());
		}
		return most;
	}

	private static String target(Row row) {
		Series series = row.series();
		return (series != null) ? TargetText.of(series) : "";
	}

}
