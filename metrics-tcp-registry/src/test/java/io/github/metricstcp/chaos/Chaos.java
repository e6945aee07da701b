package io.github.metricstcp.chaos;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;

import io.github.metricstcp.ClientCounts;
import io.github.metricstcp.ClientSnapshot;
import io.github.metricstcp.MetricsTcpConfig;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.MetricsTcpMeterRegistry;
import io.github.metricstcp.StreamAccess;
import io.github.metricstcp.internal.stream.Backlog;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.Ports;
import io.github.metricstcp.testing.StreamClient;
import io.github.metricstcp.testing.TestAuthority;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run of everything at once: a {@link Load}, {@link Watcher}s that come, read in their
 * own manner, and go, a {@link Nuisance}, and a server that is stopped and started again
 * and again, plain or with TLS. In between the load is held, and all that is left must be
 * in order.
 */
final class Chaos implements AutoCloseable {

	private static final Duration STALL_TIMEOUT = Duration.ofSeconds(4);

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(1);

	private static final int MOST_WATCHERS = 12;

	private final Random random;

	private final Duration duration;

	private final TestAuthority authority = new TestAuthority("chaos");

	private final SSLContext clientSsl = this.authority.context(null);

	private final SSLContext serverSsl = this.authority.context(this.authority.issue("server"));

	private final MetricsTcpMeterRegistry registry;

	private final Load load;

	private final Nuisance nuisance;

	private final CapturedLog log = CapturedLog.start();

	private final List<Watcher> watchers = new ArrayList<>();

	private final Map<Watcher.Manner, Integer> watched = new EnumMap<>(Watcher.Manner.class);

	private volatile @Nullable MetricsTcpExporter exporter;

	private boolean encrypted;

	private final int port = Ports.unused();

	private int restarts;

	private int encryptedRestarts;

	private int checks;

	private int checkedWatchers;

	private int balances;

	private int healed;

	private int evicted;

	private long eventsRead;

	private long samplesDropped;

	private long evictedByServer;

	private long longestStopNanos;

	private long mostDirectMemory;

	/**
	 * Prepares a run.
	 * @param seed of all that is decided at random
	 * @param duration how long it goes on
	 */
	Chaos(long seed, Duration duration) {
		this.random = new Random(seed);
		this.duration = duration;
		int bufferSize = List.of(64, 1024, 8192).get(this.random.nextInt(3));
		Map<String, String> config = Map.of("metrics-tcp.pollingFrequency", "200ms", "metrics-tcp.bufferSize",
				Integer.toString(bufferSize));
		this.registry = new MetricsTcpMeterRegistry(new MetricsTcpConfig() {

			@Override
			public @Nullable String get(String key) {
				return config.get(key);
			}

		}, Clock.SYSTEM);
		this.load = new Load(this.registry, this.random.nextLong());
		this.nuisance = new Nuisance(this::address, this.clientSsl, this.random.nextLong());
	}

	private @Nullable InetSocketAddress address() {
		MetricsTcpExporter current = this.exporter;
		return (current != null) ? current.address() : null;
	}

	/**
	 * Runs, and fails where something is not in order.
	 */
	void run() {
		warmUp();
		Resources before = Resources.now();
		long heapBefore = usedHeap();
		this.load.start();
		this.nuisance.start();
		long end = System.nanoTime() + this.duration.toNanos();
		while (System.nanoTime() < end) {
			startServer();
			for (int step = 5 + this.random.nextInt(40); step > 0; step--) {
				step();
				balance();
				pause(300);
			}
			if (this.random.nextBoolean() || System.nanoTime() >= end) {
				check();
			}
			stopServer();
			pause(300);
		}
		close();
		await().until(() -> this.load.hasEnded() && this.nuisance.hasEnded());
		assertThat(this.load.failure()).isNull();
		this.registry.close();
		await().untilAsserted(() -> assertThat(Resources.now()).isEqualTo(before));
		report(before, heapBefore);
	}

	/**
	 * Loads classes and whatever else stays from then on.
	 */
	private void warmUp() {
		for (int i = 0; i < 2; i++) {
			this.encrypted = (i == 0);
			listen();
			connect(Watcher.Manner.FAST, Watcher.UNKNOWN);
			check();
			stopServer();
		}
		this.restarts = 0;
		this.watched.clear();
	}

	private void startServer() {
		this.encrypted = this.random.nextBoolean();
		listen();
		this.restarts++;
		this.encryptedRestarts += this.encrypted ? 1 : 0;
	}

	private void listen() {
		MetricsTcpExporter.Builder builder = MetricsTcpExporter.builder()
			.registry(this.registry)
			.port(this.port)
			.stallTimeout(STALL_TIMEOUT)
			.shutdownTimeout(SHUTDOWN_TIMEOUT);
		if (this.encrypted) {
			builder.ssl(this.serverSsl, ClientAuth.NONE);
		}
		MetricsTcpExporter started = builder.build();
		started.start();
		this.exporter = started;
	}

