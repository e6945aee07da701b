package io.github.metricstcp.otlp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.metricstcp.client.testing.FedTarget;
import io.github.metricstcp.otlp.CollectorServer.Received;
import io.github.metricstcp.otlp.CollectorServer.Reply;
import io.github.metricstcp.testing.Ports;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.TestAuthority;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * Tests of {@link OtlpExport} with collectors that are away, or take nothing for a while.
 */
class OutageTests {

	private final CollectorServer collector = CollectorServer.start();

	private final List<String> notices = new CopyOnWriteArrayList<>();

	private final List<AutoCloseable> closing = new ArrayList<>(List.of(this.collector));

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.closing) {
			each.close();
		}
	}

	@Test
	void sumsOfDeltasAreTheTruthHoweverOftenTheCollectorFails() {
		AtomicInteger requests = new AtomicInteger();
		List<Reply> replies = List.of(CollectorServer.OK, Reply.status(503), Reply.status(0), CollectorServer.OK,
				Reply.status(429).with("Retry-After", "0"), Reply.status(502), Reply.status(503),
				Reply.status(301).with("Location", "/"), CollectorServer.OK, Reply.status(504));
		this.collector.reply((received) -> replies.get(requests.getAndIncrement() % replies.size()));
		OtlpExport export = start(builder().temporality(Temporality.DELTA).maxPoints(3));
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		long truth = 0;
		for (int i = 0; i < 5; i++) {
			target.set("orders", 100, "number", "" + i);
		}
		int round = 0;
		while (requests.get() < 60) {
			for (int i = 0; i < 5; i++) {
				target.increment("orders", i, "number", "" + i);
				target.sample("requests", 1 + i, "number", "" + i);
				truth += i;
			}
			round++;
			Thread.onSpinWait();
		}
		this.collector.reply(CollectorServer.OK);
		export.close();
		assertThat(this.collector.received().size()).isGreaterThan(this.collector.taken().size());
		assertThat(this.collector.sums("orders").stream().mapToLong(NumberDataPoint::getAsInt).sum()).isEqualTo(truth);
		List<ExponentialHistogramDataPoint> points = this.collector.histograms("requests");
		assertThat(points.stream().mapToLong(ExponentialHistogramDataPoint::getCount).sum()).isEqualTo(5L * round);
		assertThat(points.stream().mapToDouble(ExponentialHistogramDataPoint::getSum).sum()).isEqualTo(15.0 * round);
		// Intervals of a series follow each other
		List<NumberDataPoint> series = this.collector.sums("orders")
			.stream()
			.filter((each) -> each.getAttributes(0).getValue().getStringValue().equals("3"))
			.toList();
		assertThat(series).hasSizeGreaterThan(2);
		for (int i = 1; i < series.size(); i++) {
			assertThat(series.get(i).getStartTimeUnixNano())
				.isGreaterThanOrEqualTo(series.get(i - 1).getTimeUnixNano());
		}
	}

	@Test
	void whatWasNotTakenIsSentAgainAsItIsAndWhatHappensMeanwhileIsOneInterval() {
		this.collector.reply(Reply.status(503));
		OtlpExport export = start(builder().temporality(Temporality.DELTA));
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.increment("orders", 1);
		RunningExporter.await().until(() -> this.collector.received().size() >= 2);
		for (int i = 0; i < 10; i++) {
			target.increment("orders", 10);
		}
		RunningExporter.await().until(() -> this.collector.received().size() >= 5);
		List<Received> failed = List.copyOf(this.collector.received());
		assertThat(failed).allMatch((each) -> each.hasBodyOf(failed.get(0)));
		this.collector.reply(CollectorServer.OK);
		RunningExporter.await().until(() -> this.collector.sums("orders").size() == 2);
		export.close();
		assertThat(this.collector.sums("orders")).extracting(NumberDataPoint::getAsInt).containsExactly(1L, 100L);
		assertThat(this.notices).containsExactly(
				"No metrics can be sent to %s/v1/metrics (--otlp): it answers 503 Service Unavailable. They are kept, and sent later."
					.formatted(this.collector.url()),
				"%s/v1/metrics takes metrics again.".formatted(this.collector.url()));
	}

	@Test
	void timeThatACollectorAsksForIsWaited() {
		AtomicInteger requests = new AtomicInteger();
		this.collector.reply((received) -> (requests.getAndIncrement() == 0)
				? Reply.status(429).with("Retry-After", "2") : CollectorServer.OK);
		OtlpExport export = start(builder());
		new FedTarget(export.addTarget(FedTarget.SHOP)).open().gauge("heap", 1);
		RunningExporter.await().until(() -> this.collector.received().size() >= 2);
		List<Received> received = this.collector.received();
		assertThat(received.get(1).nanos() - received.get(0).nanos()).isGreaterThan(Duration.ofMillis(1900).toNanos());
		export.close();
	}

	@Test
	void redirectIsNotFollowedWithTheHeaders() {
		try (CollectorServer other = CollectorServer.start()) {
			this.collector.reply(Reply.status(307).with("Location", other.url()));
			OtlpExport export = start(builder().header("Authorization", "s3cret"));
			new FedTarget(export.addTarget(FedTarget.SHOP)).open().gauge("heap", 1);
			RunningExporter.await().until(() -> !this.notices.isEmpty());
			export.close();
			assertThat(this.notices.get(0))
				.contains("it redirects to %s, which is not followed: give the address itself (--otlp)"
					.formatted(other.url()))
				.doesNotContain("s3cret");
			assertThat(other.received()).isEmpty();
		}
	}

	@Test
	void collectorThatIsStartedLaterHasEverything() throws IOException {
		int port = Ports.unused();
		OtlpExport export = start(builder("http://127.0.0.1:" + port).temporality(Temporality.DELTA));
		FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
		target.increment("orders", 1);
		RunningExporter.await().until(() -> !this.notices.isEmpty());
		target.increment("orders", 2);
		try (CollectorServer late = CollectorServer.start(port)) {
			RunningExporter.await()
				.until(() -> late.sums("orders").stream().mapToLong(NumberDataPoint::getAsInt).sum() == 3);
			export.close();
		}
		assertThat(this.notices).containsExactly(
				"No metrics can be sent to http://127.0.0.1:%d/v1/metrics (--otlp): nothing listens there (connection refused). They are kept, and sent later."
					.formatted(port),
				"http://127.0.0.1:%d/v1/metrics takes metrics again.".formatted(port));
	}

	@Test
	void collectorThatNeverAnswersHoldsNobodyUp() throws IOException {
		try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			OtlpExport export = start(
					builder("http://127.0.0.1:" + mute.getLocalPort()).timeout(Duration.ofMillis(100)));
			FedTarget target = new FedTarget(export.addTarget(FedTarget.SHOP)).open();
			target.gauge("heap", 1);
			RunningExporter.await().until(() -> !this.notices.isEmpty());
			assertThat(this.notices.get(0)).contains("it does not answer in time");
			assertTimeout(Duration.ofSeconds(8), export::close);
			RunningExporter.await()
				.until(() -> this.notices.get(this.notices.size() - 1)
					.equals("http://127.0.0.1:%d/v1/metrics (--otlp) has not taken the last metrics."
						.formatted(mute.getLocalPort())));
		}
	}

	@Test
	void certificateThatTheJvmDoesNotTrustIsSaid() throws Exception {
		TestAuthority authority = new TestAuthority("authority");
		try (CollectorServer secured = CollectorServer.start(server(authority.issue("collector")))) {
			String url = "https://localhost:" + secured.port();
			OtlpExport untrusting = start(builder(url));
			new FedTarget(untrusting.addTarget(FedTarget.SHOP)).open().gauge("heap", 1);
			RunningExporter.await().until(() -> !this.notices.isEmpty());
			untrusting.close();
			assertThat(this.notices.get(0)).contains(
					"its certificate is not signed by an authority that this JVM trusts (javax.net.ssl.trustStore)");
			assertThat(secured.received()).isEmpty();
			OtlpExport trusting = start(builder(url).sslContext(authority.context(null)));
			new FedTarget(trusting.addTarget(FedTarget.SHOP)).open().gauge("heap", 1);
			RunningExporter.await().until(() -> !secured.gauges("heap").isEmpty());
			trusting.close();
		}
	}

	@Test
	void certificateThatHasExpiredIsSaid() throws Exception {
		TestAuthority authority = new TestAuthority("authority");
		try (CollectorServer secured = CollectorServer.start(server(authority.issueExpired("collector")))) {
			OtlpExport export = start(
					builder("https://localhost:" + secured.port()).sslContext(authority.context(null)));
			new FedTarget(export.addTarget(FedTarget.SHOP)).open().gauge("heap", 1);
			RunningExporter.await().until(() -> !this.notices.isEmpty());
			export.close();
			assertThat(this.notices.get(0)).contains("its certificate has expired");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://127.0.0.1:%d", "https://localhost:%d" })
	void collectorThatDoesNotSpeakTlsIsSaid(String url) {
		OtlpExport export = start(builder(url.formatted(this.collector.port())));
		new FedTarget(export.addTarget(FedTarget.SHOP)).open().gauge("heap", 1);
		RunningExporter.await().until(() -> !this.notices.isEmpty());
		export.close();
		assertThat(this.notices.get(0)).contains("it does not speak TLS: is it http (--otlp)?");
	}

	private static SslContext server(X509Bundle bundle) throws Exception {
		return SslContextBuilder.forServer(bundle.toKeyManagerFactory()).build();
	}

	private OtlpExport.Builder builder() {
		return builder(this.collector.url());
	}

	private OtlpExport.Builder builder(String url) {
		return OtlpExport.builder(url)
			.names("--otlp", "--otlp-config")
			.interval(Duration.ofMillis(20))
			.longestRetryDelay(Duration.ofMillis(20))
			.notices(this.notices::add);
	}

	private OtlpExport start(OtlpExport.Builder builder) {
		OtlpExport export = builder.build();
		this.closing.add(0, export);
		export.start();
		return export;
	}

}
