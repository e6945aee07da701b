package io.github.metricstcp.internal.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;

import io.github.metricstcp.ConnectionCounts;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.github.metricstcp.testing.Subprocess;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how clients come and go.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClientConnectionTests {

	@Test
	void clientThatClosesIsNoticedWithoutTraffic() {
		try (RunningExporter running = RunningExporter.start()) {
			StreamClient client = running.connect();
			client.close();
			await().untilAsserted(() -> assertThat(running.exporter().clients()).isEmpty());
		}
	}

	@Test
	void clientThatResetsIsNoticedWithoutTraffic() {
		try (RunningExporter running = RunningExporter.start()) {
			StreamClient client = running.connect();
			client.reset();
			await().untilAsserted(() -> assertThat(running.exporter().clients()).isEmpty());
		}
	}

	@Test
	void clientThatClosesIsNoticedWithinASecondWithoutTraffic() throws IOException {
		try (RunningExporter running = RunningExporter.start()) {
			long closed;
			try (Socket client = new Socket(running.address().getAddress(), running.address().getPort())) {
				await().until(() -> running.exporter().clientCount() == 1);
				client.shutdownOutput();
				// It is half-closed for some time, so that the frames are far apart
				await().during(Duration.ofSeconds(2)).until(() -> running.exporter().clientCount() == 1);
				closed = System.nanoTime();
			}
			await().until(() -> running.exporter().clientCount() == 0);
			assertThat(Duration.ofNanos(System.nanoTime() - closed)).isLessThan(Duration.ofSeconds(1));
		}
	}

	@Test
	void clientThatClosesItsSendingSideIsServedOn() throws IOException {
		try (RunningExporter running = RunningExporter.start()) {
			Counter counter = running.registry().counter("orders");
			StreamClient client = running.connect();
			client.socket().shutdownOutput();
			await().during(Duration.ofSeconds(2)).until(() -> running.exporter().clientCount() == 1);
			counter.increment();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
			running.exporter().stop();
			await().until(client::hasEnded);
			assertThat(client.failure()).isNull();
		}
	}

	@Test
	void clientThatClosesItsSendingSideCostsNextToNothing() throws IOException {
		try (RunningExporter running = RunningExporter.start()) {
			StreamClient client = running.connect();
			client.socket().shutdownOutput();
			await().during(Duration.ofSeconds(1)).until(() -> running.exporter().clientCount() == 1);
			long before = eventLoopCpuNanos();
			await().during(Duration.ofSeconds(2)).until(() -> running.exporter().clientCount() == 1);
			assertThat(eventLoopCpuNanos() - before).isLessThan(Duration.ofMillis(500).toNanos());
			assertThat(client.hasEnded()).isFalse();
		}
	}

	@Test
	void clientThatClosesItsSendingSideIsServedOnWithoutTheNativeTransport() throws Exception {
		List<String> command = Subprocess.java("-Dreactor.netty.native=false", ServerProgram.class.getName(), "1", "60",
				"15", "3", "90000");
		try (Subprocess server = Subprocess.start(command)) {
			await().untilAsserted(() -> assertThat(server.lines()).anyMatch((line) -> line.startsWith("port ")));
			InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(),
					Integer.parseInt(server.last("port", "")));
			try (StreamClient client = StreamClient.connect(address)) {
				client.socket().shutdownOutput();
				await().untilAsserted(() -> assertThat(client.counter("ticks")).isGreaterThan(200));
			}
			await().untilAsserted(() -> assertThat(server.last("clients", "")).isEqualTo("0"));
		}
	}

	private static long eventLoopCpuNanos() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches("metrics-tcp-(epoll|nio|kqueue)-.*"))
			.mapToLong((thread) -> threads.getThreadCpuTime(thread.getId()))
			.sum();
	}

	@Test
	void whatAClientSendsIsIgnored() throws IOException {
		try (RunningExporter running = RunningExporter.start()) {
			Counter counter = running.registry().counter("orders");
			StreamClient client = running.connect();
			OutputStream out = client.socket().getOutputStream();
			out.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			counter.increment();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
		}
	}

	@Test
	void stalledClientDelaysNoOther() {
		try (RunningExporter running = RunningExporter.start()) {
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient stalled = running.connectStalled();
			StreamClient healthy = running.connect();
			int recorded = 0;
			while (running.deliveries(stalled).dropped() == 0) {
				for (int i = 0; i < 500; i++) {
					summary.record(recorded++);
				}
				int expected = recorded;
				await().untilAsserted(() -> assertThat(healthy.samples("payload")).hasSize(expected));
			}
			assertThat(running.deliveries(healthy)).satisfies((counts) -> {
				assertThat(counts.dropped()).isZero();
				assertThat(counts.coalesced()).isZero();
			});
		}
	}

	@Test
	void oneClientMoreThanAllowedIsRefused() {
		try (RunningExporter running = RunningExporter.start((builder) -> builder.maxClients(2));
				CapturedLog log = CapturedLog.start()) {
			running.registry().counter("orders").increment();
			StreamClient first = running.connect();
			running.connect();
			for (int i = 0; i < 3; i++) {
				try (StreamClient refused = StreamClient.connect(running.address())) {
					await().until(refused::hasEnded);
					assertThat(refused.events()).isEmpty();
				}
			}
			assertThat(log.warnings()).singleElement().asString().contains("the maximum of 2 clients is connected");
			first.close();
			await().untilAsserted(() -> assertThat(running.exporter().clients()).hasSize(1));
			StreamClient next = running.connect();
			await().untilAsserted(() -> assertThat(next.counter("orders")).isEqualTo(1));
		}
	}

	@Test
	void clientThatReadsNothingIsDisconnectedAfterTheStallTimeout() {
		try (RunningExporter running = RunningExporter.start((builder) -> builder.stallTimeout(Duration.ofSeconds(2)));
				CapturedLog log = CapturedLog.start()) {
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient quiet = running.connect();
			running.connectStalled();
			running.connectStalled();
			await().pollInterval(Duration.ofMillis(1)).until(() -> {
				DoubleStream.iterate(1, (value) -> value + 1).limit(1000).forEach(summary::record);
				return running.exporter().clients().size() == 1;
			});
			assertThat(log.warnings()).singleElement()
				.asString()
				.contains("read nothing for the stall timeout of PT2S");
			assertThat(running.exporter().connections().evicted()).isEqualTo(2);
			assertThat(quiet.hasEnded()).isFalse();
		}
	}

	@Test
	void quietStreamIsNoStall() {
		try (RunningExporter running = RunningExporter
			.start((builder) -> builder.stallTimeout(Duration.ofMillis(50)))) {
			Counter counter = running.registry().counter("orders");
			StreamClient client = running.connect();
			StreamClient other = running.connect();
			other.pause();
			await().pollDelay(Duration.ofMillis(500)).until(() -> true);
			counter.increment();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
			assertThat(running.exporter().clients()).hasSize(2);
		}
	}

	@Test
	void clientThatReadsLessThanThereIsButReadsIsNoStall() throws IOException {
		Duration stallTimeout = Duration.ofSeconds(2);
		try (RunningExporter running = RunningExporter.start((builder) -> builder.stallTimeout(stallTimeout),
				"bufferSize", "100000"); Socket slow = new Socket()) {
			DistributionSummary summary = running.registry().summary("payload");
			slow.setReceiveBufferSize(8192);
			slow.setSoTimeout(30_000);
			slow.connect(running.address());
			await().until(() -> running.exporter().clientCount() == 1);
			InputStream in = slow.getInputStream();
			// So that something always waits for it, it reads a fifth of what is recorded
			for (long end = System.nanoTime() + 3 * stallTimeout.toNanos(); System.nanoTime() < end;) {
				DoubleStream.iterate(1, (value) -> value + 1).limit(1000).forEach(summary::record);
				assertThat(in.readNBytes(6000)).hasSize(6000);
			}
			assertThat(running.exporter().connections()).isEqualTo(new ConnectionCounts(1, 0, 0, 0));
		}
	}

	@Test
	void clientCanBeDisconnected() {
		try (RunningExporter running = RunningExporter.start()) {
			StreamClient client = running.connect();
			StreamClient other = running.connect();
			String id = running.exporter().clients().get(0).id();
			assertThat(running.exporter().disconnect(id)).isTrue();
			await().until(client::hasEnded);
			await().untilAsserted(() -> assertThat(running.exporter().disconnect(id)).isFalse());
			assertThat(other.hasEnded()).isFalse();
		}
	}

}