	private void step() {
		switch (this.random.nextInt(16)) {
			case 0, 1, 2 -> {
				for (int i = this.random.nextInt(4); i >= 0; i--) {
					connect(manner(), Watcher.UNKNOWN);
				}
			}
			case 3 -> check();
			case 4, 5 -> leave();
			default -> readOrNot();
		}
		this.mostDirectMemory = Math.max(this.mostDirectMemory, PooledByteBufAllocator.DEFAULT.pinnedDirectMemory());
	}

	private Watcher.Manner manner() {
		Watcher.Manner[] manners = Watcher.Manner.values();
		return manners[this.random.nextInt(manners.length)];
	}

	private void connect(Watcher.Manner manner, long samplesBefore) {
		if (this.watchers.size() >= MOST_WATCHERS) {
			return;
		}
		// On a busy machine a handshake may take longer than the server allows
		StreamClient client = Objects.requireNonNull(
				await().ignoreException(UncheckedIOException.class).until(() -> open(manner), Objects::nonNull));
		Watcher watcher = new Watcher(client, manner, samplesBefore);
		this.watchers.add(watcher);
		this.watched.merge(manner, 1, Integer::sum);
		await().until(() -> counts(watcher) != null);
	}

	private StreamClient open(Watcher.Manner manner) {
		InetSocketAddress address = Objects.requireNonNull(address());
		if (manner == Watcher.Manner.FAST) {
			return this.encrypted ? StreamClient.connect(address, this.clientSsl) : StreamClient.connect(address);
		}
		StreamClient client = this.encrypted ? StreamClient.connectStalled(address, this.clientSsl)
				: StreamClient.connectStalled(address);
		client.resume();
		return client;
	}

	private @Nullable ClientCounts counts(Watcher watcher) {
		return exporter().clients()
			.stream()
			.filter((each) -> each.remoteAddress().getPort() == watcher.port())
			.findFirst()
			.map(ClientSnapshot::deliveries)
			.orElse(null);
	}

	private MetricsTcpExporter exporter() {
		return Objects.requireNonNull(this.exporter);
	}

	private void leave() {
		if (!this.watchers.isEmpty()) {
			Watcher watcher = this.watchers.remove(this.random.nextInt(this.watchers.size()));
			if (this.random.nextBoolean()) {
				watcher.client().reset();
			}
			end(watcher);
		}
	}

	private void end(Watcher watcher) {
		watcher.resume();
		watcher.client().close();
		assertThat(watcher.corruption()).as("what was read by the %s", watcher).isNull();
		this.eventsRead += watcher.client().eventCount();
	}

	private void readOrNot() {
		for (Watcher watcher : this.watchers) {
			if (watcher.isPaused() && this.random.nextInt(6) == 0) {
				resume(watcher);
			}
			else if (watcher.manner() == Watcher.Manner.SLOW) {
				watcher.pause();
				pause(100);
				resume(watcher);
			}
			else if (watcher.manner() == Watcher.Manner.STALLING && !watcher.isPaused()) {
				watcher.pause();
			}
		}
	}

	private void resume(Watcher watcher) {
		// With time to spare: the machine may be busy
		if (watcher.resume() > STALL_TIMEOUT.toNanos() / 2) {
			watcher.mayBeEvicted();
		}
	}

	/**
	 * Holds the load until every client has caught up, and looks whether what it was sent
	 * is the truth.
	 */
	private void check() {
		this.load.hold();
		try {
			for (Watcher watcher : this.watchers) {
				boolean lagged = watcher.isPaused();
				resume(watcher);
				this.healed += lagged ? 1 : 0;
			}
			List<Watcher> gone = new ArrayList<>();
			for (Watcher watcher : this.watchers) {
				await().untilAsserted(() -> {
					if (watcher.client().hasEnded()) {
						assertThat(watcher.isMaybeEvicted())
							.as("%s was disconnected: %s", watcher, watcher.client().failure())
							.isTrue();
						gone.add(watcher);
					}
					else {
						assertTruth(watcher);
					}
				});
			}
			gone.forEach(this::end);
			this.watchers.removeAll(gone);
			this.evicted += gone.size();
			this.healed -= gone.size();
			this.checks++;
			this.checkedWatchers += this.watchers.size();
			// With nobody left to wait for, the last events may still be on their way
			await().until(() -> Backlog.of(StreamAccess.of(this.registry)) == 0);
			connect(manner(), samplesTaken());
		}
		finally {
			this.load.release();
		}
		assertThat(this.load.failure()).isNull();
	}

	private long samplesTaken() {
		return this.load.samples() - exporter().events().dropped();
	}

