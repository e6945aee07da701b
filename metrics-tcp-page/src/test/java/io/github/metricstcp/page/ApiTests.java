package io.github.metricstcp.page;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of the requests of programs, through the page's address.
 */
class ApiTests extends ApiFixture {

	@Test
	void metricsAreListedWithTheirLabelsAndTheNumberOfTheirValues() throws Exception {
		tenSeconds();
		JsonNode metrics = get("metrics").get("metrics");
		assertThat(metrics.findValuesAsText("kind")).containsExactly("histogram", "counter", "gauge");
		assertThat(metrics.get(0).toString()).isEqualTo(
				"{\"name\":\"http.requests\",\"kind\":\"histogram\",\"unit\":\"seconds\",\"description\":\"Requests <b>"
						+ "answered</b>\",\"series\":2,\"targets\":1,\"labels\":[{\"name\":\"uri\",\"values\":2}]}");
		assertThat(metrics.get(1).toString()).isEqualTo(
				"{\"name\":\"orders\",\"kind\":\"counter\",\"unit\":null,\"description\":null,\"series\":3,\"targets\":2,"
						+ "\"labels\":[{\"name\":\"product\",\"values\":2}]}");
	}

	@Test
	void filterAndLimitLeaveOutMetricsWhichAreCounted() throws Exception {
		tenSeconds();
		assertThat(get("metrics?filter=" + encoded("kind=counter product=tea")).get("metrics").get(0).get("series"))
			.hasToString("2");
		JsonNode first = get("metrics?limit=1");
		assertThat(first.get("metrics")).hasSize(1);
		assertThat(first.get("more").asInt()).isEqualTo(2);
	}

	@Test
	void snapshotHasTheFiguresOfEachSeriesOverTheWindow() throws Exception {
		tenSeconds();
		JsonNode answer = get("snapshot?window=10");
		assertThat(answer.get("from").asText()).isEqualTo("2023-11-14T22:14:00Z");
		assertThat(answer.get("to").asText()).isEqualTo("2023-11-14T22:14:10Z");
		JsonNode series = answer.get("series");
		assertThat(series).hasSize(6);
		JsonNode slow = series.get(1);
		assertThat(slow.at("/labels/uri").asText()).isEqualTo("/slow");
		assertThat(slow.get("count").asInt()).isEqualTo(10);
		assertThat(slow.get("rate").asDouble()).isEqualTo(1);
		assertThat(slow.get("mean").asDouble()).isEqualTo(2);
		assertThat(slow.get("p99").asDouble()).isEqualTo(2, within(0.02));
		assertThat(slow.get("max").asDouble()).isEqualTo(2);
		assertThat(slow.has("value")).isFalse();
		JsonNode orders = series.get(2);
		assertThat(orders.get("target").asText()).isEqualTo("shop");
		assertThat(orders.get("value").asInt()).isEqualTo(20);
		assertThat(orders.get("count").asInt()).isEqualTo(20);
		assertThat(orders.get("rate").asDouble()).isEqualTo(2);
		JsonNode queue = series.get(5);
		assertThat(queue.get("value").asInt()).isEqualTo(9);
		assertThat(queue.get("min").asInt()).isEqualTo(0);
		assertThat(queue.get("max").asInt()).isEqualTo(9);
		// The last two seconds alone
		assertThat(get("snapshot?window=2&filter=queue").at("/series/0/min").asInt()).isEqualTo(8);
	}

	@Test
	void valueOfAPastTimeIsThatAtItsEndOrNotKnown() throws Exception {
		tenSeconds();
		String past = "&window=5&step=1&end=" + encoded("2023-11-14T22:14:05Z");
		assertThat(get("range?metric=queue" + past).at("/lines/0/figures/value").asInt()).isEqualTo(4);
		assertThat(get("range?metric=orders" + past).at("/lines/0/figures").toString())
			.startsWith("{\"value\":null,\"rate\":7,");
		String longAgo = "&window=3600&end=" + encoded("1970-01-01T01:05:00Z");
		assertThat(get("range?metric=queue" + longAgo).at("/lines/0/figures/value").isNull()).isTrue();
		assertThat(get("range?metric=orders" + longAgo).at("/lines/0/figures/value").isNull()).isTrue();
		assertThat(get("range?metric=orders&window=10").at("/lines/0/figures/value").asInt()).isEqualTo(70);
	}

	@Test
	void valuesOfAGaugeAreExact() throws Exception {
		tenSeconds();
		set(this.shop, "started", 1_764_426_676.123);
		time(BEGINNING + 11);
		JsonNode line = get("range?metric=started&window=1").at("/lines/0");
		for (String figure : List.of("value", "min", "max")) {
			assertThat(line.at("/points/" + figure + "/0").asDouble()).isEqualTo(1_764_426_676.123);
			assertThat(line.at("/figures/" + figure).asDouble()).isEqualTo(1_764_426_676.123);
		}
	}

