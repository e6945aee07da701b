package io.github.metricstcp.page.internal.view;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.SeriesFilter;

/**
 * A chart that a user has pinned, which may be split by a label and have a filter of its
 * own.
 *
 * @param written the chart as the address has it
 * @param id the metric's identity
 * @param by the label that makes the lines, empty for one line
 * @param filter the filter of its series: that of the page and its own
 */
record PinnedChart(String written, String id, String by, SeriesFilter filter) {

	/**
	 * The greatest number of charts of a board.
	 */
	static final int MOST = 24;

	/**
	 * Reads charts.
	 * @param parameters the parameters of the address: {@code pin} for each chart, with
	 * the metric's identity, the label that makes the lines and the filter, encoded as in
	 * an address and with {@code ~} between them; what follows is left to the page
	 * @param filter the filter of the page
	 * @return the charts in their order
	 * @throws IllegalArgumentException if a parameter is not right
	 */
	static List<PinnedChart> of(Map<String, List<String>> parameters, SeriesFilter filter) {
		List<String> written = parameters.getOrDefault("pin", List.of());
		if (written.size() > MOST) {
			throw new IllegalArgumentException("A board has at most %s charts, not %s".formatted(MOST, written.size()));
		}
		return written.stream().map((pin) -> of(pin, filter)).toList();
	}

	private static PinnedChart of(String written, SeriesFilter filter) {
		String[] parts = written.split("~", -1);
		SeriesFilter both = SeriesFilter.parse((filter + " " + part(parts, 2)).trim());
		return new PinnedChart(written, part(parts, 0), part(parts, 1), both);
	}

	private static String part(String[] parts, int index) {
		return (index < parts.length) ? URLDecoder.decode(parts[index].replace("+", "%2B"), StandardCharsets.UTF_8)
				: "";
	}

	/**
	 * Returns the view of the chart.
	 * @param settings the settings of the page
	 */
	MetricView view(MetricIndex index, ViewSettings settings) {
		Map<String, List<String>> parameters = Map.of("id", List.of(this.id), "by", List.of(this.by));
		return new MetricView(index, settings.with(this.filter), parameters, MetricView.Part.CHART);
	}

}
