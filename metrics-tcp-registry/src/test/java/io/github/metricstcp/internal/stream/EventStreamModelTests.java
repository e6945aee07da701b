package io.github.metricstcp.internal.stream;

import java.time.Duration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import com.google.protobuf.Timestamp;
import io.github.metricstcp.ClientCounts;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metric;
import io.github.metricstcp.testing.TimeBudget;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Tag;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drives an {@link EventStream} through arbitrary histories, one step at a time on an
 * event loop that runs, and with clients whose writes end, when the test says so; then
 * lets all come to rest and compares what each client reconstructs with the application's
 * truth. What fails is shrunk to the shortest history that does.
 */
class EventStreamModelTests {

	private static final int NAMES = 3;

	private static final int CLIENTS = 4;

	/**
	 * A label with which two frames fill a chunk, so that more may wait for a client than
	 * one chunk takes.
	 */
	private static final String FILLER = "x".repeat(30_000);

	@Property(tries = Integer.MAX_VALUE)
	@AddLifecycleHook(TimeBudget.class)
	void everyClientEndsWithTheTruth(@ForAll("bufferSizes") int bufferSize, @ForAll("labels") String label,
			@ForAll("lingers") Duration linger, @ForAll @Size(max = 120) List<@From("steps") Step> steps) {
		new World(bufferSize, label, true, linger).live(steps);
	}

	@Property(tries = Integer.MAX_VALUE)
	@AddLifecycleHook(TimeBudget.class)
	void withoutSnapshotsEveryClientIsSentEventsAloneAndLossesAreCounted(@ForAll("bufferSizes") int bufferSize,
			@ForAll("labels") String label, @ForAll("lingers") Duration linger,
			@ForAll @Size(max = 120) List<@From("steps") Step> steps) {
		new World(bufferSize, label, false, linger).live(steps);
	}

	/**
	 * A history that was found after hours: a gauge is replaced while its event waits for
	 * metadata, and the new one is evicted.
	 */
	@Example
	void noEventIsSentWithoutMetadataWhenTheReplacementOfAGaugeIsEvicted() {
		List<Step> steps = new ArrayList<>(List.of(new AddCounter(0), new Connect(0), new AddGauge(2), new SetGauge(2),
				new AddCounter(0), new Remove(2)));
		steps.addAll(Collections.nCopies(29, new AddCounter(0)));
		steps.add(new AddGauge(2));
		steps.addAll(Collections.nCopies(14, new AddCounter(0)));
		steps.addAll(List.of(new Remove(2), new AddCounter(0), new Remove(0), new AddCounter(0), new AddCounter(0),
				new Turn()));
		new World(1, "v", true, Duration.ofMillis(1)).live(steps);
	}

