package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;

/**
 * The help: the keys, the filters and the columns.
 */
final class HelpView {

	private static final int KEY_WIDTH = 14;

	private static final int LEFT_WIDTH = 37;

	private static final List<Entry> KEYS = KeyTable.BINDINGS.stream()
		.map((binding) -> new Entry(keys(binding), binding.meaning()))
		.toList();

	private static final int FILTER_WIDTH = 10;

	private static final List<Entry> FILTERS = List.of(new Entry("orders", "anywhere"),
			new Entry("http.*", "name glob"), new Entry("~^jvm", "name regex"), new Entry("status=5*", "label glob"),
			new Entry("uri=~^/a", "label regex"), new Entry("target=a*", "target glob"), new Entry("!orders", "not"),
			new Entry("a b", "both"));

	private static final int COLUMN_WIDTH = 12;

	private static final List<Entry> COLUMNS = List.of(new Entry("VALUE", "counter: total"),
			new Entry("", "gauge: value"), new Entry("", "histogram: mean"),
			new Entry("  Σ  ≤", "of several: sum, maximum"), new Entry("  ≥  Δ", "at least, since connected"),
			new Entry("RATE", "a second, of the last 10"), new Entry("LAST … MIN", "counter: increase"),
			new Entry("", "gauge: value"), new Entry("", "histogram: median"),
			new Entry("faint", "unchanged for a minute"));

	private final Theme theme;

	HelpView(Theme theme) {
		this.theme = theme;
	}

	void draw(Buffer buffer, Rect area) {
		drawPart(buffer, new Rect(area.x(), area.y(), LEFT_WIDTH, area.height()), "KEYS", KEYS, KEY_WIDTH);
		Rect right = new Rect(area.x() + LEFT_WIDTH, area.y(), area.width() - LEFT_WIDTH, area.height());
		int y = drawPart(buffer, right, "FILTER", FILTERS, FILTER_WIDTH) + 1;
		if (y + 1 + COLUMNS.size() <= area.bottom()) {
			drawPart(buffer, new Rect(right.x(), y, right.width(), area.bottom() - y), "COLUMNS", COLUMNS,
					COLUMN_WIDTH);
		}
	}

	/**
	 * Returns as many keys as there is room for, the most common first.
	 */
	private static String keys(KeyBinding binding) {
		StringBuilder keys = new StringBuilder();
		for (Key key : binding.keys()) {
			String separator = keys.isEmpty() ? "" : " ";
			if (keys.length() + separator.length() + key.name().length() >= KEY_WIDTH) {
				break;
			}
			keys.append(separator).append(key.name());
		}
		return keys.toString();
	}

	private int drawPart(Buffer buffer, Rect area, String heading, List<Entry> entries, int keyWidth) {
		new Pen(buffer, area.x() + 1, area.y(), area.width() - 1).write(heading, this.theme.heading());
		int y = area.y() + 1;
		for (Entry entry : entries) {
			if (y >= area.bottom()) {
				break;
			}
			new Pen(buffer, area.x() + 1, y, area.width() - 1)
				.write(DisplayText.left(entry.key(), keyWidth), this.theme.counter())
				.write(entry.meaning(), this.theme.text());
			y++;
		}
		return y;
	}

	private record Entry(String key, String meaning) {
	}

}
