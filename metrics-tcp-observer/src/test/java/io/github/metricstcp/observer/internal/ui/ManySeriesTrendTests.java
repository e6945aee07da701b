package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ModelReader}: the trend of many series is that of all of them, though
 * they are not read all at once.
 */
class ManySeriesTrendTests {

	private static final int SECONDS = 7;

	private final WatchedShop shop = new WatchedShop();

	private final TargetModel target = this.shop.connect(WatchedShop.ADDRESS);

	private final ModelReader reader = new ModelReader(this.shop.model());

	@ParameterizedTest
	@ValueSource(ints = { 1, 63, 64, 65, 128, 129, 300 })
	void theTrendOfCountersIsThePlainSum(int number) {
		each(number, (i, second) -> WatchedShop.count(this.target, "orders", Map.of("n", "" + i), amount(i, second)));
		for (int second = 0; second < SECONDS; second++) {
			int of = second;
			assertThat(trend(false).values(SECONDS)[second]).isEqualTo(sum(number, (i) -> amount(i, of)));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 63, 64, 65, 300 })
	void theTrendOfGaugesIsThePlainSumOrTheGreatest(int number) {
		each(number, (i, second) -> WatchedShop.set(this.target, "stock", Map.of("n", "" + i), amount(i, second)));
		for (int second = 0; second < SECONDS; second++) {
			int of = second;
			assertThat(trend(true).values(SECONDS)[second]).isEqualTo(sum(number, (i) -> amount(i, of)));
			assertThat(trend(false).values(SECONDS)[second])
				.isEqualTo(IntStream.range(0, number).map((i) -> amount(i, of)).max().orElseThrow());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 63, 64, 65, 300 })
	void theTrendOfHistogramsCountsAllSamplesAndWeighsMedians(int number) {
		each(number, (i, second) -> {
			for (int sample = 0; sample <= i % 3; sample++) {
				WatchedShop.sample(this.target, "latency", Map.of("n", "" + i), amount(i, second));
			}
		});
		for (int second = 0; second < SECONDS; second++) {
			int of = second;
			double samples = sum(number, (i) -> 1 + i % 3);
			double median = sum(number, (i) -> (1.0 + i % 3) * amount(i, of)) / samples;
			assertThat(trend(false).values(SECONDS)[second]).isEqualTo(samples);
			// A quantile is up to 1 % off
			assertThat(trend(false).medians(SECONDS)[second]).isCloseTo(median, within(0.01 * median));
			double greatest = IntStream.range(0, number).map((i) -> amount(i, of)).max().orElseThrow();
			assertThat(trend(false).p99s(SECONDS)[second]).isCloseTo(greatest, within(0.01 * greatest));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 64, 65, 300 })
	void theTrendThatHasGoneOnIsTheOneThatIsReadAnew(int number) {
		each(number, (i, second) -> WatchedShop.count(this.target, "orders", Map.of("n", "" + i), amount(i, second)));
		this.reader.refresh();
		Trend before = trend(false);
		each(number,
				(i, second) -> WatchedShop.count(this.target, "orders", Map.of("n", "" + i), 3L * amount(i, second)));
		this.reader.refresh();
		Trend after = this.reader.trend(series(), false, before);
		assertThat(after.values(2 * SECONDS)).containsExactly(trend(false).values(2 * SECONDS));
	}

	@ParameterizedTest
	@ValueSource(ints = { 65, 300 })
	void theTrendOfAFrozenScreenIsThePlainSumToo(int number) {
		each(number, (i, second) -> WatchedShop.count(this.target, "orders", Map.of("n", "" + i), amount(i, second)));
		this.reader.refresh();
		this.reader.toggleFrozen();
		assertThat(trend(false).values(SECONDS)[0]).isEqualTo(sum(number, (i) -> amount(i, 0)));
		assertThat(trend(false).values(SECONDS)[SECONDS - 1]).isEqualTo(sum(number, (i) -> amount(i, SECONDS - 1)));
	}

	private static int amount(int series, int second) {
		return 1 + (series * 7 + second * 5) % 11;
	}

	private static double sum(int number, ToDoubleFunction<Integer> amount) {
		return IntStream.range(0, number).boxed().mapToDouble(amount).sum();
	}

	private void each(int number, Event event) {
		for (int second = 0; second < SECONDS; second++) {
			for (int i = 0; i < number; i++) {
				event.send(i, second);
			}
			this.shop.pass(Duration.ofSeconds(1));
		}
	}

	private Trend trend(boolean additive) {
		return this.reader.trend(series(), additive, null);
	}

	private List<Series> series() {
		return this.shop.model().series();
	}

	/**
	 * An event of one of many series.
	 */
	private interface Event {

		void send(int series, int second);

	}

}