	@Test
	void snapshotIsSortedByAFigureWithTheGreatestFirst() throws Exception {
		tenSeconds();
		JsonNode answer = get("snapshot?window=10&sort=rate&limit=2");
		assertThat(answer.get("series").findValuesAsText("rate")).containsExactly("9", "4");
		// The queue has no rate
		assertThat(answer.get("more").asInt()).isEqualTo(3);
	}

	@Test
	void numbersThatJsonDoesNotHaveAreTextsAndThoseThatAreNotThereNull() throws Exception {
		tenSeconds();
		set(this.shop, "broken", Double.NaN);
		set(this.shop, "endless", Double.POSITIVE_INFINITY);
		JsonNode series = get("snapshot?filter=" + encoded("!queue kind=gauge")).get("series");
		assertThat(series.get(0).get("value").asText()).isEqualTo("NaN");
		assertThat(series.get(0).get("max").isNull()).isTrue();
		assertThat(series.get(1).get("value").asText()).isEqualTo("Infinity");
	}

	@Test
	void rangeMergesTheQuantilesOfALabelsSeries() throws Exception {
		tenSeconds();
		JsonNode together = get("range?metric=http.requests&window=10&step=5");
		assertThat(together.get("step").asInt()).isEqualTo(5);
		assertThat(together.get("lines")).hasSize(1);
		assertThat(together.at("/lines/0/value").isNull()).isTrue();
		assertThat(together.at("/lines/0/points/rate").toString()).isEqualTo("[10,10]");
		assertThat(together.at("/lines/0/points/p50/0").asDouble()).isEqualTo(0.01, within(0.0001));
		// One of ten requests is slow
		assertThat(together.at("/lines/0/points/p99/0").asDouble()).isEqualTo(2, within(0.02));
		assertThat(together.at("/lines/0/figures/p90").asDouble()).isEqualTo(0.01, within(0.0001));
		JsonNode split = get("range?metric=http.requests&window=10&by=uri&figures=max,count");
		assertThat(split.get("lines").findValuesAsText("value")).containsExactly("/fast", "/slow");
		assertThat(split.at("/lines/0/points").fieldNames()).toIterable().containsExactly("max", "count");
		assertThat(split.at("/lines/1/points/max/9").asDouble()).isEqualTo(2);
	}

	@Test
	void rangeIsSplitByTargetAndTheRestIsOneLine() throws Exception {
		tenSeconds();
		JsonNode split = get("range?metric=orders&window=10&step=10&by=target&top=1");
		assertThat(split.at("/lines/0/value").asText()).isEqualTo("other");
		assertThat(split.at("/lines/0/points/rate").toString()).isEqualTo("[4]");
		assertThat(split.at("/lines/1/rest").asBoolean()).isTrue();
		assertThat(split.at("/lines/1/points/count").toString()).isEqualTo("[30]");
		assertThat(split.get("more").asInt()).isEqualTo(1);
	}

	@Test
	void rangeEndsWhereItIsAskedTo() throws Exception {
		tenSeconds();
		JsonNode early = get("range?metric=queue&window=3&end=2023-11-14T22:14:05Z");
		assertThat(early.get("to").asText()).isEqualTo("2023-11-14T22:14:05Z");
		assertThat(early.at("/lines/0/points/value").toString()).isEqualTo("[2,3,4]");
	}

	@Test
	void targetsAreListedWithTheirTrouble() throws Exception {
		tenSeconds();
		this.other.closed("the connection was refused", java.time.Duration.ofSeconds(1));
		JsonNode targets = get("targets").get("targets");
		assertThat(targets.get(0).get("state").asText()).isEqualTo("connected");
		assertThat(targets.get(0).get("address").asText()).isEqualTo("10.0.0.1:5000");
		assertThat(targets.get(0).get("trouble").isNull()).isTrue();
		assertThat(targets.get(1).get("state").asText()).isEqualTo("waiting");
		assertThat(targets.get(1).get("trouble").asText()).isEqualTo("the connection was refused");
	}

	@Test
	void waitIsAnsweredAtOnceIfTheConditionHolds() throws Exception {
		tenSeconds();
		JsonNode answer = get("wait?condition=" + encoded("http.requests p99 > 500ms"));
		assertThat(answer.get("held").asBoolean()).isTrue();
		assertThat(answer.get("condition").asText()).isEqualTo("http.requests p99 > 500ms");
		JsonNode metric = answer.at("/metrics/0");
		assertThat(metric.get("target").asText()).isEqualTo("shop");
		assertThat(metric.get("series").asInt()).isEqualTo(2);
		assertThat(metric.get("figure").asDouble()).isEqualTo(2, within(0.02));
	}

