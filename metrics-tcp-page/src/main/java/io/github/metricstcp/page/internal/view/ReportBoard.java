package io.github.metricstcp.page.internal.view;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.ObserverModel;

/**
 * The board of pinned charts that a report has beside all metrics.
 *
 * @param charts the charts, none if it has no board
 * @param more the number of charts that are left out, for there is no room
 * @param first whether the report opens with it
 */
public record ReportBoard(List<PinnedChart> charts, int more, boolean first) {

	/**
	 * No board.
	 */
	public static final ReportBoard NONE = new ReportBoard(List.of(), 0, false);

	/**
	 * Returns a board of metrics, each in one chart.
	 * @param names the names of the metrics; the board lacks those that were not received
	 * @param model what was received
	 * @param settings the filter of all charts
	 * @return the board, in the order of the names
	 */
	public static ReportBoard of(List<String> names, ObserverModel model, ViewSettings settings) {
		List<PinnedChart> charts = names.stream()
			.flatMap((name) -> model.series().stream().filter((series) -> series.name().equals(name)))
			.filter(settings::matches)
			.map((series) -> Metric.id(series.kind(), series.name()))
			.distinct()
			.map((id) -> new PinnedChart(encoded(id), id, "", settings.filter()))
			.toList();
		int shown = Math.min(charts.size(), PinnedChart.MOST);
		return new ReportBoard(charts.subList(0, shown), charts.size() - shown, false);
	}

	private static String encoded(String id) {
		return URLEncoder.encode(id, StandardCharsets.UTF_8)
			.replace("+", "%20")
			.replace("%3A", ":")
			.replace("~", "%7E");
	}

	/**
	 * Reads the board of a report.
	 * @param parameters the parameters of the address: {@code pin} for each chart as in
	 * {@link BoardView}, {@code morePins} for the number of those that are left out, and
	 * {@code view} for what the report opens with
	 * @param settings the filter of all charts
	 * @return the board
	 * @throws IllegalArgumentException if a parameter is not right
	 */
	public static ReportBoard of(Map<String, List<String>> parameters, ViewSettings settings) {
		String view = Parameters.text(parameters, "view", "overview");
		if (!view.equals("overview") && !view.equals("board")) {
			throw new IllegalArgumentException("A report opens with overview or board, not \"%s\"".formatted(view));
		}
		List<PinnedChart> charts = PinnedChart.of(parameters, settings.filter());
		return new ReportBoard(charts, (int) Parameters.number(parameters, "morePins", 0, 0, 1000),
				view.equals("board") && !charts.isEmpty());
	}

}
