package io.github.metricstcp.internal.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.github.metricstcp.ConnectionCounts;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.ExporterThreads;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.github.metricstcp.testing.TestAuthority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for encrypted connections, with Java's own TLS on the other side.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsTests {

	private static final TestAuthority authority = new TestAuthority("authority");

	private static final TestAuthority foreign = new TestAuthority("foreign");

	private static final X509Bundle server = authority.issue("server");

	@Test
	void streamIsTheSame() {
		try (RunningExporter running = start(ClientAuth.NONE)) {
			assertThat(running.exporter().isSslEnabled()).isTrue();
			Counter counter = running.registry().counter("orders");
			counter.increment(3);
			StreamClient client = running.connect(authority.context(null));
			counter.increment();
			running.registry().summary("payload").record(7);
			await().untilAsserted(() -> {
				assertThat(client.counter("orders")).isEqualTo(4);
				assertThat(client.samples("payload")).containsExactly(7.0);
			});
			assertThat(running.exporter().connections()).isEqualTo(new ConnectionCounts(1, 0, 0, 0));
		}
	}

	@Test
	void stoppingSendsWhatIsBufferedAndSaysThatThisIsTheEnd() {
		try (RunningExporter running = start(ClientAuth.NONE, "bufferSize", "100000")) {
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient client = running.connect(authority.context(null));
			for (int i = 0; i < 50_000; i++) {
				summary.record(i);
			}
			running.exporter().stop();
			await().until(client::hasEnded);
			// A stream that is cut off fails
			assertThat(client.failure()).isNull();
			assertThat(client.samples("payload")).hasSize(50_000);
			assertNoThreads();
		}
	}

	@Test
	void plainClientGetsNothing() throws IOException {
		try (RunningExporter running = start(ClientAuth.NONE); Socket plain = socket(running)) {
			running.registry().counter("orders").increment();
			plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			// An alert, no frame
			assertThat(plain.getInputStream().readAllBytes()).hasSizeLessThan(10);
			await().untilAsserted(() -> assertThat(running.exporter().connections().failed()).isEqualTo(1));
			assertThat(running.exporter().connections().accepted()).isZero();
		}
	}

	@Test
	void clientNeedsACertificateIfItIsAskedForOne() {
		try (RunningExporter running = start(ClientAuth.REQUIRE)) {
			Counter counter = running.registry().counter("orders");
			counter.increment();
			for (StreamClient refused : List.of(StreamClient.connect(running.address(), authority.context(null)),
					StreamClient.connect(running.address(), clientOf(foreign)))) {
				await().until(refused::hasEnded);
				assertThat(refused.events()).isEmpty();
				assertThat(refused.failure()).isInstanceOf(IOException.class);
			}
			StreamClient trusted = running.connect(clientOf(authority));
			await().untilAsserted(() -> assertThat(trusted.counter("orders")).isEqualTo(1));
			await().untilAsserted(
					() -> assertThat(running.exporter().connections()).isEqualTo(new ConnectionCounts(1, 0, 2, 0)));
		}
	}

	@Test
	void clientMayHaveACertificateIfItIsWanted() {
		try (RunningExporter running = start(ClientAuth.OPTIONAL)) {
			running.registry().counter("orders").increment();
			StreamClient anonymous = running.connect(authority.context(null));
			StreamClient trusted = running.connect(clientOf(authority));
			await().untilAsserted(() -> {
				assertThat(anonymous.counter("orders")).isEqualTo(1);
				assertThat(trusted.counter("orders")).isEqualTo(1);
			});
		}
	}

	private static SSLContext clientOf(TestAuthority issuer) {
		return authority.context(issuer.issue("client"));
	}

	@Test
	void failedHandshakesAreLoggedOnce() {
		try (RunningExporter running = start(ClientAuth.NONE); CapturedLog log = CapturedLog.start()) {
			for (int i = 1; i <= 3; i++) {
				assertThatExceptionOfType(UncheckedIOException.class)
					.isThrownBy(() -> StreamClient.connect(running.address(), foreign.context(null)));
				int expected = i;
				await().untilAsserted(() -> assertThat(running.exporter().connections().failed()).isEqualTo(expected));
			}
			assertThat(log.warnings()).singleElement()
				.asString()
				.contains("TLS handshake with /127.0.0.1:")
				.contains("certificate_unknown");
		}
	}

	@Test
	void unfinishedHandshakesTakeNoClientsPlace() throws IOException {
		try (RunningExporter running = start(ClientAuth.NONE, (builder) -> builder.maxClients(1))) {
			List<Socket> quiet = new ArrayList<>();
			for (int i = 0; i < 2 * Handshakes.LIMIT; i++) {
				quiet.add(socket(running));
			}
			StreamClient client = running.connect(authority.context(null));
			running.registry().counter("orders").increment();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
			assertThat(running.exporter().clients()).hasSize(1);
			for (Socket each : quiet) {
				each.close();
			}
		}
	}

	@Test
	void oneClientMoreThanAllowedIsRefusedWithoutAHandshake() throws IOException {
		try (RunningExporter running = start(ClientAuth.NONE, (builder) -> builder.maxClients(1))) {
			running.connect(authority.context(null));
			try (Socket refused = socket(running); InputStream in = refused.getInputStream()) {
				assertThat(in.read()).isEqualTo(-1);
			}
			assertThat(running.exporter().connections()).isEqualTo(new ConnectionCounts(1, 1, 0, 0));
		}
	}

	@Test
	void renewedCertificateIsForNewConnections() throws Exception {
		AtomicReference<SslContext> current = new AtomicReference<>(context(server));
		try (RunningExporter running = RunningExporter.start((builder) -> builder.ssl(current::get))) {
			Counter counter = running.registry().counter("orders");
			StreamClient before = running.connect(authority.context(null));
			X509Bundle renewed = authority.issue("renewed");
			current.set(context(renewed));
			StreamClient after = running.connect(authority.context(null));
			counter.increment();
			await().untilAsserted(() -> {
				assertThat(before.counter("orders")).isEqualTo(1);
				assertThat(after.counter("orders")).isEqualTo(1);
			});
			assertThat(certificate(before)).isEqualTo(server.getCertificate());
			assertThat(certificate(after)).isEqualTo(renewed.getCertificate());
		}
	}

	private static SslContext context(X509Bundle own) throws Exception {
		return SslContextBuilder.forServer(own.toKeyManagerFactory()).build();
	}

	private static X509Certificate certificate(StreamClient client) throws IOException {
		return (X509Certificate) ((SSLSocket) client.socket()).getSession().getPeerCertificates()[0];
	}

	@Test
	void handshakesAreTheWorkOfAThreadOfTheirOwn() throws Exception {
		RecordingTrustManager trust = new RecordingTrustManager();
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(server.toKeyManagerFactory().getKeyManagers(), new TrustManager[] { trust }, null);
		try (RunningExporter running = RunningExporter.start((builder) -> builder.ssl(context, ClientAuth.REQUIRE))) {
			running.connect(clientOf(authority));
			assertThat(trust.threads).containsExactly("metrics-tcp-handshakes");
		}
	}

	@Test
	void contextForClientsIsNamedAtStart() throws Exception {
		SslContext client = SslContextBuilder.forClient().build();
		MetricsTcpExporter exporter = MetricsTcpExporter.builder().port(0).ssl(() -> client).build();
		assertThatIllegalArgumentException().isThrownBy(exporter::start)
			.withMessageContaining("SslContextBuilder.forServer");
		assertThat(exporter.isListening()).isFalse();
		exporter.close();
	}

	@Test
	void clientThatLagsIsHealed() {
		try (RunningExporter running = start(ClientAuth.NONE)) {
			Counter counter = running.registry().counter("orders");
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient lagging = running.connectStalled(authority.context(null));
			StreamClient healthy = running.connect(authority.context(null));
			await().pollInterval(Duration.ofMillis(1)).until(() -> {
				flood(counter, summary);
				return running.deliveries(lagging).dropped() > 0 && running.deliveries(lagging).coalesced() > 0;
			});
			lagging.resume();
			await().untilAsserted(() -> {
				assertThat(lagging.counter("orders")).isEqualTo((long) counter.count());
				assertThat(healthy.counter("orders")).isEqualTo((long) counter.count());
			});
			assertThat(lagging.failure()).isNull();
		}
	}

	private static void flood(Counter counter, DistributionSummary summary) {
		DoubleStream.iterate(1, (value) -> value + 1).limit(1000).forEach((value) -> {
			counter.increment();
			summary.record(value);
		});
	}

	@Test
	void clientThatReadsNothingIsDisconnectedAfterTheStallTimeout() {
		// Long enough for one that reads to get a processor
		try (RunningExporter running = start(ClientAuth.NONE,
				(builder) -> builder.stallTimeout(Duration.ofSeconds(3)))) {
			Counter counter = running.registry().counter("orders");
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient healthy = running.connect(authority.context(null));
			running.connectStalled(authority.context(null));
			await().pollInterval(Duration.ofMillis(1)).until(() -> {
				flood(counter, summary);
				return running.exporter().clients().size() == 1;
			});
			assertThat(healthy.hasEnded()).isFalse();
			assertThat(running.exporter().connections().evicted()).isEqualTo(1);
		}
	}

	@Test
	void stoppingWaitsForNobodyWhoStalls() {
		try (RunningExporter running = start(ClientAuth.NONE,
				(builder) -> builder.shutdownTimeout(Duration.ofMillis(200)), "bufferSize", "100000");
				CapturedLog log = CapturedLog.start()) {
			Counter counter = running.registry().counter("orders");
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient stalled = running.connectStalled(authority.context(null));
			await().pollInterval(Duration.ofMillis(1)).until(() -> {
				flood(counter, summary);
				return running.deliveries(stalled).waiting() > 50_000;
			});
			running.exporter().stop();
			assertThat(log.warnings()).anyMatch((line) -> line.contains("within the shutdown timeout of"));
			assertNoThreads();
			stalled.resume();
			await().until(stalled::hasEnded);
		}
	}

	@Test
	void stoppingLeavesNobodyConnected() {
		List<StreamClient> stalled = new ArrayList<>();
		try (RunningExporter running = start(ClientAuth.NONE, (builder) -> builder.shutdownTimeout(Duration.ZERO),
				"bufferSize", "4000")) {
			Counter counter = running.registry().counter("orders");
			DistributionSummary summary = running.registry().summary("payload");
			// Often, because now and then an event loop ends without closing what is left
			for (int i = 0; i < 6; i++) {
				StreamClient client = running.connectStalled(authority.context(null));
				await().pollInterval(Duration.ofMillis(1)).until(() -> {
					flood(counter, summary);
					return running.deliveries(client).waiting() > 2_000;
				});
				stalled.add(client);
				running.exporter().stop();
				running.exporter().start();
			}
			stalled.forEach(StreamClient::resume);
			await().until(() -> stalled.stream().allMatch(StreamClient::hasEnded));
		}
	}

	private static Socket socket(RunningExporter running) throws IOException {
		Socket socket = new Socket(running.address().getAddress(), running.address().getPort());
		socket.setSoTimeout(30_000);
		return socket;
	}

	private static void assertNoThreads() {
		await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
	}

	private static RunningExporter start(ClientAuth clientAuth, String... settings) {
		return start(clientAuth, (builder) -> {
		}, settings);
	}

	private static RunningExporter start(ClientAuth clientAuth, Consumer<MetricsTcpExporter.Builder> customizer,
			String... settings) {
		return RunningExporter.start((builder) -> {
			builder.ssl(authority.context(server), clientAuth);
			customizer.accept(builder);
		}, settings);
	}

	/**
	 * Trusts everybody, and remembers which threads asked.
	 */
	private static final class RecordingTrustManager implements X509TrustManager {

		private final Set<String> threads = ConcurrentHashMap.newKeySet();

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type) {
			this.threads.add(Thread.currentThread().getName());
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
			throw new CertificateException("Not a client");
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