	@Test
	void waitJudgesTheSeriesOfATargetTogetherAndEachTargetByItself() throws Exception {
		tenSeconds();
		JsonNode held = get("wait?timeout=0&condition=" + encoded("orders rate > 3.5/s"));
		assertThat(held.get("held").asBoolean()).isTrue();
		assertThat(held.get("metrics").findValuesAsText("target")).containsExactly("other", "shop");
		assertThat(held.get("metrics").findValuesAsText("figure")).containsExactly("4", "3");
		JsonNode over = get("wait?timeout=0&condition=" + encoded("orders{product=tea} rate > 4/s"));
		assertThat(over.get("held").asBoolean()).isFalse();
	}

	@Test
	void waitEndsWhenTheConditionComesToHold() throws Exception {
		tenSeconds();
		CompletableFuture<HttpResponse<String>> answer = this.http.sendAsync(
				request("wait?condition=" + encoded("queue value > 50")).build(), HttpResponse.BodyHandlers.ofString());
		assertThat(get("wait?timeout=0&condition=" + encoded("queue value > 50")).get("held").asBoolean()).isFalse();
		assertThat(answer).isNotDone();
		set(this.shop, "queue", 51);
		JsonNode held = parse(answer.get(20, TimeUnit.SECONDS).body());
		assertThat(held.get("held").asBoolean()).isTrue();
		assertThat(held.at("/metrics/0/figure").asInt()).isEqualTo(51);
	}

