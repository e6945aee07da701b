package io.github.metricstcp.otlp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.testing.FedTarget;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.otlp.CollectorServer.Received;
import io.github.metricstcp.testing.RunningExporter;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.otlp.ManualTime.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of what {@link OtlpExport} sends, to a collector on a real socket. What is
 * exported by closing is exported once.
 */
class OtlpExportTests {

	private final CollectorServer collector = CollectorServer.start();

	private final ManualTime time = new ManualTime();

	private final List<String> notices = new ArrayList<>();

	@AfterEach
	void close() {
		this.collector.close();
	}

	@Test
	void eachKindIsSentWithItsExactValues() {
		OtlpExport export = export(Temporality.CUMULATIVE);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.metadata(Kind.COUNTER, "orders", "count", "Orders so far");
		target.metadata(Kind.HISTOGRAM, "requests", "seconds", "How long");
		target.metadata(Kind.GAUGE, "heap", "bytes", null);
		this.time.second(1);
		target.set("orders", 1250, "channel", "web");
		target.gauge("heap", 42.5);
		target.increment("orders", 50, "channel", "web");
		Random random = new Random(1);
		double[] samples = random.doubles(5000).map((u) -> 0.01 * Math.exp(random.nextGaussian())).toArray();
		for (double each : samples) {
			target.sample("requests", each, "uri", "/a", "status", "200");
		}
		this.time.second(10);
		export.close();

		Received request = only(this.collector.taken());
		assertThat(request.uri()).isEqualTo("/v1/metrics");
		assertThat(request.header("Content-Type")).isEqualTo("application/x-protobuf");
		assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
		ResourceMetrics resource = only(request.message().getResourceMetricsList());
		assertThat(attributes(resource.getResource().getAttributesList()))
			.isEqualTo(Map.of("service.name", "shop", "service.instance.id", "10.0.0.1:5000"));
		assertThat(only(resource.getScopeMetricsList()).getScope().getName()).isEqualTo("io.github.metricstcp.otlp");

		Metric orders = only(this.collector.metrics("orders"));
		assertThat(orders.getUnit()).isEqualTo("{count}");
		assertThat(orders.getDescription()).isEqualTo("Orders so far");
		assertThat(orders.getSum().getIsMonotonic()).isTrue();
		assertThat(orders.getSum().getAggregationTemporality())
			.isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
		List<NumberDataPoint> totals = orders.getSum().getDataPointsList();
		// The value at the time from which on it is known, and that of now
		assertThat(totals).extracting(NumberDataPoint::getAsInt).containsExactly(1250L, 1300L);
		assertThat(totals).extracting(NumberDataPoint::getStartTimeUnixNano).containsExactly(at(1), at(1));
		assertThat(totals).extracting(NumberDataPoint::getTimeUnixNano).containsExactly(at(1), at(10));
		assertThat(attributes(totals.get(1).getAttributesList())).isEqualTo(Map.of("channel", "web"));

		assertThat(only(this.collector.metrics("heap")).getUnit()).isEqualTo("By");
		NumberDataPoint heap = only(this.collector.gauges("heap"));
		assertThat(heap.getAsDouble()).isEqualTo(42.5);
		assertThat(heap.getTimeUnixNano()).isEqualTo(at(10));

		assertThat(only(this.collector.metrics("requests")).getUnit()).isEqualTo("s");
		ExponentialHistogramDataPoint requests = only(this.collector.histograms("requests"));
		Arrays.sort(samples);
		assertThat(requests.getCount()).isEqualTo(5000);
		assertThat(requests.getSum()).isEqualTo(Arrays.stream(samples).sum(), within(1e-9));
		assertThat(requests.getMin()).isEqualTo(samples[0]);
		assertThat(requests.getMax()).isEqualTo(samples[4999]);
		assertThat(requests.getStartTimeUnixNano()).isEqualTo(at(0));
		assertThat(attributes(requests.getAttributesList())).isEqualTo(Map.of("uri", "/a", "status", "200"));
		for (double quantile : new double[] { 0.5, 0.9, 0.99, 0.999 }) {
			double exact = samples[(int) Math.ceil(quantile * 5000) - 1];
			assertThat(HistogramQuantile.of(requests, quantile) / exact).isEqualTo(1, within(0.0055));
		}
	}

