package io.github.metricstcp.page.internal.view;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Tests of the documents of the page as time goes on.
 */
class LiveViewTests {

	private static final long BEGINNING = 1_700_000_040;

	private long second = BEGINNING;

	private final ObserverModel model = new ObserverModel(() -> TimeUnit.SECONDS.toNanos(this.second), 1000,
			"maxSeries", 1 << 22);

	private final MetricIndex index = new MetricIndex(this.model, () -> this.second);

	private final TargetModel target = this.model.addTarget("shop");

	private final Series stock = this.target.series(new SeriesKey(Kind.GAUGE, "stock", Map.of()));

	private final Series books = order("books");

	private final Series cups = order("cups");

	@BeforeEach
	void runForAMinute() {
		this.target.opened("peer");
		run(60);
	}

	private Series order(String product) {
		return this.target.series(new SeriesKey(Kind.COUNTER, "orders", Map.of("product", product)));
	}

	/**
	 * Each second there are three orders of books and one of cups, and the stock is one
	 * less.
	 */
	private void run(int seconds) {
		for (int i = 0; i < seconds; i++) {
			this.target.event(this.books, Operation.INCREMENT_COUNTER, 3, 0, 0);
			this.target.event(this.cups, Operation.INCREMENT_COUNTER, 1, 0, 0);
			double left = 1000 - (this.second - BEGINNING);
			this.target.event(this.stock, Operation.SET_GAUGE, Double.doubleToRawLongBits(left), 0, 0);
			this.second++;
			this.target.received(0);
		}
	}

