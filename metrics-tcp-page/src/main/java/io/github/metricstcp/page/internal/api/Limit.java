package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;

/**
 * The limit on the number of entries of an answer.
 */
final class Limit {

	private static final int DEFAULT = 100;

	private static final int GREATEST = 1000;

	static final Parameter PARAMETER = Parameter.whole("limit",
			"The greatest number of entries in the answer. The number of those that are left out is \"more\".", DEFAULT,
			1, GREATEST);

	private Limit() {
	}

	/**
	 * Writes the entries that an answer may have, and the number of the others.
	 * @param name the name of the array
	 * @param entry writes the members of an entry
	 */
	static <T> void write(JsonGenerator json, String name, List<T> entries, int limit, Entry<T> entry)
			throws IOException {
		json.writeArrayFieldStart(name);
		for (T each : entries.subList(0, Math.min(limit, entries.size()))) {
			json.writeStartObject();
			entry.write(json, each);
			json.writeEndObject();
		}
		json.writeEndArray();
		json.writeNumberField("more", Math.max(0, entries.size() - limit));
	}

	/**
	 * Returns the members of an answer with such entries.
	 */
	static List<Schema.Member> members(String name, String description, List<Schema.Member> entry) {
		return List.of(Schema.Member.of(name, Schema.array(description, Schema.object(entry))), Schema.Member.of("more",
				Schema.whole("the number of further entries that are left out because of the limit")));
	}

	/**
	 * Writes the members of an entry.
	 *
	 * @param <T> the type of entries
	 */
	@FunctionalInterface
	interface Entry<T> {

		void write(JsonGenerator json, T entry) throws IOException;

	}

}
