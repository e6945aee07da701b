package io.github.metricstcp;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

import io.github.metricstcp.internal.stream.EventStream;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.ExporterThreads;
import io.github.metricstcp.testing.Ports;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.config.validate.ValidationException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MetricsTcpExporter}.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsTcpExporterTests {

	@Test
	void streamsInFiveLinesWithoutSpring() {
		MetricsTcpExporter exporter = MetricsTcpExporter.builder().port(0).build();
		exporter.start();
		exporter.registry().counter("orders.placed").increment();
		StreamClient client = StreamClient.connect(Objects.requireNonNull(exporter.address()));
		await().untilAsserted(() -> assertThat(client.counter("orders.placed")).isEqualTo(1));
		exporter.close();
		await().until(client::hasEnded);
		assertThat(client.failure()).isNull();
	}

	@Test
	void serverCanBeLeftOut() {
		MetricsTcpMeterRegistry registry = new MetricsTcpMeterRegistry(MetricsTcpConfig.DEFAULT, Clock.SYSTEM);
		Counter counter = registry.counter("orders.placed");
		counter.increment(3);
		Gauge.builder("gauge", () -> 1).register(registry);
		assertThat(counter.count()).isEqualTo(3);
		registry.remove(counter);
		counter.increment();
		assertThat(counter.count()).isEqualTo(4);
		registry.close();
	}

	@Test
	void startsAndStopsRepeatedlyOnTheSamePort() {
		int port = Ports.unused();
		try (RunningExporter running = RunningExporter.start((builder) -> builder.port(port))) {
			MetricsTcpExporter exporter = running.exporter();
			exporter.stop();
			MetricsTcpExporter again = MetricsTcpExporter.builder().registry(exporter.registry()).port(port).build();
			Counter counter = exporter.registry().counter("orders");
			for (int i = 1; i <= 3; i++) {
				again.start();
				again.start();
				assertThat(again.isListening()).isTrue();
				StreamClient client = StreamClient.connect(Objects.requireNonNull(again.address()));
				counter.increment();
				long expected = 2L * i - 1;
				await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(expected));
				again.stop();
				again.stop();
				assertThat(again.isListening()).isFalse();
				assertThat(again.address()).isNull();
				assertThat(again.clients()).isEmpty();
				assertThat(again.disconnect("c-1")).isFalse();
				await().until(client::hasEnded);
				assertThat(client.failure()).isNull();
				assertPortIsFree(port);
				await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
				counter.increment();
			}
		}
	}

	@Test
	void stoppingSendsWhatIsBuffered() {
		try (RunningExporter running = RunningExporter.start("bufferSize", "100000")) {
			Counter counter = running.registry().counter("orders");
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient client = running.connect();
			for (int i = 0; i < 50_000; i++) {
				summary.record(i);
				counter.increment();
			}
			running.exporter().stop();
			await().until(client::hasEnded);
			assertThat(client.failure()).isNull();
			assertThat(client.counter("orders")).isEqualTo(50_000);
			assertThat(client.samples("payload")).hasSize(50_000);
		}
	}

	@Test
	void stoppingWaitsForAClientThatIsBehind() throws InterruptedException {
		try (RunningExporter running = RunningExporter
			.start((builder) -> builder.shutdownTimeout(Duration.ofMinutes(1)), "bufferSize", "100000")) {
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient client = running.connectStalled();
			fillSocket(running, client, summary);
			Thread stopping = new Thread(running.exporter()::stop);
			stopping.start();
			await().until(() -> !running.exporter().isListening());
			client.resume();
			await().until(client::hasEnded);
			stopping.join();
			assertThat(client.failure()).isNull();
			// Where the event loop got no processor, some did not fit into the buffers
			long dropped = running.exporter().events().dropped() + running.exporter().deliveries().dropped();
			assertThat(client.samples("payload")).hasSize((int) (summary.count() - dropped));
		}
	}

	@Test
	void stoppingDoesNotWaitForeverForAClientThatDoesNotRead() {
		try (RunningExporter running = RunningExporter
			.start((builder) -> builder.shutdownTimeout(Duration.ofMillis(200)), "bufferSize", "100000");
				CapturedLog log = CapturedLog.start()) {
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient client = running.connectStalled();
			fillSocket(running, client, summary);
			running.exporter().stop();
			assertThat(log.warnings()).anyMatch((line) -> line.contains("within the shutdown timeout of"));
			await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
		}
	}

	@Test
	void stopsInFullOnAThreadThatIsInterrupted() {
		try (RunningExporter running = RunningExporter.start("bufferSize", "100000")) {
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient client = running.connect();
			for (int i = 0; i < 10_000; i++) {
				summary.record(i);
			}
			Thread.currentThread().interrupt();
			running.exporter().stop();
			assertThat(Thread.interrupted()).isTrue();
			await().until(client::hasEnded);
			assertThat(client.failure()).isNull();
			assertThat(client.samples("payload")).hasSize(10_000);
			await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
		}
	}

	@Test
	void startsAndStopsOnAThreadOfReactor() {
		MetricsTcpExporter exporter = MetricsTcpExporter.builder().port(0).build();
		Mono.fromRunnable(() -> {
			exporter.start();
			exporter.stop();
			exporter.start();
		}).subscribeOn(Schedulers.parallel()).block(Duration.ofSeconds(30));
		assertThat(exporter.isListening()).isTrue();
		exporter.close();
	}

	@Test
	void startsNoThreadOfReactor() {
		Set<String> schedulers = ConcurrentHashMap.newKeySet();
		Schedulers.setFactory(new Schedulers.Factory() {

			@Override
			public Scheduler newParallel(int parallelism, ThreadFactory threadFactory) {
				schedulers.add("parallel");
				return Schedulers.Factory.super.newParallel(parallelism, threadFactory);
			}

			@Override
			public Scheduler newBoundedElastic(int threads, int tasks, ThreadFactory threadFactory, int ttlSeconds) {
				schedulers.add("boundedElastic");
				return Schedulers.Factory.super.newBoundedElastic(threads, tasks, threadFactory, ttlSeconds);
			}

			@Override
			public Scheduler newSingle(ThreadFactory threadFactory) {
				schedulers.add("single");
				return Schedulers.Factory.super.newSingle(threadFactory);
			}

		});
		try (RunningExporter running = RunningExporter.start()) {
			Counter counter = running.registry().counter("orders");
			for (int i = 1; i <= 2; i++) {
				StreamClient client = running.connect();
				counter.increment();
				await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo((long) counter.count()));
				running.exporter().stop();
				await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
				running.exporter().start();
			}
		}
		finally {
			Schedulers.resetFactory();
		}
		assertThat(schedulers).isEmpty();
	}

	@Test
	void registryHasOneExporterAtATime() {
		try (RunningExporter running = RunningExporter.start()) {
			MetricsTcpExporter second = MetricsTcpExporter.builder().registry(running.registry()).port(0).build();
			assertThatIllegalStateException().isThrownBy(second::start).withMessageContaining("Another exporter");
			assertThat(second.isListening()).isFalse();
			Counter counter = running.registry().counter("orders");
			StreamClient client = running.connect();
			counter.increment();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
		}
	}

	@Test
	void endlessDurationsAreNoProblem() {
		Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
		try (RunningExporter running = RunningExporter.start(
				(builder) -> builder.stallTimeout(endless).shutdownTimeout(endless), "pollingFrequency", "200000d")) {
			Counter counter = running.registry().counter("orders");
			StreamClient client = running.connect();
			counter.increment();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
		}
	}

	@Test
	void closingAnyNumberOfTimesDoesNoHarm() {
		RunningExporter running = RunningExporter.start();
		running.exporter().close();
		running.exporter().close();
		running.exporter().registry().close();
		assertThat(running.exporter().isListening()).isFalse();
		running.close();
	}

	@Test
	void closingTheRegistryDoesNotStopTheStream() {
		try (RunningExporter running = RunningExporter.start()) {
			Counter counter = running.registry().counter("orders");
			StreamClient client = running.connect();
			running.registry().close();
			counter.increment();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
			assertThat(running.exporter().isListening()).isTrue();
		}
	}

	@Test
	void noThreadWakesUpWhileNobodyIsConnected() {
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "10ms")) {
			Gauge.builder("gauge", Math::random).register(running.registry());
			Counter counter = running.registry().counter("orders");
			try (StreamClient client = running.connect()) {
				await().untilAsserted(() -> assertThat(client.metrics("gauge")).hasSizeGreaterThan(3));
			}
			await().until(() -> !running.registry().stream().isListening());
			await().untilAsserted(() -> assertThat(ExporterThreads.names()).hasSize(1));
			// Not at once: a timer that was set for the client may still go off
			await().until(() -> {
				Map<Long, Long> before = cpuTimes();
				long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
				while (System.nanoTime() < end) {
					counter.increment();
				}
				return cpuTimes().equals(before);
			});
		}
	}

	@Test
	void doesNotListenOnceItsEventLoopHasEndedAndCanBeStartedAgain() {
		try (RunningExporter running = RunningExporter.start()) {
			MetricsTcpExporter exporter = running.exporter();
			StreamClient client = connectAndEndEventLoop(running);
			await().untilAsserted(() -> assertThat(exporter.isListening()).isFalse());
			assertThat(exporter.address()).isNull();
			await().until(client::hasEnded);
			exporter.start();
			Counter counter = running.registry().counter("orders");
			StreamClient again = running.connect();
			counter.increment();
			await().untilAsserted(() -> assertThat(again.counter("orders")).isEqualTo(1));
		}
	}

	private static StreamClient connectAndEndEventLoop(RunningExporter running) {
		CompletableFuture<ScheduledExecutorService> eventLoop = new CompletableFuture<>();
		running.registry().stream().listener(new EventStream.Listener() {

			@Override
			public void started(ScheduledExecutorService lent) {
				eventLoop.complete(lent);
			}

		});
		StreamClient client = running.connect();
		// A loop of Netty 4.2 that takes the last turn of a shutdown without a quiet
		// period
		// leaves its channels open
		Future<?> unused = ((EventLoop) eventLoop.join()).shutdownGracefully(1, 10, TimeUnit.SECONDS);
		return client;
	}

	@Test
	void portThatIsTakenIsNamed() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			MetricsTcpExporter exporter = MetricsTcpExporter.builder().port(taken.getLocalPort()).build();
			assertThatExceptionOfType(BindFailedException.class).isThrownBy(exporter::start)
				.withMessageContaining("127.0.0.1:" + taken.getLocalPort())
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(BindFailedException.Reason.PORT_IN_USE));
			assertThat(exporter.isListening()).isFalse();
			await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
			exporter.close();
		}
	}

	@Test
	void addressOfAnotherMachineIsNamed() throws Exception {
		// TEST-NET-1 of RFC 5737: not the address of any machine
		InetAddress foreign = InetAddress.getByName("192.0.2.1");
		MetricsTcpExporter exporter = MetricsTcpExporter.builder().address(foreign).port(0).build();
		assertThatExceptionOfType(BindFailedException.class).isThrownBy(exporter::start)
			.withMessageContaining("192.0.2.1")
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(BindFailedException.Reason.ADDRESS_NOT_LOCAL));
		exporter.close();
	}

	@Test
	void settingsOutOfRangeAreNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> MetricsTcpExporter.builder().port(65536).build())
			.withMessage("port is 65536 but must be 0 to 65535");
		assertThatIllegalArgumentException().isThrownBy(() -> MetricsTcpExporter.builder().maxClients(0).build())
			.withMessageContaining("maxClients");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MetricsTcpExporter.builder().stallTimeout(Duration.ZERO).build())
			.withMessageContaining("stallTimeout");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MetricsTcpExporter.builder().shutdownTimeout(Duration.ofMillis(-1)).build())
			.withMessageContaining("shutdownTimeout");
		for (String key : List.of("bufferSize", "pollingFrequency", "step")) {
			Map<String, String> config = new HashMap<>();
			config.put("metrics-tcp." + key, key.equals("bufferSize") ? "0" : "0s");
			assertThatExceptionOfType(ValidationException.class)
				.isThrownBy(() -> MetricsTcpExporter.builder().config(config::get).build())
				.withMessageContaining("metrics-tcp." + key);
		}
	}

	@Test
	void listensOnTheLoopbackInterfaceAndPort5000ByDefault() {
		assertThat(MetricsTcpExporter.DEFAULT_PORT).isEqualTo(5000);
		try (RunningExporter running = RunningExporter.start()) {
			InetSocketAddress address = running.address();
			assertThat(address.getAddress().isLoopbackAddress()).isTrue();
			assertThat(running.exporter().bufferSize()).isEqualTo(1024);
		}
	}

	private static void fillSocket(RunningExporter running, StreamClient client, DistributionSummary summary) {
		await().pollInterval(Duration.ofMillis(1)).until(() -> {
			DoubleStream.iterate(1, (value) -> value + 1).limit(20_000).forEach(summary::record);
			return running.deliveries(client).waiting() > 50_000;
		});
	}

	private static void assertPortIsFree(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		}
		catch (IOException ex) {
			throw new AssertionError("Port " + port + " is not free", ex);
		}
	}

	private static Map<Long, Long> cpuTimes() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		Map<Long, Long> times = new HashMap<>();
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().startsWith("metrics-tcp")) {
				times.put(thread.getId(), threads.getThreadCpuTime(thread.getId()));
			}
		}
		return times;
	}

}
