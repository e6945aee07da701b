package io.github.metricstcp.client.model;

import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of {@link HeatMap} and {@link LabelShare}.
 */
class HeatMapTests {

	private final ManualTime time = new ManualTime();

	private final ObserverModel model = new ObserverModel(this.time, 1000, "maxSeries", 1 << 20);

	private final TargetModel target = this.model.addTarget("shop");

	private final long beginning = TimeSource.secondOf(this.time.nanos());

	HeatMapTests() {
		this.target.opened("peer");
	}

	private Series series(String uri, String status) {
		return this.target
			.series(new SeriesKey(Kind.HISTOGRAM, "requests", Map.of("uri", uri, "status", status, "region", "eu")));
	}

	private void sample(Series histogram, double sample, int times) {
		for (int i = 0; i < times; i++) {
			this.target.event(histogram, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(sample), 0, 0);
		}
	}

	private void nextSecond() {
		this.time.advanceSeconds(1);
		this.target.received(0);
	}

	@Test
	void rowsHoldAllSamplesBetweenTheirBounds() {
		Series orders = series("/orders", "200");
		sample(orders, 0.001, 3);
		sample(orders, 0.1, 5);
		nextSecond();
		sample(orders, 10, 7);
		nextSecond();
		Timeline timeline = new Timeline(new TimeRange(this.beginning, 2, 1));
		orders.addTo(timeline);
		HeatMap map = HeatMap.of(timeline, 20);
		assertThat(map.lowerBounds()).hasSizeBetween(12, 20);
		assertThat(map.lowerBounds()[0]).isBetween(0.0005, 0.001);
		assertThat(map.upperBounds()[map.upperBounds().length - 1]).isGreaterThanOrEqualTo(10);
		for (int row = 1; row < map.lowerBounds().length; row++) {
			assertThat(map.lowerBounds()[row]).isCloseTo(map.upperBounds()[row - 1], within(1e-9));
		}
		assertThat(at(map, 0, 0.001)).isEqualTo(3);
		assertThat(at(map, 0, 0.1)).isEqualTo(5);
		assertThat(at(map, 0, 10)).isZero();
		assertThat(at(map, 1, 10)).isEqualTo(7);
	}

	private static long at(HeatMap map, int slot, double value) {
		long[] counts = map.counts(slot);
		for (int row = 0; row < counts.length; row++) {
			if (value > map.lowerBounds()[row] * 0.999 && value <= map.upperBounds()[row] * 1.001) {
				return counts[row];
			}
		}
		throw new AssertionError("no row has " + value);
	}

	@Test
	void zeroAndNegativeSamplesHaveRowsBelowTheOthers() {
		Series orders = series("/orders", "200");
		sample(orders, -5, 1);
		sample(orders, -1, 1);
		sample(orders, 0, 4);
		sample(orders, 2, 6);
		nextSecond();
		Timeline timeline = new Timeline(new TimeRange(this.beginning, 1, 1));
		orders.addTo(timeline);
		HeatMap map = HeatMap.of(timeline, 10);
		assertThat(map.counts(0)).containsExactly(2, 4, 6);
		assertThat(map.lowerBounds()[0]).isEqualTo(Double.NEGATIVE_INFINITY);
		assertThat(map.upperBounds()[0]).isZero();
		assertThat(map.lowerBounds()[1]).isZero();
	}

	@Test
	void rowsOfNearlyTheSameSamplesAreTheSame() {
		Series orders = series("/orders", "200");
		sample(orders, 0.0202, 1);
		sample(orders, 1, 1);
		nextSecond();
		sample(orders, 0.0198, 1);
		sample(orders, 1.1, 1);
		nextSecond();
		HeatMap first = map(orders, this.beginning);
		HeatMap second = map(orders, this.beginning + 1);
		assertThat(second.binsPerRow()).isEqualTo(first.binsPerRow());
		assertThat(second.lowerBounds()).contains(first.lowerBounds());
	}

	private static HeatMap map(Series series, long second) {
		Timeline timeline = new Timeline(new TimeRange(second, 1, 1));
		series.addTo(timeline);
		return HeatMap.of(timeline, 60);
	}

	@Test
	void mapOfNothingHasNoRows() {
		HeatMap map = HeatMap.of(new Timeline(new TimeRange(this.beginning, 3, 1)), 10);
		assertThat(map.lowerBounds()).isEmpty();
		assertThat(map.counts(2)).isEmpty();
	}

	@Test
	void labelThatIsMoreFrequentInTheRegionComesFirst() {
		Series orders = series("/orders", "200");
		Series failed = series("/orders", "500");
		Series beans = series("/beans", "200");
		sample(orders, 0.01, 50);
		sample(beans, 0.01, 50);
		nextSecond();
		sample(failed, 0.9, 9);
		sample(beans, 0.8, 1);
		sample(beans, 0.01, 100);
		nextSecond();
		TimeRange range = new TimeRange(this.beginning, 2, 1);
		List<LabelShare> shares = LabelShare.of(List.of(orders, failed, beans), range,
				new LabelShare.Region(this.beginning + 1, this.beginning + 2, 0.5, Double.POSITIVE_INFINITY));
		assertThat(shares.get(0)).isEqualTo(new LabelShare("status", "500", 9, 0, 0.9, 0));
		assertThat(shares.get(1)).isEqualTo(new LabelShare("uri", "/orders", 9, 50, 0.9, 0.25));
		assertThat(shares.get(3)).isEqualTo(new LabelShare("status", "200", 1, 200, 0.1, 1));
		assertThat(shares).extracting(LabelShare::label).doesNotContain("region", "target");
	}

}
