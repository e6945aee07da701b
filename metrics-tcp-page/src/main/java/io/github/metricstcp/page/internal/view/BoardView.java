package io.github.metricstcp.page.internal.view;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;

/**
 * The charts that a user has pinned: the lines of each.
 */
public final class BoardView implements View {

	private final Header header;

	private final MetricIndex index;

	private final ViewSettings settings;

	private final List<Pin> pins;

	/**
	 * Creates a view of which nothing is written yet.
	 * @param index the metrics
	 * @param settings the time, and the filter of all charts
	 * @param parameters the parameters of the address: {@code pin} for each chart, with
	 * the metric's identity, the label that makes the lines and the filter, encoded as in
	 * an address and with {@code ~} between them
	 * @throws IllegalArgumentException if a parameter is not right
	 */
	public BoardView(MetricIndex index, ViewSettings settings, Map<String, List<String>> parameters) {
		this(index, settings, PinnedChart.of(parameters, settings.filter()));
	}

	/**
	 * Creates a view of which nothing is written yet.
	 * @param charts the charts in their order
	 */
	BoardView(MetricIndex index, ViewSettings settings, List<PinnedChart> charts) {
		this.index = index;
		this.settings = settings;
		this.header = new Header(index, settings.targets(), !settings.report());
		this.pins = charts.stream().map((chart) -> new Pin(chart.written(), chart.view(index, settings))).toList();
	}

	@Override
	public void write(JsonGenerator json) throws IOException {
		json.writeStartObject();
		json.writeStringField("view", "board");
		this.header.write(json, this.settings.range(this.index.now()), true);
		json.writeArrayFieldStart("pins");
		for (Pin pin : this.pins) {
			json.writeStartObject();
			json.writeStringField("pin", pin.written());
			pin.view().writeFields(json);
			json.writeEndObject();
		}
		json.writeEndArray();
		json.writeEndObject();
	}

	/**
	 * A chart.
	 *
	 * @param written the chart as the address has it
	 * @param view the view that writes it
	 */
	private record Pin(String written, MetricView view) {

	}

}
