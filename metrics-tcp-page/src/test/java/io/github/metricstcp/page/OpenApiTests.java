package io.github.metricstcp.page;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the OpenAPI document is what is served.
 */
class OpenApiTests extends ApiFixture {

	private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(Dialects.getDraft202012());

	/**
	 * Requests whose answers have all fields, with all parameters.
	 */
	private static final Map<String, List<String>> REQUESTS = Map.of("comparison",
			List.of("?limit=9", "?filter=http&figure=p99"), "metrics",
			List.of("?filter=" + encoded("!broken") + "&limit=5"), "snapshot",
			List.of("?filter=" + encoded("!none") + "&window=10&limit=9", "?sort=p99"), "range",
			List.of("?metric=http.requests&window=10&by=uri&top=1", "?metric=queue&kind=gauge&step=1",
					"?metric=orders&figures=rate,count&end=2023-11-14T22:14:05Z&filter=orders"),
			"wait", List.of("?timeout=0&condition=" + encoded("http.requests p99 > 1")), "marks",
			List.of("?window=60&limit=5", "?kind=pause&end=2023-11-14T22:14:05Z"), "targets", List.of(""),
			"openapi.json", List.of(""));

	private static final Set<String> RESOURCES = Set.of("live", "brush", "report", "recording");

	@Test
	void eachPathIsServedAndNoOther() throws Exception {
		JsonNode document = get("openapi.json");
		assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
		assertThat(document.at("/servers/0/url").asText()).isEqualTo("/api/v1");
		Set<String> paths = names(document.get("paths"));
		assertThat(paths.stream().map((path) -> path.substring(1))).containsExactlyInAnyOrderElementsOf(
				Stream.concat(REQUESTS.keySet().stream(), RESOURCES.stream()).toList());
		String routes = error("none", 404).replaceAll(".*There are ", "");
		assertThat(List.of(routes.split(", "))).allMatch((route) -> paths.contains("/" + route))
			.hasSize(REQUESTS.size() - 1);
	}

	@Test
	void eachFieldOfAnswersIsDescribedAndEachOneThatIsDescribedIsServed() throws Exception {
		tenSeconds();
		set(this.shop, "broken", Double.NaN);
		pause();
		awaitComparison();
		JsonNode schemas = get("openapi.json").at("/components/schemas");
		for (Map.Entry<String, List<String>> request : REQUESTS.entrySet()) {
			JsonNode schema = schemas.get(request.getKey());
			Set<String> served = new TreeSet<>();
			for (String query : request.getValue()) {
				JsonNode answer = get(request.getKey() + query);
				if (schema != null) {
					assertThat(SCHEMAS.getSchema(schema).validate(answer)).as(request.getKey() + query).isEmpty();
					addFields(answer, schema, "", served);
				}
			}
			if (schema != null) {
				Set<String> described = new TreeSet<>();
				addDescribed(schema, "", described);
				assertThat(served).as(request.getKey()).isEqualTo(described);
			}
		}
	}

	@Test
	void documentsOfThePageAreAsDescribed() throws Exception {
		describe(this.shop, new Metadata(Kind.COUNTER, "orders", "orders", "Orders"));
		tenSeconds();
		pause();
		this.other.closed("gone", null);
		JsonNode schemas = get("openapi.json").at("/components/schemas");
		assertDescribed(schemas.get("overviewDocument"), List.of(live("view=overview"), live("view=overview&apart=1")));
		assertDescribed(schemas.get("metricDocument"),
				List.of(live("view=metric&id=h:http.requests&by=uri&level=0.1"), live("view=metric&id=g:queue"),
						live("view=metric&id=c:orders"), live("view=metric&id=c:orders&by=target"),
						live("view=metric&id=c:none")));
		assertDescribed(schemas.get("boardDocument"), List
			.of(live("view=board&pin=h:http.requests~uri&pin=c:orders&pin=g:queue&pin=c:orders~target&pin=c:none")));
		awaitComparison();
		assertDescribed(schemas.get("compareDocument"), List.of(live("view=compare"), live("view=compare&figure=p99")));
		assertDescribed(schemas.get("brush"), List.of(get("brush?id=h:http.requests&above=1&window=10")));
	}

	@Test
	void eachViewIsDescribed() throws Exception {
		String sentence = error("live?view=none", 400);
		assertThat(sentence).startsWith("There is no view \"none\". There are ");
		List<String> views = List.of(sentence.replaceAll(".*There are ", "").split(", "));
		JsonNode document = get("openapi.json");
		JsonNode live = document.at("/paths/~1live/get");
		JsonNode described = StreamSupport.stream(live.get("parameters").spliterator(), false)
			.filter((parameter) -> parameter.get("name").asText().equals("view"))
			.findFirst()
			.orElseThrow();
		assertThat(texts(described.at("/schema/enum"))).isEqualTo(views);
		List<String> schemas = new ArrayList<>();
		for (JsonNode each : live.at("/responses/200/content/text~1event-stream/schema/oneOf")) {
			JsonNode schema = document.at(each.get("$ref").asText().substring(1));
			schemas.addAll(texts(schema.at("/properties/view/enum")));
		}
		assertThat(schemas).isEqualTo(views);
		for (String view : views) {
			assertThat(live("view=" + view + "&id=c:orders").get("view").asText()).isEqualTo(view);
		}
	}

	private static List<String> texts(JsonNode array) {
		return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
	}

