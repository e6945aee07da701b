package io.github.metricstcp.page;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the marks in the documents that a browser is sent.
 */
class MarksInDocumentsTests extends ApiFixture {

	private static final String PAUSE = "{\"id\":1,\"time\":1700000050,\"kind\":\"pause\",\"target\":\"shop\","
			+ "\"text\":\"GC pause of 120 ms: System.gc()\"}";

	private BufferedReader live(String query) throws Exception {
		HttpResponse<InputStream> response = this.http.send(request("live?" + query).build(),
				HttpResponse.BodyHandlers.ofInputStream());
		return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
	}

	private static JsonNode next(BufferedReader documents) throws Exception {
		String line = documents.readLine();
		assertThat(line).startsWith("data: ");
		documents.readLine();
		return parse(line.substring("data: ".length()));
	}

	/**
	 * Returns the next document that has marks.
	 */
	private static JsonNode nextWithMarks(BufferedReader documents) throws Exception {
		JsonNode document = next(documents);
		while (document.get("marks").isEmpty()) {
			document = next(documents);
		}
		return document;
	}

	@ParameterizedTest
	@ValueSource(strings = { "view=overview", "view=metric&id=g:queue", "view=metric&id=g:none" })
	void firstDocumentHasTheMarksOfTheTimeThatIsShown(String query) throws Exception {
		tenSeconds();
		pause();
		time(BEGINNING + 11);
		try (BufferedReader documents = live(query)) {
			assertThat(next(documents).get("marks")).hasToString("[" + PAUSE + "]");
		}
		time(BEGINNING + 130);
		try (BufferedReader documents = live(query + "&window=60")) {
			assertThat(next(documents).get("marks")).isEmpty();
		}
	}

	@Test
	void laterDocumentsHaveTheMarksThatAreNewOrHaveChanged() throws Exception {
		tenSeconds();
		dropped(1);
		pause();
		try (BufferedReader documents = live("view=overview")) {
			assertThat(next(documents).get("marks")).hasToString("[" + PAUSE + "]");
			time(BEGINNING + 11);
			dropped(2);
			time(BEGINNING + 12);
			JsonNode first = nextWithMarks(documents);
			assertThat(first.get("whole").asBoolean()).isFalse();
			assertThat(first.get("marks")).singleElement().satisfies((mark) -> {
				assertThat(mark.get("id").asInt()).isEqualTo(2);
				assertThat(mark.get("time").asLong()).isEqualTo(BEGINNING + 11);
				assertThat(mark.get("text").asText()).isEqualTo("1 sample lost between the application and the stream");
			});
			assertThat(next(documents).get("marks")).isEmpty();
			dropped(10);
			time(BEGINNING + 13);
			assertThat(nextWithMarks(documents).get("marks")).singleElement().satisfies((mark) -> {
				assertThat(mark.get("id").asInt()).isEqualTo(2);
				assertThat(mark.get("text").asText())
					.isEqualTo("9 samples lost between the application and the stream, in 2 s");
			});
		}
	}

	@Test
	void marksAreThoseOfTheTargetsThatAreShown() throws Exception {
		tenSeconds();
		pause();
		this.other.closed("closed", Duration.ofSeconds(1));
		this.other.opened("peer");
		try (BufferedReader documents = live("view=overview&target=other")) {
			assertThat(next(documents).get("marks").findValuesAsText("target")).containsExactly("other");
		}
		try (BufferedReader documents = live("view=overview&target=shop&target=other")) {
			assertThat(next(documents).get("marks").findValuesAsText("target")).containsExactly("shop", "other");
		}
	}

	@Test
	void modelThatBeginsAnewHasNoneOfTheMarksBefore() throws Exception {
		tenSeconds();
		pause();
		try (BufferedReader documents = live("view=overview")) {
			assertThat(next(documents).get("marks")).hasSize(1);
			this.model.clear();
			JsonNode document = next(documents);
			while (!document.get("whole").asBoolean()) {
				document = next(documents);
			}
			assertThat(document.get("marks")).isEmpty();
		}
	}

	private void dropped(long total) {
		this.shop.event(
				this.shop.series(new SeriesKey(Kind.COUNTER, "metrics.tcp.events", Map.of("outcome", "dropped"))),
				Operation.SET_COUNTER, total, 0, 0);
	}

	@Test
	void hostileSentenceIsText() throws Exception {
		this.shop.opened("peer");
		this.shop.closed("</script><script>", Duration.ofSeconds(1));
		this.shop.opened("peer");
		try (BufferedReader documents = live("view=overview")) {
			assertThat(next(documents).at("/marks/0/text").asText())
				.isEqualTo("Connected again after 0 ms (</script><script>)");
		}
	}

}