	private static Map<String, List<String>> parameters(String... namesAndValues) {
		Map<String, List<String>> parameters = new HashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			parameters.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
		}
		return parameters;
	}

	private static String document(View view) throws IOException {
		StringWriter text = new StringWriter();
		try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
			view.write(json);
		}
		return text.toString();
	}

	@Test
	void laterDocumentHasWhatIsNew() throws IOException {
		View view = new OverviewView(this.index, ViewSettings.of(parameters("window", "60")));
		assertThat(document(view)).contains("\"slots\":60,\"whole\":true");
		run(1);
		assertThat(document(view)).contains("\"slots\":2,\"whole\":false");
	}

	@Test
	void slotThatIsNotOverHasTheRateOfItsSecondsThatAre() throws IOException {
		run(3);
		Map<String, List<String>> coarse = parameters("window", "900", "id", "c:orders");
		for (View view : List.of(new OverviewView(this.index, ViewSettings.of(coarse)),
				new MetricView(this.index, ViewSettings.of(coarse), coarse))) {
			assertThat(document(view)).contains("\"step\":10,\"slots\":90")
				.containsPattern("\"rate\":\\[(null,)*(4,){6}4]");
		}
	}

	@Test
	void reportHasTheRateOfTheSecondsThatAreOver() throws IOException {
		run(3);
		Map<String, List<String>> coarse = parameters("window", "900", "id", "c:orders", "filter", "product=books");
		for (View view : List.of(new OverviewView(this.index, ViewSettings.of(coarse).inReport()),
				new MetricView(this.index, ViewSettings.of(coarse).inReport(), coarse))) {
			assertThat(document(view)).contains("\"value\":189,\"rate\":3,");
		}
	}

	@Test
	void timeThatIsHeldIsWrittenAnewWhenItsSecondsAreNoLongerKept() throws IOException {
		Map<String, List<String>> held = parameters("window", "60", "end", String.valueOf(BEGINNING + 59), "id",
				"g:stock");
		for (View view : List.of(new OverviewView(this.index, ViewSettings.of(held)),
				new MetricView(this.index, ViewSettings.of(held), held))) {
			this.second = BEGINNING + 60;
			assertThat(document(view)).contains("\"step\":1,\"slots\":60,\"whole\":true");
			this.second += 100;
			assertThat(document(view)).contains("\"step\":1").contains("\"whole\":false");
			this.second += 300;
			assertThat(document(view)).contains("\"step\":10,\"slots\":6,\"whole\":true");
		}
	}

	@Test
	void figuresOfAPastTimeAreOfItsEnd() throws IOException {
		run(60);
		Map<String, List<String>> now = parameters("filter", "name=stock");
		assertThat(document(new OverviewView(this.index, ViewSettings.of(now)))).contains("\"value\":881,");
		Map<String, List<String>> past = parameters("filter", "name=stock", "end", String.valueOf(BEGINNING + 29));
		assertThat(document(new OverviewView(this.index, ViewSettings.of(past)))).contains("\"value\":971,");
		// The total is only known of now
		Map<String, List<String>> total = parameters("filter", "name=orders", "end", String.valueOf(BEGINNING + 29));
		assertThat(document(new OverviewView(this.index, ViewSettings.of(total))))
			.contains("\"value\":null,\"rate\":4");
	}

	@Test
	void reportOfThePastHasItsValues() throws IOException {
		Map<String, List<String>> past = parameters("filter", "name=stock", "end", String.valueOf(BEGINNING + 29));
		assertThat(document(new OverviewView(this.index, ViewSettings.of(past).inReport()))).contains("\"value\":971,");
	}

	@Test
	void gaugesOfThePastAreRankedByTheirValuesThen() throws IOException {
		Series first = this.target.series(new SeriesKey(Kind.GAUGE, "depth", Map.of("queue", "first")));
		Series second = this.target.series(new SeriesKey(Kind.GAUGE, "depth", Map.of("queue", "second")));
		set(first, 100);
		set(second, 10);
		run(10);
		set(first, 1);
		set(second, 500);
		run(10);
		Map<String, List<String>> past = parameters("window", "10", "id", "g:depth", "by", "queue", "top", "1", "end",
				String.valueOf(BEGINNING + 65));
		assertThat(document(new MetricView(this.index, ViewSettings.of(past), past)))
			.contains("\"lines\":[{\"key\":\"first\"");
	}

	private void set(Series gauge, double value) {
		this.target.event(gauge, Operation.SET_GAUGE, Double.doubleToRawLongBits(value), 0, 0);
	}

	@Test
	void shortTimeThatIsKeptInSpansHasMoreThanOne() throws IOException {
		this.second += 400;
		Map<String, List<String>> past = parameters("window", "10", "end", String.valueOf(BEGINNING + 59));
		assertThat(document(new OverviewView(this.index, ViewSettings.of(past)))).contains("\"step\":10,\"slots\":3,");
	}

	@Test
	void unitAndDescriptionMayComeLaterThanTheMetric() throws IOException {
		View filtered = new OverviewView(this.index, ViewSettings.of(parameters("filter", "unit=pieces")));
		View all = new OverviewView(this.index, ViewSettings.of(parameters()));
		assertThat(document(filtered)).contains("\"metrics\":[]");
		assertThat(document(all)).contains("g:stock").doesNotContain("pieces");
		this.target.metadata(new Metadata(Kind.GAUGE, "stock", "pieces", "What is left"));
		assertThat(document(filtered)).contains("\"name\":\"stock\"");
		assertThat(document(all)).contains("\"unit\":\"pieces\",\"description\":\"What is left\"");
		assertThat(document(all)).doesNotContain("pieces");
	}

	@Test
	void valuesOfGaugesAreExact() throws IOException {
		set(this.target.series(new SeriesKey(Kind.GAUGE, "started", Map.of())), 1764426676.123);
		run(1);
		Map<String, List<String>> now = parameters("window", "10", "id", "g:started");
		for (View view : List.of(new OverviewView(this.index, ViewSettings.of(now)),
				new MetricView(this.index, ViewSettings.of(now), now))) {
			assertThat(document(view)).contains("\"value\":1.764426676123E9,").contains("null,1.764426676123E9]");
		}
	}

	@Test
	void heatMapHasTheQuantilesOfAllSamplesAlsoWhileItsMetricIsSplit() throws IOException {
		Series fast = this.target.series(new SeriesKey(Kind.HISTOGRAM, "requests", Map.of("uri", "/items")));
		Series slow = this.target.series(new SeriesKey(Kind.HISTOGRAM, "requests", Map.of("uri", "/orders")));
		for (int i = 0; i < 4; i++) {
			this.target.event(fast, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(0.25), 0, 0);
		}
		this.target.event(slow, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(2), 0, 0);
		run(1);
		Map<String, List<String>> split = parameters("window", "10", "id", "h:requests", "by", "uri");
		View view = new MetricView(this.index, ViewSettings.of(split), split);
		String nine = "null,".repeat(9);
		assertThat(document(view)).containsSubsequence("\"key\":\"/items\"", "\"p99\":[" + nine + "0.25]",
				"\"key\":\"/orders\"", "\"p50\":[" + nine + "1.9813813]", "\"heat\":", "\"quantiles\":{\"p50\":[" + nine
						+ "0.25248867],\"p90\":[" + nine + "1.9813813],\"p99\":[" + nine + "1.9813813]}");
		run(1);
		assertThat(document(view)).containsSubsequence("\"slots\":2,\"whole\":false",
				"\"quantiles\":{\"p50\":[0.25248867,null],");
	}

	private void record(Series series, double sample) {
		this.target.event(series, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(sample), 0, 0);
		run(1);
	}

	private static JsonNode heat(View view) throws IOException {
		return new ObjectMapper().readTree(document(view)).path("heat");
	}

	@Test
	void laterHeatMapHasTheRowsOfAReload() throws IOException {
		Series requests = this.target.series(new SeriesKey(Kind.HISTOGRAM, "requests", Map.of()));
		Map<String, List<String>> asked = parameters("window", "60", "id", "h:requests");
		record(requests, 0.02);
		View watched = new MetricView(this.index, ViewSettings.of(asked), asked);
		assertThat(heat(watched).path("lower")).hasSize(1);
		run(20);
		assertThat(heat(watched).path("lower")).hasSize(1);
		for (double sample : new double[] { 0.8, 0.1, 0, 0.3 }) {
			record(requests, sample);
			JsonNode later = heat(watched);
			JsonNode reloaded = heat(new MetricView(this.index, ViewSettings.of(asked), asked));
			for (String part : List.of("width", "lower", "upper")) {
				assertThat(later.path(part)).as(part).isEqualTo(reloaded.path(part));
			}
		}
		assertThat(heat(watched).path("width").intValue()).isEqualTo(4);
		// Only the first one is wider than those before: the others have what is new
		record(requests, 0.3);
		JsonNode later = heat(watched);
		assertThat(later.path("lower").size()).isBetween(40, 61);
		assertThat(later.path("columns")).hasSize(2);
		// The 20 ms are over
		run(40);
		heat(watched);
		assertThat(heat(watched).path("lower"))
			.isEqualTo(heat(new MetricView(this.index, ViewSettings.of(asked), asked)).path("lower"));
	}

	@Test
	void samplesBeyondALevelAreCountedByBins() throws IOException {
		Series requests = this.target.series(new SeriesKey(Kind.HISTOGRAM, "requests", Map.of()));
		Map<String, List<String>> asked = parameters("window", "10", "id", "h:requests", "level", "0.2");
		record(requests, 0.001);
		record(requests, 10);
		record(requests, 0.19);
		record(requests, 0.205);
		View view = new MetricView(this.index, ViewSettings.of(asked), asked);
		JsonNode heat = heat(view);
		// A row is too wide to tell 190 ms from 205 ms
		assertThat(heat.path("width").intValue()).isGreaterThan(7);
		assertThat(heat.path("level").doubleValue()).isEqualTo(0.2);
		assertThat(heat.path("beyond").toString()).isEqualTo("[0,0,0,0,0,0,0,1,0,1]");
		record(requests, 0.205);
		assertThat(heat(view).path("beyond").toString()).isEqualTo("[1,1]");
		Map<String, List<String>> without = parameters("window", "10", "id", "h:requests");
		assertThat(heat(new MetricView(this.index, ViewSettings.of(without), without)).has("beyond")).isFalse();
	}

	@Test
	void reportHasTheSamplesOfAnyLevel() throws IOException {
		Series requests = this.target.series(new SeriesKey(Kind.HISTOGRAM, "requests", Map.of()));
		Map<String, List<String>> asked = parameters("window", "10", "id", "h:requests");
		record(requests, 0.001);
		record(requests, 10);
		record(requests, 0.19);
		record(requests, 0.205);
		JsonNode samples = heat(new MetricView(this.index, ViewSettings.of(asked).inReport(), asked)).path("samples");
		assertThat(samples).hasSize(10);
		assertThat(samples.get(8).get(0).doubleValue()).isCloseTo(0.19, withinPercentage(1));
		assertThat(samples.get(9).get(0).doubleValue()).isCloseTo(0.205, withinPercentage(1));
		assertThat(samples.get(9).get(1).intValue()).isEqualTo(1);
	}

	@Test
	void infiniteValueIsAWordForJsonHasNone() throws IOException {
		this.target.event(this.stock, Operation.SET_GAUGE, Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY), 0, 0);
		this.second++;
		this.target.received(0);
		Map<String, List<String>> now = parameters("window", "10", "filter", "name=stock");
		assertThat(document(new OverviewView(this.index, ViewSettings.of(now)))).contains("\"value\":\"-Infinity\",")
			.contains(",null]}");
		this.target.event(this.stock, Operation.SET_GAUGE, Double.doubleToRawLongBits(Double.NaN), 0, 0);
		assertThat(document(new OverviewView(this.index, ViewSettings.of(now)))).contains("\"value\":null,");
	}

	@Test
	void lineThatIsShownGivesWayToOneThatHasMuchMoreOnly() throws IOException {
		Series pens = order("pens");
		Map<String, List<String>> split = parameters("window", "10", "id", "c:orders", "by", "product", "top", "2");
		View view = new MetricView(this.index, ViewSettings.of(split), split);
		// In a minute there were 60 cups
		this.target.event(pens, Operation.INCREMENT_COUNTER, 50, 0, 0);
		run(1);
		assertThat(document(view)).contains("\"key\":\"books\"", "\"key\":\"cups\"", "\"key\":\"1 others\"");
		this.target.event(pens, Operation.INCREMENT_COUNTER, 20, 0, 0);
		run(1);
		assertThat(document(view)).contains("\"whole\":false", "\"key\":\"books\"", "\"key\":\"cups\"");
		this.target.event(pens, Operation.INCREMENT_COUNTER, 10, 0, 0);
		run(1);
		assertThat(document(view)).contains("\"whole\":true", "\"key\":\"books\"", "\"key\":\"pens\"");
	}

	@Test
	void boardHasTheLinesOfEachPin() throws IOException {
		Map<String, List<String>> parameters = new HashMap<>(parameters("window", "60"));
		parameters.put("pin", List.of("g:stock", "c:orders~product", "c:orders~~product%3Dcups", "c:none"));
		View view = new BoardView(this.index, ViewSettings.of(parameters), parameters);
		assertThat(document(view)).contains("\"view\":\"board\"")
			.containsSubsequence("\"pin\":\"g:stock\"", "\"slots\":60,\"whole\":true", "\"value\":941",
					"\"pin\":\"c:orders~product\"", "\"key\":\"books\"", "\"rate\":3", "\"key\":\"cups\"", "\"rate\":1",
					"\"pin\":\"c:orders~~product%3Dcups\"", "\"key\":\"\"", "\"series\":1", "\"rate\":1",
					"\"pin\":\"c:none\"", "\"missing\":true")
			.doesNotContain("\"rows\"", "\"heat\"");
		run(1);
		assertThat(document(view)).containsSubsequence("\"pin\":\"g:stock\"", "\"slots\":2,\"whole\":false",
				"\"value\":940");
	}

	@Test
	void boardIsLimited() {
		Map<String, List<String>> parameters = Map.of("pin", Collections.nCopies(25, "g:stock"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new BoardView(this.index, ViewSettings.of(parameters), parameters))
			.withMessage("A board has at most 24 charts, not 25");
		assertThatIllegalArgumentException().isThrownBy(() -> {
			Map<String, List<String>> wrong = parameters("pin", "g:stock~~%zz");
			new BoardView(this.index, ViewSettings.of(wrong), wrong);
		});
	}

}
