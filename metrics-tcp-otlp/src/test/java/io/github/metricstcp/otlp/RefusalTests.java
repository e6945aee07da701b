package io.github.metricstcp.otlp;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.testing.FedTarget;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.otlp.CollectorServer.Received;
import io.github.metricstcp.otlp.CollectorServer.Reply;
import io.github.metricstcp.testing.RunningExporter;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link OtlpExport} with collectors that refuse requests, or parts of them.
 */
class RefusalTests {

	private final CollectorServer collector = CollectorServer.start();

	private final List<String> notices = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.collector.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			401 | it answers 401 Unauthorized: check the headers (--otlp-config).
			403 | it answers 403 Forbidden: check the headers (--otlp-config).
			404 | it answers 404 Not Found: is this the address of a receiver of OTLP (--otlp)?
			431 | it answers 431 Request Header Fields Too Large.
			500 | it answers 500 Internal Server Error.
			501 | it answers 501 Not Implemented.
			505 | it answers 505 HTTP Version Not Supported.
			""")
	void refusalOfAllIsSaidOnceWithTheOptionThatMayMendItAndItsEndToo(int status, String clause) {
		this.collector.reply(Reply.status(status));
		OtlpExport export = start(Temporality.CUMULATIVE);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.increment("orders", 1);
		RunningExporter.await().until(() -> this.collector.received().size() >= 3);
		target.increment("orders", 4);
		// Nothing is sent again as it was
		RunningExporter.await()
			.until(() -> this.collector.received().stream().anyMatch((each) -> total(each, "orders") == 5));
		assertThat(this.collector.received()).noneMatch((each) -> this.collector.received()
			.stream()
			.anyMatch((other) -> other != each && other.hasBodyOf(each)));
		this.collector.reply(CollectorServer.OK);
		RunningExporter.await().until(() -> this.notices.size() == 2);
		export.close();
		assertThat(this.collector.sums("orders").get(0).getAsInt()).isEqualTo(5);
		assertThat(this.notices).containsExactly(
				"%s/v1/metrics (--otlp) refuses metrics: %s 1 data point was not taken. Totals come with the next export."
					.formatted(this.collector.url(), clause),
				"%s/v1/metrics takes metrics again.".formatted(this.collector.url()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 409, 431, 500, 501, 505 })
	void oneRequestThatIsAlwaysRefusedDoesNotHoldUpTheOthers(int status) {
		this.collector.reply((received) -> has(received, "poison") ? Reply.status(status) : CollectorServer.OK);
		OtlpExport export = start(Temporality.DELTA);
		FedTarget poisoned = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		FedTarget other = new FedTarget(export.addTarget(new TargetNames("other"))).open();
		// With each export
		poisoned.gauge("poison", 1);
		for (int i = 1; i <= 5; i++) {
			int sent = i;
			poisoned.increment("poison", 1);
			other.increment("orders", 2);
			RunningExporter.await()
				.until(() -> this.collector.sums("orders").stream().mapToLong(NumberDataPoint::getAsInt).sum() == 2L
						* sent);
		}
		export.close();
		assertThat(this.collector.sums("poison")).isEmpty();
		// It is no news that the others are taken
		assertThat(this.notices).noneMatch((each) -> each.contains("takes metrics again"));
		long refused = this.collector.received().stream().filter((each) -> has(each, "poison")).count();
		assertThat(this.notices.stream().mapToLong(RefusalTests::lost).sum()).isEqualTo(refused).isPositive();
	}

	@Test
	void whatIsRefusedAtTheEndIsSaid() {
		this.collector.reply(Reply.status(500));
		OtlpExport export = OtlpExport.builder(this.collector.url())
			.names("--otlp", "--otlp-config")
			.notices(this.notices::add)
			.build();
		export.start();
		new FedTarget(export.addTarget(FedTarget.SHOP)).open().increment("orders", 1);
		export.close();
		assertThat(this.notices).containsExactly(
				"%s/v1/metrics (--otlp) refuses metrics: it answers 500 Internal Server Error. 1 data point was not taken."
					.formatted(this.collector.url()),
				"%s/v1/metrics (--otlp) has not taken the last metrics.".formatted(this.collector.url()));
	}

	@Test
	void contentThatIsRefusedIsLostAndSaid() {
		AtomicInteger requests = new AtomicInteger();
		this.collector.reply((received) -> (requests.getAndIncrement() == 0)
				? Reply.status(400).with("bad \u001b[31mname.") : CollectorServer.OK);
		OtlpExport export = start(Temporality.DELTA);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.increment("orders", 1);
		RunningExporter.await().until(() -> !this.notices.isEmpty());
		target.increment("orders", 2);
		RunningExporter.await().until(() -> !this.collector.sums("orders").isEmpty());
		export.close();
		assertThat(this.collector.sums("orders")).extracting(NumberDataPoint::getAsInt).containsExactly(2L);
		assertThat(this.notices).containsExactly(
				"%s/v1/metrics (--otlp) refuses metrics: it answers 400 Bad Request (bad  [31mname). 1 data point is lost."
					.formatted(this.collector.url()),
				"%s/v1/metrics takes metrics again.".formatted(this.collector.url()));
	}

	@Test
	void partOfARequestThatIsNotTakenIsSaidAndNotSentAgain() {
		this.collector.reply(new Reply(200, Map.of(), ExportMetricsServiceResponse.newBuilder()
			.setPartialSuccess(
					ExportMetricsPartialSuccess.newBuilder().setRejectedDataPoints(3).setErrorMessage("too old"))
			.build()
			.toByteArray()));
		OtlpExport export = start(Temporality.DELTA);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.increment("orders", 1);
		RunningExporter.await().until(() -> !this.notices.isEmpty());
		target.increment("orders", 5);
		RunningExporter.await().until(() -> this.collector.sums("orders").size() == 2);
		export.close();
		assertThat(this.collector.sums("orders")).extracting(NumberDataPoint::getAsInt).containsExactly(1L, 5L);
		assertThat(this.notices).containsExactly(
				"%s/v1/metrics has taken a part of the metrics: too old. 3 data points are lost."
					.formatted(this.collector.url()),
				"%s/v1/metrics (--otlp) has not taken all metrics. 3 data points are lost."
					.formatted(this.collector.url()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 70_000, 1 << 20 })
	void statusSaysWhetherARequestIsTakenHoweverLongTheAnswerIs(int length) {
		AtomicInteger requests = new AtomicInteger();
		byte[] body = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
		this.collector.reply((received) -> new Reply((requests.getAndIncrement() % 2 == 0) ? 400 : 200,
				Map.of("Content-Type", "text/plain"), body));
		OtlpExport export = start(Temporality.DELTA);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		for (int i = 0; i < 4; i++) {
			int before = i;
			target.increment("orders", 1L << i);
			RunningExporter.await().until(() -> this.collector.received().size() > before);
		}
		export.close();
		assertThat(this.collector.received()).hasSize(4);
		assertThat(this.collector.sums("orders")).extracting(NumberDataPoint::getAsInt).containsExactly(2L, 8L);
		assertThat(this.notices.get(0))
			.isEqualTo("%s/v1/metrics (--otlp) refuses metrics: it answers 400 Bad Request (%s). 1 data point is lost."
				.formatted(this.collector.url(), "x".repeat(Math.min(length, 200))));
	}

	@Test
	void statusSaysWhetherARequestIsTakenAlthoughTheAnswerBreaksOff() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			server.setSoTimeout(30_000);
			OtlpExport export = start(Temporality.DELTA, "http://127.0.0.1:" + server.getLocalPort());
			new FedTarget(export.addTarget(FedTarget.SHOP)).open().increment("orders", 1);
			try (Socket socket = server.accept()) {
				int unused = socket.getInputStream().read(new byte[1 << 16]);
				socket.getOutputStream()
					.write("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nbad name"
						.getBytes(StandardCharsets.US_ASCII));
				socket.shutdownOutput();
				RunningExporter.await().until(() -> !this.notices.isEmpty());
			}
			export.close();
			assertThat(this.notices).containsExactly(
					"http://127.0.0.1:%d/v1/metrics (--otlp) refuses metrics: it answers 400 Bad Request (bad name). 1 data point is lost."
						.formatted(server.getLocalPort()));
		}
	}

	@Test
	void requestThatIsTooLargeIsSentInSmallerOnesAndNothingIsLost() {
		this.collector.reply((received) -> (received.points() > 3) ? Reply.status(413) : CollectorServer.OK);
		OtlpExport export = deltas();
		for (String name : List.of("a", "b")) {
			FedTarget target = new FedTarget(export.addTarget(new TargetNames(name))).open();
			for (int i = 1; i <= 10; i++) {
				target.increment("orders", i, "number", "" + i);
				target.gauge("heap", i, "number", "" + i);
				target.sample("requests", i, "number", "" + i);
			}
			target.metadata(Kind.COUNTER, "orders", "count", null);
			target.metadata(Kind.HISTOGRAM, "requests", "bytes", null);
		}
		export.start();
		RunningExporter.await().until(() -> sent().size() >= 60);
		export.close();
		Received whole = this.collector.received().get(0);
		assertThat(whole.points()).isEqualTo(60);
		// Then come the gauges of the next export
		assertThat(sent().subList(0, 60)).containsExactlyElementsOf(points(whole).toList());
		assertThat(this.notices).isEmpty();
	}

	@Test
	void valueAtAnUnknownStartIsSentUntilItIsTakenAndNotAgain() {
		AtomicInteger requests = new AtomicInteger();
		this.collector.reply((received) -> (requests.getAndIncrement() < 2) ? Reply.status(400) : CollectorServer.OK);
		OtlpExport export = start(Temporality.CUMULATIVE);
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.set("orders", 1250);
		RunningExporter.await().until(() -> this.collector.sums("orders").size() >= 4);
		export.close();
		List<NumberDataPoint> points = this.collector.sums("orders");
		assertThat(points).extracting(NumberDataPoint::getAsInt).containsOnly(1250L);
		assertThat(points.get(0).getTimeUnixNano()).isEqualTo(points.get(0).getStartTimeUnixNano());
		assertThat(points.subList(1, points.size()))
			.allMatch((each) -> each.getTimeUnixNano() > each.getStartTimeUnixNano());
	}

	@Test
	void valueAtAnUnknownStartIsSentUntilThePartOfTheRequestIsTakenThatHasIt() {
		AtomicInteger refusals = new AtomicInteger();
		this.collector.reply((received) -> (received.points() > 2) ? Reply.status(413)
				: (has(received, "b") && refusals.getAndIncrement() == 0) ? Reply.status(400) : CollectorServer.OK);
		OtlpExport export = OtlpExport.builder(this.collector.url())
			.interval(Duration.ofMillis(20))
			.maxPoints(100)
			.build();
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.set("a", 10);
		target.set("b", 20);
		export.start();
		RunningExporter.await().until(() -> this.collector.sums("b").size() >= 4);
		export.close();
		assertThat(refusals).hasValueGreaterThan(1);
		for (String counter : List.of("a", "b")) {
			assertThat(this.collector.sums(counter)
				.stream()
				.filter((each) -> each.getTimeUnixNano() == each.getStartTimeUnixNano())).hasSize(1);
		}
	}

	@Test
	void dataPointThatIsTooLargeAloneIsLostAndSaid() {
		this.collector.reply((received) -> has(received, "poison") ? Reply.status(413) : CollectorServer.OK);
		OtlpExport export = deltas();
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		for (int i = 0; i < 10; i++) {
			target.increment((i == 7) ? "poison" : "orders", 1, "number", "" + i);
		}
		export.start();
		RunningExporter.await().until(() -> this.collector.sums("orders").size() == 9 && !this.notices.isEmpty());
		export.close();
		assertThat(this.collector.sums("orders")).hasSize(9);
		assertThat(this.collector.sums("poison")).isEmpty();
		assertThat(this.notices.get(0)).isEqualTo(
				"%s/v1/metrics (--otlp) refuses metrics: it answers 413 Request Entity Too Large. 1 data point is lost."
					.formatted(this.collector.url()));
	}

	private List<String> sent() {
		return this.collector.taken().stream().flatMap(RefusalTests::points).toList();
	}

	/**
	 * Returns an export of deltas that does nothing yet, and exports all the time then.
	 */
	private OtlpExport deltas() {
		return OtlpExport.builder(this.collector.url())
			.names("--otlp", "--otlp-config")
			.interval(Duration.ofMillis(20))
			.temporality(Temporality.DELTA)
			.notices(this.notices::add)
			.build();
	}

	/**
	 * Returns an export that exports all the time, each data point in a request of its
	 * own.
	 */
	private OtlpExport start(Temporality temporality) {
		return start(temporality, this.collector.url());
	}

	private OtlpExport start(Temporality temporality, String url) {
		OtlpExport export = OtlpExport.builder(url)
			.names("--otlp", "--otlp-config")
			.interval(Duration.ofMillis(20))
			.longestRetryDelay(Duration.ofMillis(20))
			.temporality(temporality)
			.maxPoints(1)
			.notices(this.notices::add)
			.build();
		export.start();
		return export;
	}

	private static boolean has(Received request, String metric) {
		return request.message()
			.getResourceMetricsList()
			.stream()
			.flatMap(CollectorServer::metrics)
			.anyMatch((each) -> each.getName().equals(metric));
	}

	private static long total(Received request, String counter) {
		return request.message()
			.getResourceMetricsList()
			.stream()
			.flatMap(CollectorServer::metrics)
			.filter((each) -> each.getName().equals(counter))
			.mapToLong((each) -> each.getSum().getDataPoints(0).getAsInt())
			.sum();
	}

	/**
	 * Returns each data point, with its resource, scope and metric.
	 */
	private static Stream<String> points(Received request) {
		return request.message()
			.getResourceMetricsList()
			.stream()
			.flatMap((resource) -> resource.getScopeMetricsList()
				.stream()
				.flatMap((scope) -> scope.getMetricsList()
					.stream()
					.flatMap((metric) -> Stream
						.of(metric.getSum().getDataPointsList(), metric.getGauge().getDataPointsList(),
								metric.getExponentialHistogram().getDataPointsList())
						.flatMap(List::stream)
						.map((point) -> "%s %s %s %s %s %s".formatted(resource.getResource(), scope.getScope(),
								metric.getName(), metric.getUnit(), temporality(metric), point)))));
	}

	private static AggregationTemporality temporality(Metric metric) {
		return metric.hasSum() ? metric.getSum().getAggregationTemporality()
				: metric.getExponentialHistogram().getAggregationTemporality();
	}

	/**
	 * Returns the number of data points that a sentence says are lost.
	 */
	private static long lost(String sentence) {
		Matcher lost = Pattern.compile("(\\d+) data points? (is|are) lost").matcher(sentence);
		return lost.find() ? Long.parseLong(lost.group(1)) : 0;
	}

}
