package io.github.metricstcp.observer.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import io.github.metricstcp.observer.model.ObserverModel;
import io.github.metricstcp.observer.model.Series;
import io.github.metricstcp.observer.model.SeriesSnapshot;
import io.github.metricstcp.observer.model.TargetModel;
import io.github.metricstcp.observer.model.TargetSnapshot;
import io.github.metricstcp.observer.model.TargetState;
import io.github.metricstcp.observer.model.TimeSource;
import io.github.metricstcp.observer.model.Window;
import io.github.metricstcp.observer.wire.FrameEncoder;
import io.github.metricstcp.observer.wire.Kind;
import io.github.metricstcp.observer.wire.Operation;
import io.github.metricstcp.observer.wire.SeriesKey;
import io.github.metricstcp.testing.RunningExporter;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of {@link StreamClient} over real sockets: with our exporter, and with servers
 * that do what no exporter should.
 */
class StreamClientTests {

	private static final SeriesKey ORDERS = new SeriesKey(Kind.COUNTER, "orders", Map.of("channel", "web"));

	private final ObserverModel model = new ObserverModel(TimeSource.system(), 100);

	private final TargetModel target = this.model.addTarget("target");

	private final List<AutoCloseable> closing = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.closing) {
			each.close();
		}
	}

	@Test
	void whatTheExporterRecordsIsWhatTheModelHas() {
		try (RunningExporter exporter = RunningExporter.start("pollingFrequency", "1s")) {
			exporter.registry().counter("orders", "channel", "web").increment(1000);
			exporter.registry().gauge("stock", 42);
			Timer timer = Timer.builder("requests").description("How long").register(exporter.registry());
			observe(exporter.address());
			RunningExporter.await().until(() -> total("orders") == 1000);
			for (int i = 1; i <= 100; i++) {
				timer.record(Duration.ofMillis(i));
				exporter.registry().counter("orders", "channel", "web").increment();
			}
			RunningExporter.await().until(() -> total("orders") == 1100 && snapshot("requests").count() == 100);
			assertThat(series("orders").labels()).containsExactly(Map.entry("channel", "web"));
			assertThat(series("requests").unit()).isEqualTo("seconds");
			assertThat(series("requests").description()).isEqualTo("How long");
			assertThat(snapshot("requests").p50()).isBetween(0.0495, 0.0515);
			assertThat(snapshot("requests").max()).isEqualTo(0.1);
			assertThat(snapshot("stock").value()).isEqualTo(42);
			assertThat(snapshot("orders").totalTold()).isTrue();
		}
	}

	@Test
	void anExporterThatWasRestartedIsConnectedToAgainAndNoticed() {
		int port;
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(1000);
			port = exporter.address().getPort();
			observe(exporter.address());
			RunningExporter.await().until(() -> total("orders") == 1000);
		}
		RunningExporter.await().until(() -> this.target.snapshot().state() == TargetState.WAITING);
		assertThat(snapshot("orders").live()).isFalse();
		try (RunningExporter exporter = RunningExporter.start((builder) -> builder.port(port))) {
			exporter.registry().counter("orders").increment(3);
			RunningExporter.await().until(() -> total("orders") == 3);
			assertThat(snapshot("orders").live()).isTrue();
			assertThat(snapshot("orders").sum()).isEqualTo(3);
			assertThat(this.target.snapshot().restarts()).isEqualTo(1);
			assertThat(this.target.snapshot().connections()).isEqualTo(2);
		}
	}

	@Test
	void aPeerThatTearsAFrameIsConnectedToAgain() throws IOException {
		byte[] frame = FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 1, 1, 0);
		serve((socket, number) -> {
			OutputStream out = socket.getOutputStream();
			out.write(frame);
			out.write(frame, 0, frame.length / 2);
		});
		RunningExporter.await().until(() -> this.target.snapshot().connections() >= 3);
		RunningExporter.await().until(() -> snapshot("orders").sum() >= 3);
		assertThat(total("orders")).isEqualTo(1);
		RunningExporter.await()
			.until(() -> String.valueOf(this.target.snapshot().reason()).endsWith("in the middle of a frame"));
	}

	@Test
	void garbageIsSaidAndConnectedToAgain() throws IOException {
		serve((socket, number) -> socket.getOutputStream()
			.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".repeat(10)
				.getBytes(StandardCharsets.US_ASCII)));
		RunningExporter.await().until(() -> this.target.snapshot().connections() >= 2);
		RunningExporter.await()
			.until(() -> String.valueOf(this.target.snapshot().reason()).contains("does not send a stream of metrics"));
	}

	@Test
	void aFrameWithoutEndIsGivenUp() throws IOException {
		serve((socket, number) -> {
			socket.getOutputStream().write(new byte[] { (byte) 0xff, (byte) 0xff, 3, 0x12 });
			socket.getInputStream().read();
		});
		RunningExporter.await().until(() -> this.target.snapshot().connections() >= 2);
		RunningExporter.await().until(() -> String.valueOf(this.target.snapshot().reason()).contains("does not end"));
	}

	@Test
	void aPeerThatIsSilentBetweenFramesIsLeftAlone() throws IOException {
		byte[] frame = FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 1, 1, 0);
		serve((socket, number) -> {
			OutputStream out = socket.getOutputStream();
			// Longer than a frame may take: the client's patience with an unfinished
			// frame
			// is 200 ms here
			for (int i = 0; i < 6; i++) {
				out.write(frame);
				out.write(0);
				out.flush();
				LockSupport.parkNanos(100_000_000);
			}
			socket.getInputStream().read();
		});
		RunningExporter.await().until(() -> total("orders") == 6);
		assertThat(this.target.snapshot().connections()).isEqualTo(1);
		assertThat(this.target.snapshot().state()).isEqualTo(TargetState.CONNECTED);
	}

	@Test
	void emptyFramesWithoutEndDoNoHarm() throws IOException {
		byte[] heartbeats = new byte[1 << 20];
		byte[] frame = FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 1, 1, 0);
		serve((socket, number) -> {
			OutputStream out = socket.getOutputStream();
			for (int i = 0; i < 20; i++) {
				out.write(heartbeats);
			}
			out.write(frame);
			socket.getInputStream().read();
		});
		RunningExporter.await().until(() -> total("orders") == 1);
		assertThat(this.target.snapshot().bytes()).isEqualTo(20L * heartbeats.length + frame.length);
	}

	@Test
	void whereNothingListensIsSaid() throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		observe(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		TargetSnapshot snapshot = RunningExporter.await()
			.until(this.target::snapshot, (each) -> each.state() == TargetState.WAITING);
		assertThat(snapshot.reason()).isEqualTo("Nothing listens on 127.0.0.1:%d (connection refused)".formatted(port));
		assertThat(snapshot.nextAttempt()).isGreaterThan(snapshot.since());
	}

	@Test
	void anIpv6AddressIsConnectedTo() throws IOException {
		byte[] frame = FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 1, 1, 0);
		ServerSocket server;
		try {
			server = server(InetAddress.getAllByName("::1")[0]);
		}
		catch (IOException ex) {
			assumeThat(false).as("this machine has IPv6").isTrue();
			return;
		}
		answer(server, (socket, number) -> {
			socket.getOutputStream().write(frame);
			socket.getInputStream().read();
		});
		observe(TargetAddress.parse("[::1]:" + server.getLocalPort()));
		RunningExporter.await().until(() -> total("orders") == 1);
		assertThat(this.target.snapshot().peer()).isEqualTo("[0:0:0:0:0:0:0:1]:" + server.getLocalPort());
	}

	@Test
	void closingEndsTheThreadEvenUnderAFlood() throws IOException {
		serve((socket, number) -> {
			while (true) {
				socket.getOutputStream().write(new byte[1 << 16]);
			}
		});
		RunningExporter.await().until(() -> this.target.snapshot().bytes() > 0);
		for (AutoCloseable each : this.closing) {
			if (each instanceof StreamClient client) {
				client.close();
			}
		}
		RunningExporter.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("metrics-tcp-observer")));
	}

	private void observe(InetSocketAddress address) {
		observe(new TargetAddress(address.getAddress().getHostAddress(), address.getPort()));
	}

	private void observe(TargetAddress address) {
		StreamClient client = StreamClient.builder(address)
			.retryDelay(Duration.ofMillis(10), Duration.ofMillis(50))
			.frameTimeout(Duration.ofMillis(200))
			.build(this.target);
		this.closing.add(0, client);
		client.start();
	}

	private void serve(Answer answer) throws IOException {
		ServerSocket server = server(InetAddress.getLoopbackAddress());
		answer(server, answer);
		observe((InetSocketAddress) server.getLocalSocketAddress());
	}

	private ServerSocket server(InetAddress address) throws IOException {
		ServerSocket server = new ServerSocket(0, 50, address);
		this.closing.add(server);
		return server;
	}

	private void answer(ServerSocket server, Answer answer) {
		ExecutorService threads = Executors.newCachedThreadPool();
		this.closing.add(threads::shutdownNow);
		threads.execute(() -> {
			try {
				for (int number = 1;; number++) {
					Socket socket = server.accept();
					int current = number;
					threads.execute(() -> {
						try (socket) {
							answer.to(socket, current);
						}
						catch (IOException ex) {
							// The client has had enough
						}
					});
				}
			}
			catch (IOException ex) {
				// The test is over
			}
		});
	}

	private Series series(String name) {
		return this.model.series().stream().filter((each) -> each.name().equals(name)).findFirst().orElse(null);
	}

	private SeriesSnapshot snapshot(String name) {
		return series(name).snapshot(Window.ALL);
	}

	private long total(String name) {
		Series series = series(name);
		return (series != null) ? series.snapshot(Window.ALL).total() : -1;
	}

	/**
	 * What a server does with a connection, which is closed behind it.
	 */
	private interface Answer {

		void to(Socket socket, int number) throws IOException;

	}

}
