package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.observer.internal.ui.GroupRanking.GroupKey;
import io.github.metricstcp.observer.internal.ui.GroupRanking.Ranked;
import org.jspecify.annotations.Nullable;

/**
 * One metric with several series looked at closely: their numbers together and, ranked,
 * the series or their groups by a label.
 */
final class GroupDetailView {

	/**
	 * The least height of a chart above the ranking.
	 */
	private static final int LEAST_PICTURE = 7;

	private static final int GAP = 1;

	private static final int NUMBER_WIDTH = 10;

	private static final int LEAST_NAME = 24;

	private static final int LEAST_BAR = 10;

	private static final int MOST_BAR = 40;

	private static final int MOST_TARGET = 16;

	private final MetricList list;

	private final DetailView detail;

	private final LevelWatch levels;

	private final GroupRanking ranking;

	private final LabelText labelText;

	private final Theme theme;

	private boolean picturesFirst;

	private boolean room;

	private @Nullable MetricGroup scrolled;

	private @Nullable GroupKey scrolledKey;

	private int top;

	private int height = 1;

	// Of the series that are seen
	private LabelFit fit = LabelFit.AT_THE_BORDER;

	GroupDetailView(ModelReader reader, MetricList list, LevelWatch levels, DetailView detail, Theme theme) {
		this.list = list;
		this.levels = levels;
		this.detail = detail;
		this.labelText = new LabelText(theme);
		this.ranking = new GroupRanking(reader, list);
		this.theme = theme;
	}

	/**
	 * Changes between ranking and chart, and on to the distribution, where there is no
	 * room for all of them.
	 */
	void toggle() {
		boolean another = this.detail.toggles() && (this.room || !this.detail.distributionFirst());
		if ((this.room || this.picturesFirst) && another) {
			this.detail.toggle();
			return;
		}
		if (this.picturesFirst && this.detail.distributionFirst()) {
			this.detail.toggle();
		}
		this.picturesFirst = !this.room && !this.picturesFirst;
	}

	/**
	 * Returns the parts between which there is a change, {@code null} if there is room
	 * for all.
	 */
	@Nullable String parts(Kind kind) {
		if (this.room) {
			return this.detail.toggles() ? DetailView.CHART_OR_DISTRIBUTION : null;
		}
		return "ranks, " + ((kind == Kind.HISTOGRAM) ? DetailView.CHART_OR_DISTRIBUTION : "chart");
	}

	GroupRanking ranking() {
		return this.ranking;
	}

	/**
	 * Scrolls the ranking by some pages.
	 */
	void scroll(int pages) {
		this.top += pages * Math.max(1, this.height - 1);
	}

	void scrollToFirst() {
		this.top = 0;
	}

	void scrollToLast() {
		this.top = Integer.MAX_VALUE / 2;
	}

	void draw(Buffer buffer, Rect area, Row row) {
		Figures figures = this.list.figures(row);
		Rect inner = new Rect(area.x() + 1, area.y(), area.width() - 2, area.height());
		int y = this.detail.drawHead(buffer, inner, row, figures) + 1;
		Rect rest = new Rect(inner.x(), y, inner.width(), Math.max(0, inner.bottom() - y));
		int lower = Math.min(1 + this.ranking.ranked(row.group()).size(), rest.height() * 3 / 5);
		int upper = rest.height() - lower - 1;
		this.room = upper >= LEAST_PICTURE;
		if (this.room) {
			this.detail.drawPictures(buffer, new Rect(rest.x(), rest.y(), rest.width(), upper), row, figures);
			rest = new Rect(rest.x(), rest.y() + upper + 1, rest.width(), lower);
		}
		if (!this.room && this.picturesFirst) {
			this.detail.drawPictures(buffer, rest, row, figures);
		}
		else if (rest.height() > 0) {
			drawRanking(buffer, rest, row.group());
		}
	}

	private void drawRanking(Buffer buffer, Rect area, MetricGroup group) {
		List<Ranked> ranked = this.ranking.ranked(group);
		GroupKey key = this.ranking.key(group);
		if (this.scrolled != group || !Objects.equals(key, this.scrolledKey)) {
			this.scrolled = group;
			this.scrolledKey = key;
			this.top = 0;
		}
		this.height = Math.max(1, area.height() - 1);
		this.top = Math.max(0, Math.min(this.top, ranked.size() - this.height));
		List<Ranked> seen = ranked.subList(this.top, Math.min(ranked.size(), this.top + this.height));
		Columns columns = columns(area.width(), group, seen);
		this.fit = LabelFit.of(seen.stream().map((each) -> ownLabels(group, each)).toList(),
				this.list.labelOrder(group)::isImplied, columns.name());
		drawHeadings(new Pen(buffer, area.x(), area.y(), area.width()), columns, group, ranked.size());
		Measure measure = this.ranking.measure(group.kind());
		double most = ranked.stream()
			.mapToDouble((each) -> measure.inBase(each.figures()))
			.filter(Double::isFinite)
			.max()
			.orElse(0);
		for (int i = 0; i < seen.size(); i++) {
			// From the blank at the left on, in which marks stand
			Pen pen = new Pen(buffer, area.x() - 1, area.y() + 1 + i, area.width() + 1);
			drawRanked(pen, columns, group, seen.get(i), most);
		}
	}

