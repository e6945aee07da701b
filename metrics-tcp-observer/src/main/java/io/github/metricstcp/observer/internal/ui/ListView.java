package io.github.metricstcp.observer.internal.ui;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import dev.tamboui.tui.event.KeyCode;
import dev.tamboui.tui.event.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * The list of metrics: which part of it is seen, and which row is selected. Only what is
 * seen is read and drawn.
 */
final class ListView {

	private static final long QUIET_NANOS = 60_000_000_000L;

	private static final int SCROLLBAR = 1;

	private static final String FOLDED = "▸ ";

	private static final String UNFOLDED = "▾ ";

	private final ModelReader reader;

	private final MetricList list;

	private final Theme theme;

	private @Nullable Row selected;

	// Until a key has chosen a row it is the first one, whichever that is
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
	void follow() {
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
	 * Takes a key.
	 * @return whether it meant something here
	 */
	boolean press(KeyEvent key) {
		if (move(key)) {
			return true;
		}
		Row row = this.selected;
		if (Keys.plain(key, 'e')) {
			this.list.toggleAll();
		}
		else if (Keys.plain(key, 's')) {
			this.list.sortByNext(this.layout.columns());
		}
		else if (Keys.plain(key, 'S')) {
			this.list.reverse();
		}
		else if (row != null && (key.isKey(KeyCode.RIGHT) || Keys.plain(key, 'l') || Keys.plain(key, '+'))) {
			this.chosen = true;
			this.list.expand(row.group(), true);
		}
		else if (row != null && (key.isKey(KeyCode.LEFT) || Keys.plain(key, 'h') || Keys.plain(key, '-'))) {
			this.chosen = true;
			this.list.expand(row.group(), false);
			if (row.nested()) {
				this.selected = new Row(row.group(), null, false);
			}
		}
		else {
			return false;
		}
		this.list.refresh();
		follow();
		return true;
	}

	/**
	 * Takes a key that selects another row.
	 * @return whether it is one
	 */
	boolean move(KeyEvent key) {
		int page = Math.max(1, this.height - 1);
		if (key.isKey(KeyCode.UP) || Keys.plain(key, 'k')) {
			select(this.index - 1);
		}
		else if (key.isKey(KeyCode.DOWN) || Keys.plain(key, 'j')) {
			select(this.index + 1);
		}
		else if (key.isKey(KeyCode.PAGE_UP) || Keys.ctrl(key, 'b')) {
			select(this.index - page);
		}
		else if (key.isKey(KeyCode.PAGE_DOWN) || Keys.ctrl(key, 'f')) {
			select(this.index + page);
		}
		else if (key.isKey(KeyCode.HOME) || Keys.plain(key, 'g')) {
			select(0);
		}
		else if (key.isKey(KeyCode.END) || Keys.plain(key, 'G')) {
			select(Integer.MAX_VALUE);
		}
		else {
			return false;
		}
		this.chosen = true;
		return true;
	}

	/**
	 * Draws the headings and as many rows as there is room for.
	 */
	void draw(Buffer buffer, Rect area) {
		this.layout = new ColumnLayout(area.width() - SCROLLBAR);
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
				case TREND -> buffer.setString(x, line.y(),
						this.list.course(row).sparkline(this.reader.trendSeconds(), width), kind);
				default -> buffer.setString(x, line.y(), DisplayText.right(figures.text(column), width), text);
			}
			x += width + ColumnLayout.GAP;
		}
		if (selected) {
			buffer.setStyle(line, this.theme.selected());
		}
	}

	private void drawName(Pen pen, Row row, Style text) {
		MetricGroup group = row.group();
		boolean several = this.list.severalTargets();
		if (row.nested()) {
			pen.skip(4);
			writeLabels(pen, group.ownLabels(Objects.requireNonNull(row.series()), several), text);
			return;
		}
		pen.write(row.foldable() ? (group.expanded() ? UNFOLDED : FOLDED) : "  ", this.theme.faint());
		pen.write(group.displayName(), text);
		if (row.foldable()) {
			int matching = group.matching().size();
			String count = (matching == group.size()) ? " ×" + matching : " ×" + matching + " of " + group.size();
			pen.write(count, this.theme.faint());
		}
		else {
			Map<String, String> labels = group.labels(Objects.requireNonNull(row.series()), several);
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
