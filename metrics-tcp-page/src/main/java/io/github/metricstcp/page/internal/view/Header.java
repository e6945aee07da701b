package io.github.metricstcp.page.internal.view;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.model.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of each document: the time, its slots, the state of the targets, and what
 * happened to them.
 */
final class Header {

	private final MetricIndex index;

	private final @Nullable MarkWriter marks;

	/**
	 * Creates the header of a view.
	 * @param targets the targets whose marks are written
	 * @param withMarks whether documents have marks: in a report, one has those of all
	 */
	Header(MetricIndex index, TargetChoice targets, boolean withMarks) {
		this.index = index;
		this.marks = withMarks ? new MarkWriter(index.model(), targets) : null;
	}

	/**
	 * Writes the fields of the header.
	 * @param json where they are written
	 * @param range the slots of the points of this document
	 * @param whole whether the document replaces all before
	 */
	void write(JsonGenerator json, TimeRange range, boolean whole) throws IOException {
		ObserverModel model = this.index.model();
		json.writeNumberField("time", model.time().nanos() / (double) TimeSource.NANOS_PER_SECOND);
		writeTime(json, range, whole);
		Baseline baseline = this.index.baseline();
		if (baseline != null) {
			json.writeStringField("baseline", baseline.name());
		}
		this.index.refresh();
		json.writeNumberField("received", this.index.metrics().size());
		json.writeArrayFieldStart("targets");
		for (TargetModel target : model.targets()) {
			write(json, target.snapshot());
		}
		json.writeEndArray();
		if (this.marks != null) {
			this.marks.write(json, range.from(), whole);
		}
	}

	/**
	 * Writes the slots of points.
	 */
	static void writeTime(JsonGenerator json, TimeRange range, boolean whole) throws IOException {
		json.writeNumberField("from", range.from());
		json.writeNumberField("step", range.step());
		json.writeNumberField("slots", range.slots());
		json.writeBooleanField("whole", whole);
	}

	private static void write(JsonGenerator json, TargetSnapshot target) throws IOException {
		String trouble = (target.remark() != null) ? target.remark()
				: ((target.state() != TargetState.CONNECTED) ? target.reason() : null);
		json.writeStartObject();
		json.writeStringField("name", target.name());
		json.writeStringField("state", switch (target.state()) {
			case CONNECTING -> "connecting";
			case CONNECTED -> "connected";
			case WAITING -> "waiting";
			case ENDED -> "ended";
		});
		if (trouble != null) {
			json.writeStringField("trouble", trouble);
		}
		json.writeNumberField("events", target.eventsPerSecond());
		json.writeNumberField("dropped", target.losses().dropped());
		json.writeEndObject();
	}

}