	@Provide
	Arbitrary<Integer> bufferSizes() {
		return Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.integers().between(1, 8)),
				Tuple.of(1, Arbitraries.just(EventStream.UNLIMITED)));
	}

	@Provide
	Arbitrary<Duration> lingers() {
		return Arbitraries.of(Duration.ZERO, Duration.ofMillis(1));
	}

	@Provide
	Arbitrary<String> labels() {
		return Arbitraries.frequency(Tuple.of(2, "v"), Tuple.of(1, FILLER));
	}

	@Provide
	Arbitrary<Step> steps() {
		Arbitrary<Integer> names = Arbitraries.integers().between(0, NAMES - 1);
		Arbitrary<Integer> clients = Arbitraries.integers().between(0, CLIENTS - 1);
		Arbitrary<Integer> times = Arbitraries.integers().between(1, 8);
		return Arbitraries.frequencyOf(Tuple.of(4, names.map(AddCounter::new)), Tuple.of(2, names.map(AddGauge::new)),
				Tuple.of(2, names.map(AddSamples::new)), Tuple.of(3, names.map(Remove::new)),
				Tuple.of(20,
						Combinators.combine(names, times, Arbitraries.of(0.25, 1.0, 2.0, 300.0)).as(Increment::new)),
				Tuple.of(2, names.map(IncrementRetired::new)),
				Tuple.of(10, Combinators.combine(names, times).as(RecordSamples::new)),
				Tuple.of(5, names.map(SetGauge::new)), Tuple.of(4, clients.map(Connect::new)),
				Tuple.of(12, clients.map(Written::new)), Tuple.of(1, clients.map(Reset::new)),
				Tuple.of(12, Arbitraries.just(new Turn())), Tuple.of(1, Arbitraries.just(new Restart())));
	}

	interface Step {

		void apply(World world);

	}

	record AddCounter(int name) implements Step {

		@Override
		public void apply(World world) {
			world.add("counter" + this.name, (descriptor) -> world.stream.counter(descriptor));
		}

	}

	record AddGauge(int name) implements Step {

		@Override
		public void apply(World world) {
			world.add("gauge" + this.name, (descriptor) -> world.stream.polled(MetricType.GAUGE, descriptor));
		}

	}

	record AddSamples(int name) implements Step {

		@Override
		public void apply(World world) {
			world.add("samples" + this.name, (descriptor) -> world.stream.samples(descriptor));
		}

	}

	record Remove(int name) implements Step {

		@Override
		public void apply(World world) {
			world.remove("counter" + this.name);
			world.remove("samples" + this.name);
			world.remove("gauge" + this.name);
		}

	}

	record Increment(int name, int times, double amount) implements Step {

		@Override
		public void apply(World world) {
			if (world.meters.get("counter" + this.name) instanceof CounterSeries counter) {
				for (int i = 0; i < this.times; i++) {
					counter.increment(this.amount);
				}
			}
		}

	}

	record IncrementRetired(int name) implements Step {

		@Override
		public void apply(World world) {
			if (world.retired.get("counter" + this.name) instanceof CounterSeries counter) {
				double before = counter.count();
				counter.increment(1000);
				assertThat(counter.count()).isEqualTo(before + 1000);
			}
		}

	}

	record RecordSamples(int name, int times) implements Step {

		@Override
		public void apply(World world) {
			if (world.meters.get("samples" + this.name) instanceof SampleSeries samples) {
				for (int i = 0; i < this.times; i++) {
					world.streamed += samples.isStreamed() ? 1 : 0;
					samples.record(++world.samples);
				}
			}
		}

	}

	record SetGauge(int name) implements Step {

		@Override
		public void apply(World world) {
			// The poller would wait for room
			if (world.meters.get("gauge" + this.name) instanceof PolledSeries gauge && !world.isFull()
					&& gauge.set(++world.values)) {
				world.gauges.put("gauge" + this.name, world.values);
			}
		}

	}

	record Connect(int client) implements Step {

		@Override
		public void apply(World world) {
			world.clients.computeIfAbsent(this.client, (absent) -> new ModelClient(world));
		}

	}

	record Written(int client) implements Step {

		@Override
		public void apply(World world) {
			ModelClient client = world.clients.get(this.client);
			if (client != null) {
				client.written();
			}
		}

	}

	record Reset(int client) implements Step {

		@Override
		public void apply(World world) {
			ModelClient client = world.clients.remove(this.client);
			if (client != null) {
				client.stream.disconnect();
				if (world.clients.isEmpty()) {
					// The poller begins anew with the next one
					world.gauges.clear();
				}
			}
		}

	}

	record Turn() implements Step {

		@Override
		public void apply(World world) {
			world.eventLoop.runOnce();
		}

	}

	record Restart() implements Step {

		@Override
		public void apply(World world) {
			world.restart();
		}

	}

	static final class World {

		final ManualEventLoop eventLoop = new ManualEventLoop();

		final EventStream stream;

		final int bufferSize;

		final String label;

		final boolean snapshot;

		final Map<String, Series> meters = new LinkedHashMap<>();

		final Map<String, Series> retired = new HashMap<>();

		/**
		 * How often a meter of a name was removed.
		 */
		final Map<String, Integer> removals = new HashMap<>();

		final List<Series> removed = new ArrayList<>();

		/**
		 * Counts of counters when they were last removed.
		 */
		final Map<String, Double> removedAt = new HashMap<>();

		final Map<String, Double> gauges = new HashMap<>();

		final Map<Integer, ModelClient> clients = new LinkedHashMap<>();

		/**
		 * Number of samples that were recorded while a client was connected.
		 */
		long streamed;

		double samples;

		double values;

		World(int bufferSize, String label, boolean snapshot, Duration linger) {
			this.bufferSize = bufferSize;
			this.label = label;
			this.snapshot = snapshot;
			this.stream = new EventStream(bufferSize, snapshot, linger, Clock.SYSTEM);
			this.stream.open(this.eventLoop);
		}

		void live(List<Step> steps) {
			for (Step step : steps) {
				step.apply(this);
				check();
			}
			comeToRest();
			checkTruth();
		}

		void add(String name, Function<Descriptor, Series> registration) {
			this.meters.computeIfAbsent(name, (absent) -> {
				this.removedAt.remove(name);
				return registration.apply(new Descriptor(name, List.of(Tag.of("k", this.label)), null, "A " + name));
			});
		}

		void remove(String name) {
			Series series = this.meters.remove(name);
			if (series != null) {
				if (series instanceof CounterSeries counter && !this.clients.isEmpty()) {
					this.removedAt.put(name, counter.count());
					// Only those can be sent it that are there
					this.clients.values().forEach((client) -> client.knew.add(name));
				}
				this.stream.remove(series);
				this.retired.put(name, series);
				this.removals.merge(name, 1, Integer::sum);
				this.removed.add(series);
				this.gauges.remove(name);
			}
		}

		boolean isFull() {
			return this.bufferSize != EventStream.UNLIMITED && Backlog.of(this.stream) >= this.bufferSize;
		}

		void restart() {
			this.stream.complete();
			for (int i = 0; i < 1000 && this.clients.values().stream().anyMatch((client) -> !client.completed); i++) {
				this.clients.values().forEach(ModelClient::written);
				this.eventLoop.runOnce();
			}
			assertThat(this.clients.values()).allMatch((client) -> client.completed);
			checkTotals();
			this.clients.values().forEach((client) -> client.stream.disconnect());
			this.clients.clear();
			this.stream.close();
			this.eventLoop.shutdown();
			this.gauges.clear();
			this.removedAt.clear();
			this.stream.open(this.eventLoop);
		}

		void check() {
			for (ModelClient client : this.clients.values()) {
				ClientCounts counts = client.stream.deliveries();
				assertThat(counts.offered())
					.isEqualTo(counts.sent() + counts.coalesced() + counts.dropped() + counts.waiting());
				if (this.bufferSize != EventStream.UNLIMITED) {
					assertThat(counts.waiting() - client.inFlight()).isLessThanOrEqualTo(this.bufferSize);
				}
			}
		}

		void comeToRest() {
			if (this.clients.isEmpty()) {
				return;
			}
			this.stream.sweep();
			do {
				this.clients.values().forEach(ModelClient::written);
				this.eventLoop.runAll();
			}
			while (this.clients.values().stream().anyMatch((client) -> client.writing));
		}

		void checkTruth() {
			checkTotals();
			for (ModelClient client : this.clients.values()) {
				ClientCounts counts = client.stream.deliveries();
				assertThat(counts.waiting()).isZero();
				assertThat(counts.sent()).isEqualTo(client.live);
				if (!this.snapshot) {
					assertThat(counts.sent()).isEqualTo(client.metrics);
					assertThat(counts.coalesced()).isZero();
				}
				assertThat(counts.bytesSent()).isEqualTo(client.bytes.size());
				if (client.first && this.snapshot && this.removed.stream().noneMatch((series) -> series.evicted)) {
					assertThat(
							client.samples + counts.dropped() + this.stream.counts().dropped() - client.droppedBefore)
						.as("samples")
						.isEqualTo(this.streamed - client.streamedBefore);
				}
			}
		}

		private void checkTotals() {
			for (ModelClient client : this.clients.values()) {
				client.parse();
				if (!this.snapshot) {
					checkIncrements(client);
					continue;
				}
				this.meters.forEach((name, series) -> {
					if (series instanceof CounterSeries counter) {
						assertThat(client.counters.get(name)).isEqualTo((long) Math.floor(counter.count()));
					}
				});
				this.removedAt.forEach((name, count) -> {
					if (client.knew.contains(name) && !this.retired.get(name).evicted) {
						assertThat(client.counters.get(name)).isEqualTo((long) Math.floor(count));
					}
				});
				this.gauges.forEach((name, value) -> assertThat(client.gauges.get(name)).isEqualTo(value));
			}
		}

		/**
		 * Without snapshots a client has what was published since it connected, less what
		 * it has lost.
		 */
		private void checkIncrements(ModelClient client) {
			boolean lossless = (client.stream.deliveries().dropped() == 0);
			this.meters.forEach((name, series) -> {
				// A client adds up what all of one name have counted
				if (series instanceof CounterSeries counter && !this.retired.containsKey(name)) {
					long before = client.publishedBefore.getOrDefault(series, 0L);
					long since = (long) Math.floor(counter.count()) - before;
					long received = client.counters.getOrDefault(name, 0L);
					assertThat(received).isLessThanOrEqualTo(since);
					if (lossless) {
						assertThat(received).isEqualTo(since);
					}
				}
			});
		}

	}

	static final class ModelClient implements CoreSubscriber<Chunk> {

		final ClientStream stream;

		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		final Set<String> knew = new HashSet<>();

		final World world;

		final Map<Series, Long> publishedBefore = new HashMap<>();

		final boolean snapshot;

		final Map<String, Long> counters = new HashMap<>();

		final Map<String, Double> gauges = new HashMap<>();

		/**
		 * Whether nobody else was connected, so that nothing was on its way.
		 */
		final boolean first;

		final long streamedBefore;

		final long droppedBefore;

		long samples;

		long live;

		long metrics;

		boolean completed;

		private boolean writing;

		private int eventsInFlight;

		private @Nullable Subscription subscription;

		ModelClient(World world) {
			this.world = world;
			this.snapshot = world.snapshot;
			this.first = world.clients.isEmpty();
			this.streamedBefore = world.streamed;
			this.droppedBefore = world.stream.counts().dropped();
			this.stream = world.stream.connect();
			world.meters.values()
				.stream()
				.filter((series) -> series instanceof CounterSeries && series.index != Series.UNREGISTERED)
				.forEach(
						(series) -> this.publishedBefore.put(series, world.stream.table.published.total(series.index)));
			this.stream.chunks().subscribe(this);
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			subscription.request(1);
		}

		@Override
		public void onNext(Chunk chunk) {
			assertThat(this.writing).as("one write in flight").isFalse();
			this.writing = true;
			this.live += chunk.events;
			this.eventsInFlight = chunk.events;
			this.bytes.write(chunk.bytes(), 0, chunk.length());
		}

		@Override
		public void onError(Throwable ex) {
			throw new AssertionError(ex);
		}

		@Override
		public void onComplete() {
			this.completed = true;
		}

		int inFlight() {
			return this.writing ? this.eventsInFlight : 0;
		}

		void written() {
			if (this.writing) {
				this.writing = false;
				Objects.requireNonNull(this.subscription).request(1);
			}
		}

		void parse() {
			this.counters.clear();
			this.gauges.clear();
			this.metrics = 0;
			this.samples = 0;
			List<String> described = new ArrayList<>();
			Map<String, Timestamp> times = new HashMap<>();
			Map<String, Integer> setBack = new HashMap<>();
			double lastSample = 0;
			ByteArrayInputStream in = new ByteArrayInputStream(this.bytes.toByteArray());
			try {
				for (Event event = Event.parseDelimitedFrom(in); event != null; event = Event.parseDelimitedFrom(in)) {
					if (event.hasMetadata()) {
						described.add(event.getMetadata().getName());
						// Sent again for another meter with that name
						times.remove(event.getMetadata().getName());
						continue;
					}
					this.metrics++;
					Metric metric = event.getMetric();
					String name = metric.getName();
					assertThat(described).contains(name);
					if (!isNotBefore(metric.getTimestamp(), times.put(name, metric.getTimestamp()))) {
						setBack.merge(name, 1, Integer::sum);
					}
					// Once for each meter that follows another: its event may be older
					// than
					// the last value of the former one, which has the time of sending
					assertThat(setBack.getOrDefault(name, 0)).as("time")
						.isLessThanOrEqualTo(this.world.removals.getOrDefault(name, 0));
					switch (metric.getOperationCase()) {
						case INCREMENT_COUNTER -> {
							if (this.snapshot) {
								assertThat(this.counters).as("sent before live events").containsKey(name);
							}
							this.counters.merge(name, metric.getIncrementCounter(), Long::sum);
						}
						case SET_COUNTER -> {
							assertThat(this.snapshot).as("no values without snapshots").isTrue();
							this.counters.put(name, metric.getSetCounter());
						}
						case SET_GAUGE -> this.gauges.put(name, metric.getSetGauge());
						case RECORD_HISTOGRAM -> {
							assertThat(metric.getRecordHistogram()).as("in the order recorded")
								.isGreaterThan(lastSample);
							lastSample = metric.getRecordHistogram();
							this.samples++;
						}
						default -> throw new IllegalStateException("Unexpected " + metric);
					}
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static boolean isNotBefore(Timestamp time, @Nullable Timestamp last) {
			return last == null || time.getSeconds() > last.getSeconds()
					|| (time.getSeconds() == last.getSeconds() && time.getNanos() >= last.getNanos());
		}

	}

}
