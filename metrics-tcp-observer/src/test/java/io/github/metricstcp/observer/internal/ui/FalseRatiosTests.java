package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.tamboui.tui.event.KeyCode;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link FalseRatios}: whether a gauge is a percentage is decided for its
 * metric, on the whole screen.
 */
class FalseRatiosTests {

	private static final Map<String, String> FIRST = Map.of("pool", "first");

	private static final Map<String, String> SECOND = Map.of("pool", "second");

	private final WatchedShop shop = new WatchedShop();

	private TargetModel target;

	@BeforeEach
	void connect() {
		this.target = this.shop.connect(WatchedShop.ADDRESS);
	}

	@Test
	void allRowsOfAMetricHaveTheSameUnit() {
		WatchedShop.set(this.target, "pool.usage", FIRST, 0.5);
		WatchedShop.set(this.target, "pool.usage", SECOND, 0.25);
		this.shop.look(80, 24);
		this.shop.press(KeyCode.RIGHT);
		assertThat(row("pool.usage")).contains(" ≤ 50% ");
		assertThat(row("pool=first")).contains(" 50% ");
		WatchedShop.set(this.target, "pool.usage", SECOND, 3);
		// Rows of several series are read once a second
		this.shop.pass(Duration.ofSeconds(1));
		assertThat(row("pool.usage")).contains(" Σ 3.50 ").doesNotContain("%");
		assertThat(row("pool=first")).contains(" 0.500 ").doesNotContain("%");
		assertThat(row("pool=second")).contains(" 3 ").doesNotContain("%");
	}

	@Test
	void itIsTheSameForAllTargets() {
		TargetModel other = this.shop.connect("10.0.0.7:5000");
		WatchedShop.set(this.target, "pool.usage", FIRST, 0.5);
		WatchedShop.set(other, "pool.usage", FIRST, 3);
		this.shop.look(120, 24);
		this.shop.press(KeyCode.RIGHT);
		assertThat(row("127.0.0.1:5000  ")).endsWith(" 0.500").doesNotContain("%");
	}

	@Test
	void aNumberStaysOneInEveryWindow() {
		WatchedShop.set(this.target, "pool.usage", Map.of(), 3);
		this.shop.look(80, 24);
		WatchedShop.set(this.target, "pool.usage", Map.of(), 0.5);
		this.shop.pass(Duration.ofMinutes(20));
		for (int window = 0; window < 4; window++) {
			assertThat(row("pool.usage")).contains(" 0.500 ").doesNotContain("%");
			this.shop.type("w");
		}
		this.shop.type("r");
		this.shop.pass(Duration.ofSeconds(1));
		assertThat(row("pool.usage")).contains(" 0.500 ").doesNotContain("%");
	}

	@Test
	void aValueThatWasNeverOnTheScreenCounts() {
		WatchedShop.set(this.target, "pool.usage", Map.of(), 0.5);
		assertThat(row("pool.usage")).contains(" 50% ");
		WatchedShop.set(this.target, "pool.usage", Map.of(), 3);
		WatchedShop.set(this.target, "pool.usage", Map.of(), 0.5);
		this.shop.pass(Duration.ofMinutes(20));
		assertThat(row("pool.usage")).contains(" 0.500 ").doesNotContain("%");
	}

	@Test
	void eventsHaveTheUnitOfTheirMetric() {
		WatchedShop.set(this.target, "pool.usage", FIRST, 3);
		this.shop.look(80, 24);
		this.shop.type("v");
		WatchedShop.set(this.target, "pool.usage", FIRST, 0.5);
		assertThat(row("12:00:00.400")).contains(" = 0.500").doesNotContain("%");
	}

	@Test
	void anotherNameAndARatioThatMicrometerDocumentsStayPercentages() {
		WatchedShop.set(this.target, "pool.usage", Map.of(), 3);
		WatchedShop.set(this.target, "disk.usage", Map.of(), 0.5);
		WatchedShop.set(this.target, "system.cpu.usage", Map.of(), 1.5);
		assertThat(row("disk.usage")).contains(" 50% ");
		assertThat(row("system.cpu.usage")).contains(" 150% ");
	}

	@Test
	void oneWhoseUnitComesLaterHasThat() {
		WatchedShop.set(this.target, "pool.usage", Map.of(), 0.5);
		assertThat(row("pool.usage")).contains(" 50% ");
		this.target.metadata(new Metadata(Kind.GAUGE, "pool.usage", "bytes", null));
		assertThat(row("pool.usage")).contains(" 0.500 B ");
	}

	@Test
	void whatTheModelForgetsIsForgotten() {
		WatchedShop.set(this.target, "pool.usage", Map.of(), 3);
		WatchedShop.set(this.target, "stock", Map.of(), 3);
		assertThat(row("pool.usage")).doesNotContain("%");
		this.shop.model().clear();
		this.target = this.shop.connect(WatchedShop.ADDRESS);
		WatchedShop.set(this.target, "pool.usage", Map.of(), 0.5);
		assertThat(row("pool.usage")).contains(" 50% ");
	}

	@Test
	void onAFrozenScreenTheUnitIsThatOfItsMoment() {
		WatchedShop.set(this.target, "pool.usage", Map.of(), 0.5);
		this.shop.look(80, 24);
		this.shop.type(" ");
		WatchedShop.set(this.target, "pool.usage", Map.of(), 3);
		assertThat(row("pool.usage")).contains(" 50% ");
		this.shop.type(" ");
		assertThat(row("pool.usage")).contains(" 3 ").doesNotContain("%");
	}

	@Test
	void inATableItIsDecidedByAllSeriesOfTheMetric() {
		WatchedShop.set(this.target, "pool.usage", FIRST, 0.5);
		WatchedShop.set(this.target, "pool.usage", SECOND, 3);
		List<String> lines = new MetricTable(this.shop.model()).lines(SeriesFilter.parse("pool=first"));
		assertThat(lines).hasSize(2).last().asString().contains(" 0.500 ").doesNotContain("%");
	}

	private String row(String text) {
		return Screens.lines(this.shop.look(120, 24))
			.stream()
			// Below the header
			.skip(2)
			.filter((line) -> line.contains(text))
			.findFirst()
			.orElseThrow();
	}

}
