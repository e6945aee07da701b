package io.github.metricstcp.otlp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.testing.FedTarget;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.otlp.CollectorServer.Reply;
import io.github.metricstcp.testing.RunningExporter;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.otlp.ManualTime.at;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link OtlpExport#removeTarget}: what was not sent is sent still.
 */
class RemovedTargetTests {

	private final CollectorServer collector = CollectorServer.start();

	private final ManualTime time = new ManualTime();

	private final List<String> notices = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.collector.close();
	}

	@Test
	void whatIsNotSentYetIsSentOnceMoreAndNothingAfterIt() {
		for (Temporality temporality : Temporality.values()) {
			OtlpExport export = onClose(builder().temporality(temporality));
			FedTarget gone = new FedTarget(export.addTarget(new TargetNames("gone"))).open();
			gone.increment("orders", 5);
			gone.sample("requests", 2);
			export.removeTarget("gone");
			gone.increment("orders", 1);
			gone.sample("requests", 1);
			gone.close();
			gone.open();
			gone.gauge("after", 1);
			export.close();
		}
		assertThat(this.collector.sums("orders")).extracting(NumberDataPoint::getAsInt).containsExactly(5L, 5L);
		assertThat(this.collector.histograms("requests")).extracting(ExponentialHistogramDataPoint::getSum)
			.containsExactly(2d, 2d);
		assertThat(this.collector.gauges("after")).isEmpty();
		assertThat(this.notices).isEmpty();
	}

	@Test
	void seriesThatTheStreamRemembersTakesNoMoreEvents() {
		OtlpExport export = onClose(builder());
		StreamListener<Object> listener = listener(export);
		listener.opened("10.0.0.1:5000");
		Object series = listener.series(new SeriesKey(Kind.COUNTER, "orders", Map.of()));
		listener.event(series, Operation.INCREMENT_COUNTER, 5, 1_700_000_000, 0);
		export.removeTarget("shop");
		listener.event(series, Operation.INCREMENT_COUNTER, 1, 1_700_000_000, 0);
		export.close();
		assertThat(orders()).isEqualTo(5);
	}

	@SuppressWarnings("unchecked")
	private static StreamListener<Object> listener(OtlpExport export) {
		return (StreamListener<Object>) export.addTarget(FedTarget.SHOP);
	}

	@Test
	void targetsThatComeAndGoDuringAnOutageLoseNothing() {
		this.collector.reply(Reply.status(503));
		OtlpExport export = builder().temporality(Temporality.DELTA)
			.interval(Duration.ofMillis(20))
			.longestRetryDelay(Duration.ofMillis(20))
			.build();
		export.start();
		FedTarget first = new FedTarget(export.addTarget(new TargetNames("0"))).open();
		first.increment("orders", 1);
		RunningExporter.await().until(() -> this.collector.received().size() >= 2);
		for (int i = 0; i < 5; i++) {
			FedTarget target = new FedTarget(export.addTarget(new TargetNames("" + (i + 1)))).open();
			target.increment("orders", 10);
			first.increment("orders", 100);
			first.close();
			export.removeTarget("" + i);
			first = target;
		}
		this.collector.reply(CollectorServer.OK);
		RunningExporter.await().until(() -> orders() == 551);
		int requests = this.collector.taken().size();
		first.increment("orders", 1000);
		RunningExporter.await().until(() -> orders() == 1551);
		// Those that are removed are in no request any more
		assertThat(this.collector.taken().subList(requests, this.collector.taken().size()))
			.allMatch((each) -> each.message().getResourceMetricsCount() == 1);
		export.close();
	}

	@Test
	void targetThatWasRemovedTakesNoRoomFromOthers() {
		OtlpExport export = onClose(builder().maxSeries(1, "--max-series"));
		FedTarget gone = new FedTarget(export.addTarget(new TargetNames("gone"))).open();
		gone.gauge("before", 1);
		export.removeTarget("gone");
		new FedTarget(export.addTarget(FedTarget.SHOP)).open().gauge("heap", 3);
		export.close();
		assertThat(this.collector.gauges("before")).hasSize(1);
		assertThat(this.collector.gauges("heap")).hasSize(1);
		assertThat(this.notices).isEmpty();
	}

	@Test
	void seriesOfRemovedTargetsBeyondTheLimitAreLostAndSaid() {
		OtlpExport export = onClose(builder().maxSeries(2, "--max-series"));
		for (String name : List.of("a", "b", "c")) {
			FedTarget target = new FedTarget(export.addTarget(new TargetNames(name))).open();
			target.increment("orders", 1, "number", "1");
			target.increment("orders", 1, "number", "2");
			export.removeTarget(name);
		}
		export.close();
		assertThat(this.collector.sums("orders")).hasSize(2);
		assertThat(this.notices).containsExactly(
				"The last values of 4 series are lost: their targets were let go of, and 2 series of such targets may wait for an export by OTLP (--max-series).");
	}

	@Test
	void dataPointsOfATargetThatComesAgainAreLaterThanThoseBefore() {
		OtlpExport export = onClose(builder());
		FedTarget before = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		before.increment("orders", 5);
		this.time.second(10);
		export.removeTarget("shop");
		this.time.second(20);
		new FedTarget(export.addTarget(FedTarget.SHOP)).open().increment("orders", 1);
		this.time.second(30);
		export.close();
		List<NumberDataPoint> points = this.collector.sums("orders");
		assertThat(points).extracting(NumberDataPoint::getAsInt).containsExactly(5L, 1L);
		assertThat(points).extracting(NumberDataPoint::getTimeUnixNano).containsExactly(at(10), at(30));
		assertThat(points.get(1).getStartTimeUnixNano()).isEqualTo(at(20));
	}

	private long orders() {
		return this.collector.sums("orders").stream().mapToLong(NumberDataPoint::getAsInt).sum();
	}

	private OtlpExport.Builder builder() {
		return OtlpExport.builder(this.collector.url())
			.time(this.time)
			.interval(Duration.ofHours(1))
			.notices(this.notices::add);
	}

	/**
	 * Returns an export that exports when it is closed.
	 */
	private static OtlpExport onClose(OtlpExport.Builder builder) {
		OtlpExport export = builder.build();
		export.start();
		return export;
	}

}
