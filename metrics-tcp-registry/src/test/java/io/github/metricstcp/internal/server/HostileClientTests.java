package io.github.metricstcp.internal.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.github.metricstcp.testing.TestAuthority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.netty.handler.ssl.ClientAuth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for clients that do what no client should.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileClientTests {

	private static final String HTTP_REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	@Test
	void clientMaySendALittle() throws IOException {
		try (RunningExporter running = RunningExporter.start()) {
			Counter counter = running.registry().counter("orders");
			StreamClient client = running.connect();
			OutputStream out = client.socket().getOutputStream();
			out.write(new byte[InboundLimit.MAX_BYTES]);
			counter.increment();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
			out.write(HTTP_REQUEST.getBytes(StandardCharsets.US_ASCII));
			await().until(client::hasEnded);
		}
	}

	@Test
	void clientsThatDoNotStopSendingAreDisconnectedAndMentionedOnce() {
		try (RunningExporter running = RunningExporter.start(); CapturedLog log = CapturedLog.start()) {
			Counter counter = running.registry().counter("orders");
			StreamClient healthy = running.connect();
			for (int i = 1; i <= 5; i++) {
				StreamClient client = running.connect();
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> sendWithoutEnd(client.socket()));
				await().untilAsserted(() -> assertThat(running.exporter().clients()).hasSize(1));
				counter.increment();
				long expected = i;
				await().untilAsserted(() -> assertThat(healthy.counter("orders")).isEqualTo(expected));
			}
			assertThat(log.warnings()).singleElement()
				.asString()
				.contains("sent more than 65536 bytes")
				.contains("(1 so far");
			assertThat(running.exporter().connections().evicted()).isEqualTo(5);
		}
	}

	private static void sendWithoutEnd(Socket socket) throws IOException {
		byte[] bytes = HTTP_REQUEST.repeat(100).getBytes(StandardCharsets.US_ASCII);
		for (int i = 0; i < 10_000; i++) {
			socket.getOutputStream().write(bytes);
		}
		throw new IllegalStateException("Sent without an end");
	}

	@Test
	void tlsHelloDoesNoHarm() throws IOException {
		try (RunningExporter running = RunningExporter.start()) {
			Counter counter = running.registry().counter("orders");
			counter.increment();
			StreamClient healthy = running.connect();
			InetSocketAddress address = running.address();
			try (SSLSocket tls = (SSLSocket) SSLSocketFactory.getDefault()
				.createSocket(address.getAddress(), address.getPort())) {
				assertThatExceptionOfType(SSLException.class).isThrownBy(tls::startHandshake);
			}
			await().untilAsserted(() -> assertThat(running.exporter().clients()).hasSize(1));
			counter.increment();
			await().untilAsserted(() -> assertThat(healthy.counter("orders")).isEqualTo(2));
		}
	}

	@Test
	void garbageInPlaceOfATlsHelloIsNotQuotedAtLength() throws IOException {
		TestAuthority authority = new TestAuthority("authority");
		SSLContext ssl = authority.context(authority.issue("server"));
		try (RunningExporter running = RunningExporter.start((builder) -> builder.ssl(ssl, ClientAuth.NONE));
				CapturedLog log = CapturedLog.start();
				Socket socket = new Socket(running.address().getAddress(), running.address().getPort())) {
			socket.getOutputStream().write(HTTP_REQUEST.repeat(100).getBytes(StandardCharsets.US_ASCII));
			await().untilAsserted(() -> assertThat(log.warnings()).singleElement()
				.asString()
				.contains("TLS handshake")
				.hasSizeLessThan(500));
		}
	}

	@Test
	void tenThousandConnectsAndResetsLeaveNothingBehind() throws IOException {
		try (RunningExporter running = RunningExporter.start((builder) -> builder.maxClients(20_000));
				CapturedLog log = CapturedLog.start()) {
			Counter counter = running.registry().counter("orders");
			StreamClient healthy = running.connect();
			for (int i = 0; i < 10_000; i++) {
				counter.increment();
				try (SocketChannel channel = SocketChannel.open(running.address())) {
					channel.setOption(StandardSocketOptions.SO_LINGER, 0);
				}
			}
			await().untilAsserted(() -> assertThat(running.exporter().clients()).hasSize(1));
			await().untilAsserted(() -> assertThat(healthy.counter("orders")).isEqualTo(10_000));
			assertThat(log.warnings()).isEmpty();
		}
	}

	@Test
	void thousandIdleConnectionsAreServed() throws IOException {
		List<SocketChannel> idle = new ArrayList<>();
		try (RunningExporter running = RunningExporter.start((builder) -> builder.maxClients(1001))) {
			Counter counter = running.registry().counter("orders");
			for (int i = 0; i < 1000; i++) {
				idle.add(SocketChannel.open(running.address()));
			}
			await().untilAsserted(() -> assertThat(running.exporter().clientCount()).isEqualTo(1000));
			StreamClient client = running.connect();
			for (int i = 0; i < 100; i++) {
				counter.increment();
			}
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(100));
			await().untilAsserted(() -> assertThat(running.exporter().clients()).hasSize(1001)
				.allSatisfy((each) -> assertThat(each.deliveries().sent()).isEqualTo(each.deliveries().offered())));
			for (SocketChannel channel : idle) {
				channel.close();
			}
			await().untilAsserted(() -> assertThat(running.exporter().clients()).hasSize(1));
		}
		finally {
			for (SocketChannel channel : idle) {
				channel.close();
			}
		}
	}

	@Test
	void clientThatReadsAgainBeforeTheStallTimeoutIsSentTheTrueValues() {
		try (RunningExporter running = RunningExporter
			.start((builder) -> builder.stallTimeout(Duration.ofMinutes(1)))) {
			Counter counter = running.registry().counter("orders");
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient stalled = running.connectStalled();
			// More than once, so that it is not the first time that counts
			for (int round = 0; round < 2; round++) {
				await().pollInterval(Duration.ofMillis(1)).until(() -> {
					DoubleStream.iterate(1, (value) -> value + 1).limit(1000).forEach((value) -> {
						summary.record(value);
						counter.increment();
					});
					return running.deliveries(stalled).coalesced() > 0 && running.deliveries(stalled).waiting() > 0;
				});
				stalled.resume();
				await().untilAsserted(() -> assertThat(stalled.counter("orders")).isEqualTo((long) counter.count()));
				stalled.pause();
			}
			assertThat(running.exporter().clients()).hasSize(1);
			assertThat(running.deliveries(stalled)).satisfies((counts) -> assertThat(counts.offered())
				.isEqualTo(counts.sent() + counts.coalesced() + counts.dropped() + counts.waiting()));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 8 })
	void clientsThatConnectAndSendWithoutEndDoNotStarveTheOthers(int hostile) throws InterruptedException {
		try (RunningExporter running = RunningExporter.start("bufferSize", "100000")) {
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient healthy = running.connect();
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < hostile; i++) {
				Thread thread = new Thread(() -> attack(running.address()));
				threads.add(thread);
				thread.start();
			}
			for (int i = 0; i < 50_000; i++) {
				summary.record(i);
			}
			await().untilAsserted(() -> assertThat(healthy.samples("payload")).hasSize(50_000));
			threads.forEach(Thread::interrupt);
			for (Thread thread : threads) {
				thread.join();
			}
			await().untilAsserted(() -> assertThat(running.exporter().clients()).hasSize(1));
		}
	}

	private static void attack(InetSocketAddress address) {
		while (!Thread.currentThread().isInterrupted()) {
			try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
				sendWithoutEnd(socket);
			}
			catch (IOException ex) {
				// Thrown out; try again
			}
		}
	}

}
