package io.github.metricstcp.page.internal.view;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.comparison.Change;
import io.github.metricstcp.client.comparison.ComparedFigure;
import io.github.metricstcp.client.comparison.Comparison;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the baseline and what is received now: the figures that have
 * changed most.
 */
public final class CompareView implements View {

	private static final int MAX_ROWS = 300;

	private final MetricIndex index;

	private final ViewSettings settings;

	// The word for a figure, empty for all
	private final String figure;

	private final Header header;

	private @Nullable Comparison written;

	/**
	 * Creates a view of which nothing is written yet.
	 * @param index the metrics, and the baseline
	 * @param settings the filter
	 * @param parameters the parameters of the address: {@code figure} for one alone
	 * @throws IllegalArgumentException if a parameter is not right
	 */
	public CompareView(MetricIndex index, ViewSettings settings, Map<String, List<String>> parameters) {
		this.index = index;
		this.settings = settings;
		this.figure = Parameters.text(parameters, "figure", "");
		this.header = new Header(index, settings.targets(), false);
		if (!this.figure.isEmpty() && !words().contains(this.figure)) {
			throw new IllegalArgumentException(
					"figure is one of %s, but is \"%s\"".formatted(String.join(", ", words()), this.figure));
		}
	}

	private static List<String> words() {
		return List.of(ComparedFigure.values()).stream().map(ComparedFigure::word).toList();
	}

	@Override
	public void write(JsonGenerator json) throws IOException {
		json.writeStartObject();
		json.writeStringField("view", "compare");
		this.header.write(json, this.settings.range(this.index.now()), true);
		Baseline baseline = this.index.baseline();
		if (baseline != null) {
			Comparison comparison = baseline.comparison();
			// The same as before is not written again
			if (!comparison.equals(this.written)) {
				write(json, comparison);
				this.written = comparison;
			}
		}
		json.writeEndObject();
	}

	private void write(JsonGenerator json, Comparison comparison) throws IOException {
		List<Change> changes = comparison.changes()
			.stream()
			.filter((change) -> this.figure.isEmpty() || change.figure().word().equals(this.figure))
			.filter((change) -> this.settings.filter().matches(change.key(), change.unit(), null))
			.toList();
		json.writeObjectFieldStart("comparison");
		json.writeStringField("before", comparison.before());
		json.writeStringField("after", comparison.after());
		json.writeNumberField("seconds", comparison.span().toNanos() / 1e9);
		json.writeBooleanField("complete", comparison.complete());
		json.writeArrayFieldStart("remarks");
		for (String remark : comparison.remarks()) {
			json.writeString(remark);
		}
		int targets = this.index.model().targets().size();
		if (targets > 1) {
			json.writeString("All %s targets together are compared with the recording: sums are those of all of them"
				.formatted(targets));
		}
		json.writeEndArray();
		json.writeArrayFieldStart("rows");
		for (Change change : changes.subList(0, Math.min(MAX_ROWS, changes.size()))) {
			write(json, change);
		}
		json.writeEndArray();
		json.writeNumberField("moreRows", Math.max(0, changes.size() - MAX_ROWS));
		json.writeEndObject();
	}

	private static void write(JsonGenerator json, Change change) throws IOException {
		json.writeStartObject();
		json.writeStringField("id", Metric.id(change.key().kind(), change.key().name()));
		json.writeStringField("name", change.key().name());
		json.writeStringField("kind", Figures.word(change.key().kind()));
		if (change.unit() != null) {
			json.writeStringField("unit", change.unit());
		}
		json.writeObjectFieldStart("labels");
		for (Map.Entry<String, String> label : change.key().labels().entrySet()) {
			json.writeStringField(label.getKey(), label.getValue());
		}
		json.writeEndObject();
		json.writeStringField("figure", change.figure().word());
		Numbers.write(json, "before", change.before());
		Numbers.write(json, "after", change.after());
		Numbers.write(json, "weight", change.weight());
		json.writeEndObject();
	}

}
