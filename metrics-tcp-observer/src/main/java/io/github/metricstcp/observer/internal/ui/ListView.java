package io.github.metricstcp.observer.internal.ui;

import java.util.List;
import java.util.Map;
import java.util.Objects;

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

	private static final int SCROLLBAR = 1;

	static final String COLLAPSED = "▸ ";

	static final String EXPANDED = "▾ ";

	private final ModelReader reader;

	private final MetricList list;

	private final Theme theme;

	private @Nullable Row selected;

	// Until a key has chosen a row, the first one is selected
	private boolean chosen;

	private int index;

	private int top;

	private int height = 1;

	private ColumnLayout layout = new ColumnLayout(80);

	ListView(ModelReader reader, MetricList list, Theme theme) {
		this.reader = reader;
		this.list = list;
		this.theme = theme;
	}

	/**
	 * Finds the selected row where it is now.
	 */
	@Override
	public void follow() {
		List<Row> rows = this.list.rows();
		Row selected = this.chosen ? this.selected : null;
		if (selected != null && (this.index >= rows.size() || !same(rows.get(this.index), selected))) {
			int found = -1;
			for (int i = 0; i < rows.size() && found < 0; i++) {
				found = same(rows.get(i), selected) ? i : -1;
			}
			for (int i = 0; i < rows.size() && found < 0; i++) {
				found = (rows.get(i).group() == selected.group()) ? i : -1;
			}
			this.index = (found >= 0) ? found : this.index;
		}
		select(this.chosen ? this.index : 0);
	}

	private static boolean same(Row one, Row other) {
		return one.group() == other.group() && one.series() == other.series();
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
	 * Shows the series of the selected metric.
	 */
	@Override
	public void expand() {
		Row row = this.selected;
		if (row != null) {
			this.chosen = true;
			this.list.expand(row.group(), true);
			arrange();
		}
	}

	/**
	 * Hides the series of the selected metric, and selects the metric.
	 */
	@Override
	public void collapse() {
		Row row = this.selected;
		if (row != null) {
			this.chosen = true;
			this.list.expand(row.group(), false);
			if (row.nested()) {
				this.selected = new Row(row.group(), null, false);
			}
			arrange();
		}
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
		arrange();
	}

	@Override
	public void reverse() {
		this.list.reverse();
		arrange();
	}

	private void arrange() {
		this.list.refresh();
		follow();
	}

	/**
	 * Draws the headings and as many rows as there is room for.
	 */
	@Override
	public void draw(Buffer buffer, Rect area) {
		this.layout = new ColumnLayout(area.width() - SCROLLBAR, this.list.severalTargets() ? longestTarget() : 0);
		this.height = Math.max(1, area.height() - 1);
		select(this.index);
		drawHeadings(buffer, area);
		List<Row> rows = this.list.rows();
		for (int i = 0; i < this.height && this.top + i < rows.size(); i++) {
			Row row = rows.get(this.top + i);
			drawRow(buffer, new Rect(area.x(), area.y() + 1 + i, area.width(), 1), row, this.top + i == this.index);
		}
		drawScrollbar(buffer, area, rows.size());
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

	private void drawRow(Buffer buffer, Rect line, Row row, boolean selected) {
		Figures figures = this.list.figures(row);
		boolean quiet = !figures.live() || this.reader.now() - figures.lastChange() > QUIET_NANOS;
		Style text = quiet ? this.theme.faint() : this.theme.text();
		Style kind = quiet ? this.theme.faint() : this.theme.kind(figures.kind());
		int x = line.x();
		for (Column column : this.layout.columns()) {
			int width = this.layout.width(column);
			switch (column) {
				case METRIC -> drawName(new Pen(buffer, x, line.y(), width), row, text);
				case KIND -> {
					if (!row.nested()) {
						buffer.setString(x, line.y(), DisplayText.left(figures.text(column), width), kind);
					}
				}
				case TARGET -> buffer.setString(x, line.y(), DisplayText.left(target(row), width), text);
				case TREND -> buffer.setString(x, line.y(),
						this.list.trend(row).sparkline(this.reader.trendSeconds(), width), kind);
				default -> buffer.setString(x, line.y(), DisplayText.right(figures.text(column), width), text);
			}
			x += width + ColumnLayout.GAP;
		}
		if (selected) {
			buffer.setStyle(line, this.theme.selected());
		}
	}

	private static String target(Row row) {
		Series series = row.series();
		return (series != null) ? DisplayText.clean(series.targetNames().shortName()) : "";
	}

	private void drawName(Pen pen, Row row, Style text) {
		MetricGroup group = row.group();
		if (row.nested()) {
			pen.skip(4);
			writeLabels(pen, group.ownLabels(Objects.requireNonNull(row.series()), false), text);
			return;
		}
		pen.write(row.collective() ? (group.expanded() ? EXPANDED : COLLAPSED) : "  ", this.theme.faint());
		pen.write(group.displayName(), text);
		if (row.collective()) {
			int matching = group.matching().size();
			String count = (matching == group.size()) ? " ×" + matching : " ×" + matching + " of " + group.size();
			pen.write(count, this.theme.faint());
		}
		else {
			Map<String, String> labels = group.labels(Objects.requireNonNull(row.series()), false);
			if (!labels.isEmpty()) {
				pen.write("  ", text);
				writeLabels(pen, labels, this.theme.faint());
			}
		}
	}

	private void writeLabels(Pen pen, Map<String, String> labels, Style style) {
		String separator = "";
		for (Map.Entry<String, String> label : labels.entrySet()) {
			if (pen.room() <= 1) {
				break;
			}
			pen.write(separator + label.getKey() + "=", this.theme.faint());
			pen.write(label.getValue(), style);
			separator = " ";
		}
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
