package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.Mark;
import io.github.metricstcp.client.model.MarkKind;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TimeSource;

/**
 * What happened to the targets that may explain what their metrics show.
 */
final class MarksQuery {

	private static final int DEFAULT_WINDOW = 300;

	/**
	 * The words for the kinds of marks.
	 */
	static final List<String> KINDS = Arrays.stream(MarkKind.values()).map(MarksQuery::word).toList();

	private static final Parameter WINDOW = Parameter.whole("window",
			"The length of the time whose marks are returned, in seconds; 300 by default.", DEFAULT_WINDOW, 1,
			ApiTime.LONGEST);

	private static final Parameter END = Parameter.time("end",
			"The time at which that time ends, in UTC, such as 2026-01-31T12:00:00Z; now by default.");

	private static final Parameter KIND = Parameter.choice("kind", "The kind of the marks; all by default.", KINDS);

	static final Operation OPERATION = new Operation("marks", "marks", "What happened to the applications",
			"Lists restarts of the watched applications (restart), connections that were lost and made again (reconnect), "
					+ "samples that were lost for want of room (loss), and garbage collections that stopped an application "
					+ "for more than 50 ms (pause, from jvm.gc.pause). Look here if a metric jumps or has a gap.",
			List.of(WINDOW, END, KIND, Limit.PARAMETER),
			Members.with(ApiTime.now())
				.and(Limit.members("marks", "the marks, the latest first",
						List.of(Schema.Member.of("time", Schema.time("the time at which it was noticed")),
								Schema.Member.of("kind", Schema.choice("the kind of the mark", KINDS)),
								Schema.Member.of("target", Schema.text("the target as the user named it")),
								Schema.Member.of("text", Schema.text("the occurrence in words")))))
				.list());

	private final ObserverModel model;

	MarksQuery(ObserverModel model) {
		this.model = model;
	}

	private static String word(MarkKind kind) {
		return kind.name().toLowerCase(Locale.ROOT);
	}

	Document answer(Arguments arguments) {
		Instant asked = arguments.time(END);
		long end = (asked != null) ? asked.getEpochSecond() : TimeSource.secondOf(this.model.time().nanos()) + 1;
		long from = end - arguments.number(WINDOW);
		String kind = arguments.text(KIND);
		int limit = arguments.number(Limit.PARAMETER);
		List<Mark> marks = this.model.marks().stream().filter((mark) -> {
			long second = TimeSource.secondOf(mark.time());
			return second >= from && second < end && (kind.isEmpty() || kind.equals(word(mark.kind())));
		}).collect(Collectors.toList());
		Collections.reverse(marks);
		return (json) -> {
			ApiTime.writeNow(json, this.model);
			Limit.write(json, "marks", marks, limit, MarksQuery::write);
		};
	}

	private static void write(JsonGenerator json, Mark mark) throws IOException {
		json.writeStringField("time", ApiTime.text(mark.time()));
		json.writeStringField("kind", word(mark.kind()));
		json.writeStringField("target", mark.target());
		json.writeStringField("text", mark.sentence());
	}

}
