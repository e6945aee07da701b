package io.github.metricstcp.page.internal.view;

import java.io.IOException;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.Mark;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TimeSource;

/**
 * The marks in the documents of one view: at first all of the time that is shown, then
 * those that are new, and those of which more is known.
 */
final class MarkWriter {

	private final ObserverModel model;

	private final TargetChoice targets;

	// The greatest revision that was written
	private long written;

	/**
	 * Creates a writer that has written nothing yet.
	 * @param targets the targets whose marks are written
	 */
	MarkWriter(ObserverModel model, TargetChoice targets) {
		this.model = model;
		this.targets = targets;
	}

	/**
	 * Writes the marks of the next document.
	 * @param from the first second that is shown, if the document is whole
	 * @param whole whether the document replaces all before
	 */
	void write(JsonGenerator json, long from, boolean whole) throws IOException {
		long before = this.written;
		json.writeArrayFieldStart("marks");
		for (Mark mark : this.model.marks()) {
			long second = TimeSource.secondOf(mark.time());
			boolean added = whole ? second >= from : mark.revision() > before;
			if (added && this.targets.includes(mark.target())) {
				write(json, mark, second);
			}
			this.written = Math.max(this.written, mark.revision());
		}
		json.writeEndArray();
	}

	private static void write(JsonGenerator json, Mark mark, long second) throws IOException {
		json.writeStartObject();
		json.writeNumberField("id", mark.id());
		json.writeNumberField("time", second);
		json.writeStringField("kind", mark.kind().name().toLowerCase(Locale.ROOT));
		json.writeStringField("target", mark.target());
		json.writeStringField("text", mark.sentence());
		json.writeEndObject();
	}

}
