package io.github.metricstcp.client.model;

import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link GroupPoints}.
 */
class GroupPointsTests {

	private final ManualTime time = new ManualTime();

	private final ObserverModel model = new ObserverModel(this.time, 1000, "maxSeries", 1 << 20);

	private final TargetModel target = this.model.addTarget("shop");

	private final long beginning = TimeSource.secondOf(this.time.nanos());

	GroupPointsTests() {
		this.target.opened("peer");
	}

	private Series series(Kind kind, String product) {
		return this.target.series(new SeriesKey(kind, "stock", Map.of("product", product)));
	}

	private void set(Series gauge, double value) {
		this.target.event(gauge, Operation.SET_GAUGE, Double.doubleToRawLongBits(value), 0, 0);
	}

	private void nextSecond() {
		this.time.advanceSeconds(1);
		this.target.received(0);
	}

	private GroupPoints points(Kind kind, int seconds, Series... series) {
		return GroupPoints.of(kind, List.of(series), new TimeRange(this.beginning, seconds, 1));
	}

	@Test
	void lastValueIsThatOfTheLastSlotThatHasOne() {
		Series tea = series(Kind.GAUGE, "tea");
		Series mate = series(Kind.GAUGE, "mate");
		set(tea, 3);
		set(mate, 4);
		nextSecond();
		set(tea, 5);
		nextSecond();
		assertThat(points(Kind.GAUGE, 1, tea, mate).lastValue()).isEqualTo(7);
		assertThat(points(Kind.GAUGE, 60, tea, mate).values()).endsWith(Double.NaN);
		assertThat(points(Kind.GAUGE, 60, tea, mate).lastValue()).isEqualTo(9);
	}

	@Test
	void withoutValuesThereIsNoLastOne() {
		assertThat(points(Kind.GAUGE, 60, series(Kind.GAUGE, "tea")).lastValue()).isNaN();
		Series sold = series(Kind.COUNTER, "tea");
		this.target.event(sold, Operation.SET_COUNTER, 8, 0, 0);
		assertThat(points(Kind.COUNTER, 60, sold).lastValue()).isNaN();
	}

}
