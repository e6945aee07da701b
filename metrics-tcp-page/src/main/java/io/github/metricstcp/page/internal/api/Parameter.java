package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a request.
 *
 * @param name its name
 * @param type its type
 * @param required whether a request must have it
 * @param description its meaning, with its unit
 * @param absent the value of a request without it, as text; {@code null} if there is none
 * @param least the least value of a whole number
 * @param greatest the greatest value of a whole number
 * @param choices the values that are allowed, none if others are
 */
record Parameter(String name, Type type, boolean required, String description, @Nullable String absent, long least,
		long greatest, List<String> choices) {

	/**
	 * Returns a parameter that is a text.
	 */
	static Parameter text(String name, String description) {
		return new Parameter(name, Type.TEXT, false, description, null, 0, 0, List.of());
	}

	/**
	 * Returns a parameter that is a text and that a request must have.
	 */
	static Parameter required(String name, String description) {
		return new Parameter(name, Type.TEXT, true, description, null, 0, 0, List.of());
	}

	/**
	 * Returns a parameter that is a time.
	 */
	static Parameter time(String name, String description) {
		return new Parameter(name, Type.TIME, false, description, null, 0, 0, List.of());
	}

	/**
	 * Returns a parameter that is a whole number.
	 * @param absent its value if a request does not have it
	 */
	static Parameter whole(String name, String description, long absent, long least, long greatest) {
		return new Parameter(name, Type.WHOLE, false, description, Long.toString(absent), least, greatest, List.of());
	}

	/**
	 * Returns a parameter that is a number.
	 */
	static Parameter number(String name, String description) {
		return new Parameter(name, Type.NUMBER, false, description, null, 0, 0, List.of());
	}

	/**
	 * Returns a parameter that is one of several words.
	 */
	static Parameter choice(String name, String description, List<String> choices) {
		return new Parameter(name, Type.CHOICE, false, description, null, 0, 0, choices);
	}

	/**
	 * Returns a parameter that is a list of words.
	 */
	static Parameter list(String name, String description, List<String> choices) {
		return new Parameter(name, Type.LIST, false, description, null, 0, 0, choices);
	}

	/**
	 * Writes the schema of its value.
	 * @param json an object that is begun
	 */
	void writeSchema(JsonGenerator json) throws IOException {
		switch (this.type) {
			case TEXT -> json.writeStringField("type", "string");
			case NUMBER -> json.writeStringField("type", "number");
			case TIME -> {
				json.writeStringField("type", "string");
				json.writeStringField("format", "date-time");
			}
			case WHOLE -> {
				json.writeStringField("type", "integer");
				json.writeNumberField("minimum", this.least);
				json.writeNumberField("maximum", this.greatest);
				if (this.absent != null) {
					json.writeNumberField("default", Long.parseLong(this.absent));
				}
			}
			case CHOICE -> {
				json.writeStringField("type", "string");
				Schema.writeChoices(json, this.choices);
			}
			case LIST -> {
				json.writeStringField("type", "array");
				json.writeObjectFieldStart("items");
				json.writeStringField("type", "string");
				Schema.writeChoices(json, this.choices);
				json.writeEndObject();
			}
		}
	}

	/**
	 * Returns the values that are allowed, as the end of a sentence.
	 */
	String allowed() {
		return switch (this.type) {
			case TEXT -> "a text";
			case NUMBER -> "a number";
			case TIME -> "a time such as 2026-01-31T12:00:00Z";
			case WHOLE -> "a whole number from %s to %s".formatted(this.least, this.greatest);
			case CHOICE -> "one of " + String.join(", ", this.choices);
			case LIST -> "a list of " + String.join(", ", this.choices);
		};
	}

	/**
	 * The type of a parameter.
	 */
	enum Type {

		TEXT, NUMBER, TIME, WHOLE, CHOICE, LIST

	}

}
