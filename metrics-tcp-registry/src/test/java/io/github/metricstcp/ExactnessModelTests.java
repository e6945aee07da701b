package io.github.metricstcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.google.protobuf.Timestamp;
import io.github.metricstcp.internal.stream.EventStream;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metric;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.github.metricstcp.testing.TimeBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drives a real exporter through arbitrary histories: threads that record at the same
 * time, meters that are removed and come back, and clients that connect over real
 * sockets, stall, lose events, read on and reset meanwhile. Then lets all come to rest
 * and compares what each client reconstructs with the application's truth. What fails is
 * shrunk, as far as threads and the time that waiting for a failure takes allow.
 * <p>
 * {@code EventStreamModelTests} does the same for many more histories, one step at a
 * time.
 */
class ExactnessModelTests {

	private static final int NAMES = 3;

	private static final int CLIENTS = 4;

	/**
	 * Meters with these labels have frames of which few fill a socket.
	 */
	private static final String[] LABELS = { "filler", "x".repeat(8000) };

	private static final String[] NO_LABELS = {};

	private static final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "application");
		thread.setDaemon(true);
		return thread;
	});

	@Property(tries = Integer.MAX_VALUE)
	@AddLifecycleHook(TimeBudget.class)
	void everyClientEndsWithTheTruth(@ForAll("bufferSizes") int bufferSize,
			@ForAll @Size(min = 1, max = 8) List<@From("phases") Phase> phases) throws Exception {
		try (World world = new World(bufferSize)) {
			for (Phase phase : phases) {
				phase.live(world);
			}
			world.comeToRest();
		}
	}

	@Provide
	Arbitrary<Integer> bufferSizes() {
		return Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.integers().between(1, 4)),
				Tuple.of(2, Arbitraries.integers().between(5, 1024)), Tuple.of(1, Arbitraries.just(16_384)),
				Tuple.of(1, Arbitraries.just(EventStream.UNLIMITED)));
	}

	@Provide
	Arbitrary<Phase> phases() {
		Arbitrary<Integer> names = Arbitraries.integers().between(0, NAMES - 1);
		Arbitrary<Integer> times = Arbitraries.integers().between(1, 2000);
		Arbitrary<Load> loads = Arbitraries.frequencyOf(
				Tuple.of(4, Combinators.combine(names, times, Arbitraries.of(1.0, 0.25, 3.0)).as(Increments::new)),
				Tuple.of(2, Combinators.combine(names, times).as(Samples::new)),
				Tuple.of(1, Combinators.combine(names, times).as(Polled::new)));
		Arbitrary<Integer> clients = Arbitraries.integers().between(0, CLIENTS - 1);
		Arbitrary<Action> actions = Arbitraries.frequencyOf(
				Tuple.of(6, Combinators.combine(clients, Arbitraries.of(true, false)).as(Connect::new)),
				Tuple.of(4, clients.map(Stall::new)), Tuple.of(4, clients.map(ReadOn::new)),
				Tuple.of(3, Combinators.combine(clients, names).as(Overflow::new)),
				Tuple.of(2, clients.map(Reset::new)), Tuple.of(3, names.map(Remove::new)),
				Tuple.of(1, Arbitraries.just(new Restart())));
		return Combinators.combine(loads.list().ofMaxSize(4), actions.list().ofMaxSize(5), Arbitraries.of(true, false))
			.as(Phase::new);
	}

	/**
	 * A while in which threads record, one for each load, and the rest happens.
	 */
	record Phase(List<Load> loads, List<Action> actions, boolean rest) {

		void live(World world) throws Exception {
			List<Callable<Void>> tasks = new ArrayList<>();
			for (int i = 0; i < this.loads.size(); i++) {
				int thread = i;
				tasks.add(() -> {
					this.loads.get(thread).record(world, thread);
					return null;
				});
			}
			List<Future<Void>> recording = tasks.stream().map(threads::submit).toList();
			for (Action action : this.actions) {
				action.apply(world);
				world.checkCounts();
			}
			for (Future<Void> each : recording) {
				each.get();
			}
			if (this.rest) {
				world.checkTruth();
			}
		}

	}

	interface Load {

		void record(World world, int thread);

	}

	record Increments(int name, int times, double amount) implements Load {

		@Override
		public void record(World world, int thread) {
			for (int i = 0; i < this.times; i++) {
				// Looked up each time: it may just have been removed
				world.registry.counter("counter" + this.name).increment(this.amount);
			}
		}

	}

	record Samples(int name, int times) implements Load {

		@Override
		public void record(World world, int thread) {
			for (int i = 0; i < this.times; i++) {
				world.sample("samples" + this.name, thread);
			}
		}

	}

	record Polled(int name, int times) implements Load {

		@Override
		public void record(World world, int thread) {
			for (int i = 0; i < this.times; i++) {
				world.polled[this.name].incrementAndGet();
			}
		}

	}

	interface Action {

		void apply(World world);

	}

	record Connect(int client, boolean stalled) implements Action {

		@Override
		public void apply(World world) {
			world.clients.computeIfAbsent(this.client, (absent) -> {
				boolean witness = (world.samples.get() == 0);
				StreamClient client = this.stalled ? world.running.connectStalled() : world.running.connect();
				if (witness && world.samples.get() == 0) {
					world.witnesses.add(client);
				}
				return client;
			});
		}

	}

	record Stall(int client) implements Action {

		@Override
		public void apply(World world) {
			StreamClient client = world.clients.get(this.client);
			if (client != null) {
				client.pause();
			}
		}

	}

	record ReadOn(int client) implements Action {

		@Override
		public void apply(World world) {
			StreamClient client = world.clients.get(this.client);
			if (client != null) {
				client.resume();
			}
		}

	}

	/**
	 * Has a client stall until it has lost events, of meters whose frames are so large
	 * that few of them fill a socket.
	 */
	record Overflow(int client, int name) implements Action {

		@Override
		public void apply(World world) {
			StreamClient client = world.clients.get(this.client);
			if (client == null || world.bufferSize > 1024 || world.bufferSize == EventStream.UNLIMITED) {
				return;
			}
			client.pause();
			ClientCounts before = world.running.deliveries(client);
			for (int i = 0; i < 4000; i++) {
				world.registry.counter("counter" + this.name, LABELS).increment();
				world.sample("samples" + this.name, World.DRIVER, LABELS);
				ClientCounts counts = world.running.deliveries(client);
				if (counts.dropped() > before.dropped() && counts.coalesced() > before.coalesced()) {
					return;
				}
			}
		}

	}

	record Reset(int client) implements Action {

		@Override
		public void apply(World world) {
			StreamClient client = world.clients.remove(this.client);
			if (client != null) {
				world.witnesses.remove(client);
				client.reset();
			}
		}

	}

	record Remove(int name) implements Action {

		@Override
		public void apply(World world) {
			world.registry.find("counter" + this.name).meters().forEach(world.registry::remove);
			world.removals++;
		}

	}

	record Restart() implements Action {

		@Override
		public void apply(World world) {
			world.stop();
			world.running.exporter().start();
		}

	}

	static final class World implements AutoCloseable {

		private static final long SEQUENCES = 1L << 32;

		/**
		 * The thread that is none of those that the loads run on.
		 */
		private static final int DRIVER = 4;

		final int bufferSize;

		final RunningExporter running;

		final MeterRegistry registry;

		final AtomicLong[] polled = new AtomicLong[NAMES];

		/**
		 * Number of samples that each thread has recorded.
		 */
		final AtomicLong[] sequences = Stream.generate(AtomicLong::new).limit(DRIVER + 1).toArray(AtomicLong[]::new);

		final AtomicInteger samples = new AtomicInteger();

		final Map<Integer, StreamClient> clients = new HashMap<>();

		/**
		 * Clients that were there before the first sample.
		 */
		final Set<StreamClient> witnesses = new HashSet<>();

		int removals;

		World(int bufferSize) {
			this.bufferSize = bufferSize;
			// Long enough for stalled clients, once they read on
			this.running = RunningExporter.start((builder) -> builder.shutdownTimeout(Duration.ofSeconds(30)),
					"bufferSize", String.valueOf(bufferSize), "pollingFrequency", "20ms");
			this.registry = this.running.registry();
			for (int i = 0; i < NAMES; i++) {
				this.polled[i] = new AtomicLong();
				Gauge.builder("gauge" + i, this.polled[i], AtomicLong::get).register(this.registry);
				FunctionCounter.builder("function" + i, this.polled[i], AtomicLong::get).register(this.registry);
			}
		}

		void sample(String name, int thread, String... labels) {
			// Before it is recorded: no client that misses it may pass for a witness
			this.samples.incrementAndGet();
			this.registry.summary(name, labels)
				.record((double) (thread * SEQUENCES + this.sequences[thread].incrementAndGet()));
		}

		void checkCounts() {
			for (ClientSnapshot client : this.running.exporter().clients()) {
				ClientCounts counts = client.deliveries();
				assertThat(counts.offered())
					.isEqualTo(counts.sent() + counts.coalesced() + counts.dropped() + counts.waiting());
			}
		}

		void comeToRest() {
			checkTruth();
			checkSamples();
			List<StreamClient> all = List.copyOf(this.clients.values());
			stop();
			// Nothing was counted twice afterwards
			all.forEach(this::checkTruth);
		}

		void checkTruth() {
			this.clients.values().forEach(StreamClient::resume);
			for (StreamClient client : this.clients.values()) {
				await().untilAsserted(() -> checkTruth(client));
			}
			checkCounts();
		}

		private void checkTruth(StreamClient client) {
			assertThat(client.failure()).isNull();
			for (Meter meter : this.registry.getMeters()) {
				if (meter instanceof Counter counter) {
					String[] labels = counter.getId().getTags().isEmpty() ? NO_LABELS : LABELS;
					assertThat(client.counter(counter.getId().getName(), labels)).as(counter.getId().getName())
						.isEqualTo((long) Math.floor(counter.count()));
				}
			}
			for (int i = 0; i < NAMES; i++) {
				assertThat(client.gauge("gauge" + i)).isEqualTo(this.polled[i].doubleValue());
				assertThat(client.counter("function" + i)).isEqualTo(this.polled[i].get());
			}
		}

		private void checkSamples() {
			for (StreamClient witness : this.witnesses) {
				await().untilAsserted(() -> {
					IngressCounts ingress = this.running.exporter().events();
					ClientCounts counts = this.running.deliveries(witness);
					assertThat(counts.waiting()).isZero();
					long accounted = witness.metrics(Metric::hasRecordHistogram).size() + counts.dropped()
							+ ingress.dropped();
					// A meter that was removed and is let go of takes its frames with it
					assertThat(accounted).isBetween((long) this.samples.get(),
							this.samples.get() + ((this.removals == 0) ? 0 : counts.dropped()));
				});
			}
		}

		/**
		 * Stops the exporter: clients that read are sent all, and each stream ends
		 * between two frames.
		 */
		void stop() {
			this.clients.values().forEach(StreamClient::resume);
			this.running.exporter().stop();
			for (StreamClient client : this.clients.values()) {
				await().until(client::hasEnded);
				assertThat(client.failure()).isNull();
				checkStream(client);
				client.close();
			}
			this.clients.clear();
			this.witnesses.clear();
		}

		private static ConditionFactory await() {
			return RunningExporter.await().pollInterval(Duration.ofMillis(1));
		}

		@Override
		public void close() {
			this.running.close();
		}

	}

	/**
	 * For each meter: metadata, then its value, then events, with times that do not go
	 * back. For each thread: samples in the order recorded.
	 */
	private static void checkStream(StreamClient client) {
		Set<String> described = new HashSet<>();
		Set<String> valued = new HashSet<>();
		Map<String, Timestamp> times = new HashMap<>();
		Map<Long, Double> lastSamples = new HashMap<>();
		for (Event event : client.events()) {
			if (event.hasMetadata()) {
				described.add(event.getMetadata().getName());
				times.keySet().removeIf((key) -> key.startsWith(event.getMetadata().getName()));
				continue;
			}
			Metric metric = event.getMetric();
			assertThat(described).contains(metric.getName());
			String key = metric.getName() + metric.getLabelsMap();
			switch (metric.getOperationCase()) {
				case SET_COUNTER, SET_GAUGE -> valued.add(key);
				case INCREMENT_COUNTER -> assertThat(valued).as("sent before live events").contains(key);
				default -> {
					double last = lastSamples.getOrDefault((long) metric.getRecordHistogram() / World.SEQUENCES, -1.0);
					assertThat(metric.getRecordHistogram()).as("in the order recorded").isGreaterThan(last);
					lastSamples.put((long) metric.getRecordHistogram() / World.SEQUENCES, metric.getRecordHistogram());
				}
			}
			assertThat(isBefore(metric.getTimestamp(), times.put(key, metric.getTimestamp()))).as("time of " + key)
				.isFalse();
		}
	}

	private static boolean isBefore(Timestamp time, @Nullable Timestamp last) {
		return last != null && (time.getSeconds() < last.getSeconds()
				|| (time.getSeconds() == last.getSeconds() && time.getNanos() < last.getNanos()));
	}

}