	@Test
	void deltasAreWhatHasChangedSinceTheExportBefore() {
		OtlpExport export = started(Temporality.DELTA, this.time);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		this.time.second(1);
		target.set("orders", 1000);
		target.set("idle", 7);
		target.increment("orders", 5);
		target.sample("requests", 0.5);
		target.gauge("heap", 1);
		await("heap", 1);
		this.time.second(20);
		target.increment("orders", 2);
		target.sample("requests", 4);
		target.sample("requests", 2);
		RunningExporter.await()
			.until(() -> this.collector.histograms("requests")
				.stream()
				.mapToLong(ExponentialHistogramDataPoint::getCount)
				.sum() == 3);
		export.close();
		// What was there before the target was connected is no increase
		assertThat(sum("orders")).isEqualTo(7);
		assertThat(this.collector.sums("idle")).isEmpty();
		assertThat(this.collector.metrics("orders"))
			.allSatisfy((each) -> assertThat(each.getSum().getAggregationTemporality())
				.isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA));
		List<ExponentialHistogramDataPoint> requests = this.collector.histograms("requests");
		assertThat(requests.get(0).getSum()).isEqualTo(0.5);
		assertThat(requests.get(0).getMax()).isEqualTo(0.5);
		ExponentialHistogramDataPoint last = requests.get(requests.size() - 1);
		assertThat(last.getMax()).isGreaterThanOrEqualTo(2);
		assertThat(last.getStartTimeUnixNano()).isGreaterThanOrEqualTo(at(1));
		assertThat(last.getTimeUnixNano()).isEqualTo(at(20));
	}

	@Test
	void counterThatHasBegunSinceTheTargetWasConnectedCountsFromZero() {
		for (Temporality temporality : Temporality.values()) {
			this.time.second(0);
			OtlpExport export = export(temporality);
			FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
			this.time.second(60);
			target.gauge("any", 1);
			target.set("errors", 3);
			target.increment("errors", 1);
			this.time.second(70);
			export.close();
		}
		List<NumberDataPoint> errors = this.collector.sums("errors");
		assertThat(errors).extracting(NumberDataPoint::getAsInt).containsExactly(4L, 4L);
		assertThat(errors).extracting(NumberDataPoint::getStartTimeUnixNano).containsOnly(at(0));
	}

	@Test
	void counterOfATargetThatWasRestartedBeginsAnew() {
		for (Temporality temporality : Temporality.values()) {
			this.time.second(0);
			OtlpExport export = export(temporality);
			FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
			target.set("orders", 1000);
			target.set("reads", 10);
			target.sample("requests", 1);
			this.time.second(20);
			target.set("orders", 1005);
			this.time.second(30);
			target.close();
			this.time.second(40);
			target.open();
			target.set("orders", 3);
			target.increment("orders", 1);
			target.set("reads", 12);
			target.sample("requests", 2);
			this.time.second(50);
			export.close();
		}
		List<NumberDataPoint> orders = this.collector.sums("orders");
		assertThat(orders).extracting(NumberDataPoint::getAsInt).containsExactly(4L, 9L);
		assertThat(orders.get(0).getStartTimeUnixNano()).isEqualTo(at(30));
		// What a target has counted while it was not connected is no loss
		List<NumberDataPoint> reads = this.collector.sums("reads");
		assertThat(reads).extracting(NumberDataPoint::getAsInt).containsExactly(10L, 12L, 2L);
		// Those are summed up here, and go on
		List<ExponentialHistogramDataPoint> requests = this.collector.histograms("requests");
		assertThat(requests).extracting(ExponentialHistogramDataPoint::getCount).containsExactly(2L, 2L);
		assertThat(requests.get(0).getStartTimeUnixNano()).isEqualTo(at(0));
	}

	@Test
	void counterWithoutTotalsIsTheSumOfItsIncrementsAndGaugeThatOfItsChanges() {
		OtlpExport export = export(Temporality.CUMULATIVE);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.increment("orders", 3);
		target.increment("orders", 4);
		target.event(Operation.INCREMENT_GAUGE, "queue", Double.doubleToLongBits(5));
		target.event(Operation.DECREMENT_GAUGE, "queue", Double.doubleToLongBits(2));
		target.gauge("none", Double.NaN);
		target.increment("great", Long.MAX_VALUE);
		target.increment("great", 1);
		target.sample("requests", Double.NaN);
		export.close();
		assertThat(only(this.collector.sums("orders")).getAsInt()).isEqualTo(7);
		assertThat(only(this.collector.sums("orders")).getStartTimeUnixNano()).isEqualTo(at(0));
		assertThat(only(this.collector.gauges("queue")).getAsDouble()).isEqualTo(3);
		assertThat(this.collector.gauges("none")).isEmpty();
		// Beyond the whole numbers that OTLP has
		assertThat(only(this.collector.sums("great")).getAsDouble()).isEqualTo(0x1p63);
		assertThat(this.collector.histograms("requests")).isEmpty();
	}

	@Test
	void targetThatIsGoneIsNotSentAnyMore() {
		OtlpExport export = started(Temporality.CUMULATIVE, this.time);
		FedTarget gone = new FedTarget(export.addTarget(new TargetNames("gone", "10.0.0.2:5000", "gone"))).open();
		gone.gauge("heap", 1);
		gone.set("reads", 3);
		FedTarget there = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		there.gauge("other", 1);
		await("other", 2);
		gone.gauge("heap", 2);
		gone.close();
		await("other", this.collector.gauges("other").size() + 2);
		int heaps = this.collector.gauges("heap").size();
		int reads = this.collector.sums("reads").size();
		await("other", this.collector.gauges("other").size() + 3);
		assertThat(this.collector.gauges("heap")).hasSize(heaps);
		assertThat(this.collector.gauges("heap").get(heaps - 1).getAsDouble()).isEqualTo(2);
		assertThat(this.collector.sums("reads")).hasSize(reads);
		export.close();
	}

	@Test
	void exportOfManySeriesIsSplit() {
		OtlpExport export = OtlpExport.builder(this.collector.url()).time(this.time).maxPoints(100).build();
		FedTarget first = new FedTarget(export.addTarget(new TargetNames("a", "a:1", "a"))).open();
		FedTarget second = new FedTarget(export.addTarget(new TargetNames("b", "b:1", "b"))).open();
		Set<String> expected = new HashSet<>();
		for (int i = 0; i < 525; i++) {
			first.gauge("series." + i % 7, i, "number", "" + i);
			second.gauge("series." + i % 7, i, "number", "" + i);
			expected.add("a " + i);
			expected.add("b " + i);
		}
		start(export);
		export.close();
		assertThat(this.collector.taken()).extracting(Received::points)
			.containsExactly(100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 50);
		List<String> sent = new ArrayList<>();
		for (Received each : this.collector.taken()) {
			for (ResourceMetrics resource : each.message().getResourceMetricsList()) {
				String service = attributes(resource.getResource().getAttributesList()).get("service.name");
				CollectorServer.metrics(resource)
					.flatMap((metric) -> metric.getGauge().getDataPointsList().stream())
					.forEach((point) -> sent.add(service + " " + attributes(point.getAttributesList()).get("number")));
			}
		}
		assertThat(sent).containsExactlyInAnyOrderElementsOf(expected);
	}

	@Test
	void namesAndLabelsOfAnyContentArriveAsTheyAre() {
		OtlpExport export = export(Temporality.CUMULATIVE);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		String hostile = "\u0000\u001b]0;x\u0007\"\\\n\u202e{}=,\uD83D\uDE00";
		target.gauge("g " + hostile, 1, hostile, hostile, "service.name", "other", "empty", "");
		target.gauge("same", 1);
		target.increment("same", 2);
		target.gauge("", 1);
		target.gauge("labelled", 1, "", "x");
		target.gauge("lone", 1, "a", "\uD800");
		target.gauge("x".repeat(5000), 1);
		export.close();
		NumberDataPoint point = only(this.collector.gauges("g " + hostile));
		assertThat(attributes(point.getAttributesList()))
			.isEqualTo(Map.of(hostile, hostile, "service.name", "other", "empty", ""));
		assertThat(only(this.collector.gauges("same")).getAsDouble()).isEqualTo(1);
		assertThat(only(this.collector.sums("same")).getAsInt()).isEqualTo(2);
		assertThat(this.collector.gauges("")).isEmpty();
		assertThat(this.collector.gauges("labelled")).isEmpty();
		assertThat(attributes(only(this.collector.gauges("lone")).getAttributesList())).isEqualTo(Map.of("a", "?"));
		assertThat(this.notices).containsExactly(
				"Nothing is sent by OTLP of series whose name, or a label's name, is empty.",
				"Nothing is sent by OTLP of series whose name and labels have more than 4,096 characters.");
	}

	@Test
	void seriesBeyondTheLimitAreNotSentAndThatIsSaidOnce() {
		OtlpExport export = OtlpExport.builder(this.collector.url())
			.maxSeries(2, "--max-series")
			.notices(this.notices::add)
			.build();
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		for (int i = 0; i < 5; i++) {
			target.gauge("heap", i, "number", "" + i);
		}
		start(export);
		export.close();
		assertThat(this.collector.gauges("heap")).hasSize(2);
		assertThat(this.notices)
			.containsExactly("There are more than 2 series. Nothing is sent by OTLP of the others (--max-series).");
	}

	@Test
	void onlySeriesThatMatchAreSent() {
		OtlpExport export = OtlpExport.builder(this.collector.url()).filter(SeriesFilter.parse("unit=bytes")).build();
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.metadata(Kind.GAUGE, "heap", "bytes", "");
		target.gauge("heap", 1);
		target.gauge("threads", 1);
		start(export);
		export.close();
		assertThat(this.collector.gauges("heap")).hasSize(1);
		assertThat(this.collector.gauges("threads")).isEmpty();
	}

	@Test
	void nameOfTheServiceIsTheAliasOrElseThatOfTheApplication() {
		OtlpExport export = export(Temporality.CUMULATIVE);
		new FedTarget(export.addTarget(new TargetNames("alias", "a:1", "alias"))).open()
			.gauge("heap", 1, "application", "shop");
		new FedTarget(export.addTarget(new TargetNames("b:1", "b:1", "b:1"))).open()
			.gauge("heap", 1, "application", "shop");
		new FedTarget(export.addTarget(new TargetNames("c:1", "c:1", "c:1"))).open().gauge("heap", 1);
		export.close();
		assertThat(only(this.collector.taken()).message().getResourceMetricsList())
			.extracting((each) -> attributes(each.getResource().getAttributesList()).values().toString())
			.containsExactly("[a:1, alias]", "[b:1, shop]", "[c:1, c:1]");
	}

	@Test
	void instancesOfAServiceHaveItsNameAndTheirAddresses() {
		OtlpExport export = export(Temporality.CUMULATIVE);
		new FedTarget(export.addTarget(new TargetNames("shop-1", "a:1", "shop-1"), "shop")).open()
			.gauge("heap", 1, "application", "other");
		new FedTarget(export.addTarget(new TargetNames("shop-2", "b:1", "shop-2"), "shop")).open().gauge("heap", 1);
		new FedTarget(export.addTarget(new TargetNames("c:1"), "c:1")).open().gauge("heap", 1, "application", "shop");
		export.close();
		assertThat(only(this.collector.taken()).message().getResourceMetricsList())
			.extracting((each) -> attributes(each.getResource().getAttributesList()).values().toString())
			.containsExactly("[a:1, shop]", "[b:1, shop]", "[c:1, shop]");
	}

	@Test
	void whatAnExporterHasRecordedIsWhatTheCollectorHas() {
		try (RunningExporter exporter = RunningExporter.start("pollingFrequency", "1s");
				OtlpExport export = started(Temporality.CUMULATIVE, null)) {
			exporter.registry().counter("orders", "channel", "web").increment(1000);
			exporter.registry().gauge("stock", 42);
			String address = "127.0.0.1:" + exporter.address().getPort();
			try (MetricsTcpClient client = MetricsTcpClient.builder(TargetAddress.parse(address))
				.build(export.addTarget(new TargetNames(address)))) {
				client.start();
				await("stock", 1);
				for (int i = 1; i <= 100; i++) {
					exporter.registry().timer("requests").record(Duration.ofMillis(i));
					exporter.registry().counter("orders", "channel", "web").increment();
				}
				RunningExporter.await()
					.until(() -> this.collector.histograms("requests")
						.stream()
						.anyMatch((each) -> each.getCount() == 100));
				RunningExporter.await()
					.until(() -> this.collector.sums("orders").stream().anyMatch((each) -> each.getAsInt() == 1100));
			}
			ExponentialHistogramDataPoint requests = this.collector.histograms("requests")
				.stream()
				.filter((each) -> each.getCount() == 100)
				.findFirst()
				.orElseThrow();
			assertThat(requests.getSum()).isEqualTo(5.05, within(1e-9));
			assertThat(HistogramQuantile.of(requests, 0.5)).isEqualTo(0.05, within(0.00028));
			assertThat(only(this.collector.metrics("requests").subList(0, 1)).getUnit()).isEqualTo("s");
			assertThat(this.collector.gauges("stock").get(0).getAsDouble()).isEqualTo(42);
		}
	}

	@Test
	void headersAreSentAndOddOnesRefusedWithoutTheirValues() {
		OtlpExport.Builder builder = OtlpExport.builder(this.collector.url()).header("Authorization", "Bearer s3cret");
		OtlpExport export = builder.build();
		new FedTarget(export.addTarget(FedTarget.SHOP)).open().gauge("heap", 1);
		start(export);
		export.close();
		assertThat(only(this.collector.taken()).header("authorization")).isEqualTo("Bearer s3cret");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.header("Content-Type", "s3cret"))
			.withMessage("'Content-Type' is not the name of a header that can be set");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.header("a b", "s3cret"))
			.withMessageNotContaining("s3cret");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.header("x", "s3cret\r\ny: z"))
			.withMessage("The value of header 'x' has characters that no header can have");
	}

	@Test
	void exportIsStartedOnceAndClosedAnyNumberOfTimes() {
		OtlpExport export = export(Temporality.CUMULATIVE);
		assertThatIllegalStateException().isThrownBy(export::start);
		export.close();
		export.close();
		assertThat(this.collector.received()).isEmpty();
		OtlpExport.builder(this.collector.url()).build().close();
	}

	/**
	 * Returns an export that exports when it is closed.
	 */
	private OtlpExport export(Temporality temporality) {
		OtlpExport export = OtlpExport.builder(this.collector.url())
			.time(this.time)
			.interval(Duration.ofHours(1))
			.temporality(temporality)
			.notices(this.notices::add)
			.build();
		export.start();
		return export;
	}

	private static void start(OtlpExport export) {
		export.start();
	}

	/**
	 * Returns an export that exports all the time.
	 */
	private OtlpExport started(Temporality temporality, ManualTime time) {
		OtlpExport.Builder builder = OtlpExport.builder(this.collector.url())
			.interval(Duration.ofMillis(20))
			.temporality(temporality);
		if (time != null) {
			builder.time(time);
		}
		OtlpExport export = builder.build();
		export.start();
		return export;
	}

	private void await(String gauge, int points) {
		RunningExporter.await().until(() -> this.collector.gauges(gauge).size() >= points);
	}

	private long sum(String counter) {
		return this.collector.sums(counter).stream().mapToLong(NumberDataPoint::getAsInt).sum();
	}

	private static <T> T only(List<T> list) {
		assertThat(list).hasSize(1);
		return list.get(0);
	}

	private static Map<String, String> attributes(List<KeyValue> attributes) {
		return attributes.stream()
			.collect(Collectors.toMap(KeyValue::getKey, (each) -> each.getValue().getStringValue(), (a, b) -> {
				throw new IllegalStateException("twice");
			}, TreeMap::new));
	}

}
