package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.comparison.Change;
import io.github.metricstcp.client.comparison.ComparedFigure;
import io.github.metricstcp.client.comparison.Comparison;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import org.jspecify.annotations.Nullable;

/**
 * The differences between a recording and what is received now.
 */
final class ComparisonQuery {

	private static final String NO_BASELINE = "There is no recording to compare with: start with --baseline=FILE";

	static final List<String> WORDS = Arrays.stream(ComparedFigure.values()).map(ComparedFigure::word).toList();

	private static final Parameter FIGURE = Parameter.choice("figure",
			"Only this figure; all that a series has by default.", WORDS);

	static final Operation OPERATION = new Operation("comparison", "comparison",
			"What differs from a recording of before",
			"Compares what is received with a recording (the baseline of --baseline), both over the same time from their "
					+ "starts, and returns the figures of each series on both sides, those that have changed most first: "
					+ "the rate of counters and histograms, mean, p50, p99 and max of histograms, and the value of "
					+ "gauges. Series of several targets with the same labels are taken together. Of a series that only "
					+ "one side has, the other side is null. The weight ranks changes: how often the figure has doubled "
					+ "or halved, lessened where few samples make it.",
			List.of(MetricsQuery.FILTER, FIGURE, Limit.PARAMETER),
			Members.with(ApiTime.now())
				.and(Schema.Member.of("before", Schema.text("the name of the recording")))
				.and(Schema.Member.of("after", Schema.text("the name of the other side: now")))
				.and(Schema.Member.of("seconds",
						Schema.number("the time from the start of both sides that is compared, in seconds")))
				.and(Schema.Member.of("complete",
						Schema.flag("whether the recording is over, so that nothing will change any more")))
				.and(Schema.Member.of("remarks", Schema.array("what is missing", Schema.text("a sentence"))))
				.and(Limit.members("changes", "the figures, those that have changed most first",
						Members.with(MetricSeries.members())
							.and(Schema.Member.of("labels", Schema.texts("the labels and their values")))
							.and(Schema.Member.of("figure", Schema.choice("the figure", WORDS)))
							.and(side("before", "the figure in the recording, null if it has no such series"))
							.and(side("after", "the figure now, null if there is no such series"))
							.and(side("difference", "after minus before, null if a side is missing"))
							.and(side("ratio", "after divided by before, Infinity from 0, null if a side is missing"))
							.and(Schema.Member.of("weight", Schema.number("how large the change is")))
							.list()))
				.list());

	private final ObserverModel model;

	private final @Nullable Baseline baseline;

	ComparisonQuery(ObserverModel model, @Nullable Baseline baseline) {
		this.model = model;
		this.baseline = baseline;
	}

	private static Schema.Member side(String name, String description) {
		return Schema.Member.of(name, Schema.anyNumber(description));
	}

	Document answer(Arguments arguments) {
		if (this.baseline == null) {
			throw ApiException.notFound(null, NO_BASELINE);
		}
		SeriesFilter filter = arguments.filter(MetricsQuery.FILTER);
		String figure = arguments.text(FIGURE);
		int limit = arguments.number(Limit.PARAMETER);
		Comparison comparison = this.baseline.comparison();
		List<Change> changes = comparison.changes()
			.stream()
			.filter((change) -> figure.isEmpty() || change.figure().word().equals(figure))
			.filter((change) -> filter.matches(change.key(), change.unit(), null))
			.toList();
		return (json) -> {
			ApiTime.writeNow(json, this.model);
			json.writeStringField("before", comparison.before());
			json.writeStringField("after", comparison.after());
			json.writeFieldName("seconds");
			JsonNumbers.write(json, comparison.span().toNanos() / 1e9);
			json.writeBooleanField("complete", comparison.complete());
			json.writeArrayFieldStart("remarks");
			for (String remark : comparison.remarks()) {
				json.writeString(remark);
			}
			json.writeEndArray();
			Limit.write(json, "changes", changes, limit, ComparisonQuery::write);
		};
	}

	private static void write(JsonGenerator json, Change change) throws IOException {
		json.writeStringField("name", change.key().name());
		json.writeStringField("kind", MetricSeries.word(change.key().kind()));
		json.writeStringField("unit", change.unit());
		json.writeObjectFieldStart("labels");
		for (Map.Entry<String, String> label : change.key().labels().entrySet()) {
			json.writeStringField(label.getKey(), label.getValue());
		}
		json.writeEndObject();
		json.writeStringField("figure", change.figure().word());
		write(json, "before", change.before());
		write(json, "after", change.after());
		write(json, "difference", change.difference());
		write(json, "ratio", change.ratio());
		write(json, "weight", change.weight());
	}

	private static void write(JsonGenerator json, String name, double value) throws IOException {
		json.writeFieldName(name);
		JsonNumbers.writeRounded(json, value);
	}

}
