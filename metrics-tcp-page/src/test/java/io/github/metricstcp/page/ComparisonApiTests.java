package io.github.metricstcp.page;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of what the page and its requests say of a recording that is compared with now.
 */
class ComparisonApiTests extends ApiFixture {

	@BeforeEach
	void trade() {
		tenSeconds();
		awaitComparison();
	}

	private static List<String> rows(JsonNode changes) {
		List<String> rows = new ArrayList<>();
		for (JsonNode each : changes) {
			rows.add("%s %s %s %s %s".formatted(each.get("name").asText(), each.get("labels"),
					each.get("figure").asText(), each.get("before").asText(), each.get("after").asText()));
		}
		return rows;
	}

	@Test
	void changesOfBothTargetsAreReturnedTheLargestFirst() throws Exception {
		JsonNode answer = get("comparison");
		assertThat(answer.get("before").asText()).isEqualTo(before().toString());
		assertThat(answer.get("after").asText()).isEqualTo("now");
		assertThat(answer.get("seconds").asDouble()).isEqualTo(10);
		assertThat(answer.get("complete").asBoolean()).isTrue();
		assertThat(answer.get("remarks")).isEmpty();
		assertThat(rows(answer.get("changes")).subList(0, 3)).containsExactly(
				"http.requests {\"uri\":\"/fast\"} rate null 9", "orders {\"product\":\"\\\"<script>\"} rate null 1",
				"http.requests {\"uri\":\"/slow\"} mean 0.5 2");
		JsonNode tea = get("comparison?filter=product%3Dtea").get("changes").get(0);
		assertThat(rows(get("comparison?filter=product%3Dtea").get("changes")))
			.containsExactly("orders {\"product\":\"tea\"} rate 3 6");
		assertThat(tea.get("difference").asDouble()).isEqualTo(3);
		assertThat(tea.get("ratio").asDouble()).isEqualTo(2);
		assertThat(tea.get("weight").asDouble()).isCloseTo(20 / 30.0, within(1e-6));
	}

	@Test
	void answerIsRestrictedToAFigureAndAFilter() throws Exception {
		JsonNode answer = get("comparison?figure=p99");
		assertThat(answer.get("changes")).singleElement().satisfies((change) -> {
			assertThat(change.get("before").asDouble()).isCloseTo(0.5, within(0.005));
			assertThat(change.get("after").asDouble()).isCloseTo(2, within(0.02));
		});
		assertThat(get("comparison?filter=queue").get("changes")).hasSize(1);
		assertThat(get("comparison?limit=2").get("more").asInt()).isPositive();
		assertThat(error("comparison?figure=p90", 400))
			.isEqualTo("figure is one of rate, mean, p50, p99, max, value, but is \"p90\"");
	}

	@Test
	void pageIsSentTheComparisonOnceAsLongAsItIsTheSame() throws Exception {
		HttpRequest request = request("live?view=compare&figure=rate&filter=orders").build();
		HttpResponse<InputStream> response = this.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			JsonNode first = parse(reader.readLine().substring("data: ".length()));
			assertThat(first.get("baseline").asText()).isEqualTo(before().toString());
			assertThat(rows(first.at("/comparison/rows"))).containsExactly(
					"orders {\"product\":\"\\\"<script>\"} rate null 1", "orders {\"product\":\"tea\"} rate 3 6");
			assertThat(first.at("/comparison/rows/1/id").asText()).isEqualTo("c:orders");
			assertThat(reader.readLine()).isEmpty();
			JsonNode second = parse(reader.readLine().substring("data: ".length()));
			assertThat(second.has("comparison")).isFalse();
		}
	}

	@Test
	void withoutARecordingThatIsSaid() throws Exception {
		try (LivePage page = LivePage.builder(this.model).port(0).build()) {
			URI address = page.start();
			HttpResponse<String> answer = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(address.resolve("api/v1/comparison")).build(),
						HttpResponse.BodyHandlers.ofString());
			assertThat(answer.statusCode()).isEqualTo(404);
			assertThat(parse(answer.body()).get("error").asText())
				.isEqualTo("There is no recording to compare with: start with --baseline=FILE");
		}
	}

}
