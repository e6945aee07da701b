package io.github.metricstcp.observer.internal.ui;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.Window;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HistogramBars}.
 */
class HistogramBarsTests {

	@Test
	void boundsAreRoundNumbersOfTheUnit() {
		assertThat(bars("seconds", 8, 0.0012, 0.004, 0.03))
			.extracting((bar) -> UnitFormat.of("seconds").value(bar.upper()))
			.containsExactly("2 ms", "5 ms", "10 ms", "20 ms", "50 ms");
		assertThat(bars("milliseconds", 8, 1.2, 4, 30)).extracting(HistogramBars.Bar::upper)
			.containsExactly(2.0, 5.0, 10.0, 20.0, 50.0);
	}

	@Test
	void wholeNumbersAreInTheBarOfTheirOwn() {
		assertThat(bars("count", 10, 1, 2, 2, 3, 3, 3)).containsExactly(new HistogramBars.Bar(1, 1),
				new HistogramBars.Bar(2, 2), new HistogramBars.Bar(3, 3));
	}

	@Test
	void thereIsABarForZeroAndOneForTheNegative() {
		assertThat(bars("count", 6, 0, 0, 10, 1000)).first().isEqualTo(new HistogramBars.Bar(0, 2));
		assertThat(bars("count", 5, -20, 0, 20)).extracting(HistogramBars.Bar::count)
			.containsExactly(1L, 0L, 1L, 0L, 1L);
	}

	@Test
	void oneValueIsOneBar() {
		assertThat(bars("seconds", 5, 0.25, 0.25)).containsExactly(new HistogramBars.Bar(0.25, 2));
	}

	@Test
	void theLeastAndTheGreatestNumbersHaveBars() {
		for (String unit : new String[] { "seconds", "nanoseconds", "bytes", "count" }) {
			double[] samples = { Double.MIN_NORMAL, 1, Double.MAX_VALUE };
			assertThat(bars(unit, 10, samples).stream().mapToLong(HistogramBars.Bar::count).sum()).isEqualTo(3);
		}
	}

	@Test
	void noSampleIsNoBar() {
		assertThat(bars("seconds", 5)).isEmpty();
	}

	@Property(tries = 300)
	void everySampleIsInABarAndThereAreNotTooMany(
			@ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = -1e9, max = 1e9) Double> samples,
			@ForAll @IntRange(min = 2, max = 20) int most) {
		double[] values = samples.stream().mapToDouble(Double::doubleValue).toArray();
		List<HistogramBars.Bar> bars = bars("seconds", most, values);
		assertThat(bars).hasSizeBetween(1, most);
		assertThat(bars.stream().mapToLong(HistogramBars.Bar::count).sum()).isEqualTo(values.length);
		double greatest = DoubleStream.of(values).max().orElseThrow();
		assertThat(bars.get(bars.size() - 1).upper()).isGreaterThanOrEqualTo(greatest);
	}

	private static List<HistogramBars.Bar> bars(String unit, int most, double... samples) {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(WatchedShop.ADDRESS);
		WatchedShop.sample(target, "latency", Map.of(), Double.NaN);
		for (double sample : samples) {
			WatchedShop.sample(target, "latency", Map.of(), sample);
		}
		return new HistogramBars(shop.model().series().get(0).distribution(Window.ALL), UnitFormat.of(unit)).bars(most);
	}

	@Test
	void aBarHasAllTheRoomAtMost() {
		assertThat(HistogramBars.bar(Double.POSITIVE_INFINITY, 8)).isEqualTo("█".repeat(8));
		assertThat(HistogramBars.bar(1, 8)).isEqualTo("█".repeat(8));
		assertThat(HistogramBars.bar(0, 8)).isEmpty();
	}

}
