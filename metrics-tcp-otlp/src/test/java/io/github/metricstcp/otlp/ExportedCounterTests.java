package io.github.metricstcp.otlp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.metricstcp.client.testing.FedTarget;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.otlp.ManualTime.at;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ExportedCounter}: what is sent of counters whose totals come after
 * increments, as those of a client that was too slow, or of the snapshots of a relay.
 */
class ExportedCounterTests {

	private final ManualTime time = new ManualTime();

	@Test
	void totalOfASeriesThatIsNewHasTheIncrementsThatDidNotCome() {
		Consumer<FedTarget> events = (target) -> {
			target.set("old", 7);
			this.time.second(30);
			target.increment("orders", 5);
			target.set("orders", 105);
			target.increment("orders", 1);
		};
		assertThat(deltas(events)).isEqualTo(106);
		NumberDataPoint point = only(points(Temporality.CUMULATIVE, events));
		assertThat(point.getAsInt()).isEqualTo(106);
		assertThat(point.getStartTimeUnixNano()).isEqualTo(at(0));
	}

	@Test
	void seriesThatIsNewIsComparedWithTheTotalsOfLaterStreams() {
		Consumer<FedTarget> events = (target) -> {
			this.time.second(30);
			target.increment("orders", 5);
			reconnect(target);
			target.set("orders", 12);
			target.increment("orders", 1);
		};
		assertThat(deltas(events)).isEqualTo(13);
		assertThat(only(points(Temporality.CUMULATIVE, events)).getAsInt()).isEqualTo(13);
	}

	@Test
	void seriesThatBeginsAgainAfterARestartIsHealedToo() {
		Consumer<FedTarget> events = (target) -> {
			this.time.second(10);
			target.set("orders", 40);
			reconnect(target);
			this.time.second(60);
			target.increment("orders", 5);
			target.set("orders", 105);
			target.increment("orders", 1);
		};
		assertThat(deltas(events)).isEqualTo(146);
		NumberDataPoint point = only(points(Temporality.CUMULATIVE, events));
		assertThat(point.getAsInt()).isEqualTo(146);
		assertThat(point.getStartTimeUnixNano()).isEqualTo(at(0));
	}

	@Test
	void newSeriesInTheSnapshotOfALaterStreamIsHealedToo() {
		Consumer<FedTarget> events = (target) -> {
			this.time.second(10);
			target.gauge("any", 1);
			reconnect(target);
			target.increment("orders", 5);
			target.set("orders", 105);
		};
		assertThat(deltas(events)).isEqualTo(105);
		assertThat(only(points(Temporality.CUMULATIVE, events)).getAsInt()).isEqualTo(105);
	}

	@Test
	void totalAfterAnIncrementInTheSnapshotMayBeOlderThanTheStream() {
		Consumer<FedTarget> events = (target) -> {
			target.increment("orders", 5);
			this.time.second(30);
			target.set("orders", 105);
			target.increment("orders", 1);
		};
		assertThat(deltas(events)).isEqualTo(6);
		List<NumberDataPoint> points = points(Temporality.CUMULATIVE, events);
		assertThat(points).extracting(NumberDataPoint::getAsInt).containsExactly(105L, 106L);
		assertThat(points).extracting(NumberDataPoint::getStartTimeUnixNano).containsExactly(at(30), at(30));
		assertThat(points).extracting(NumberDataPoint::getTimeUnixNano).containsExactly(at(30), at(100));
	}

	@Test
	void totalThatIsTheSumOfTheIncrementsOfItsStreamIsNoNewBeginning() {
		Consumer<FedTarget> events = (target) -> {
			target.increment("orders", 5);
			target.set("orders", 5);
			reconnect(target);
			target.increment("orders", 2);
			target.increment("orders", 1);
			target.set("orders", 3);
			target.set("orders", 4);
		};
		assertThat(deltas(events)).isEqualTo(9);
		NumberDataPoint point = only(points(Temporality.CUMULATIVE, events));
		assertThat(point.getAsInt()).isEqualTo(9);
		assertThat(point.getStartTimeUnixNano()).isEqualTo(at(0));
	}

	@Test
	void incrementsWithoutTotalsAreSummedUpOverStreams() {
		Consumer<FedTarget> events = (target) -> {
			this.time.second(10);
			target.increment("orders", 5);
			reconnect(target);
			target.increment("orders", 2);
			reconnect(target);
			this.time.second(70);
			target.increment("orders", 1);
		};
		assertThat(deltas(events)).isEqualTo(8);
		NumberDataPoint point = only(points(Temporality.CUMULATIVE, events));
		assertThat(point.getAsInt()).isEqualTo(8);
		assertThat(point.getStartTimeUnixNano()).isEqualTo(at(0));
	}

	@Test
	void totalThatFallsWithinAStreamBeginsAnew() {
		Consumer<FedTarget> events = (target) -> {
			this.time.second(10);
			target.increment("orders", 5);
			this.time.second(20);
			target.set("orders", 3);
			target.increment("orders", 1);
		};
		assertThat(deltas(events)).isEqualTo(9);
		NumberDataPoint point = only(points(Temporality.CUMULATIVE, events));
		assertThat(point.getAsInt()).isEqualTo(4);
		assertThat(point.getStartTimeUnixNano()).isEqualTo(at(20));
	}

	@Test
	void startAfterARestartIsNotBeforeTheLastDataPoint() {
		StreamTimes times = new StreamTimes();
		ExportedCounter counter = new ExportedCounter(new SeriesKey(Kind.COUNTER, "orders", Map.of()), times);
		times.opened(at(0));
		counter.event(Operation.SET_COUNTER, 1000);
		times.closed(at(9));
		NumberDataPoint last = last(counter, 10);
		assertThat(last.getTimeUnixNano()).isEqualTo(at(10));
		times.opened(at(11));
		counter.event(Operation.SET_COUNTER, 3);
		NumberDataPoint point = last(counter, 20);
		assertThat(point.getAsInt()).isEqualTo(3);
		assertThat(point.getStartTimeUnixNano()).isEqualTo(at(10));
	}

	private static NumberDataPoint last(ExportedCounter counter, long second) {
		Metric.Builder metric = Metric.newBuilder();
		int points = counter.addTo(metric, new Interval(at(0), at(second), Temporality.CUMULATIVE));
		return metric.getSum().getDataPoints(points - 1);
	}

	private void reconnect(FedTarget target) {
		target.close();
		this.time.second(50);
		target.open();
	}

	private long deltas(Consumer<FedTarget> events) {
		return points(Temporality.DELTA, events).stream().mapToLong(NumberDataPoint::getAsInt).sum();
	}

	/**
	 * Returns the data points of the counter {@code orders} that are exported at second
	 * 100, after the events of a target that was connected at second 0.
	 */
	private List<NumberDataPoint> points(Temporality temporality, Consumer<FedTarget> events) {
		this.time.second(0);
		try (CollectorServer collector = CollectorServer.start()) {
			OtlpExport export = OtlpExport.builder(collector.url())
				.time(this.time)
				.interval(Duration.ofHours(1))
				.temporality(temporality)
				.build();
			export.start();
			events.accept(new FedTarget(export.addTarget(FedTarget.SHOP)).open());
			this.time.second(100);
			export.close();
			return collector.sums("orders");
		}
	}

	private static NumberDataPoint only(List<NumberDataPoint> points) {
		assertThat(points).hasSize(1);
		return points.get(0);
	}

}
