package io.github.metricstcp.client;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.KeyListener;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.Ports;
import io.github.metricstcp.testing.RunningExporter;
import io.micrometer.core.instrument.Timer;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.netty.Connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of {@link MetricsTcpClient} over real sockets: with our exporter, and with
 * servers that do what no exporter should.
 */
class MetricsTcpClientTests {

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
			RunningExporter.await()
				.until(() -> total("orders") == 1100 && snapshot("requests").summary().count() == 100);
			// Polled by another thread than the one that sends the rest
			RunningExporter.await().until(() -> series("stock") != null);
			assertThat(series("orders").labels()).containsExactly(Map.entry("channel", "web"));
			assertThat(series("requests").unit()).isEqualTo("seconds");
			assertThat(series("requests").description()).isEqualTo("How long");
			assertThat(snapshot("requests").summary().quantiles().p50()).isBetween(0.0495, 0.0515);
			assertThat(snapshot("requests").summary().max()).isEqualTo(0.1);
			assertThat(snapshot("stock").value()).isEqualTo(42);
			assertThat(snapshot("orders").totalKnown()).isTrue();
		}
	}

	@Test
	void anExporterThatWasRestartedIsConnectedToAgainAndNoticed() {
		int port = Ports.unused();
		try (RunningExporter exporter = RunningExporter.start((builder) -> builder.port(port))) {
			exporter.registry().counter("orders").increment(1000);
			observe(exporter.address());
			RunningExporter.await().until(() -> total("orders") == 1000);
		}
		RunningExporter.await().until(() -> this.target.snapshot().state() == TargetState.WAITING);
		assertThat(snapshot("orders").live()).isFalse();
		try (RunningExporter exporter = RunningExporter.start((builder) -> builder.port(port))) {
			exporter.registry().counter("orders").increment(3);
			RunningExporter.await().until(() -> total("orders") == 3);
			assertThat(snapshot("orders").live()).isTrue();
			assertThat(snapshot("orders").summary().sum()).isEqualTo(3);
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
		RunningExporter.await().until(() -> snapshot("orders").summary().sum() >= 3);
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
		RunningExporter.await()
			.until(() -> String.valueOf(this.target.snapshot().reason()).contains("in the middle of a frame"));
	}

	@Test
	void aPeerThatSendsNothingBetweenFramesIsLeftAlone() throws IOException {
		byte[] frame = FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 1, 1, 0);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		serve((socket, number) -> {
			OutputStream out = socket.getOutputStream();
			out.write(frame, 0, 5);
			begun.await();
			out.write(frame, 5, frame.length - 5);
			goOn.await();
			out.write(frame);
			socket.getInputStream().read();
		}, Duration.ofSeconds(3));
		RunningExporter.await().until(() -> this.target.snapshot().bytes() == 5);
		begun.countDown();
		RunningExporter.await().until(() -> total("orders") == 1);
		// Longer than a frame may take
		RunningExporter.await()
			.during(Duration.ofSeconds(4))
			.until(() -> this.target.snapshot().state() == TargetState.CONNECTED);
		goOn.countDown();
		RunningExporter.await().until(() -> total("orders") == 2);
		assertThat(this.target.snapshot().connections()).isEqualTo(1);
	}

	@Test
	void attemptsFollowAtIntervalsThatGrowUntilAFrameIsReceived() throws IOException {
		byte[] frame = FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 1, 1, 0);
		List<Duration> delays = new CopyOnWriteArrayList<>();
		ServerSocket server = server(InetAddress.getLoopbackAddress());
		answer(server, (socket, number) -> {
			if (number == 6) {
				socket.getOutputStream().write(frame);
			}
		});
		observe(server, Duration.ofMillis(100), (reason, delay) -> delays.add(delay));
		RunningExporter.await().until(() -> delays.size() >= 7);
		long[] longest = { 8, 16, 32, 64, 100, 8, 16 };
		for (int i = 0; i < longest.length; i++) {
			assertThat(delays.get(i)).isBetween(Duration.ofMillis(longest[i] / 2), Duration.ofMillis(longest[i]));
		}
	}

	@Test
	void aBuilderThatIsChangedLaterChangesNothing() throws IOException {
		ServerSocket server = server(InetAddress.getLoopbackAddress());
		answer(server, (socket, number) -> {
		});
		MetricsTcpClient.Builder builder = MetricsTcpClient
			.builder(new TargetAddress("127.0.0.1", server.getLocalPort()))
			.retryDelay(Duration.ofMillis(10), Duration.ofMillis(10));
		MetricsTcpClient client = builder.build(this.target);
		this.closing.add(0, client);
		builder.retryDelay(Duration.ofHours(1), Duration.ofHours(1));
		client.start();
		RunningExporter.await().until(() -> this.target.snapshot().connections() >= 3);
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void tcpItselfNoticesThatAPeerIsGone() throws IOException {
		ServerSocket server = server(InetAddress.getLoopbackAddress());
		ClientThreads threads = new ClientThreads(1);
		this.closing.add(threads);
		TargetAddress address = new TargetAddress("127.0.0.1", server.getLocalPort());
		Connection connection = new Connector(address, null, threads.next()).connect().block();
		this.closing.add(0, connection::disposeNow);
		ChannelConfig socket = connection.channel().config();
		assertThat(socket.getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
		assertThat(socket.getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE))).isEqualTo(15);
		assertThat(socket.getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL))).isEqualTo(5);
		assertThat(socket.getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT))).isEqualTo(3);
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
	void whereNothingListensIsSaid() {
		observe(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.unused()));
		TargetSnapshot snapshot = RunningExporter.await()
			.until(this.target::snapshot, (each) -> each.state() == TargetState.WAITING);
		assertThat(snapshot.reason()).isEqualTo("nothing listens on this port (connection refused)");
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
			if (each instanceof MetricsTcpClient client) {
				client.close();
			}
		}
		RunningExporter.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("metrics-tcp-client")));
	}

	@Test
	void aPortThatWaitsForARequestIsRemarkedUpon() throws IOException {
		serve((socket, number) -> socket.getInputStream().read());
		RunningExporter.await().until(() -> this.target.snapshot().remark() != null);
		assertThat(this.target.snapshot().remark())
			.isEqualTo("nothing received: is this the metrics port? does it need --tls?");
		assertThat(this.target.snapshot().state()).isEqualTo(TargetState.CONNECTED);
	}

	@Test
	void aPortThatSendsNoWholeFrameIsRemarkedUpon() throws IOException {
		serve((socket, number) -> {
			socket.getOutputStream().write("SSH-2.0-OpenSSH_9.6".getBytes(StandardCharsets.US_ASCII));
			socket.getInputStream().read();
		}, Duration.ofSeconds(30));
		RunningExporter.await()
			.until(() -> String.valueOf(this.target.snapshot().remark())
				.equals("no metrics received: is this the metrics port? does it need --tls?"));
	}

	@Test
	void junkThatTricklesDoesNotEndTheRemark() throws IOException {
		byte[] frame = FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 1, 1, 0);
		CountDownLatch goOn = new CountDownLatch(1);
		List<String> happened = new CopyOnWriteArrayList<>();
		ServerSocket server = server(InetAddress.getLoopbackAddress());
		answer(server, (socket, number) -> {
			OutputStream out = socket.getOutputStream();
			out.write(frame, 0, 1);
			goOn.await();
			for (int i = 1; i < frame.length; i++) {
				out.write(frame[i]);
				// The client has read this byte before the next one is sent
				int read = i + 1;
				RunningExporter.await().until(() -> happened.stream().filter("byte"::equals).count() >= read);
			}
			socket.getInputStream().read();
		});
		MetricsTcpClient client = MetricsTcpClient.builder(new TargetAddress("127.0.0.1", server.getLocalPort()))
			.quietTimeout(Duration.ofMillis(100), Duration.ofSeconds(1))
			.build(new Happenings(happened));
		this.closing.add(0, client);
		client.start();
		RunningExporter.await()
			.until(() -> happened.contains("no metrics received: is this the metrics port? does it need TLS?"));
		goOn.countDown();
		RunningExporter.await().until(() -> happened.contains("null"));
		assertThat(happened.stream().filter("byte"::equals)).hasSize(frame.length);
		assertThat(happened.indexOf("null")).isGreaterThan(happened.lastIndexOf("byte"));
	}

	/**
	 * A listener that keeps how many reads there were, of one byte each, and the remarks.
	 *
	 * @param happened where they are kept
	 */
	private record Happenings(List<String> happened) implements KeyListener {

		@Override
		public void received(int bytes) {
			for (int i = 0; i < bytes; i++) {
				this.happened.add("byte");
			}
		}

		@Override
		public void quiet(String remark) {
			this.happened.add(String.valueOf(remark));
		}

	}

	@Test
	void aPeerThatClosesAtOnceRefusesUntilItDoesSoAgainAndAgain() throws IOException {
		List<String> reasons = new CopyOnWriteArrayList<>();
		ServerSocket server = server(InetAddress.getLoopbackAddress());
		answer(server, (socket, number) -> {
		});
		observe(server, reasons);
		RunningExporter.await().until(() -> reasons.size() >= 4);
		assertThat(reasons.subList(0, 4)).containsExactly(
				"closed before sending anything: this address may not be allowed, or max-clients is reached; "
						+ "the application's log says which",
				reasons.get(0), "closed again and again before sending anything: nothing listens behind this port, "
						+ "or this address is not allowed, or max-clients is reached",
				reasons.get(2));
	}

	@Test
	void ourExporterRefusesOneClientTooMany() {
		try (RunningExporter exporter = RunningExporter.start((builder) -> builder.maxClients(1))) {
			exporter.connect();
			RunningExporter.await().until(() -> exporter.exporter().clientCount() == 1);
			observe(exporter.address());
			RunningExporter.await()
				.until(() -> String.valueOf(this.target.snapshot().reason())
					.startsWith("closed before sending anything: this address may not be allowed"));
		}
	}

	@Test
	void ourExporterRefusesAnAddressThatIsNotAllowed() {
		try (RunningExporter exporter = RunningExporter
			.start((builder) -> builder.allowedAddresses(List.of("10.0.0.0/8")))) {
			observe(exporter.address());
			RunningExporter.await()
				.until(() -> String.valueOf(this.target.snapshot().reason()).contains("max-clients is reached"));
		}
	}

	@Test
	void aStreamThatLosesItsPlaceHasBeenAStreamOfMetrics() throws IOException {
		byte[] frame = FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 1, 1, 0);
		List<String> reasons = new CopyOnWriteArrayList<>();
		ServerSocket server = server(InetAddress.getLoopbackAddress());
		answer(server, (socket, number) -> {
			OutputStream out = socket.getOutputStream();
			for (int i = 0; i < 3000; i++) {
				out.write(frame);
			}
			out.write("HTTP/1.1 400 Bad Request\r\n\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII));
			socket.getInputStream().read();
		});
		observe(server, reasons);
		RunningExporter.await().until(() -> !reasons.isEmpty());
		assertThat(reasons.get(0)).startsWith("lost its place in the stream after 3,000 frames: ");
	}

	@Test
	void aBusyStreamThatFallsQuietIsRemarkedUponAndCanBeConnectedToAgain() throws IOException {
		byte[] frame = FrameEncoder.encode(ORDERS, Operation.INCREMENT_COUNTER, 1, 1, 0);
		serve((socket, number) -> {
			OutputStream out = socket.getOutputStream();
			// A scheduler in place of a sleep
			ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();
			this.closing.add(rounds::shutdownNow);
			CountDownLatch sent = new CountDownLatch(40);
			ScheduledFuture<?> unused = rounds.scheduleWithFixedDelay(() -> {
				try {
					if (sent.getCount() > 0) {
						out.write(frame);
						sent.countDown();
					}
				}
				catch (IOException ex) {
					rounds.shutdown();
				}
			}, 0, 110, TimeUnit.MILLISECONDS);
			socket.getInputStream().read();
		});
		RunningExporter.await().until(() -> total("orders") == 40);
		RunningExporter.await()
			.until(() -> "nothing received for more than 1 s, and the stream was busy"
				.equals(this.target.snapshot().remark()));
		assertThat(this.target.snapshot().state()).isEqualTo(TargetState.CONNECTED);
		for (AutoCloseable each : List.copyOf(this.closing)) {
			if (each instanceof MetricsTcpClient client) {
				client.reconnect();
			}
		}
		RunningExporter.await().until(() -> this.target.snapshot().connections() == 2);
		RunningExporter.await().until(() -> snapshot("orders").live());
	}

	private void observe(ServerSocket server, List<String> reasons) {
		observe(server, Duration.ofMillis(50), (reason, delay) -> reasons.add(reason));
	}

	private void observe(ServerSocket server, Duration longestRetryDelay, BiConsumer<String, Duration> closed) {
		MetricsTcpClient client = MetricsTcpClient.builder(new TargetAddress("127.0.0.1", server.getLocalPort()))
			.retryDelay(Duration.ofMillis(8), longestRetryDelay)
			.build(new KeyListener() {

				@Override
				public void closed(String reason, Duration retryDelay) {
					closed.accept(reason, retryDelay);
				}

			});
		this.closing.add(0, client);
		client.start();
	}

	private void observe(InetSocketAddress address) {
		observe(new TargetAddress(address.getAddress().getHostAddress(), address.getPort()));
	}

	private void observe(TargetAddress address) {
		observe(address, Duration.ofMillis(200));
	}

	private void observe(TargetAddress address, Duration frameTimeout) {
		MetricsTcpClient client = MetricsTcpClient.builder(address)
			.retryDelay(Duration.ofMillis(10), Duration.ofMillis(50))
			.frameTimeout(frameTimeout)
			.quietTimeout(Duration.ofMillis(100), Duration.ofSeconds(1))
			.tlsName("--tls")
			.build(this.target);
		this.closing.add(0, client);
		client.start();
	}

	private void serve(Answer answer) throws IOException {
		serve(answer, Duration.ofMillis(200));
	}

	private void serve(Answer answer, Duration frameTimeout) throws IOException {
		ServerSocket server = server(InetAddress.getLoopbackAddress());
		answer(server, answer);
		observe(new TargetAddress("127.0.0.1", server.getLocalPort()), frameTimeout);
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
						catch (IOException | InterruptedException ex) {
							// The client has had enough, or the test is over
						}
					});
				}
			}
			catch (IOException ex) {
				// The test is over
			}
		});
	}

	@Test
	void aClientIsStartedOnce() {
		try (RunningExporter exporter = RunningExporter.start()) {
			MetricsTcpClient client = MetricsTcpClient
				.builder(new TargetAddress("127.0.0.1", exporter.address().getPort()))
				.build(this.target);
			this.closing.add(client);
			client.start();
			assertThatIllegalStateException().isThrownBy(client::start).withMessageContaining("started before");
			RunningExporter.await().until(() -> this.target.snapshot().state() == TargetState.CONNECTED);
			assertThat(this.target.snapshot().connections()).isEqualTo(1);
		}
	}

	@Test
	void aClientRemembersOneSeriesAtLeast() {
		MetricsTcpClient.Builder builder = MetricsTcpClient.builder(new TargetAddress("127.0.0.1", 5000));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxSeries(0))
			.withMessage("maxSeries must be at least 1, but is 0");
		assertThat(builder.maxSeries(1)).isSameAs(builder);
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
	 * The answer of a server to a connection, which is closed behind it.
	 */
	private interface Answer {

		void to(Socket socket, int number) throws IOException, InterruptedException;

	}

}
