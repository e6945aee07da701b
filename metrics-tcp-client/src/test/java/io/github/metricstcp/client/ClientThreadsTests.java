package io.github.metricstcp.client;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetState;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.KeyListener;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.client.wire.TeeListener;
import io.github.metricstcp.testing.RunningExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClientThreads}, over real sockets.
 */
class ClientThreadsTests {

	@Test
	void manyClientsAreServedByAFewThreadsAndEachByOne() {
		ObserverModel model = new ObserverModel(TimeSource.system(), 100);
		Map<String, Set<Thread>> callers = new HashMap<>();
		List<MetricsTcpClient> clients = new ArrayList<>();
		try (RunningExporter exporter = RunningExporter.start(); ClientThreads threads = new ClientThreads(2)) {
			exporter.registry().counter("orders").increment(3);
			for (int i = 0; i < 6; i++) {
				String name = "shop-" + i;
				callers.put(name, ConcurrentHashMap.newKeySet());
				clients.add(client(exporter.address(), threads,
						new TeeListener<>(new Callers(callers.get(name)), model.addTarget(name))));
			}
			clients.forEach(MetricsTcpClient::start);
			await().until(() -> model.series().stream().filter((each) -> each.latest() == 3).count() == 6);
			assertThat(callers.values()).allSatisfy((each) -> assertThat(each).hasSize(1));
			assertThat(callers.values().stream().flatMap(Set::stream).collect(Collectors.toSet())).hasSize(2);
			clients.get(0).close();
			exporter.registry().counter("orders").increment();
			await().until(() -> model.series().stream().filter((each) -> each.latest() == 4).count() == 5);
			clients.get(1).reconnect();
			TargetModel second = model.targets().get(1);
			await().until(
					() -> second.snapshot().connections() == 2 && second.snapshot().state() == TargetState.CONNECTED);
			clients.forEach(MetricsTcpClient::close);
		}
		// A loop is over a moment before its thread is
		await()
			.untilAsserted(() -> assertThat(callers.values().stream().flatMap(Set::stream)).noneMatch(Thread::isAlive));
	}

	@ParameterizedTest
	@EnumSource
	void aListenerMayCloseItsClientAndTheThreadsEnd(Callback callback) {
		Closer closer = new Closer(callback);
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment();
			InetSocketAddress address = exporter.address();
			MetricsTcpClient client = MetricsTcpClient
				.builder(new TargetAddress(address.getHostString(), address.getPort()))
				.build(closer);
			closer.toClose.complete(client);
			client.start();
			if (callback == Callback.CLOSED) {
				await().until(() -> exporter.exporter().clientCount() == 1);
				exporter.exporter().stop();
			}
			await().until(closer.closed::isDone);
			assertThat(closer.closed.join()).isEqualTo("closed");
			await().until(() -> exporter.exporter().clientCount() == 0);
			await().until(() -> !closer.thread.isAlive());
			assertThat(closer.calls).last().isEqualTo(callback);
		}
	}

	@Test
	void aHostIsLookedUpOnAnotherThread() {
		ObserverModel model = new ObserverModel(TimeSource.system(), 100);
		try (RunningExporter exporter = RunningExporter.start(); ClientThreads threads = new ClientThreads(1)) {
			TargetModel known = model.addTarget("known");
			TargetModel unknown = model.addTarget("unknown");
			InetSocketAddress named = InetSocketAddress.createUnresolved("localhost", exporter.address().getPort());
			try (MetricsTcpClient first = client(named, threads, known);
					MetricsTcpClient second = client(InetSocketAddress.createUnresolved("no-such-host.invalid", 5000),
							threads, unknown)) {
				first.start();
				second.start();
				await().until(() -> known.snapshot().state() == TargetState.CONNECTED);
				await().until(() -> unknown.snapshot().reason() != null);
				assertThat(unknown.snapshot().reason()).contains("host");
			}
		}
	}

	@Test
	void thereIsAtLeastOne() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientThreads(0));
	}

	private static MetricsTcpClient client(InetSocketAddress address, ClientThreads threads,
			StreamListener<?> listener) {
		return MetricsTcpClient.builder(new TargetAddress(address.getHostString(), address.getPort()))
			.threads(threads)
			.build(listener);
	}

	/**
	 * The threads that call.
	 */
	private record Callers(Set<Thread> threads) implements StreamListener<SeriesKey> {

		@Override
		public void received(int bytes) {
			this.threads.add(Thread.currentThread());
		}

		@Override
		public SeriesKey series(SeriesKey key) {
			return key;
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
			this.threads.add(Thread.currentThread());
		}

	}

	private enum Callback {

		CONNECTING, OPENED, EVENT, CLOSED

	}

	/**
	 * Closes its client when it is called back for the first time.
	 */
	private static final class Closer implements KeyListener {

		private final Callback callback;

		private final CompletableFuture<MetricsTcpClient> toClose = new CompletableFuture<>();

		private final CompletableFuture<String> closed = new CompletableFuture<>();

		private final List<Callback> calls = new CopyOnWriteArrayList<>();

		private volatile Thread thread = Thread.currentThread();

		Closer(Callback callback) {
			this.callback = callback;
		}

		@Override
		public void connecting() {
			called(Callback.CONNECTING);
		}

		@Override
		public void opened(String address) {
			called(Callback.OPENED);
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
			called(Callback.EVENT);
		}

		@Override
		public void closed(String reason, Duration retryDelay) {
			called(Callback.CLOSED);
		}

		private void called(Callback callback) {
			this.calls.add(callback);
			if (callback == this.callback) {
				close();
			}
		}

		private void close() {
			this.thread = Thread.currentThread();
			try {
				this.toClose.join().close();
				this.closed.complete("closed");
			}
			catch (RuntimeException ex) {
				this.closed.complete(ex.toString());
			}
		}

	}

}
