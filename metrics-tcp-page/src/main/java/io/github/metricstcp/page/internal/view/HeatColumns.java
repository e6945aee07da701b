package io.github.metricstcp.page.internal.view;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.HeatMap;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.model.Timeline;
import org.jspecify.annotations.Nullable;

/**
 * The heat map of a histogram in documents that follow each other: each has the new
 * columns, and the rows of all that is shown.
 */
final class HeatColumns {

	private static final int ROWS = 60;

	private final double level;

	private final boolean report;

	private @Nullable HeatMap map;

	/**
	 * Creates a heat map without columns.
	 * @param level samples above it are counted, in the unit of the metric; none if it is
	 * 0 or less
	 * @param report whether the level is chosen later, in a report without a server
	 */
	HeatColumns(double level, boolean report) {
		this.level = Double.isFinite(level) ? level : 0;
		this.report = report;
	}

	/**
	 * Adds columns.
	 * @param series the series of the metric
	 * @param added the time of the columns
	 * @param shown the time of all columns
	 * @param whole whether they replace all before
	 * @return whether the columns before still fit: the rows are as wide as they were
	 */
	boolean add(List<Series> series, TimeRange added, TimeRange shown, boolean whole) {
		Timeline timeline = new Timeline(added);
		series.forEach((each) -> each.addTo(timeline));
		HeatMap before = whole ? null : this.map;
		HeatMap next = (before != null) ? before.next(timeline, ROWS, shown.from()) : HeatMap.of(timeline, ROWS);
		this.map = next;
		return before == null || before.binsPerRow() == next.binsPerRow();
	}

	/**
	 * Writes the columns that were added last: of each the rows that have samples, as
	 * pairs of the row's index and its count. The quantiles are those of all samples,
	 * whatever the lines are split by.
	 */
	void write(JsonGenerator json) throws IOException {
		HeatMap map = this.map;
		if (map == null) {
			return;
		}
		json.writeObjectFieldStart("heat");
		json.writeNumberField("width", map.binsPerRow());
		Numbers.write(json, "lower", map.lowerBounds());
		Numbers.write(json, "upper", map.upperBounds());
		json.writeArrayFieldStart("columns");
		for (int slot = 0; slot < map.range().slots(); slot++) {
			json.writeStartArray();
			writePairs(json, map.counts(slot));
			json.writeEndArray();
		}
		json.writeEndArray();
		if (this.level > 0) {
			writeBeyond(json, map.timeline());
		}
		if (this.report) {
			writeSamples(json, map.timeline());
		}
		json.writeObjectFieldStart("quantiles");
		Figures.writeQuantiles(json, map.timeline());
		json.writeEndObject();
		json.writeEndObject();
	}

	private static void writePairs(JsonGenerator json, long[] counts) throws IOException {
		for (int row = 0; row < counts.length; row++) {
			if (counts[row] > 0) {
				json.writeNumber(row);
				json.writeNumber(counts[row]);
			}
		}
	}

	/**
	 * Writes how many samples of each slot are beyond the level: rows are too wide to
	 * know.
	 */
	private void writeBeyond(JsonGenerator json, Timeline timeline) throws IOException {
		json.writeNumberField("level", this.level);
		json.writeArrayFieldStart("beyond");
		TimeRange range = timeline.range();
		for (int slot = 0; slot < range.slots(); slot++) {
			long second = range.second(slot);
			json.writeNumber(timeline.count(second, second + range.step(), this.level, Double.POSITIVE_INFINITY));
		}
		json.writeEndArray();
	}

	/**
	 * Writes the samples of each slot by single bins, as a report can be asked for any
	 * level.
	 */
	private static void writeSamples(JsonGenerator json, Timeline timeline) throws IOException {
		HeatMap bins = HeatMap.of(timeline, Integer.MAX_VALUE);
		double[] lower = bins.lowerBounds();
		double[] upper = bins.upperBounds();
		json.writeArrayFieldStart("samples");
		for (int slot = 0; slot < bins.range().slots(); slot++) {
			json.writeStartArray();
			long[] counts = bins.counts(slot);
			for (int bin = 0; bin < counts.length; bin++) {
				if (counts[bin] > 0) {
					// No level is negative
					Numbers.write(json, Math.max(0, (lower[bin] + upper[bin]) / 2));
					json.writeNumber(counts[bin]);
				}
			}
			json.writeEndArray();
		}
		json.writeEndArray();
	}

}
