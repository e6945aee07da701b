package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;

/**
 * The OpenAPI document of the requests.
 */
final class OpenApi {

	private static final String VERSION = "3.1.0";

	private static final String SCHEMAS = "#/components/schemas/";

	private static final String ERROR = SCHEMAS + "Error";

	private static final Map<String, String> ERRORS = new LinkedHashMap<>();

	static {
		ERRORS.put("400", "A parameter is not right: the sentence names it, its value, and what is allowed.");
		ERRORS.put("401", "A token is needed.");
		ERRORS.put("403", "The request comes from another web page.");
		ERRORS.put("404", "There is no such metric.");
		ERRORS.put("405", "Nothing can be changed here: use GET.");
		ERRORS.put("414", "The address is longer than 8,000 characters.");
		ERRORS.put("421", "The server is not known by the name in the address.");
		ERRORS.put("429", "Too many requests wait for a condition.");
		ERRORS.put("503", "The program is ending.");
	}

	private OpenApi() {
	}

	/**
	 * Returns the document.
	 */
	static Document document(List<Operation> operations) {
		return (json) -> {
			json.writeStringField("openapi", VERSION);
			json.writeObjectFieldStart("info");
			json.writeStringField("title", "metrics-tcp");
			json.writeStringField("version", "1");
			json.writeStringField("description",
					"The metrics of running applications, event by event: what the live page shows, as JSON. All requests "
							+ "are read-only. Numbers that are not known are null; NaN, Infinity and -Infinity are texts. "
							+ "Times are in UTC.");
			json.writeEndObject();
			json.writeArrayFieldStart("servers");
			json.writeStartObject();
			json.writeStringField("url", "/api/v1");
			json.writeEndObject();
			json.writeEndArray();
			json.writeObjectFieldStart("paths");
			for (Operation operation : operations) {
				writePath(json, operation);
			}
			for (PageResource resource : PageResource.ALL) {
				writePath(json, resource);
			}
			writeDescription(json);
			json.writeEndObject();
			writeComponents(json, operations);
			json.writeArrayFieldStart("security");
			json.writeStartObject();
			json.writeEndObject();
			json.writeStartObject();
			json.writeArrayFieldStart("token");
			json.writeEndArray();
			json.writeEndObject();
			json.writeEndArray();
		};
	}

	private static void writePath(JsonGenerator json, Operation operation) throws IOException {
		json.writeObjectFieldStart("/" + operation.path());
		json.writeObjectFieldStart("get");
		json.writeStringField("operationId", operation.tool());
		json.writeStringField("summary", operation.summary());
		json.writeStringField("description", operation.description());
		writeParameters(json, operation.parameters());
		writeResponses(json, SCHEMAS + operation.path());
		json.writeEndObject();
		json.writeEndObject();
	}

	private static void writeParameters(JsonGenerator json, List<Parameter> parameters) throws IOException {
		json.writeArrayFieldStart("parameters");
		for (Parameter parameter : parameters) {
			json.writeStartObject();
			json.writeStringField("name", parameter.name());
			json.writeStringField("in", "query");
			json.writeStringField("description", parameter.description());
			json.writeBooleanField("required", parameter.required());
			if (parameter.type() == Parameter.Type.LIST) {
				json.writeStringField("style", "form");
				json.writeBooleanField("explode", false);
			}
			json.writeObjectFieldStart("schema");
			parameter.writeSchema(json);
			json.writeEndObject();
			json.writeEndObject();
		}
		json.writeEndArray();
	}

	private static void writePath(JsonGenerator json, PageResource resource) throws IOException {
		json.writeObjectFieldStart("/" + resource.path());
		json.writeObjectFieldStart("get");
		json.writeStringField("operationId", resource.path());
		json.writeStringField("summary", resource.summary());
		json.writeStringField("description", resource.description());
		writeParameters(json, resource.parameters());
		json.writeObjectFieldStart("responses");
		json.writeObjectFieldStart("200");
		json.writeStringField("description", resource.summary());
		json.writeObjectFieldStart("content");
		json.writeObjectFieldStart(resource.type());
		json.writeObjectFieldStart("schema");
		writeSchema(json, resource);
		json.writeEndObject();
		json.writeEndObject();
		json.writeEndObject();
		json.writeEndObject();
		writeErrors(json);
		json.writeEndObject();
		json.writeEndObject();
		json.writeEndObject();
	}

	private static void writeSchema(JsonGenerator json, PageResource resource) throws IOException {
		String only = resource.schema();
		if (only != null) {
			json.writeStringField("$ref", SCHEMAS + only);
		}
		else if (resource.schemas().isEmpty()) {
			json.writeStringField("type", "string");
		}
		else {
			json.writeArrayFieldStart("oneOf");
			for (PageResource.Named each : resource.schemas()) {
				json.writeStartObject();
				json.writeStringField("$ref", SCHEMAS + each.name());
				json.writeEndObject();
			}
			json.writeEndArray();
		}
	}

	private static void writeErrors(JsonGenerator json) throws IOException {
		for (Map.Entry<String, String> error : ERRORS.entrySet()) {
			writeResponse(json, error.getKey(), error.getValue(), ERROR);
		}
	}

	private static void writeDescription(JsonGenerator json) throws IOException {
		json.writeObjectFieldStart("/openapi.json");
		json.writeObjectFieldStart("get");
		json.writeStringField("operationId", "openapi");
		json.writeStringField("summary", "This document");
		json.writeObjectFieldStart("responses");
		json.writeObjectFieldStart("200");
		json.writeStringField("description", "The document.");
		json.writeEndObject();
		json.writeEndObject();
		json.writeEndObject();
		json.writeEndObject();
	}

	private static void writeResponses(JsonGenerator json, String schema) throws IOException {
		json.writeObjectFieldStart("responses");
		writeResponse(json, "200", "The answer.", schema);
		writeErrors(json);
		json.writeEndObject();
	}

	private static void writeResponse(JsonGenerator json, String status, String description, String schema)
			throws IOException {
		json.writeObjectFieldStart(status);
		json.writeStringField("description", description);
		json.writeObjectFieldStart("content");
		json.writeObjectFieldStart("application/json");
		json.writeObjectFieldStart("schema");
		json.writeStringField("$ref", schema);
		json.writeEndObject();
		json.writeEndObject();
		json.writeEndObject();
		json.writeEndObject();
	}

	private static void writeComponents(JsonGenerator json, List<Operation> operations) throws IOException {
		json.writeObjectFieldStart("components");
		json.writeObjectFieldStart("securitySchemes");
		json.writeObjectFieldStart("token");
		json.writeStringField("type", "http");
		json.writeStringField("scheme", "bearer");
		json.writeEndObject();
		json.writeEndObject();
		json.writeObjectFieldStart("schemas");
		for (Operation operation : operations) {
			json.writeObjectFieldStart(operation.path());
			operation.answer().write(json);
			json.writeEndObject();
		}
		for (PageResource resource : PageResource.ALL) {
			for (PageResource.Named each : resource.schemas()) {
				json.writeObjectFieldStart(each.name());
				each.schema().write(json);
				json.writeEndObject();
			}
		}
		json.writeObjectFieldStart("Error");
		ApiError.SCHEMA.write(json);
		json.writeEndObject();
		json.writeEndObject();
		json.writeEndObject();
	}

}
