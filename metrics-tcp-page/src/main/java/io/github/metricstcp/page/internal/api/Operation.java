package io.github.metricstcp.page.internal.api;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request that can be asked: a path of HTTP, and a tool of MCP. Immutable.
 */
public final class Operation {

	private final String path;

	private final String tool;

	private final String summary;

	private final String description;

	private final List<Parameter> parameters;

	private final Schema answer;

	/**
	 * Creates a request.
	 * @param path the last part of its path
	 * @param tool the name of its tool
	 * @param summary what it returns, in a few words
	 * @param description all that a reader must know who knows nothing else
	 * @param parameters its parameters
	 * @param answer the members of its answer
	 */
	Operation(String path, String tool, String summary, String description, List<Parameter> parameters,
			List<Schema.Member> answer) {
		this.path = path;
		this.tool = tool;
		this.summary = summary;
		this.description = description;
		this.parameters = List.copyOf(parameters);
		this.answer = Schema.object(answer);
	}

	/**
	 * Returns the last part of its path.
	 * @return a word
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Returns the name of its tool.
	 * @return a word
	 */
	public String tool() {
		return this.tool;
	}

	/**
	 * Returns a title.
	 * @return a few words
	 */
	public String summary() {
		return this.summary;
	}

	/**
	 * Returns what the request is about.
	 * @return sentences
	 */
	public String description() {
		return this.description;
	}

	List<Parameter> parameters() {
		return this.parameters;
	}

	Schema answer() {
		return this.answer;
	}

	/**
	 * Returns the JSON Schema of the parameters as one object.
	 * @return the schema, as JSON
	 */
	public String inputSchema() {
		return text((json) -> {
			json.writeStringField("type", "object");
			json.writeObjectFieldStart("properties");
			for (Parameter parameter : this.parameters) {
				json.writeObjectFieldStart(parameter.name());
				parameter.writeSchema(json);
				json.writeStringField("description", parameter.description());
				json.writeEndObject();
			}
			json.writeEndObject();
			json.writeArrayFieldStart("required");
			for (Parameter parameter : this.parameters) {
				if (parameter.required()) {
					json.writeString(parameter.name());
				}
			}
			json.writeEndArray();
			json.writeBooleanField("additionalProperties", false);
		});
	}

	/**
	 * Returns the JSON Schema of the answer.
	 * @return the schema, as JSON
	 */
	public String outputSchema() {
		return text(this.answer::write);
	}

	private static String text(Document document) {
		return new String(document.bytes(), StandardCharsets.UTF_8);
	}

}
