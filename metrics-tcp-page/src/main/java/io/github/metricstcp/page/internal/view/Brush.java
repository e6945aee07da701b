package io.github.metricstcp.page.internal.view;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.LabelShare;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TimeRange;

/**
 * The label values of a marked region of a heat map, against those of the rest of it. It
 * is written once.
 */
public final class Brush implements View {

	private static final int MAX_SHARES = 50;

	private final MetricIndex index;

	private final ViewSettings settings;

	private final String id;

	private final LabelShare.Region region;

	/**
	 * Creates a view.
	 * @param index the metrics
	 * @param settings the filter and the time of the map
	 * @param parameters the parameters of the address: {@code id} of the metric, and the
	 * region: {@code from} and {@code to} in seconds since the epoch, {@code above} and
	 * {@code upTo} in the unit of the metric
	 * @throws IllegalArgumentException if a parameter is not right
	 */
	public Brush(MetricIndex index, ViewSettings settings, Map<String, List<String>> parameters) {
		this.index = index;
		this.settings = settings;
		this.id = Parameters.text(parameters, "id", "");
		long most = Integer.MAX_VALUE * 2L;
		this.region = new LabelShare.Region(Parameters.number(parameters, "from", 0, 0, most),
				Parameters.number(parameters, "to", most, 0, most),
				Parameters.decimal(parameters, "above", Double.NEGATIVE_INFINITY),
				Parameters.decimal(parameters, "upTo", Double.POSITIVE_INFINITY));
		if (this.id.isEmpty()) {
			throw new IllegalArgumentException("id is missing: the metric, such as h:http.server.requests");
		}
	}

	@Override
	public void write(JsonGenerator json) throws IOException {
		this.index.refresh();
		TimeRange range = this.settings.range(this.index.now());
		Metric metric = this.index.find(this.id);
		List<Series> series = (metric == null) ? List.of()
				: metric.series().stream().filter(this.settings::matches).toList();
		json.writeStartObject();
		json.writeArrayFieldStart("shares");
		for (LabelShare share : LabelShare.of(series, range, this.region).stream().limit(MAX_SHARES).toList()) {
			json.writeStartObject();
			json.writeStringField("label", share.label());
			json.writeStringField("value", share.value());
			json.writeNumberField("inside", share.inside());
			json.writeNumberField("outside", share.outside());
			Numbers.write(json, "insideShare", share.insideShare());
			Numbers.write(json, "outsideShare", share.outsideShare());
			json.writeEndObject();
		}
		json.writeEndArray();
		json.writeEndObject();
	}

}
