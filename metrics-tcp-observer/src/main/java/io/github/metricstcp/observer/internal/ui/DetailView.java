package io.github.metricstcp.observer.internal.ui;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.Summary;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One metric looked at closely: its metadata, its numbers, its trend and, of a histogram,
 * the distribution of its samples.
 */
final class DetailView {

	/**
	 * From this height on there is room for chart and distribution, one below the other.
	 */
	private static final int HEIGHT_FOR_BOTH = 18;

	/**
	 * From this width on they stand side by side.
	 */
	private static final int WIDTH_FOR_BOTH = 100;

	static final String CHART_OR_DISTRIBUTION = "chart or distribution";

	private final ModelReader reader;

	private final MetricList list;

	private final Theme theme;

	private boolean distributionFirst;

	private boolean toggles;

	DetailView(ModelReader reader, MetricList list, Theme theme) {
		this.reader = reader;
		this.list = list;
		this.theme = theme;
	}

	/**
	 * Changes between chart and distribution, where there is no room for both.
	 */
	void toggle() {
		this.distributionFirst = !this.distributionFirst;
	}

	/**
	 * Whether there is something to toggle.
	 */
	boolean toggles() {
		return this.toggles;
	}

	boolean distributionFirst() {
		return this.distributionFirst;
	}

	void draw(Buffer buffer, Rect area, Row row) {
		Figures figures = this.list.figures(row);
		Rect inner = new Rect(area.x() + 1, area.y(), area.width() - 2, area.height());
		int y = drawHead(buffer, inner, row, figures);
		drawPictures(buffer, new Rect(inner.x(), y + 1, inner.width(), Math.max(0, inner.bottom() - y - 1)), row,
				figures);
	}

	/**
	 * Draws the metadata and the numbers.
	 * @return the line below them
	 */
	int drawHead(Buffer buffer, Rect area, Row row, Figures figures) {
		int y = drawTitle(buffer, area, row, figures);
		return drawNumbers(buffer, new Rect(area.x(), y, area.width(), area.bottom() - y), row, figures);
	}

	/**
	 * Draws the chart and the distribution, or one of them if there is no room for both.
	 */
	void drawPictures(Buffer buffer, Rect rest, Row row, Figures figures) {
		boolean room = rest.width() >= WIDTH_FOR_BOTH || rest.height() >= HEIGHT_FOR_BOTH;
		this.toggles = figures.kind() == Kind.HISTOGRAM && !room;
		if (figures.kind() != Kind.HISTOGRAM) {
			drawChart(buffer, rest, row, figures);
		}
		else if (rest.width() >= WIDTH_FOR_BOTH) {
			int left = rest.width() * 3 / 5;
			drawChart(buffer, new Rect(rest.x(), rest.y(), left, rest.height()), row, figures);
			drawDistribution(buffer, new Rect(rest.x() + left + 3, rest.y(), rest.width() - left - 3, rest.height()),
					row, figures);
		}
		else if (room) {
			int upper = rest.height() / 2;
			drawChart(buffer, new Rect(rest.x(), rest.y(), rest.width(), upper), row, figures);
			drawDistribution(buffer, new Rect(rest.x(), rest.y() + upper + 1, rest.width(), rest.height() - upper - 1),
					row, figures);
		}
		else if (this.distributionFirst) {
			drawDistribution(buffer, rest, row, figures);
		}
		else {
			drawChart(buffer, rest, row, figures);
		}
	}

	private int drawTitle(Buffer buffer, Rect area, Row row, Figures figures) {
		MetricGroup group = row.group();
		Series any = Objects.requireNonNullElseGet(row.series(), () -> group.matching().get(0));
		int y = area.y();
		Pen title = new Pen(buffer, area.x(), y, area.width());
		title.write(group.displayName(), this.theme.heading())
			.write("  " + figures.kindWord(), this.theme.kind(figures.kind()));
		String unit = any.unit();
		if (unit != null && !unit.equals("count")) {
			title.write(" of " + DisplayText.clean(unit), this.theme.faint());
		}
		if (row.collective()) {
			title.write("  %,d series together".formatted(group.matching().size()), this.theme.faint());
		}
		if (figures.incomplete()) {
			title.write("  incomplete: samples were dropped", this.theme.waiting());
		}
		y++;
		String description = any.description();
		if (description != null && !description.isBlank()) {
			new Pen(buffer, area.x(), y, area.width()).write(DisplayText.clean(description), this.theme.faint());
			y++;
		}
		boolean several = this.list.severalTargets();
		Map<String, String> labels = row.collective() ? group.labelCounts(several) : group.labels(any, several);
		return drawLabels(buffer, area, y, labels);
	}

	private int drawLabels(Buffer buffer, Rect area, int top, Map<String, String> labels) {
		int y = top;
		Pen pen = new Pen(buffer, area.x(), y, area.width());
		int lines = Math.max(1, area.height() / 6);
		boolean first = true;
		for (Map.Entry<String, String> label : labels.entrySet()) {
			int width = DisplayText.width(label.getKey()) + 1 + DisplayText.width(label.getValue());
			if (!first && width + 2 > pen.room() && y - top + 1 < lines) {
				y++;
				pen = new Pen(buffer, area.x(), y, area.width());
				first = true;
			}
			pen.write((first ? "" : "  ") + label.getKey() + "=", this.theme.faint())
				.write(label.getValue(), this.theme.text());
			first = false;
		}
		return labels.isEmpty() ? top : y + 1;
	}

