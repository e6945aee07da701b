package io.github.metricstcp.page.internal.view;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.SeriesFilter;

/**
 * The charts that a user has pinned: the lines of each, which may be split by a label and
 * have a filter of their own.
 */
public final class BoardView implements View {

	private static final int MAX_PINS = 24;

	private final Header header;

	private final MetricIndex index;

	private final ViewSettings settings;

	private final List<Pin> pins = new ArrayList<>();

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
		this.index = index;
		this.settings = settings;
		this.header = new Header(index, settings.targets(), true);
		List<String> written = parameters.getOrDefault("pin", List.of());
		if (written.size() > MAX_PINS) {
			throw new IllegalArgumentException(
					"A board has at most %s charts, not %s".formatted(MAX_PINS, written.size()));
		}
		written.forEach((pin) -> this.pins.add(pin(pin)));
	}

	private Pin pin(String written) {
		String[] parts = written.split("~", -1);
		String filter = (this.settings.filter() + " " + part(parts, 2)).trim();
		Map<String, List<String>> parameters = Map.of("id", List.of(part(parts, 0)), "by", List.of(part(parts, 1)));
		return new Pin(written, new MetricView(this.index, this.settings.with(SeriesFilter.parse(filter)), parameters,
				MetricView.Part.CHART));
	}

	private static String part(String[] parts, int index) {
		return (index < parts.length) ? URLDecoder.decode(parts[index].replace("+", "%2B"), StandardCharsets.UTF_8)
				: "";
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
