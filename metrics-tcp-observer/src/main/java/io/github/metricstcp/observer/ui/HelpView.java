package io.github.metricstcp.observer.ui;

import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;

/**
 * The keys and what they do, and how a filter is written.
 */
final class HelpView {

	private static final List<Entry> KEYS = List.of(new Entry("↑ ↓  k j", "select a row"),
			new Entry("PgUp PgDn", "a page up, a page down"), new Entry("Home End  g G", "the first row, the last row"),
			new Entry("→ ←  l h  + -", "show, hide a metric's series"), new Entry("e", "show or hide all series"),
			new Entry("Enter", "look at one metric, Esc back"), new Entry("Tab", "there: chart or distribution"),
			new Entry("s  S", "sort by next column, reverse"), new Entry("/", "filter, Esc shows all again"),
			new Entry("Space", "freeze the screen, go on"), new Entry("w", "window: 10 s, 1 min, 5 min, all"),
			new Entry("r", "count anew, from now on"), new Entry("?", "this help"),
			new Entry("q  Ctrl-C", "quit"));

	private static final List<Entry> FILTERS = List.of(new Entry("orders", "name or label has the text"),
			new Entry("http.*", "name is like that"), new Entry("~^jvm\\.gc", "name matches the regex"),
			new Entry("status=5*", "label is like that"), new Entry("uri=~^/orders", "label matches the regex"),
			new Entry("!orders", "not"), new Entry("a b", "both"));

	private static final List<Entry> COLUMNS = List.of(new Entry("VALUE", "counter: total, gauge: value,"),
			new Entry("", "histogram: mean of the window"), new Entry("RATE", "a second, over the last 10 s"),
			new Entry("LAST … MIN", "counter: increase, gauge: value,"), new Entry("", "histogram: median"));

	private final Theme theme;

	HelpView(Theme theme) {
		this.theme = theme;
	}

	void draw(Buffer buffer, Rect area) {
		int half = area.width() / 2;
		int left = drawPart(buffer, new Rect(area.x(), area.y(), half, area.height()), "KEYS", KEYS, 16);
		Rect right = new Rect(area.x() + half, area.y(), area.width() - half, area.height());
		int y = drawPart(buffer, right, "FILTER", FILTERS, 15);
		if (y + 2 + COLUMNS.size() <= Math.max(left, area.bottom())) {
			drawPart(buffer, new Rect(right.x(), y + 1, right.width(), area.bottom() - y - 1), "COLUMNS", COLUMNS, 15);
		}
	}

	private int drawPart(Buffer buffer, Rect area, String heading, List<Entry> entries, int keyWidth) {
		new Pen(buffer, area.x() + 1, area.y(), area.width() - 1).write(heading, this.theme.heading());
		int y = area.y() + 1;
		for (Entry entry : entries) {
			if (y >= area.bottom()) {
				break;
			}
			new Pen(buffer, area.x() + 1, y, area.width() - 2).write(DisplayText.left(entry.key(), keyWidth), this.theme.counter())
				.write(entry.meaning(), this.theme.text());
			y++;
		}
		return y;
	}

	private record Entry(String key, String meaning) {
	}

}
