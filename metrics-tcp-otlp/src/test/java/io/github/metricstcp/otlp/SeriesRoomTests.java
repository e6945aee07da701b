package io.github.metricstcp.otlp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.testing.FedTarget;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.testing.RunningExporter;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.otlp.ManualTime.at;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the series that {@link OtlpExport} has no room for, and of those that make
 * room since their targets do not send them any more.
 */
class SeriesRoomTests {

	private static final Duration ALWAYS = Duration.ofMillis(20);

	private static final Duration ON_CLOSE = Duration.ofHours(1);

	private final CollectorServer collector = CollectorServer.start();

	private final ManualTime time = new ManualTime();

	private final List<OtlpExport> exports = new ArrayList<>();

	@AfterEach
	void close() {
		this.exports.forEach(OtlpExport::close);
		this.collector.close();
	}

	@Test
	void totalOfASeriesThatWasRefusedBeforeIsNoIncrease() {
		for (Temporality temporality : Temporality.values()) {
			this.time.second(0);
			OtlpExport export = start(temporality, ON_CLOSE, 1);
			new FedTarget(export.addTarget(new TargetNames("other"))).open().gauge("place", 1);
			FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
			target.set("orders", 1000);
			this.time.second(30);
			target.increment("orders", 1);
			target.close();
			export.removeTarget("other");
			target.open();
			target.set("orders", 1001);
			this.time.second(40);
			target.increment("orders", 2);
			export.close();
		}
		List<NumberDataPoint> points = this.collector.sums("orders");
		assertThat(points).extracting(NumberDataPoint::getAsInt).containsExactly(1001L, 1003L, 2L);
		assertThat(points.subList(0, 2)).extracting(NumberDataPoint::getStartTimeUnixNano).containsOnly(at(30));
		assertThat(points.get(0).getTimeUnixNano()).isEqualTo(at(30));
	}

	@Test
	void incrementsAndSamplesOfASeriesThatWasRefusedBeforeAreThoseSinceItIsNot() {
		OtlpExport export = start(Temporality.CUMULATIVE, ON_CLOSE, 2);
		FedTarget other = new FedTarget(export.addTarget(new TargetNames("other"))).open();
		other.gauge("place", 1);
		other.gauge("another", 1);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.increment("orders", 5);
		target.sample("requests", 5);
		export.removeTarget("other");
		this.time.second(30);
		target.increment("orders", 1);
		target.sample("requests", 1);
		this.time.second(40);
		export.close();
		NumberDataPoint orders = this.collector.sums("orders").get(0);
		assertThat(orders.getAsInt()).isEqualTo(1);
		assertThat(orders.getStartTimeUnixNano()).isEqualTo(at(30));
		ExponentialHistogramDataPoint requests = this.collector.histograms("requests").get(0);
		assertThat(requests.getCount()).isEqualTo(1);
		assertThat(requests.getStartTimeUnixNano()).isEqualTo(at(30));
	}