	private void assertTruth(Watcher watcher) {
		StreamClient client = watcher.client();
		for (Counter counter : this.load.registeredCounters()) {
			assertThat(client.counter(counter.getId().getName(), Load.labels(counter)))
				.as("%s as sent to the %s", counter.getId(), watcher)
				.isEqualTo((long) counter.count());
		}
		for (int i = 0; i < Load.METERS; i++) {
			assertThat(client.gauge("gauge", "n", Integer.toString(i))).as("gauge %d as sent to the %s", i, watcher)
				.isEqualTo(this.load.gauge(i));
		}
		ClientCounts counts = counts(watcher);
		assertThat(counts).as("counts of the %s", watcher).isNotNull();
		assertThat(Objects.requireNonNull(counts).waiting()).as("waiting for the %s", watcher).isZero();
		if (watcher.samplesBefore() != Watcher.UNKNOWN) {
			long taken = samplesTaken() - watcher.samplesBefore();
			assertThat(client.sampleCount()).as("samples read by the %s", watcher)
				.isBetween(taken - counts.dropped(), taken);
			if (!haveMetersBeenGivenUp()) {
				assertThat(client.sampleCount() + counts.dropped()).as("samples of the %s, read and dropped", watcher)
					.isEqualTo(taken);
			}
		}
	}

	/**
	 * Whether increments may have been dropped: those of removed counters whose last
	 * value a client was not sent.
	 */
	private boolean haveMetersBeenGivenUp() {
		return this.log.warnings().stream().anyMatch((line) -> line.contains("removed meters"));
	}

	private void balance() {
		for (ClientSnapshot snapshot : exporter().clients()) {
			ClientCounts counts = snapshot.deliveries();
			assertThat(counts.offered()).as("%s", snapshot)
				.isEqualTo(counts.sent() + counts.coalesced() + counts.dropped() + counts.waiting());
			this.balances++;
		}
	}

	/**
	 * Stops the server. Every client that reads is to see the end of its stream, unless
	 * somebody's stalling used up the time.
	 */
	private void stopServer() {
		for (Watcher watcher : this.watchers) {
			if (watcher.manner() != Watcher.Manner.STALLING) {
				resume(watcher);
			}
		}
		long warnings = shutdownWarnings();
		MetricsTcpExporter stopped = exporter();
		long begin = System.nanoTime();
		stopped.stop();
		this.longestStopNanos = Math.max(this.longestStopNanos, System.nanoTime() - begin);
		this.exporter = null;
		this.evictedByServer += stopped.connections().evicted();
		this.samplesDropped = stopped.deliveries().dropped();
		boolean inTime = (shutdownWarnings() == warnings);
		for (Watcher watcher : this.watchers) {
			boolean paused = watcher.isPaused();
			resume(watcher);
			await().untilAsserted(() -> assertThat(watcher.client().hasEnded())
				.as("the stream of the %s has ended (%s)", watcher, watcher.client().activity())
				.isTrue());
			if (inTime && !paused && !watcher.isMaybeEvicted()) {
				assertThat(watcher.client().failure()).as("the end of the stream of the %s", watcher).isNull();
			}
			end(watcher);
		}
		this.watchers.clear();
	}

	private long shutdownWarnings() {
		return this.log.warnings().stream().filter((line) -> line.contains("shutdown timeout")).count();
	}

	private void pause(int mostMillis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + this.random.nextInt(mostMillis)));
	}

	private static ConditionFactory await() {
		return Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20));
	}

	private static long usedHeap() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

	private void report(Resources before, long heapBefore) {
		Resources after = Resources.now();
		System.out.printf("""
				Chaos for %s: buffer size %d
				recorded                %,d, of which samples %,d
				longest recording call  %.3f ms
				server starts           %d, of which with TLS %d; longest stop %d ms
				watching clients        %s; %,d events read
				nuisances               %,d connections; clients evicted %d
				checks                  %d, of %d clients; %d had stalled and were healed, %d were disconnected
				counts balanced         %d times; samples dropped on the way to clients %,d, at the ingress %,d
				threads                 %d before, %d after
				descriptors             %d before, %d after
				direct memory in use    %,d before, %,d at most, %,d after
				heap in use             %,d KiB before, %,d KiB after
				%n""", this.duration, StreamAccess.of(this.registry).bufferSize(), this.load.recorded(),
				this.load.samples(), this.load.longestNanos() / 1e6, this.restarts, this.encryptedRestarts,
				TimeUnit.NANOSECONDS.toMillis(this.longestStopNanos), this.watched, this.eventsRead,
				this.nuisance.connections(), this.evictedByServer, this.checks, this.checkedWatchers, this.healed,
				this.evicted, this.balances, this.samplesDropped, StreamAccess.of(this.registry).counts().dropped(),
				before.threads().size(), after.threads().size(), before.descriptors(), after.descriptors(),
				before.directMemory(), this.mostDirectMemory, after.directMemory(), heapBefore / 1024,
				usedHeap() / 1024);
	}

	@Override
	public void close() {
		this.load.close();
		this.nuisance.close();
		this.watchers.forEach((watcher) -> watcher.client().close());
		this.watchers.clear();
		MetricsTcpExporter current = this.exporter;
		if (current != null) {
			current.stop();
		}
		this.log.close();
	}

}
