package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesFilter;

/**
 * The list of metrics.
 */
final class MetricsQuery {

	/**
	 * The filter of several requests.
	 */
	static final Parameter FILTER = Parameter.text("filter",
			"Terms with spaces between them, all of which must hold for a series: orders (a text in the name or in a "
					+ "label), http.* (a glob for the whole name), ~^jvm\\.gc (a regular expression in the name), "
					+ "kind=gauge, unit=seconds, status=5* (a label whose value matches a glob), uri=~^/orders (or has a "
					+ "regular expression), target=shop-1, !term (the term does not hold). All series by default.");

	static final Operation OPERATION = new Operation("metrics", "list_metrics", "The metrics there are",
			"Lists the metrics that the watched applications send: name, kind, unit, description, number of series, and "
					+ "their labels with the number of values of each. Begin here: other requests take these names and "
					+ "labels.",
			List.of(FILTER, Limit.PARAMETER),
			Members.with(ApiTime.now())
				.and(Limit
					.members("metrics", "the metrics in the order of their names", Members.with(MetricSeries.members())
						.and(Schema.Member.of("description", Schema.textOrNull("the description")))
						.and(Schema.Member.of("series",
								Schema.whole("the number of series: combinations of label values and targets")))
						.and(Schema.Member.of("targets", Schema.whole("the number of targets that send it")))
						.and(Schema.Member.of("labels", Schema.array("the labels, in the order of their names",
								Schema.object(List.of(Schema.Member.of("name", Schema.text("the name of the label")),
										Schema.Member.of("values", Schema.whole("the number of its values")))))))
						.list()))
				.list());

	private final ObserverModel model;

	MetricsQuery(ObserverModel model) {
		this.model = model;
	}

	Document answer(Arguments arguments) {
		SeriesFilter filter = arguments.filter(FILTER);
		int limit = arguments.number(Limit.PARAMETER);
		List<MetricSeries> metrics = MetricSeries.of(this.model, filter::matches);
		return (json) -> {
			ApiTime.writeNow(json, this.model);
			Limit.write(json, "metrics", metrics, limit, MetricsQuery::write);
		};
	}

	private static void write(JsonGenerator json, MetricSeries metric) throws IOException {
		metric.writeIdentity(json);
		json.writeStringField("description", metric.series().get(0).description());
		json.writeNumberField("series", metric.series().size());
		json.writeNumberField("targets", metric.series().stream().map(Series::target).distinct().count());
		Map<String, Set<String>> labels = new TreeMap<>();
		for (Series each : metric.series()) {
			each.labels()
				.forEach((name, value) -> labels.computeIfAbsent(name, (absent) -> new HashSet<>()).add(value));
		}
		json.writeArrayFieldStart("labels");
		for (Map.Entry<String, Set<String>> label : labels.entrySet()) {
			json.writeStartObject();
			json.writeStringField("name", label.getKey());
			json.writeNumberField("values", label.getValue().size());
			json.writeEndObject();
		}
		json.writeEndArray();
	}

}
