package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.model.TimeSource;

/**
 * The time as it stands in requests and answers.
 */
final class ApiTime {

	/**
	 * The time for which single seconds are kept.
	 */
	static final int SECONDS_KEPT = 300;

	/**
	 * The time for which spans are kept.
	 */
	static final int LONGEST = 3600;

	/**
	 * The length of a span.
	 */
	static final int SPAN = 10;

	private static final long NANOS_PER_MILLISECOND = 1_000_000;

	private ApiTime() {
	}

	/**
	 * Returns the parameter for the time over which figures are taken.
	 * @param absent its value if a request does not have it, in seconds
	 */
	static Parameter window(int absent) {
		return Parameter.whole("window",
				"The length of the time over which figures are taken, in seconds, up to the last whole second. "
						+ "More than 300 is rounded up to tens.",
				absent, 1, LONGEST);
	}

	/**
	 * Returns a time that ends now, in slots that are over.
	 * @param seconds its length; more than 300 in slots of ten seconds
	 */
	static TimeRange last(ObserverModel model, int seconds) {
		int step = (seconds <= SECONDS_KEPT) ? 1 : SPAN;
		return last(TimeSource.secondOf(model.time().nanos()), (seconds + step - 1) / step, step);
	}

	/**
	 * Returns a time that ends before some second, in slots that are over by then.
	 * @param second a second since the epoch
	 */
	static TimeRange last(long second, int slots, int step) {
		return TimeRange.until(second - step, slots, step);
	}

	/**
	 * Writes the time of an answer.
	 */
	static void writeNow(JsonGenerator json, ObserverModel model) throws IOException {
		long nanos = model.time().nanos();
		json.writeStringField("time", text(nanos));
	}

	/**
	 * Returns a time as text.
	 * @param nanos nanoseconds since the epoch
	 */
	static String text(long nanos) {
		return Instant.ofEpochMilli(Math.floorDiv(nanos, NANOS_PER_MILLISECOND)).toString();
	}

	/**
	 * Writes the time over which figures are taken.
	 */
	static void write(JsonGenerator json, TimeRange range) throws IOException {
		json.writeStringField("from", Instant.ofEpochSecond(range.from()).toString());
		json.writeStringField("to", Instant.ofEpochSecond(range.to()).toString());
	}

	/**
	 * Returns the member for the time of an answer.
	 */
	static Schema.Member now() {
		return Schema.Member.of("time",
				Schema.time("the time of the answer; of a replay, the time that it has come to"));
	}

	/**
	 * Returns the members for the time over which figures are taken.
	 */
	static List<Schema.Member> members() {
		return List.of(Schema.Member.of("from", Schema.time("the beginning of the time over which figures are taken")),
				Schema.Member.of("to", Schema.time("its end")));
	}

}
