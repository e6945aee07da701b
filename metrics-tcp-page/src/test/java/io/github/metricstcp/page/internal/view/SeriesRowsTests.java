package io.github.metricstcp.page.internal.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of the table of a metric that has more series than the table has room for.
 */
class SeriesRowsTests {

	private static final int SERIES = 10_000;

	private static final int ROWS = 200;

	private long second = 1_700_000_040;

	private final ObserverModel model = new ObserverModel(() -> TimeUnit.SECONDS.toNanos(this.second), SERIES,
			"maxSeries", 1 << 24);

	private final MetricIndex index = new MetricIndex(this.model, () -> this.second);

	private final TargetModel target = this.model.addTarget("shop");

	private final List<Series> requests = new ArrayList<>();

	/**
	 * The series number 0 has one sample of 1 ms, the next one one of 2 ms and so on; the
	 * number 5000 has nine more of the same.
	 */
	@BeforeEach
	void recordOneSampleOfEach() {
		this.target.opened("peer");
		for (int i = 0; i < SERIES; i++) {
			this.requests.add(this.target
				.series(new SeriesKey(Kind.HISTOGRAM, "requests", Map.of("id", "%05d".formatted((i * 7) % SERIES)))));
		}
		for (int i = 0; i < SERIES; i++) {
			record(i, (i + 1) / 1000d);
		}
		for (int i = 0; i < 9; i++) {
			record(5000, 5.001);
		}
		pass();
	}

	private void record(int number, double value) {
		this.target.event(this.requests.get(number), Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(value), 0,
				0);
	}

	private void pass() {
		this.second++;
		this.target.received(0);
	}

	private String id(int number) {
		return this.requests.get(number).labels().getOrDefault("id", "");
	}

	private View view(String order) {
		Map<String, List<String>> parameters = Map.of("id", List.of("h:requests"), "order", List.of(order));
		return new MetricView(this.index, ViewSettings.of(parameters), parameters);
	}

	private static JsonNode document(View view) throws Exception {
		return new ObjectMapper().readTree(view.nextDocument(new JsonFactory()));
	}

	private static List<String> ids(JsonNode document) {
		List<String> ids = new ArrayList<>();
		document.get("rows").forEach((row) -> ids.add(row.at("/labels/id").asText()));
		return ids;
	}

	@Test
	void rowsAreThoseThatComeFirstByAFigure() throws Exception {
		JsonNode slowest = document(view("-p99"));
		assertThat(ids(slowest)).hasSize(ROWS).startsWith(id(9999), id(9998), id(9997)).doesNotContain(id(9799));
		assertThat(slowest.get("moreRows").asInt()).isEqualTo(SERIES - ROWS);
		assertThat(slowest.at("/rows/0/max").asDouble()).isEqualTo(10);
		assertThat(ids(document(view("max")))).startsWith(id(0), id(1), id(2)).doesNotContain(id(200));
		assertThat(ids(document(view("-rate")))).startsWith(id(5000));
	}

	@Test
	void rowsAreThoseThatComeFirstByALabel() throws Exception {
		assertThat(ids(document(view("label:id")))).startsWith("00000", "00001").endsWith("00199");
		assertThat(ids(document(view("-label:id")))).startsWith("09999", "09998");
	}

	@Test
	void rowsAreThoseWithTheGreatestRatesByDefault() throws Exception {
		assertThat(ids(document(view("")))).hasSize(ROWS).contains(id(5000));
	}

	@Test
	void countIsThatOfTheSamplesThatQuantilesAreOf() throws Exception {
		JsonNode most = document(view("-count"));
		assertThat(ids(most)).startsWith(id(5000));
		assertThat(most.at("/rows/0/count").asInt()).isEqualTo(10);
		assertThat(most.at("/rows/1/count").asInt()).isEqualTo(1);
		assertThat(most.at("/metric/count").asInt()).isEqualTo(SERIES + 9);
		for (int i = 0; i < 10; i++) {
			pass();
		}
		assertThat(document(view("-count")).at("/rows/0/count").asInt(-1)).isZero();
	}

	@Test
	void seriesWithoutSamplesComeLastInBothDirections() throws Exception {
		for (int i = 0; i < 10; i++) {
			pass();
		}
		record(123, 1);
		pass();
		assertThat(ids(document(view("p99")))).startsWith(id(123));
		assertThat(ids(document(view("-p99")))).startsWith(id(123));
	}

	@Test
	void rowsAreChosenAgainAfterAFewSeconds() throws Exception {
		View view = view("-max");
		assertThat(ids(document(view))).startsWith(id(9999));
		record(17, 60);
		pass();
		assertThat(ids(document(view))).startsWith(id(9999)).doesNotContain(id(17));
		for (int i = 0; i < 4; i++) {
			pass();
		}
		assertThat(ids(document(view))).startsWith(id(17), id(9999));
	}

	@Test
	void orderByAFigureThatThereIsNotIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> view("-p42"))
			.withMessage("order is one of count, rate, value, mean, p50, p90, p99, max, or a label as in label:uri, "
					+ "but is \"-p42\"");
	}

}
