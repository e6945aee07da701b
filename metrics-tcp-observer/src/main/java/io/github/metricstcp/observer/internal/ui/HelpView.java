package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;

/**
 * The help: the keys, the filters and the columns. Where there is no room for all of it,
 * it scrolls.
 */
final class HelpView {

	private static final int KEY_WIDTH = 14;

	private static final int LEFT_WIDTH = 37;

	/**
	 * From this width on the columns stand beside the keys, otherwise below them.
	 */
	private static final int WIDTH_FOR_COLUMNS = LEFT_WIDTH + 40;

	private static final List<Entry> KEYS = KeyTable.BINDINGS.stream()
		.map((binding) -> new Entry(keys(binding), binding.meaning()))
		.toList();

	private static final int FILTER_WIDTH = 11;

	private static final List<Entry> FILTERS = List.of(new Entry("orders", "anywhere"),
			new Entry("http.*", "name glob"), new Entry("~^jvm", "name regex"), new Entry("name=a.b", "exact name"),
			new Entry("kind=gauge", "or unit="), new Entry("status=5*", "label glob"),
			new Entry("uri=~^/a", "label regex"), new Entry("target=a*", "target glob"), new Entry("!a b", "b, not a"));

	private static final int COLUMN_WIDTH = 12;

	private static final List<Entry> COLUMNS = List.of(new Entry("VALUE", "counter: total"),
			new Entry("", "gauge: value"), new Entry("", "histogram: mean"),
			new Entry("  Σ  ≤", "of several: sum, maximum"), new Entry("  ≥  Δ", "at least, since connected"),
			new Entry("RATE/10s", "a second, of the last 10"), new Entry("LAST … MIN", "counter: increase"),
			new Entry("", "others: value, median"), new Entry("faint", "unchanged for a minute"),
			new Entry("bold  !", "just changed, beyond a level"));

	private final Theme theme;

	private final HelpScroll scroll;

	HelpView(HelpScroll scroll, Theme theme) {
		this.scroll = scroll;
		this.theme = theme;
	}

	void draw(Buffer buffer, Rect area) {
		List<Line> left = new ArrayList<>();
		List<Line> right = new ArrayList<>();
		add(left, "KEYS", KEYS, KEY_WIDTH);
		add(right, "FILTER", FILTERS, FILTER_WIDTH);
		List<Line> below = (area.width() >= WIDTH_FOR_COLUMNS) ? right : left;
		below.add(Line.EMPTY);
		add(below, "COLUMNS", COLUMNS, COLUMN_WIDTH);
		int lines = Math.max(left.size(), right.size());
		this.scroll.fit(lines, area.height());
		draw(buffer, new Rect(area.x(), area.y(), area.width() - ScrollBar.WIDTH, area.height()), left);
		draw(buffer,
				new Rect(area.x() + LEFT_WIDTH, area.y(), area.width() - LEFT_WIDTH - ScrollBar.WIDTH, area.height()),
				right);
		ScrollBar.draw(buffer, area, this.scroll.top(), lines, this.theme.faint());
	}

	private static void add(List<Line> lines, String heading, List<Entry> entries, int keyWidth) {
		lines.add(new Line(heading, "", 0));
		entries.forEach((entry) -> lines.add(new Line(entry.key(), entry.meaning(), keyWidth)));
	}

	private void draw(Buffer buffer, Rect area, List<Line> lines) {
		int top = this.scroll.top();
		for (int i = 0; i < area.height() && top + i < lines.size(); i++) {
			Line line = lines.get(top + i);
			Pen pen = new Pen(buffer, area.x() + 1, area.y() + i, area.width() - 1);
			if (line.keyWidth() == 0) {
				pen.write(line.key(), this.theme.heading());
			}
			else {
				pen.write(DisplayText.left(line.key(), line.keyWidth()), this.theme.counter())
					.write(line.meaning(), this.theme.text());
			}
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

	private record Entry(String key, String meaning) {
	}

	/**
	 * A line of a part.
	 *
	 * @param key the key, or the heading of the part
	 * @param meaning the text behind the key
	 * @param keyWidth the cells of the key, 0 for a heading
	 */
	private record Line(String key, String meaning, int keyWidth) {

		static final Line EMPTY = new Line("", "", 0);

	}

}
