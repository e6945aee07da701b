package io.github.metricstcp.page.internal.api;

import java.util.List;

import io.github.metricstcp.page.internal.view.Views;
import org.jspecify.annotations.Nullable;

/**
 * A resource that the page has for itself, and that programs may ask for too: a path of
 * HTTP, and no tool of MCP.
 *
 * @param path the last part of its path
 * @param summary what it returns, in a few words
 * @param description all that a reader must know who knows nothing else
 * @param parameters its parameters
 * @param type the media type of the answer
 * @param schemas the schemas of the answer by their names, one of which it has; none if
 * it is no JSON
 */
record PageResource(String path, String summary, String description, List<Parameter> parameters, String type,
		List<Named> schemas) {

	private static final Parameter FILTER = Parameter.text("filter",
			"only series that match: terms as in the page's field for filters, such as http.* uri=/orders");

	private static final Parameter WINDOW = Parameter.whole("window",
			"the length of the time in seconds. The points are of single seconds up to 300, of ten seconds beyond", 300,
			10, 3600);

	private static final Parameter END = Parameter.whole("end",
			"the last second of the time, since the epoch; 0 for the last one that is over", 0, 0,
			Integer.MAX_VALUE * 2L);

	private static final Parameter TARGETS = Parameter.text("target",
			"only series of this target; may be there several times");

	private static final String ID = "the metric: the first letter of its kind, a colon and its name, such as "
			+ "h:http.server.requests";

	/**
	 * All of them.
	 */
	static final List<PageResource> ALL = List.of(live(), brush(), new PageResource("report", "A report",
			"The page as it is now, in one HTML file that opens without a server. One is made at a time.",
			List.of(FILTER, TARGETS, WINDOW, END,
					Parameter.choice("view",
							"what it opens with: the overview of all metrics, which is the default, or its board",
							List.of("overview", "board")),
					Parameter.text("pin",
							"a chart of the board that it has, as in live, with the figure behind a further ~; at "
									+ "most 24"),
					Parameter.whole("morePins", "the number of charts that its board lacks, to be said in it", 0, 0,
							1000)),
			"text/html", List.of()),
			new PageResource("recording", "The recording of what is kept",
					"What is kept of one target, at most the last 59 minutes, as a recording that metrics-tcp-observer "
							+ "--replay shows, compressed by gzip. Each slot is at its time: single seconds of the last four "
							+ "minutes, and spans of ten seconds before. Totals of counters, values of gauges and numbers of "
							+ "samples are exact; samples are at most 1 % off, the greatest of a slot is exact. One is made at "
							+ "a time.",
					List.of(Parameter.text("target", "the name of the target; needed if there are several"), FILTER),
					"application/gzip", List.of()));

	private static PageResource live() {
		return new PageResource("live", "What the page shows, each second",
				"Server-sent events without end: the data of each is a JSON document. The first one, and each that has "
						+ "whole set, has the points of the whole time; the others have those that are new, from the second "
						+ "in from on, of which the first may replace one. A reader that does not read misses documents, "
						+ "but no points.",
				List.of(Parameter.choice("view",
						"the overview of all metrics, which is the default, one metric, a board of charts, or what differs from "
								+ "the recording of --baseline",
						Views.NAMES), FILTER, TARGETS,
						Parameter.whole("apart", "1 to have each target by itself", 0, 0, 1), WINDOW, END,
						Parameter.text("id", "with view=metric: " + ID),
						Parameter.text("by", "with view=metric: the label, or target, that makes the lines"),
						Parameter.whole("top",
								"with view=metric: the greatest number of lines; the others are one line", 8, 1, 20),
						Parameter.text("order",
								"with view=metric: the figure by which the rows of the table are ranked, or a label as in "
										+ "label:uri; with a - before it the greatest come first. By default the series "
										+ "are in the order in which they came; of more than 200 those with the greatest "
										+ "rates or values are there"),
						Parameter.number("level",
								"with view=metric: samples above this value are counted, in the unit of the metric"),
						Parameter.text("pin",
								"with view=board, for each chart: id, by and a filter of its own, encoded as in an address "
										+ "and with ~ between them; at most 24"),
						Parameter.choice("figure", "with view=compare: only this figure; all by default",
								ComparisonQuery.WORDS)),
				"text/event-stream",
				List.of(new Named("overviewDocument", LiveSchemas.OVERVIEW),
						new Named("metricDocument", LiveSchemas.METRIC), new Named("boardDocument", LiveSchemas.BOARD),
						new Named("compareDocument", LiveSchemas.COMPARE)));
	}

	private static PageResource brush() {
		return new PageResource("brush", "Labels of a region of a heat map",
				"The samples of a histogram within a region of time and value against all others, by the values of each "
						+ "label: the values that are more frequent within the region come first.",
				List.of(Parameter.required("id", ID), FILTER, TARGETS, WINDOW, END,
						Parameter.whole("from", "the first second of the region, since the epoch", 0, 0,
								Integer.MAX_VALUE * 2L),
						Parameter.whole("to", "the second behind the region, since the epoch", Integer.MAX_VALUE * 2L,
								0, Integer.MAX_VALUE * 2L),
						Parameter.number("above", "samples of the region are above this value"),
						Parameter.number("upTo", "samples of the region are not above this value")),
				"application/json", List.of(new Named("brush", LiveSchemas.BRUSH)));
	}

	/**
	 * Returns the name of the schema of the answer, {@code null} if it has none or one of
	 * several.
	 */
	@Nullable String schema() {
		return (this.schemas.size() == 1) ? this.schemas.get(0).name() : null;
	}

	/**
	 * A schema and its name.
	 */
	record Named(String name, Schema schema) {

	}

}