	private int drawNumbers(Buffer buffer, Rect area, Row row, Figures figures) {
		Numbers numbers = new Numbers(buffer, area);
		UnitFormat unit = figures.unit();
		Summary summary = figures.summary();
		Series series = row.series();
		SeriesSnapshot snapshot = (series != null) ? this.reader.snapshot(series) : null;
		switch (figures.kind()) {
			case COUNTER -> {
				numbers.add(this.reader.sinceReset() ? "since reset" : "total", figures.valueText(Integer.MAX_VALUE));
				addRates(numbers, figures, snapshot, unit);
				if (!this.reader.sinceReset()) {
					numbers.add("in window", "+" + unit.value(summary.sum()));
				}
			}
			case GAUGE -> {
				numbers.add("now", figures.valueText(Integer.MAX_VALUE));
				numbers.add("min", unit.value(summary.min()));
				numbers.add("max", unit.value(summary.max()));
				numbers.add("changed", age(figures.lastChange()));
			}
			case HISTOGRAM -> {
				numbers.add("samples", figures.lower(UnitFormat.COUNT.value((double) summary.count())));
				addRates(numbers, figures, snapshot, UnitFormat.COUNT);
				numbers.add("sum", unit.value((summary.count() > 0) ? summary.sum() : Double.NaN));
				if (snapshot != null) {
					numbers.add("last", unit.value(snapshot.value()));
				}
				numbers.newLine();
				numbers.add("min", unit.value(summary.min()));
				numbers.add("mean", unit.value(figures.value()));
				numbers.add("p50", unit.value(summary.quantiles().p50()));
				numbers.add("p90", unit.value(summary.quantiles().p90()));
				numbers.add("p95", unit.value(summary.quantiles().p95()));
				numbers.add("p99", unit.value(summary.quantiles().p99()));
				numbers.add("p99.9", unit.value(summary.quantiles().p999()));
				numbers.add("max", figures.lower(unit.value(summary.max())));
			}
		}
		return numbers.end();
	}

	private void addRates(Numbers numbers, Figures figures, @Nullable SeriesSnapshot snapshot, UnitFormat unit) {
		if (snapshot == null) {
			numbers.add("last 10 s", unit.rate(figures.rate()));
			return;
		}
		numbers.add("last s", unit.rate(snapshot.rates().oneSecond()));
		numbers.add("last 10 s", unit.rate(snapshot.rates().tenSeconds()));
		numbers.add("last min", unit.rate(snapshot.rates().oneMinute()));
	}

	private String age(long time) {
		long nanos = this.reader.now() - time;
		return (nanos < TimeSource.NANOS_PER_SECOND) ? "now" : UnitFormat.wholeSeconds(nanos) + " ago";
	}

	private void drawChart(Buffer buffer, Rect area, Row row, Figures figures) {
		int seconds = this.reader.trendSeconds();
		Trend trend = this.list.trend(row);
		String start = "-" + ((seconds == 60) ? "1 min" : seconds / 60 + " min");
		Pen heading = new Pen(buffer, area.x(), area.y(), area.width());
		Rect below = new Rect(area.x(), area.y() + 1, area.width(), Math.max(0, area.height() - 1));
		LineChart chart = switch (figures.kind()) {
			case COUNTER -> {
				heading.write("increase a second", this.theme.heading());
				yield new LineChart(List.of(new LineChart.Line(trend.values(seconds), this.theme.counter())),
						figures.unit(), true, start);
			}
			case GAUGE -> {
				heading.write("value", this.theme.heading());
				yield new LineChart(List.of(new LineChart.Line(trend.values(seconds), this.theme.gauge())),
						figures.unit(), false, start);
			}
			case HISTOGRAM -> {
				heading.write("each second's ", this.theme.heading())
					.write("p99", this.theme.histogram())
					.write(" and ", this.theme.heading())
					.write("median", this.theme.gauge());
				yield new LineChart(
						List.of(new LineChart.Line(trend.p99s(seconds), this.theme.histogram()),
								new LineChart.Line(trend.medians(seconds), this.theme.gauge())),
						figures.unit(), false, start);
			}
		};
		chart.draw(buffer, below, this.theme.faint());
	}

	private void drawDistribution(Buffer buffer, Rect area, Row row, Figures figures) {
		Distribution distribution = this.list.distribution(row);
		new Pen(buffer, area.x(), area.y(), area.width()).write("distribution", this.theme.heading());
		Rect below = new Rect(area.x(), area.y() + 1, area.width(), Math.max(0, area.height() - 1));
		if (distribution.count() == 0) {
			new Pen(buffer, below.x(), below.y(), below.width()).write("no sample in this window", this.theme.faint());
			return;
		}
		new HistogramBars(distribution, figures.unit()).draw(buffer, below, this.theme);
	}

	/**
	 * Numbers with their names, one beside the other as long as there is room.
	 */
	private final class Numbers {

		private static final String GAP = "   ";

		private final Buffer buffer;

		private final Rect area;

		private Pen pen;

		private int y;

		private boolean first = true;

		Numbers(Buffer buffer, Rect area) {
			this.buffer = buffer;
			this.area = area;
			this.y = area.y();
			this.pen = new Pen(buffer, area.x(), this.y, area.width());
		}

		void add(String name, String number) {
			if (!this.first
					&& DisplayText.width(name) + DisplayText.width(number) + 1 + GAP.length() > this.pen.room()) {
				newLine();
			}
			this.pen.write((this.first ? "" : GAP) + name + " ", DetailView.this.theme.faint())
				.write(number, DetailView.this.theme.text());
			this.first = false;
		}

		void newLine() {
			this.y++;
			this.pen = new Pen(this.buffer, this.area.x(), this.y, this.area.width());
			this.first = true;
		}

		int end() {
			return this.y + 1;
		}

	}

}