	@Test
	void comparisonSaysThatAllTargetsAreInIt() throws Exception {
		tenSeconds();
		awaitComparison();
		assertThat(live("view=compare").at("/comparison/remarks/0").asText())
			.isEqualTo("All 2 targets together are compared with the recording: sums are those of all of them");
	}

	@Test
	void brushNeedsAMetric() throws Exception {
		assertThat(error("brush", 400)).isEqualTo("id is missing: the metric, such as h:http.server.requests");
	}

	@Test
	void resourcesOfThePageHaveTheirTypes() throws Exception {
		tenSeconds();
		JsonNode paths = get("openapi.json").get("paths");
		for (String path : List.of("live", "brush?id=h:http.requests", "report", "recording?target=shop")) {
			HttpResponse<Void> response = this.http.send(
					request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
					HttpResponse.BodyHandlers.discarding());
			assertThat(response.statusCode()).as(path).isEqualTo(200);
			JsonNode content = paths.get("/" + path.replaceAll("\\?.*", "")).at("/get/responses/200/content");
			assertThat(names(content))
				.containsExactly(response.headers().firstValue("content-type").orElseThrow().replaceAll(";.*", ""));
		}
	}

	@Test
	void parametersOfThePageAreChecked() throws Exception {
		JsonNode paths = get("openapi.json").get("paths");
		Map<String, String> wrong = new HashMap<>(Map.of("view", "none", "filter", "~(", "window", "soon", "end",
				"soon", "top", "0", "from", "-1", "to", "soon", "above", "much", "upTo", "much", "apart", "2"));
		wrong.put("pin", "c:orders~~%7E(");
		wrong.put("order", "-p42");
		wrong.put("figure", "p42");
		Map<String, String> views = Map.of("pin", "board", "figure", "compare");
		for (String path : RESOURCES) {
			for (JsonNode parameter : paths.get("/" + path).at("/get/parameters")) {
				String name = parameter.get("name").asText();
				if (wrong.containsKey(name)) {
					String view = (path.equals("live") && !name.equals("view"))
							? "view=%s&".formatted(views.getOrDefault(name, "metric")) : "";
					String target = path.equals("recording") ? "target=shop&" : "";
					error(path + "?" + view + target + name + "=" + encoded(wrong.get(name)), 400);
				}
			}
		}
	}

	private JsonNode live(String query) throws Exception {
		HttpResponse<InputStream> response = this.http.send(request("live?" + query).build(),
				HttpResponse.BodyHandlers.ofInputStream());
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			return parse(reader.readLine().substring("data: ".length()));
		}
	}

	private static void assertDescribed(JsonNode schema, List<JsonNode> documents) {
		Set<String> served = new TreeSet<>();
		for (JsonNode document : documents) {
			assertThat(SCHEMAS.getSchema(schema).validate(document)).isEmpty();
			addFields(document, schema, "", served);
		}
		Set<String> described = new TreeSet<>();
		addDescribed(schema, "", described);
		assertThat(served).isEqualTo(described);
	}

	@Test
	void eachParameterIsDescribedAndIsOneThatIsTaken() throws Exception {
		tenSeconds();
		JsonNode paths = get("openapi.json").get("paths");
		for (Map.Entry<String, List<String>> request : REQUESTS.entrySet()) {
			JsonNode parameters = paths.get("/" + request.getKey()).get("get").path("parameters");
			if (parameters.isMissingNode()) {
				continue;
			}
			List<String> names = StreamSupport.stream(parameters.spliterator(), false)
				.map((parameter) -> parameter.get("name").asText())
				.toList();
			assertThat(error(request.getKey() + "?none=1", 400)).isEqualTo("There is no parameter none. There "
					+ (names.isEmpty() ? "is none" : "are " + String.join(", ", names)));
			String queries = String.join("&", request.getValue());
			assertThat(names).allMatch((name) -> queries.contains(name + "="));
		}
	}

	@Test
	void errorsAreAsDescribed() throws Exception {
		JsonNode document = get("openapi.json");
		JsonNode schema = document.at("/components/schemas/Error");
		for (String path : List.of("metrics?limit=0", "range?metric=none", "metrics?filter=" + "a".repeat(8000))) {
			HttpResponse<String> response = send(request(path));
			assertThat(SCHEMAS.getSchema(schema).validate(parse(response.body()))).isEmpty();
			assertThat(document.at("/paths/~1metrics/get/responses").has(String.valueOf(response.statusCode())))
				.isTrue();
		}
	}

	private static Set<String> names(JsonNode object) {
		Set<String> names = new TreeSet<>();
		object.fieldNames().forEachRemaining(names::add);
		return names;
	}

	private static void addDescribed(JsonNode schema, String path, Set<String> described) {
		for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
			described.add(path + property.getKey());
			addDescribed(property.getValue(), path + property.getKey() + ".", described);
		}
		if (schema.has("items")) {
			addDescribed(schema.get("items"), path, described);
		}
	}

	/**
	 * Adds the fields of an answer, but not those that may have any name.
	 */
	private static void addFields(JsonNode answer, JsonNode schema, String path, Set<String> fields) {
		answer.forEach((item) -> {
			if (answer.isArray()) {
				addFields(item, schema.get("items"), path, fields);
			}
		});
		if (schema.has("properties")) {
			answer.properties().forEach((field) -> {
				fields.add(path + field.getKey());
				addFields(field.getValue(), schema.get("properties").get(field.getKey()), path + field.getKey() + ".",
						fields);
			});
		}
	}

}
