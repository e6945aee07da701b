package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;

/**
 * The chart of one metric over the last minutes, or since it is known.
 */
final class DetailChart {

	private final Theme theme;

	DetailChart(Theme theme) {
		this.theme = theme;
	}

	/**
	 * Draws the chart and a heading above it.
	 * @param most the greatest number of seconds that it may show
	 */
	void draw(Buffer buffer, Rect area, Trend trend, Figures figures, int most) {
		if (figures.unit().isDate()) {
			return;
		}
		ChartSpan span = ChartSpan.of(trend.known(), most);
		int seconds = span.seconds();
		Pen heading = new Pen(buffer, area.x(), area.y(), area.width());
		LineChart chart = switch (figures.kind()) {
			case COUNTER -> {
				heading.write("increase a second", this.theme.heading());
				yield new LineChart(List.of(new LineChart.Line(trend.values(seconds), this.theme.counter())),
						figures.unit(), true, span.start());
			}
			case GAUGE -> {
				heading.write("value", this.theme.heading());
				yield new LineChart(List.of(new LineChart.Line(trend.values(seconds), this.theme.gauge())),
						figures.unit(), false, span.start());
			}
			case HISTOGRAM -> {
				heading.write("each second's ", this.theme.heading())
					.write("p99", this.theme.histogram())
					.write(" and ", this.theme.heading())
					.write("p50", this.theme.gauge())
					.write(" (median)", this.theme.heading());
				yield new LineChart(
						List.of(LineChart.Line.through("p99", trend.p99s(seconds), this.theme.histogram()),
								LineChart.Line.through("p50", trend.medians(seconds), this.theme.gauge())),
						figures.unit(), false, span.start());
			}
		};
		Rect below = new Rect(area.x(), area.y() + 1, area.width(), Math.max(0, area.height() - 1));
		chart.draw(buffer, below, this.theme.faint());
	}

}