	@Test
	void seriesOfProcessesThatHaveEndedMakeRoom() {
		OtlpExport export = start(Temporality.CUMULATIVE, ALWAYS, 4);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP));
		for (int version = 1; version <= 5; version++) {
			String label = "" + version;
			target.open();
			target.gauge("heap", version, "version", label);
			target.increment("orders", version, "version", label);
			RunningExporter.await()
				.until(() -> this.collector.gauges("heap").stream().anyMatch((each) -> isOf(each, label))
						&& this.collector.sums("orders").stream().anyMatch((each) -> isOf(each, label)));
			liveFor(version, () -> target.gauge("heap", 0, "version", label));
			target.close();
		}
	}

	@Test
	void thoseOfThemThatAreNotWantedMakeRoomToo() {
		OtlpExport export = start(OtlpExport.builder(this.collector.url())
			.filter(SeriesFilter.parse("unit=bytes"))
			.interval(ALWAYS)
			.maxSeries(4, "--max-series"));
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP));
		for (int version = 1; version <= 5; version++) {
			String label = "" + version;
			target.open();
			target.metadata(Kind.GAUGE, "heap", "bytes", "");
			target.gauge("heap", version, "version", label);
			target.increment("orders", version, "version", label);
			RunningExporter.await()
				.until(() -> this.collector.gauges("heap").stream().anyMatch((each) -> isOf(each, label)));
			liveFor(version, () -> target.gauge("heap", 0, "version", label));
			target.close();
		}
		assertThat(this.collector.sums("orders")).isEmpty();
	}

	private static boolean isOf(NumberDataPoint point, String version) {
		return point.getAttributes(0).getValue().getStringValue().equals(version);
	}

	@Test
	void whatIsNotSentYetOfAProcessThatHasEndedIsSentStill() {
		OtlpExport export = start(Temporality.DELTA, ON_CLOSE, 10);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.increment("orders", 5, "version", "1");
		target.close();
		target.open();
		liveFor(1, () -> target.increment("orders", 1, "version", "2"));
		export.close();
		assertThat(this.collector.sums("orders")).extracting(NumberDataPoint::getAsInt).containsExactly(5L, 3L);
	}

	@Test
	void snapshotMayTakeLongerThanUsual() {
		OtlpExport export = start(Temporality.DELTA, ALWAYS, 10);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.set("orders", 1000);
		target.increment("orders", 1);
		RunningExporter.await().until(() -> increase() == 1);
		target.close();
		target.open();
		target.gauge("heap", 1);
		this.time.second(6);
		target.gauge("heap", 1);
		target.set("orders", 1005);
		this.time.second(12);
		target.gauge("heap", 1);
		target.increment("orders", 10);
		RunningExporter.await().until(() -> increase() >= 15);
		assertThat(increase()).isEqualTo(15);
	}

	@Test
	void counterThatComesAgainInALaterProcessBeginsAtZeroAfterItsLastDataPoint() {
		OtlpExport export = start(Temporality.CUMULATIVE, ALWAYS, 10);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.set("orders", 1000);
		RunningExporter.await().until(() -> !this.collector.sums("orders").isEmpty());
		target.close();
		target.open();
		liveFor(1, () -> target.gauge("heap", 1));
		target.increment("orders", 5);
		target.set("orders", 7);
		RunningExporter.await()
			.until(() -> this.collector.sums("orders").stream().anyMatch((each) -> each.getAsInt() == 7));
		NumberDataPoint again = this.collector.sums("orders")
			.stream()
			.filter((each) -> each.getAsInt() == 7)
			.findFirst()
			.orElseThrow();
		assertThat(again.getStartTimeUnixNano()).isEqualTo(at(26));
	}

	@Test
	void totalOfACounterThatIsThereAgainWithAnotherStreamIsNoIncrease() {
		OtlpExport export = start(Temporality.DELTA, ALWAYS, 10);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.set("orders", 1000);
		target.increment("orders", 1);
		RunningExporter.await().until(() -> increase() == 1);
		target.close();
		target.open();
		liveFor(1, () -> target.gauge("heap", 1));
		target.close();
		target.open();
		// The process of the first stream
		target.set("orders", 1001);
		target.increment("orders", 4);
		RunningExporter.await().until(() -> increase() >= 5);
		assertThat(increase()).isEqualTo(5);
	}

	@Test
	void histogramWithoutSamplesForAnHourThatTheStreamHasNotHadBeginsAnew() {
		OtlpExport export = start(Temporality.CUMULATIVE, ALWAYS, 10);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.sample("requests", 1);
		target.sample("rare", 1);
		RunningExporter.await().until(() -> !this.collector.histograms("rare").isEmpty());
		target.close();
		target.open();
		target.sample("requests", 1);
		liveFor(1, () -> target.gauge("heap", 1));
		target.sample("rare", 1);
		awaitCount("rare", 2);
		target.close();
		target.open();
		target.sample("requests", 1);
		awaitCount("requests", 3);
		// In this stream it came long ago, but it came
		liveFor(200, () -> target.gauge("heap", 1));
		target.sample("requests", 1);
		target.sample("rare", 1);
		awaitCount("requests", 4);
		ExponentialHistogramDataPoint rare = last("rare");
		assertThat(rare.getCount()).isEqualTo(1);
		assertThat(rare.getStartTimeUnixNano()).isEqualTo(at(4006));
		assertThat(last("requests").getStartTimeUnixNano()).isEqualTo(at(0));
	}

	private void awaitCount(String histogram, long count) {
		RunningExporter.await().until(() -> last(histogram).getCount() == count);
	}

	private ExponentialHistogramDataPoint last(String histogram) {
		List<ExponentialHistogramDataPoint> points = this.collector.histograms(histogram);
		return points.get(points.size() - 1);
	}

	private long increase() {
		return this.collector.sums("orders").stream().mapToLong(NumberDataPoint::getAsInt).sum();
	}

	/**
	 * Has a stream last for twelve seconds, in which it sends something three times: what
	 * it does not send is released after six.
	 * @param number the number of the first second, in units of twenty
	 */
	private void liveFor(long number, Runnable event) {
		for (long second : new long[] { 0, 6, 12 }) {
			this.time.second(20 * number + second);
			event.run();
		}
	}

	private OtlpExport start(Temporality temporality, Duration interval, int maxSeries) {
		return start(OtlpExport.builder(this.collector.url())
			.interval(interval)
			.temporality(temporality)
			.maxSeries(maxSeries, "--max-series"));
	}

	private OtlpExport start(OtlpExport.Builder builder) {
		OtlpExport export = builder.time(this.time).build();
		this.exports.add(export);
		export.start();
		return export;
	}

}
