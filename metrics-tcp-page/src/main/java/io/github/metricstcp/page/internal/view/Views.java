package io.github.metricstcp.page.internal.view;

import java.util.List;
import java.util.Map;

/**
 * The views by the names that they have in addresses.
 */
public final class Views {

	private static final String OVERVIEW = "overview";

	private static final String METRIC = "metric";

	private static final String BOARD = "board";

	private static final String COMPARE = "compare";

	/**
	 * The names of all views. The first one is shown if an address has none.
	 */
	public static final List<String> NAMES = List.of(OVERVIEW, METRIC, BOARD, COMPARE);

	private Views() {
	}

	/**
	 * Returns a view of which nothing is written yet.
	 * @param index the metrics
	 * @param parameters the parameters of the address: {@code view}, and those of the
	 * view
	 * @return the view that the address names
	 * @throws IllegalArgumentException if a parameter is not right
	 */
	public static View of(MetricIndex index, Map<String, List<String>> parameters) {
		String name = Parameters.text(parameters, "view", OVERVIEW);
		return switch (name) {
			case OVERVIEW -> new OverviewView(index, ViewSettings.of(parameters));
			case METRIC -> new MetricView(index, ViewSettings.of(parameters), parameters);
			case BOARD -> new BoardView(index, ViewSettings.of(parameters), parameters);
			case COMPARE -> new CompareView(index, ViewSettings.of(parameters), parameters);
			default -> throw new IllegalArgumentException(
					"There is no view \"%s\". There are %s".formatted(name, String.join(", ", NAMES)));
		};
	}

}
