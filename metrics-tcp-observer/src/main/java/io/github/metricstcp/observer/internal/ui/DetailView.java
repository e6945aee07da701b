package io.github.metricstcp.observer.internal.ui;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.Quantiles;
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

	private final LevelWatch levels;

	private final Theme theme;

	private final DetailChart chart;

	private boolean distributionFirst;

	private boolean toggles;

	DetailView(ModelReader reader, MetricList list, LevelWatch levels, Theme theme) {
		this.reader = reader;
		this.list = list;
		this.levels = levels;
		this.theme = theme;
		this.chart = new DetailChart(theme);
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
		if (unit != null && !unit.equals("count") && !figures.unit().isDate()) {
			title.write(" of " + DisplayText.clean(unit), this.theme.faint());
		}
		if (row.collective()) {
			title.write("  %,d series together".formatted(group.matching().size()), this.theme.faint());
		}
		this.levels.exceeded(row).forEach((condition) -> title.write("  ! " + condition, this.theme.bad()));
		if (figures.incomplete()) {
			title.write("  incomplete: samples were dropped", this.theme.waiting());
		}
		y++;
		String description = any.description();
		if (description != null && !description.isBlank()) {
			new Pen(buffer, area.x(), y, area.width()).write(DisplayText.clean(description), this.theme.faint());
			y++;
		}
		LabelOrder order = this.list.labelOrder(group);
		Map<String, String> labels = row.collective() ? order.summary() : order.all(group.labels(any));
		String target = this.list.severalTargets() ? targets(row.collective() ? group.matching() : List.of(any)) : "";
		return drawLabels(buffer, area, y, target, labels, figures.happened());
	}

	/**
	 * Returns the name of the target of series, or the number of their targets.
	 */
	private static String targets(List<Series> series) {
		long targets = series.stream().map(Series::target).distinct().count();
		return "on " + ((targets == 1) ? TargetText.of(series.get(0)) : "%,d targets".formatted(targets));
	}

	private int drawLabels(Buffer buffer, Rect area, int top, String target, Map<String, String> labels,
			boolean happened) {
		int y = top;
		Pen pen = new Pen(buffer, area.x(), y, area.width());
		int lines = Math.max(1, area.height() / 6);
		pen.write(target, this.theme.text());
		boolean first = target.isEmpty();
		for (Map.Entry<String, String> label : labels.entrySet()) {
			int width = DisplayText.width(label.getKey()) + 1 + DisplayText.width(label.getValue());
			if (!first && width + 2 > pen.room() && y - top + 1 < lines) {
				y++;
				pen = new Pen(buffer, area.x(), y, area.width());
				first = true;
			}
			boolean error = happened && ErrorLabels.isError(label.getKey(), label.getValue());
			pen.write((first ? "" : "  ") + label.getKey() + "=", this.theme.faint())
				.write(label.getValue(), error ? this.theme.bad() : this.theme.text());
			first = false;
		}
		return (labels.isEmpty() && target.isEmpty()) ? top : y + 1;
	}

	private int drawNumbers(Buffer buffer, Rect area, Row row, Figures figures) {
		Series series = row.series();
		SeriesSnapshot snapshot = (series != null) ? this.reader.snapshot(series) : null;
		return switch (figures.kind()) {
			case COUNTER -> counterNumbers(figures, snapshot).draw(buffer, area, this.theme);
			case GAUGE -> gaugeNumbers(figures).draw(buffer, area, this.theme);
			case HISTOGRAM -> {
				int y = sampleCounts(figures, snapshot).draw(buffer, area, this.theme);
				Rect below = new Rect(area.x(), y, area.width(), Math.max(0, area.bottom() - y));
				yield sampleValues(figures).draw(buffer, below, this.theme);
			}
		};
	}

	private StatisticsGrid counterNumbers(Figures figures, @Nullable SeriesSnapshot snapshot) {
		StatisticsGrid numbers = StatisticsGrid.ofSeveralUnits();
		boolean sinceReset = this.reader.sinceReset();
		numbers.add(sinceReset ? "since reset" : "total", figures.valueText(Integer.MAX_VALUE));
		addRates(numbers, figures, snapshot, figures.unit());
		if (!sinceReset) {
			numbers.add("in window", "+" + figures.unit().value(figures.summary().sum()));
		}
		return numbers;
	}

	private StatisticsGrid gaugeNumbers(Figures figures) {
		Summary summary = figures.summary();
		if (figures.unit().isDate()) {
			double age = this.reader.now() / (double) TimeSource.NANOS_PER_SECOND
					- figures.unit().inBase(figures.value());
			return StatisticsGrid.ofSeveralUnits()
				.add("now", figures.valueText(Integer.MAX_VALUE))
				.add("that is", UnitFormat.SECONDS.value(Math.floor(age)) + " ago");
		}
		UnitFormat unit = figures.unit().alike(figures.value(), summary.min(), summary.max());
		return StatisticsGrid.ofSeveralUnits()
			.add("now", (Double.isNaN(figures.value()) ? "" : figures.mark()) + unit.value(figures.value()))
			.add("min", unit.value(summary.min()))
			.add("max", unit.value(summary.max()))
			.add("changed", age(figures.lastChange()));
	}

	private StatisticsGrid sampleCounts(Figures figures, @Nullable SeriesSnapshot snapshot) {
		Summary summary = figures.summary();
		StatisticsGrid numbers = StatisticsGrid.ofSeveralUnits()
			.add("samples", figures.lower(UnitFormat.COUNT.value((double) summary.count())));
		addRates(numbers, figures, snapshot, UnitFormat.COUNT);
		String sum = figures.unit().value((summary.count() > 0) ? summary.sum() : Double.NaN);
		// Samples below zero would make it less
		numbers.add("sum", (summary.min() >= 0) ? figures.lower(sum) : sum);
		if (snapshot != null) {
			numbers.add("last", figures.unit().value(snapshot.value()));
		}
		return numbers;
	}

	private static StatisticsGrid sampleValues(Figures figures) {
		Summary summary = figures.summary();
		Quantiles quantiles = summary.quantiles();
		UnitFormat unit = figures.unit()
			.alike(summary.min(), figures.value(), quantiles.p50(), quantiles.p99(), summary.max());
		return StatisticsGrid.ofOneUnit()
			.add("min", unit.value(summary.min()))
			.add("mean", unit.value(figures.value()))
			.add("p50", unit.value(quantiles.p50()))
			.add("p90", unit.value(quantiles.p90()))
			.add("p95", unit.value(quantiles.p95()))
			.add("p99", unit.value(quantiles.p99()))
			.add("p99.9", unit.value(quantiles.p999()))
			.add("max", figures.lower(unit.value(summary.max())));
	}

	private static void addRates(StatisticsGrid numbers, Figures figures, @Nullable SeriesSnapshot snapshot,
			UnitFormat unit) {
		if (snapshot == null) {
			numbers.add("rate/10s", figures.lower(unit.rate(figures.rate())));
			return;
		}
		numbers.add("rate/1s", figures.lower(unit.rate(snapshot.rates().oneSecond())))
			.add("rate/10s", figures.lower(unit.rate(snapshot.rates().tenSeconds())))
			.add("rate/60s", figures.lower(unit.rate(snapshot.rates().oneMinute())));
	}

	private String age(long time) {
		long nanos = this.reader.now() - time;
		return (nanos < TimeSource.NANOS_PER_SECOND) ? "now" : UnitFormat.wholeSeconds(nanos) + " ago";
	}

	private void drawChart(Buffer buffer, Rect area, Row row, Figures figures) {
		this.chart.draw(buffer, area, this.list.trend(row), figures, this.reader.trendSeconds());
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

}