	@Test
	void waitAsksThatAConditionHoldsForSomeTimeIfItSaysSo() throws Exception {
		tenSeconds();
		CompletableFuture<HttpResponse<String>> answer = this.http.sendAsync(
				request("wait?condition=" + encoded("queue value >= 9 for 5s")).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(get("wait?timeout=0&condition=" + encoded("queue value >= 9 for 5s")).get("held").asBoolean())
			.isFalse();
		assertThat(answer).isNotDone();
		long[] now = { BEGINNING + 15 };
		// It may not have begun to look before that
		Awaitility.await().until(() -> {
			time(now[0]++);
			return answer.isDone();
		});
		JsonNode held = parse(answer.get().body());
		assertThat(held.get("held").asBoolean()).isTrue();
		assertThat(held.get("condition").asText()).isEqualTo("queue value >= 9 for 5s");
	}

	@Test
	void waitTakesTheFigureOverTheTimeThatTheConditionSays() throws Exception {
		tenSeconds();
		assertThat(get("wait?timeout=0&condition=" + encoded("queue min >= 8 over 2s")).get("held").asBoolean())
			.isTrue();
		assertThat(get("wait?timeout=0&condition=" + encoded("queue min >= 8 over 3s")).get("held").asBoolean())
			.isFalse();
	}

	@Test
	void waitForAMetricThatIsNotThereYetIsOverInTime() throws Exception {
		JsonNode over = get("wait?timeout=1&condition=" + encoded("no.such value > 1"));
		assertThat(over.get("held").asBoolean()).isFalse();
		assertThat(over.get("waited").asDouble()).isBetween(1.0, 10.0);
		assertThat(over.get("metrics")).isEmpty();
	}

	@Test
	void targetThatIsNotConnectedIsNotJudged() throws Exception {
		tenSeconds();
		this.shop.closed("the connection was refused", java.time.Duration.ofSeconds(1));
		assertThat(get("wait?timeout=0&condition=" + encoded("queue value > 1")).get("metrics")).isEmpty();
	}

	@Test
	void conditionThatCanNeverHoldIsRefused() throws Exception {
		tenSeconds();
		assertThat(error("wait?condition=" + encoded("queue p99 > 1"), 400))
			.startsWith("condition is \"queue p99 > 1\"")
			.endsWith("A gauge has no p99, and queue is one");
		assertThat(error("wait?condition=soon", 400)).startsWith("condition is \"soon\", which cannot be read: ");
	}

	@Test
	void onlySoManyRequestsWaitAndThoseThatAreGoneMakeRoom() throws Exception {
		tenSeconds();
		HttpRequest waiting = request("wait?timeout=30&condition=" + encoded("queue value > 50")).build();
		List<CompletableFuture<HttpResponse<String>>> waits = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			waits.add(this.http.sendAsync(waiting, HttpResponse.BodyHandlers.ofString()));
		}
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					send(request("wait?timeout=1&condition=" + encoded("queue value > 50"))).statusCode())
				.isEqualTo(429));
		HttpResponse<String> refused = send(request("wait?condition=" + encoded("queue value > 50")));
		assertThat(refused.body()).contains("20 requests wait already");
		assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
		waits.forEach((wait) -> wait.cancel(true));
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					send(request("wait?timeout=1&condition=" + encoded("queue value > 50"))).statusCode())
				.isEqualTo(200));
	}

	@Test
	void marksAreThoseOfTheTimeWithTheLatestFirst() throws Exception {
		tenSeconds();
		pause();
		time(BEGINNING + 16);
		this.other.closed("closed by the application", java.time.Duration.ofSeconds(1));
		this.other.opened("10.0.0.2:5000");
		JsonNode marks = get("marks").get("marks");
		assertThat(marks.findValuesAsText("time")).containsExactly("2023-11-14T22:14:16Z", "2023-11-14T22:14:10Z");
		assertThat(marks.get(1).toString()).isEqualTo("{\"time\":\"2023-11-14T22:14:10Z\",\"kind\":\"pause\","
				+ "\"target\":\"shop\",\"text\":\"GC pause of 120 ms: System.gc()\"}");
		assertThat(get("marks?kind=reconnect").at("/marks/0/text").asText())
			.isEqualTo("Connected again after 0 ms (closed by the application)");
		assertThat(get("marks?kind=loss").get("marks")).isEmpty();
		assertThat(get("marks?window=5").get("marks")).hasSize(1);
		assertThat(get("marks?window=5&end=2023-11-14T22:14:15Z").get("marks").findValuesAsText("kind"))
			.containsExactly("pause");
		assertThat(get("marks?end=2023-11-14T22:14:10Z").get("marks")).isEmpty();
		JsonNode first = get("marks?limit=1");
		assertThat(first.get("marks")).hasSize(1);
		assertThat(first.get("more").asInt()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					snapshot?window=soon|400|window is a whole number from 1 to 3600, but is "soon"
					snapshot?window=3601|400|window is a whole number from 1 to 3600, but is "3601"
					snapshot?window=1&window=2|400|window is there 2 times, and may be there once
					snapshot?sort=size|400|sort is one of value, rate, count, mean, min, p50, p90, p99, max, but is "size"
					metrics?sort=rate|400|There is no parameter sort. There are filter, limit
					targets?limit=1|400|There is no parameter limit. There is none
					range|400|metric is missing: the whole name of a metric, such as http.server.requests
					range?metric=none|404|There is no metric "none"
					range?metric=queue&figures=p99|400|A gauge has no p99. It has value, min, max
					range?metric=queue&end=now|400|end is a time such as 2026-01-31T12:00:00Z, but is "now"
					range?metric=queue&window=600&step=3|400|step is a multiple of 10 for times before the last 300 seconds, but is 3
					none|404|There is no request "none". There are metrics, snapshot, range, wait, comparison, marks, targets
					""")
	void whatIsWrongIsSaidInASentence(String path, int status, String sentence) throws Exception {
		tenSeconds();
		assertThat(error(path, status)).isEqualTo(sentence);
	}

	@Test
	void parameterThatIsWrongIsNamed() throws Exception {
		assertThat(send(request("metrics?filter=" + encoded("~("))).body()).contains("\"parameter\":\"filter\"");
	}

	@Test
	void nameOfTwoKindsNeedsTheKind() throws Exception {
		tenSeconds();
		increment(this.shop, "queue", "a", "b", 1);
		assertThat(error("range?metric=queue", 400))
			.isEqualTo("kind is missing: there are a counter and a gauge of the name \"queue\"");
		assertThat(get("range?metric=queue&kind=gauge").get("kind").asText()).isEqualTo("gauge");
	}

	@Test
	void guardOfThePageRefusesInJson() throws Exception {
		HttpResponse<String> origin = send(request("metrics").header("Origin", "http://evil.example"));
		assertThat(origin.statusCode()).isEqualTo(403);
		assertThat(parse(origin.body()).get("error").asText()).isEqualTo("Another page may not read this one");
		HttpResponse<String> post = send(request("metrics").POST(HttpRequest.BodyPublishers.ofString("x")));
		assertThat(post.statusCode()).isEqualTo(405);
		assertThat(post.headers().firstValue("allow")).hasValue("GET, HEAD");
		assertThat(parse(post.body()).get("error").asText()).isEqualTo("Nothing can be changed here: use GET");
	}

	@Test
	void addressThatIsTooLongIsRefusedInJson() throws Exception {
		assertThat(error("metrics?filter=" + "a".repeat(8000), 414)).startsWith("The address has 80");
	}

	@Test
	void headHasNoContent() throws Exception {
		HttpResponse<String> head = send(request("metrics").method("HEAD", HttpRequest.BodyPublishers.noBody()));
		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(head.body()).isEmpty();
	}

	@Test
	void requestsThatWaitEndWithThePage() throws Exception {
		tenSeconds();
		CompletableFuture<HttpResponse<String>> answer = this.http.sendAsync(
				request("wait?timeout=300&condition=" + encoded("queue value > 50")).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(get("targets").get("targets")).hasSize(2);
		this.page.close();
		Awaitility.await().until(answer::isDone);
	}

}