	/**
	 * Returns the columns that there is room for: the number that is ranked by at least.
	 */
	private Columns columns(int width, MetricGroup group, List<Ranked> seen) {
		Measure ranked = this.ranking.measure(group.kind());
		boolean targets = this.list.severalTargets() && this.ranking.key(group) == null;
		int target = targets ? GAP + targetWidth(seen) : 0;
		List<Measure> measures = new ArrayList<>(Measure.ranking(group.kind()));
		int most = (width - target - LEAST_NAME - GAP - LEAST_BAR) / (GAP + NUMBER_WIDTH);
		for (int i = measures.size() - 1; i >= 0 && measures.size() > Math.max(1, most); i--) {
			if (measures.get(i) != ranked) {
				measures.remove(i);
			}
		}
		int numbers = measures.size() * (GAP + NUMBER_WIDTH);
		int longest = seen.stream().mapToInt((each) -> nameWidth(group, each)).max().orElse(0);
		int name = Math.max(LEAST_NAME, Math.min(longest, width - target - numbers - GAP - LEAST_BAR));
		int bar = Math.min(MOST_BAR, width - name - target - numbers - GAP);
		return new Columns(name, Math.max(0, target - GAP), List.copyOf(measures), bar);
	}

	private static int targetWidth(List<Ranked> seen) {
		int longest = TargetText.width(seen.stream().map((each) -> each.series().get(0).targetNames()).toList());
		return Math.max("TARGET".length(), Math.min(MOST_TARGET, longest));
	}

	private int nameWidth(MetricGroup group, Ranked ranked) {
		GroupKey key = this.ranking.key(group);
		return (key == null) ? this.labelText.of(ownLabels(group, ranked), this.theme.text(), false).width()
				: DisplayText.width(value(key, ranked)) + DisplayText.width(count(ranked));
	}

	private Map<String, String> ownLabels(MetricGroup group, Ranked ranked) {
		return this.list.labelOrder(group).own(group.labels(ranked.series().get(0)));
	}

	private static String value(GroupKey key, Ranked ranked) {
		String value = key.target() ? ranked.series().get(0).targetNames().shortName() : ranked.value();
		return (value != null) ? DisplayText.clean(value) : "without " + key.text();
	}

	private static String count(Ranked ranked) {
		return " ×" + ranked.series().size();
	}

	private void drawHeadings(Pen pen, Columns columns, MetricGroup group, int lines) {
		Style style = this.theme.heading().dim();
		GroupKey key = this.ranking.key(group);
		String what = (key == null) ? "SERIES" : key.text();
		String from = (lines > this.height) ? "  %,d of %,d".formatted(this.top + 1, lines) : "";
		pen.write(DisplayText.left(what + from, columns.name()), (key == null) ? style : this.theme.heading());
		if (columns.target() > 0) {
			pen.skip(GAP).write(DisplayText.left("TARGET", columns.target()), style);
		}
		for (Measure measure : columns.measures()) {
			boolean ranked = measure == this.ranking.measure(group.kind());
			String word = ((measure == Measure.RATE) ? Column.RATE.heading()
					: measure.word(group.kind()).toUpperCase(Locale.ROOT)) + (ranked ? " ▼" : "");
			pen.skip(GAP).write(DisplayText.right(word, NUMBER_WIDTH), ranked ? this.theme.heading() : style);
		}
	}

	private void drawRanked(Pen pen, Columns columns, MetricGroup group, Ranked ranked, double most) {
		Figures figures = ranked.figures();
		boolean beyond = this.levels.isBeyond(ranked.series());
		Style text = beyond ? this.theme.bad() : (figures.live() ? this.theme.text() : this.theme.faint());
		pen.write(beyond ? RowText.BEYOND : " ", text);
		drawName(pen.part(columns.name()), group, ranked, text);
		if (columns.target() > 0) {
			pen.skip(GAP)
				.write(DisplayText.left(TargetText.of(ranked.series().get(0)), columns.target()), this.theme.faint());
		}
		for (Measure measure : columns.measures()) {
			pen.skip(GAP).write(DisplayText.right(measure.text(figures, NUMBER_WIDTH), NUMBER_WIDTH), text);
		}
		double number = this.ranking.measure(group.kind()).inBase(figures);
		if (number > 0 && most > 0) {
			pen.skip(GAP).write(HistogramBars.bar(number / most, columns.bar()), this.theme.kind(group.kind()));
		}
	}

	private void drawName(Pen pen, MetricGroup group, Ranked ranked, Style text) {
		GroupKey key = this.ranking.key(group);
		if (key == null) {
			this.labelText
				.cut(ownLabels(group, ranked), this.fit, this.list.labelOrder(group)::isImplied, pen.room(), text,
						ranked.figures().happened())
				.draw(pen, 0, this.theme.faint());
			return;
		}
		String count = count(ranked);
		pen.write(DisplayText.fit(value(key, ranked), pen.room() - DisplayText.width(count)), text)
			.write(count, this.theme.faint());
	}

	/**
	 * The widths of the columns.
	 *
	 * @param name the cells for labels
	 * @param target the cells for the target, 0 if it is not shown
	 * @param measures the numbers that are shown
	 * @param bar the cells for the bar
	 */
	private record Columns(int name, int target, List<Measure> measures, int bar) {
	}

}
