package io.github.metricstcp;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.proto.Metadata;
import io.github.metricstcp.proto.Metric;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for what becomes of each kind of meter on the wire: recorded through Micrometer's
 * API, read from a socket.
 */
class MeterMappingTests {

	private final RunningExporter exporter = RunningExporter.start("pollingFrequency", "50ms");

	private final MeterRegistry registry = this.exporter.registry();

	@AfterEach
	void close() {
		this.exporter.close();
	}

	@Test
	void counterSendsEachIncrement() {
		Counter counter = Counter.builder("orders").tag("region", "eu").baseUnit("rows").register(this.registry);
		counter.increment(40);
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> assertThat(client.counter("orders", "region", "eu")).isEqualTo(40));
		counter.increment();
		counter.increment(0);
		counter.increment(7);
		await().untilAsserted(() -> assertThat(client.counter("orders", "region", "eu")).isEqualTo(48));
		assertThat(client.metrics("orders")).extracting(Metric::getOperationCase)
			.containsExactly(Metric.OperationCase.SET_COUNTER, Metric.OperationCase.INCREMENT_COUNTER,
					Metric.OperationCase.INCREMENT_COUNTER, Metric.OperationCase.INCREMENT_COUNTER);
		assertThat(client.metrics("orders")).extracting(Metric::getIncrementCounter).containsExactly(0L, 1L, 0L, 7L);
		assertMetadata(client, "orders", Metadata.MetricType.COUNTER, "count");
	}

	@Test
	void functionCounterSendsTotalsThatHaveChanged() {
		AtomicLong total = new AtomicLong(5);
		FunctionCounter.builder("hits", total, AtomicLong::get).baseUnit("bytes").register(this.registry);
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> assertThat(client.counter("hits")).isEqualTo(5));
		total.set(12);
		await().untilAsserted(() -> assertThat(client.counter("hits")).isEqualTo(12));
		assertThat(client.metrics("hits")).extracting(Metric::getSetCounter).containsExactly(5L, 12L);
		assertMetadata(client, "hits", Metadata.MetricType.COUNTER, "bytes");
	}

	@Test
	void functionCounterThatFallsIsSentAsItIs() {
		AtomicLong total = new AtomicLong(100);
		FunctionCounter.builder("hits", total, AtomicLong::get).register(this.registry);
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> assertThat(client.counter("hits")).isEqualTo(100));
		total.set(3);
		await().untilAsserted(() -> assertThat(client.counter("hits")).isEqualTo(3));
		total.set(-3);
		await().untilAsserted(() -> assertThat(client.counter("hits")).isZero());
	}

	@Test
	void functionCounterIsRoundedDownAndSaturated() {
		FunctionCounter.builder("fraction", this, (test) -> 2.9).register(this.registry);
		FunctionCounter.builder("huge", this, (test) -> 1e300).register(this.registry);
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> assertThat(client.counter("fraction")).isEqualTo(2));
		await().untilAsserted(() -> assertThat(client.counter("huge")).isEqualTo(Long.MAX_VALUE));
	}

	@Test
	void timerSendsEachSampleInSeconds() {
		StreamClient client = this.exporter.connect();
		Timer timer = this.registry.timer("requests", "uri", "/größe/日本");
		timer.record(Duration.ofMillis(12));
		timer.record(1, TimeUnit.NANOSECONDS);
		timer.record(1, TimeUnit.HOURS);
		timer.record(0, TimeUnit.SECONDS);
		timer.record(-1, TimeUnit.SECONDS);
		await().untilAsserted(() -> assertThat(client.samples("requests", "uri", "/größe/日本")).hasSize(4));
		assertThat(client.samples("requests", "uri", "/größe/日本")).containsExactly(0.012, 1e-9, 3600.0, 0.0);
		assertMetadata(client, "requests", Metadata.MetricType.HISTOGRAM, "seconds");
	}

	@Test
	void summarySendsEachSampleScaled() {
		StreamClient client = this.exporter.connect();
		DistributionSummary summary = DistributionSummary.builder("payload")
			.baseUnit("bytes")
			.scale(1024)
			.register(this.registry);
		summary.record(2);
		summary.record(0.5);
		await().untilAsserted(() -> assertThat(client.samples("payload")).containsExactly(2048.0, 512.0));
		assertMetadata(client, "payload", Metadata.MetricType.HISTOGRAM, "bytes");
	}

	@Test
	void percentilesAndObjectivesAreNotSentAsSeries() {
		StreamClient client = this.exporter.connect();
		Timer timer = Timer.builder("requests")
			.publishPercentiles(0.5, 0.99)
			.publishPercentileHistogram()
			.serviceLevelObjectives(Duration.ofMillis(100))
			.register(this.registry);
		timer.record(Duration.ofMillis(12));
		await().untilAsserted(() -> assertThat(client.samples("requests")).hasSize(1));
		assertThat(client.metrics((metric) -> !metric.getName().equals("requests"))).isEmpty();
	}

	@Test
	void gaugeSendsValuesThatHaveChanged() {
		AtomicInteger size = this.registry.gauge("queue", Tags.of("name", "in"), new AtomicInteger(3));
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> assertThat(client.gauge("queue", "name", "in")).isEqualTo(3));
		size.set(-7);
		await().untilAsserted(() -> assertThat(client.gauge("queue", "name", "in")).isEqualTo(-7));
		size.set(0);
		await().untilAsserted(() -> assertThat(client.gauge("queue", "name", "in")).isEqualTo(0));
		assertThat(client.metrics("queue")).extracting(Metric::getSetGauge).containsExactly(3.0, -7.0, 0.0);
		assertThat(client.metadata("queue")).satisfies((metadata) -> {
			assertThat(metadata.getMetricType()).isEqualTo(Metadata.MetricType.GAUGE);
			assertThat(metadata.hasUnitValue()).isFalse();
			assertThat(metadata.hasDescriptionValue()).isFalse();
		});
	}

	@Test
	void timeGaugeSendsSeconds() {
		TimeGauge.builder("age", () -> 1500, TimeUnit.MILLISECONDS).register(this.registry);
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> assertThat(client.gauge("age")).isEqualTo(1.5));
		assertMetadata(client, "age", Metadata.MetricType.GAUGE, "seconds");
	}

	@Test
	void multiGaugeSendsItsRows() {
		MultiGauge gauge = MultiGauge.builder("stock").baseUnit("objects").register(this.registry);
		gauge.register(
				List.of(MultiGauge.Row.of(Tags.of("item", "tea"), 4), MultiGauge.Row.of(Tags.of("item", "cup"), 9)));
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> assertThat(client.gauge("stock", "item", "tea")).isEqualTo(4));
		await().untilAsserted(() -> assertThat(client.gauge("stock", "item", "cup")).isEqualTo(9));
		gauge.register(List.of(MultiGauge.Row.of(Tags.of("item", "tea"), 3)), true);
		await().untilAsserted(() -> assertThat(client.gauge("stock", "item", "tea")).isEqualTo(3));
		assertMetadata(client, "stock", Metadata.MetricType.GAUGE, "count");
	}

	@Test
	void longTaskTimerSendsActiveDurationAndMaximum() {
		LongTaskTimer timer = LongTaskTimer.builder("import").tag("file", "a").register(this.registry);
		LongTaskTimer.Sample first = timer.start();
		LongTaskTimer.Sample second = timer.start();
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> assertThat(client.gauge("import.active", "file", "a")).isEqualTo(2));
		await().untilAsserted(() -> {
			assertThat(client.gauge("import.duration", "file", "a")).isGreaterThan(0.2);
			assertThat(client.gauge("import.max", "file", "a")).isBetween(0.1, 60.0);
		});
		first.stop();
		second.stop();
		await().untilAsserted(() -> assertThat(client.gauge("import.active", "file", "a")).isZero());
		await().untilAsserted(() -> assertThat(client.gauge("import.duration", "file", "a")).isZero());
		assertMetadata(client, "import.active", Metadata.MetricType.GAUGE, "count");
		assertMetadata(client, "import.duration", Metadata.MetricType.GAUGE, "seconds");
		assertMetadata(client, "import.max", Metadata.MetricType.GAUGE, "seconds");
	}

	@Test
	void functionTimerSendsCountAndTotal() {
		FunctionTimer.builder("cache.gets", this, (test) -> 8, (test) -> 250, TimeUnit.MILLISECONDS)
			.register(this.registry);
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> assertThat(client.counter("cache.gets.count")).isEqualTo(8));
		await().untilAsserted(() -> assertThat(client.gauge("cache.gets.total")).isEqualTo(0.25));
		assertMetadata(client, "cache.gets.count", Metadata.MetricType.COUNTER, "count");
		assertMetadata(client, "cache.gets.total", Metadata.MetricType.GAUGE, "seconds");
	}

	@Test
	void customMeterSendsEachMeasurement() {
		Meter.builder("custom", Meter.Type.OTHER,
				List.of(new Measurement(() -> 3.7, Statistic.COUNT), new Measurement(() -> 1.5, Statistic.VALUE),
						new Measurement(() -> 2.5, Statistic.TOTAL), new Measurement(() -> 9.5, Statistic.TOTAL_TIME),
						new Measurement(() -> 4.5, Statistic.MAX), new Measurement(() -> 5.5, Statistic.UNKNOWN),
						new Measurement(() -> 6.5, Statistic.ACTIVE_TASKS),
						new Measurement(() -> 7.5, Statistic.DURATION)))
			.baseUnit("bytes")
			.register(this.registry);
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> {
			assertThat(client.counter("custom.count")).isEqualTo(3);
			assertThat(client.gauge("custom")).isEqualTo(1.5);
			assertThat(client.gauge("custom.total")).isEqualTo(2.5);
			assertThat(client.gauge("custom.max")).isEqualTo(4.5);
			assertThat(client.gauge("custom.unknown")).isEqualTo(5.5);
			assertThat(client.gauge("custom.active")).isEqualTo(6.5);
			assertThat(client.gauge("custom.duration")).isEqualTo(7.5);
		});
		assertMetadata(client, "custom.count", Metadata.MetricType.COUNTER, "count");
		assertMetadata(client, "custom.max", Metadata.MetricType.GAUGE, "bytes");
	}

	@ParameterizedTest
	@CsvSource({ "ms, milliseconds", "us, microseconds", "ns, nanoseconds", "s, seconds", "rows, count", "tasks, count",
			"threads, count", "classes, count", "buffers, count", "events, count", "files, count", "sessions, count",
			"messages, count", "connections, count", "operations, count", "objects, count", "percent, percent",
			"bytes, bytes", "count, count", "seconds, seconds", "mebibytes, mebibytes",
			"gigabits_per_second, gigabits_per_second", "bananas, bananas" })
	void baseUnitIsSentByTheNameThatReceiversKnow(String baseUnit, String sent) {
		Counter.builder("unit").baseUnit(baseUnit).register(this.registry);
		StreamClient client = this.exporter.connect();
		await().until(() -> client.metadata("unit") != null);
		assertThat(client.metadata("unit").getUnitValue()).isEqualTo(sent);
	}

	@Test
	void firstDescriptionAndUnitOfANameWin() {
		Counter.builder("orders").tag("a", "1").description("First").baseUnit("rows").register(this.registry);
		Counter.builder("orders").tag("a", "2").description("Second").baseUnit("bytes").register(this.registry);
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> assertThat(client.counter("orders", "a", "2")).isZero());
		assertThat(client.events()).filteredOn((event) -> event.hasMetadata())
			.singleElement()
			.satisfies((event) -> assertThat(event.getMetadata().getDescriptionValue()).isEqualTo("First"));
	}

	@Test
	void amountsThatAreNoAmountsAreIgnored() {
		StreamClient client = this.exporter.connect();
		Counter counter = this.registry.counter("orders");
		DistributionSummary summary = this.registry.summary("payload");
		for (double amount : new double[] { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1 }) {
			counter.increment(amount);
			summary.record(amount);
		}
		Gauge.builder("nan", () -> Double.NaN).register(this.registry);
		Gauge.builder("infinite", () -> Double.POSITIVE_INFINITY).register(this.registry);
		Gauge.builder("fine", () -> 1).register(this.registry);
		counter.increment(2);
		summary.record(3);
		await().untilAsserted(() -> assertThat(client.gauge("fine")).isEqualTo(1));
		await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(2));
		await().untilAsserted(() -> assertThat(client.samples("payload")).containsExactly(3.0));
		assertThat(counter.count()).isEqualTo(2);
		assertThat(client.metrics("nan")).isEmpty();
		assertThat(client.metrics("infinite")).isEmpty();
	}

	@Test
	void counterSaturates() {
		StreamClient client = this.exporter.connect();
		Counter counter = this.registry.counter("huge");
		counter.increment(1e300);
		counter.increment(1e300);
		await().untilAsserted(() -> assertThat(client.counter("huge")).isEqualTo(Long.MAX_VALUE));
	}

	@Test
	void fractionsAreExactInTheEnd() throws InterruptedException {
		StreamClient client = this.exporter.connect();
		Counter quarters = this.registry.counter("quarters");
		Counter tenths = this.registry.counter("tenths");
		Thread[] threads = new Thread[8];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> {
				for (int j = 0; j < 10_001; j++) {
					quarters.increment(0.25);
					tenths.increment(0.1);
				}
			});
			threads[i].start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(quarters.count()).isEqualTo(20_002);
		await().untilAsserted(() -> assertThat(client.counter("quarters")).isEqualTo(20_002));
		await().untilAsserted(() -> assertThat(client.counter("tenths")).isNotNull()
			.satisfies((sum) -> assertThat(sum.doubleValue()).isCloseTo(tenths.count(), within(0.999))));
	}

	@Test
	void namesAndTagsAreSentAsTheyAreUnlessANamingConventionSaysOtherwise() {
		this.registry.counter("my.counter", "some.key", "v");
		this.registry.config().namingConvention(NamingConvention.snakeCase);
		this.registry.counter("my.other", "some.key", "v");
		LongTaskTimer.builder("my.task").register(this.registry);
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> {
			assertThat(client.counter("my.counter", "some.key", "v")).isZero();
			assertThat(client.counter("my_other", "some_key", "v")).isZero();
			assertThat(client.gauge("my_task_active")).isZero();
		});
	}

	@Test
	void ofTagsThatANamingConventionMakesEqualTheLastIsSent() {
		this.registry.config().namingConvention(NamingConvention.snakeCase);
		this.registry.counter("orders", List.of(Tag.of("a.b", "first"), Tag.of("a_b", "last")));
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> assertThat(client.counter("orders", "a_b", "last")).isZero());
	}

	@Test
	void weaklyHeldGaugeThatIsCollectedIsNotSent() {
		AtomicInteger[] value = { new AtomicInteger(5) };
		Gauge.builder("weak", value[0], AtomicInteger::get).register(this.registry);
		AtomicInteger other = this.registry.gauge("other", new AtomicInteger(1));
		StreamClient client = this.exporter.connect();
		await().untilAsserted(() -> assertThat(client.gauge("weak")).isEqualTo(5));
		value[0] = null;
		await().until(() -> {
			System.gc();
			return Double.isNaN(this.registry.get("weak").gauge().value());
		});
		other.set(2);
		await().untilAsserted(() -> assertThat(client.gauge("other")).isEqualTo(2));
		assertThat(client.metrics("weak")).hasSize(1);
	}

	private static void assertMetadata(StreamClient client, String name, Metadata.MetricType type, String unit) {
		assertThat(client.metadata(name)).satisfies((metadata) -> {
			assertThat(metadata.getMetricType()).isEqualTo(type);
			assertThat(metadata.getUnitValue()).isEqualTo(unit);
		});
	}

}
