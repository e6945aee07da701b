package io.github.metricstcp.page;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of the documents of a page that watches two instances of an application.
 */
class SeveralTargetsTests extends ApiFixture {

	@BeforeEach
	void trade() {
		this.shop.opened("10.0.0.1:5000");
		this.other.opened("10.0.0.2:5000");
		for (int second = 0; second < 10; second++) {
			time(BEGINNING + second);
			increment(this.shop, "orders", "product", "tea", 2);
			increment(this.shop, "orders", "product", "milk", 1);
			increment(this.other, "orders", "product", "tea", 4);
			set(this.shop, "threads", 10);
			set(this.other, "threads", 20);
			set(this.shop, "process.cpu.usage", 0.3);
			set(this.other, "process.cpu.usage", 0.5);
			// 99 of 100 requests are fast in one, all are slow in the other
			for (int i = 0; i < 99; i++) {
				sample(this.shop, "requests", "uri", "/", 0.01);
			}
			sample(this.shop, "requests", "uri", "/", 1);
			for (int i = 0; i < 100; i++) {
				sample(this.other, "requests", "uri", "/", 2);
			}
		}
		time(BEGINNING + 10);
	}

	private JsonNode live(String query) throws Exception {
		HttpRequest request = request("live?window=10&" + query).build();
		HttpResponse<InputStream> response = this.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			return parse(reader.readLine().substring("data: ".length()));
		}
	}

	private JsonNode metric(String id, String choice) throws Exception {
		return StreamSupport.stream(live("view=overview&" + choice).get("metrics").spliterator(), false)
			.filter((metric) -> metric.get("id").asText().equals(id))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Returns the values of some members of each object of an array.
	 */
	private static List<String> all(JsonNode array, String... members) {
		List<String> all = new ArrayList<>();
		for (JsonNode each : array) {
			StringBuilder text = new StringBuilder();
			for (String member : members) {
				text.append(text.isEmpty() ? "" : " ").append(each.at(member).asText());
			}
			all.add(text.toString());
		}
		return all;
	}

	@Test
	void targetsTogetherAreSumsAndQuantilesOfAllSamples() throws Exception {
		assertThat(metric("c:orders", "").get("rate").asDouble()).isEqualTo(7);
		assertThat(metric("c:orders", "").get("value").asDouble()).isEqualTo(70);
		assertThat(metric("g:threads", "").get("value").asDouble()).isEqualTo(30);
		assertThat(metric("g:process.cpu.usage", "").get("value").asDouble()).as("of ratios there is no sum")
			.isEqualTo(0.5);
		JsonNode requests = metric("h:requests", "");
		assertThat(requests.get("rate").asDouble()).isEqualTo(200);
		// The 990 fast ones are less than half of all 2000
		assertThat(requests.get("p50").asDouble()).isCloseTo(1, within(0.01));
		assertThat(requests.get("p99").asDouble()).isCloseTo(2, within(0.02));
		assertThat(requests.has("targets")).isFalse();
	}

	@Test
	void choiceOfTargetsRestrictsEverything() throws Exception {
		assertThat(metric("c:orders", "target=shop").get("rate").asDouble()).isEqualTo(3);
		assertThat(metric("c:orders", "target=other").get("rate").asDouble()).isEqualTo(4);
		assertThat(metric("c:orders", "target=shop&target=other").get("rate").asDouble()).isEqualTo(7);
		assertThat(metric("g:process.cpu.usage", "target=shop").get("value").asDouble()).isEqualTo(0.3);
		assertThat(metric("h:requests", "target=shop").get("p50").asDouble()).isCloseTo(0.01, within(0.0001));
		JsonNode page = live("view=metric&id=c:orders&by=product&target=other");
		assertThat(all(page.get("lines"), "/key", "/rate")).containsExactly("tea 4");
		assertThat(all(page.get("rows"), "/labels/product", "/rate")).containsExactly("tea 4");
		assertThat(all(page.get("targets"), "/name")).as("all can be chosen").containsExactly("shop", "other");
		assertThat(live("view=overview&target=none").get("metrics")).isEmpty();
		JsonNode shares = get("brush?id=h:requests&above=0.5&target=shop").get("shares");
		assertThat(all(shares, "/label", "/inside", "/outside")).containsExactly();
		HttpResponse<String> report = send(request("report?window=10&target=shop&filter=orders"));
		assertThat(report.body()).contains("\"id\":\"c:orders\",\"series\":2,").contains("\"rate\":3,");
	}

	@Test
	void marksAreThoseOfTheTargetsThatAreChosen() throws Exception {
		pause();
		assertThat(all(live("view=overview").get("marks"), "/target", "/kind")).containsExactly("shop pause");
		assertThat(all(live("view=overview&target=shop").get("marks"), "/target")).containsExactly("shop");
		assertThat(live("view=overview&target=other").get("marks")).isEmpty();
	}

	@Test
	void targetsApartHaveNumbersOfTheirOwnInTheOverview() throws Exception {
		JsonNode orders = metric("c:orders", "apart=1");
		assertThat(orders.get("rate").asDouble()).isEqualTo(7);
		assertThat(all(orders.get("targets"), "/name", "/rate", "/points/rate/9")).containsExactly("other 4 4",
				"shop 3 3");
		JsonNode requests = metric("h:requests", "apart=1").get("targets");
		assertThat(requests.get(0).get("p50").asDouble()).isCloseTo(2, within(0.02));
		assertThat(requests.get(1).get("p50").asDouble()).isCloseTo(0.01, within(0.0001));
		assertThat(requests.get(1).get("points").get("p99").get(5).asDouble()).isCloseTo(0.01, within(0.0001));
	}

	@Test
	void metricIsSplitByTarget() throws Exception {
		JsonNode page = live("view=metric&id=c:orders&by=target");
		assertThat(all(page.get("lines"), "/key", "/target", "/rate")).containsExactly("other other 4", "shop shop 3");
		assertThat(all(page.get("rows"), "/target", "/labels/product", "/rate")).containsExactlyInAnyOrder("shop tea 2",
				"shop milk 1", "other tea 4");
		assertThat(page.get("metric").get("rate").asDouble()).isEqualTo(7);
	}

	@Test
	void rowsOfTheSameLabelsAreOneUnlessTargetsAreApart() throws Exception {
		JsonNode together = live("view=metric&id=c:orders&by=product");
		assertThat(all(together.get("rows"), "/target", "/labels/product", "/rate", "/value"))
			.containsExactlyInAnyOrder("tea 6 60", "milk 1 10");
		assertThat(all(together.get("lines"), "/key", "/rate")).containsExactly("milk 1", "tea 6");
		JsonNode apart = live("view=metric&id=c:orders&by=product&apart=1");
		assertThat(all(apart.get("rows"), "/target", "/labels/product", "/rate"))
			.containsExactlyInAnyOrder("shop tea 2", "shop milk 1", "other tea 4");
		assertThat(all(apart.get("lines"), "/key", "/target", "/rate")).containsExactly("milk shop 1", "tea other 4",
				"tea shop 2");
		JsonNode top = live("view=metric&id=c:orders&by=product&apart=1&top=1");
		assertThat(all(top.get("lines"), "/key", "/rate")).containsExactly("tea 4", "2 others 3");
	}

	@Test
	void requestsOfProgramsAddTheSame() throws Exception {
		assertThat(get("range?metric=threads&window=10").at("/lines/0/figures/value").asDouble()).isEqualTo(30);
		assertThat(get("range?metric=process.cpu.usage&window=10").at("/lines/0/figures/value").asDouble())
			.isEqualTo(0.5);
	}

	@Test
	void choiceThatIsNoneIsSaid() throws Exception {
		assertThat(error("live?apart=yes", 400)).isEqualTo("apart is a whole number from 0 to 1, but is \"yes\"");
	}

}
