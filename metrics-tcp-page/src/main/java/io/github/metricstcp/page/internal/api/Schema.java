package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;

/**
 * A JSON Schema of a part of an answer. Immutable.
 */
@FunctionalInterface
interface Schema {

	/**
	 * Writes the keywords of the schema.
	 * @param json an object that is begun
	 * @throws IOException if it cannot be written
	 */
	void write(JsonGenerator json) throws IOException;

	/**
	 * Returns the schema of an object that has no other members.
	 * @param members its members
	 */
	static Schema object(List<Member> members) {
		return (json) -> {
			json.writeStringField("type", "object");
			json.writeObjectFieldStart("properties");
			for (Member member : members) {
				json.writeObjectFieldStart(member.name());
				member.schema().write(json);
				json.writeEndObject();
			}
			json.writeEndObject();
			json.writeArrayFieldStart("required");
			for (Member member : members) {
				if (member.required()) {
					json.writeString(member.name());
				}
			}
			json.writeEndArray();
			json.writeBooleanField("additionalProperties", false);
		};
	}

	/**
	 * Returns the schema of an array.
	 * @param items the schema of each of its items
	 */
	static Schema array(String description, Schema items) {
		return (json) -> {
			type(json, "array", description);
			json.writeObjectFieldStart("items");
			items.write(json);
			json.writeEndObject();
		};
	}

	/**
	 * Returns the schema of an object whose members are texts of any name.
	 */
	static Schema texts(String description) {
		return (json) -> {
			type(json, "object", description);
			json.writeObjectFieldStart("additionalProperties");
			json.writeStringField("type", "string");
			json.writeEndObject();
		};
	}

	/**
	 * Returns the schema of a text.
	 */
	static Schema text(String description) {
		return (json) -> type(json, "string", description);
	}

	/**
	 * Returns the schema of a text, or {@code null}.
	 */
	static Schema textOrNull(String description) {
		return (json) -> {
			types(json, "string", "null");
			json.writeStringField("description", description);
		};
	}

	/**
	 * Returns the schema of one of several texts.
	 */
	static Schema choice(String description, List<String> values) {
		return (json) -> {
			type(json, "string", description);
			writeChoices(json, values);
		};
	}

	/**
	 * Returns the schema of a time in UTC.
	 */
	static Schema time(String description) {
		return (json) -> {
			type(json, "string", description);
			json.writeStringField("format", "date-time");
		};
	}

	/**
	 * Returns the schema of a whole number that is not negative.
	 */
	static Schema whole(String description) {
		return (json) -> {
			type(json, "integer", description);
			json.writeNumberField("minimum", 0);
		};
	}

	/**
	 * Returns the schema of a number, or {@code null} if there is none.
	 */
	static Schema number(String description) {
		return (json) -> {
			types(json, "number", "null");
			json.writeStringField("description", description);
		};
	}

	/**
	 * Returns the schema of a number that need not be finite.
	 */
	static Schema anyNumber(String description) {
		return (json) -> {
			json.writeStringField("description", description);
			json.writeArrayFieldStart("anyOf");
			json.writeStartObject();
			types(json, "number", "null");
			json.writeEndObject();
			json.writeStartObject();
			writeChoices(json, List.of("NaN", "Infinity", "-Infinity"));
			json.writeEndObject();
			json.writeEndArray();
		};
	}

	/**
	 * Returns the schema of true or false.
	 */
	static Schema flag(String description) {
		return (json) -> type(json, "boolean", description);
	}

	/**
	 * Writes the keyword for what a text may be.
	 */
	static void writeChoices(JsonGenerator json, List<String> values) throws IOException {
		json.writeArrayFieldStart("enum");
		for (String value : values) {
			json.writeString(value);
		}
		json.writeEndArray();
	}

	private static void type(JsonGenerator json, String type, String description) throws IOException {
		json.writeStringField("type", type);
		json.writeStringField("description", description);
	}

	private static void types(JsonGenerator json, String... types) throws IOException {
		json.writeArrayFieldStart("type");
		for (String type : types) {
			json.writeString(type);
		}
		json.writeEndArray();
	}

	/**
	 * A member of an object.
	 *
	 * @param name its name
	 * @param schema the schema of its value
	 * @param required whether each object has it
	 */
	record Member(String name, Schema schema, boolean required) {

		static Member of(String name, Schema schema) {
			return new Member(name, schema, true);
		}

		static Member optional(String name, Schema schema) {
			return new Member(name, schema, false);
		}

	}

}
