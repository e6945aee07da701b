package io.github.metricstcp.internal.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.github.metricstcp.ClientCounts;
import io.github.metricstcp.IngressCounts;
import io.github.metricstcp.MetricsTcpConfig;
import io.github.metricstcp.MetricsTcpMeterRegistry;
import io.github.metricstcp.StreamAccess;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metric;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Operators;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the events and values that clients are sent, seen from their side of a
 * socket.
 */
@Timeout(120)
class EventStreamTests {

	/**
	 * Makes events so large that few of them fill a socket.
	 */
	private static final String FILLER = "x".repeat(8000);

	@Test
	void newcomerIsSentMetadataThenValueThenLiveEvents() {
		try (RunningExporter running = RunningExporter.start()) {
			MeterRegistry registry = running.registry();
			Counter counter = Counter.builder("orders").description("Orders").register(registry);
			Gauge.builder("depth", () -> 4).register(registry);
			DistributionSummary summary = registry.summary("payload");
			counter.increment(5);
			summary.record(1);
			StreamClient first = running.connect();
			await().untilAsserted(() -> assertThat(first.gauge("depth")).isEqualTo(4));
			counter.increment(2);
			await().untilAsserted(() -> assertThat(first.counter("orders")).isEqualTo(7));
			StreamClient second = running.connect();
			counter.increment();
			summary.record(2);
			for (StreamClient client : List.of(first, second)) {
				await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(8));
				await().untilAsserted(() -> assertThat(client.samples("payload")).containsExactly(2.0));
				await().untilAsserted(() -> assertThat(client.gauge("depth")).isEqualTo(4));
				assertDescribedBeforeUse(client.events());
				assertThat(client.metrics("orders").get(0).getOperationCase())
					.isEqualTo(Metric.OperationCase.SET_COUNTER);
			}
			assertThat(second.metrics("orders")).extracting(Metric::getIncrementCounter).containsExactly(0L, 1L);
			assertThat(second.metrics("depth")).hasSize(1);
		}
	}

	@Test
	void withoutSnapshotsANewcomerIsSentMetadataAndEventsAlone() {
		try (RunningExporter running = RunningExporter.start("snapshot", "false")) {
			MeterRegistry registry = running.registry();
			Counter counter = Counter.builder("orders").description("Orders").register(registry);
			counter.increment(5);
			StreamClient first = running.connect();
			await().until(() -> first.metadata("orders") != null);
			counter.increment(2);
			await().untilAsserted(() -> assertThat(first.counter("orders")).isEqualTo(2));
			StreamClient second = running.connect();
			await().until(() -> second.metadata("orders") != null);
			registry.remove(counter);
			registry.counter("orders").increment(4);
			await().untilAsserted(() -> assertThat(second.counter("orders")).isEqualTo(4));
			await().untilAsserted(() -> assertThat(first.counter("orders")).isEqualTo(6));
			assertThat(first.metrics("orders")).allMatch(Metric::hasIncrementCounter);
			assertThat(second.metrics("orders")).allMatch(Metric::hasIncrementCounter);
		}
	}

	@Test
	void withoutSnapshotsWhatAClientLosesIsCountedAndNotHealed() {
		try (RunningExporter running = RunningExporter.start("snapshot", "false", "bufferSize", "5")) {
			Counter counter = running.registry().counter("orders", "filler", FILLER);
			StreamClient stalled = running.connectStalled();
			int incremented = 0;
			while (running.deliveries(stalled).dropped() < 100) {
				for (int i = 0; i < 200; i++) {
					counter.increment();
					awaitAccepted(running, ++incremented);
				}
			}
			stalled.resume();
			await().untilAsserted(() -> assertThat(running.deliveries(stalled).waiting()).isZero());
			ClientCounts counts = running.deliveries(stalled);
			assertThat(counts.coalesced()).isZero();
			assertThat(counts.sent() + counts.dropped()).isEqualTo(incremented);
			await()
				.untilAsserted(() -> assertThat(stalled.counter("orders", "filler", FILLER)).isEqualTo(counts.sent()));
		}
	}

	@Test
	void metadataOfALaterMeterComesBeforeItsFirstEvent() {
		try (RunningExporter running = RunningExporter.start()) {
			StreamClient client = running.connect();
			for (int i = 0; i < 500; i++) {
				running.registry().counter("counter." + i).increment();
				running.registry().summary("summary." + i).record(i);
			}
			for (int i = 0; i < 500; i++) {
				int number = i;
				await().untilAsserted(() -> assertThat(client.counter("counter." + number)).isEqualTo(1));
				await().untilAsserted(() -> assertThat(client.samples("summary." + number)).hasSize(1));
			}
			assertDescribedBeforeUse(client.events());
			assertThat(client.events()).filteredOn(Event::hasMetadata).hasSize(1000);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 1000 })
	void stalledClientIsKeptExactlyTheNewestEvents(int limit) {
		try (RunningExporter running = RunningExporter.start("bufferSize", String.valueOf(limit))) {
			DistributionSummary summary = running.registry().summary("payload", "filler", FILLER);
			StreamClient stalled = running.connectStalled();
			int recorded = 0;
			while (running.deliveries(stalled).dropped() < 100) {
				for (int i = 0; i < 200; i++) {
					summary.record(++recorded);
					awaitAccepted(running, recorded);
				}
			}
			assertThat(running.deliveries(stalled).waiting()).isBetween((long) limit, (long) limit + Block.MAX_EVENTS);
			stalled.resume();
			int last = recorded;
			await().untilAsserted(
					() -> assertThat(stalled.samples("payload", "filler", FILLER)).last().isEqualTo((double) last));
			List<Double> samples = stalled.samples("payload", "filler", FILLER);
			int before = samples.size() - limit;
			assertThat(samples.subList(0, before)).isEqualTo(range(1, before));
			assertThat(samples.subList(before, samples.size())).isEqualTo(range(last - limit + 1, last));
			await().untilAsserted(() -> assertThat(running.deliveries(stalled)).satisfies((counts) -> {
				assertThat(counts.sent()).isEqualTo(samples.size());
				assertThat(counts.waiting()).isZero();
				assertThat(counts.offered()).isEqualTo(last).isEqualTo(counts.sent() + counts.dropped());
			}));
		}
	}

	@Test
	void withoutALimitNothingIsLost() {
		try (CapturedLog log = CapturedLog.start();
				RunningExporter running = RunningExporter.start("bufferSize", "-1")) {
			assertThat(log.warnings()).singleElement().asString().contains("buffer size is unlimited");
			assertThat(running.exporter().bufferSize()).isEqualTo(-1);
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient stalled = running.connectStalled();
			range(1, 200_000).forEach(summary::record);
			await().untilAsserted(() -> assertThat(running.deliveries(stalled).offered()).isEqualTo(200_000));
			stalled.resume();
			await().untilAsserted(() -> assertThat(stalled.samples("payload")).hasSize(200_000));
			assertThat(stalled.samples("payload")).isEqualTo(range(1, 200_000));
			assertThat(running.exporter().events()).isEqualTo(new IngressCounts(200_000, 0, 0));
		}
	}

	@Test
	void metadataAndValuesTakeNoPlaceInTheBufferAndAreNeverDropped() {
		try (RunningExporter running = RunningExporter.start("bufferSize", "3")) {
			MeterRegistry registry = running.registry();
			DistributionSummary summary = registry.summary("payload", "filler", FILLER);
			StreamClient stalled = running.connectStalled();
			recordUntilDropped(running, stalled, summary);
			long dropped = running.deliveries(stalled).dropped();
			for (int i = 0; i < 2000; i++) {
				registry.counter("counter." + i).increment(i);
			}
			await().untilAsserted(
					() -> assertThat(running.deliveries(stalled).coalesced() + running.exporter().events().coalesced())
						.isGreaterThanOrEqualTo(2000));
			assertThat(running.deliveries(stalled).dropped()).isEqualTo(dropped);
			stalled.resume();
			for (int i = 0; i < 2000; i++) {
				int number = i;
				await().untilAsserted(() -> assertThat(stalled.counter("counter." + number)).isEqualTo(number));
			}
			assertDescribedBeforeUse(stalled.events());
		}
	}

	@Test
	void clientThatLostEventsIsSentTheValues() {
		try (RunningExporter running = RunningExporter.start("bufferSize", "2", "pollingFrequency", "50ms")) {
			MeterRegistry registry = running.registry();
			Gauge.builder("random", () -> ThreadLocalRandom.current().nextInt()).register(registry);
			Counter hot = registry.counter("hot");
			Counter cold = registry.counter("cold");
			DistributionSummary summary = registry.summary("payload", "filler", FILLER);
			StreamClient client = running.connectStalled();
			await().pollInterval(Duration.ofMillis(1)).until(() -> {
				cold.increment();
				for (int i = 0; i < 1000; i++) {
					hot.increment();
					summary.record(i);
				}
				ClientCounts counts = running.deliveries(client);
				return counts.coalesced() > 1000 && counts.dropped() > 1000;
			});
			client.resume();
			await().untilAsserted(() -> assertThat(client.counter("hot")).isEqualTo((long) hot.count()));
			await().untilAsserted(() -> assertThat(client.counter("cold")).isEqualTo((long) cold.count()));
			await().untilAsserted(() -> assertThat(client.gauge("random")).isNotNull());
			hot.increment();
			await().untilAsserted(() -> assertThat(client.counter("hot")).isEqualTo((long) hot.count()));
			assertCountsBalance(running, client);
		}
	}

	@Test
	void noIncrementIsLostInAFloodOfTheIngress() throws InterruptedException {
		try (RunningExporter running = RunningExporter.start("bufferSize", "1")) {
			Counter counter = running.registry().counter("orders");
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient client = running.connect();
			inThreads(8, () -> {
				for (int i = 0; i < 100_000; i++) {
					counter.increment();
					summary.record(1);
				}
			});
			assertThat(counter.count()).isEqualTo(800_000);
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(800_000));
			await().untilAsserted(() -> {
				IngressCounts taken = running.exporter().events();
				assertThat(taken.accepted() + taken.coalesced() + taken.dropped()).isEqualTo(1_600_000);
				ClientCounts counts = running.deliveries(client);
				assertThat(client.samples("payload")).hasSize((int) (800_000 - taken.dropped() - counts.dropped()));
			});
			assertCountsBalance(running, client);
		}
	}

	@Test
	void clientsThatComeAndGoUnderLoadEndWithTheTruth() throws InterruptedException {
		try (RunningExporter running = RunningExporter.start("bufferSize", "64")) {
			List<Counter> counters = IntStream.range(0, 50)
				.mapToObj((i) -> running.registry().counter("counter." + i))
				.toList();
			List<StreamClient> clients = new ArrayList<>();
			whileOthers(4, () -> counters.get(ThreadLocalRandom.current().nextInt(counters.size())).increment(), () -> {
				for (int i = 0; i < 20; i++) {
					clients.add(running.connect());
					if (i % 3 == 0) {
						clients.remove(0).close();
					}
				}
			});
			for (StreamClient client : clients) {
				for (int i = 0; i < counters.size(); i++) {
					String name = "counter." + i;
					long truth = (long) counters.get(i).count();
					await().untilAsserted(() -> assertThat(client.counter(name)).isEqualTo(truth));
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void everyIncrementIsSentWhenTheFirstClientConnectsUnderLoad(boolean registryClosed) throws InterruptedException {
		try (RunningExporter running = RunningExporter.start("pollingFrequency", "100ms", "bufferSize", "1000000")) {
			Counter counter = running.registry().counter("orders");
			// So that reading them all takes a while
			IntStream.range(0, 5000).forEach((i) -> running.registry().counter("counter." + i));
			if (registryClosed) {
				running.registry().close();
			}
			for (int round = 0; round < 10; round++) {
				List<StreamClient> clients = new ArrayList<>();
				whileOthers(4, counter::increment, () -> clients.add(running.connect()));
				try (StreamClient client = clients.get(0)) {
					await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo((long) counter.count()));
				}
				await().until(() -> !StreamAccess.of(running.registry()).isListening());
			}
		}
	}

	@Test
	void sumsAreNotCountedTwiceByANewcomerThatIsStillBeingSentTheSnapshot() {
		ManualStream manual = new ManualStream(1);
		List<CounterSeries> counters = IntStream.range(0, 60_000).mapToObj((i) -> manual.counter("c" + i)).toList();
		ManualClient client = manual.connect();
		while (!manual.eventLoop.isIdle()) {
			// More in one turn than a block holds, and against the order in which values
			// are sent: so that a block is full at a counter that is about to be sent
			for (int i = counters.size() - 1; i >= 0; i -= 7) {
				counters.get(i).increment(1);
			}
			manual.eventLoop.runOnce();
			if (client.totals.size() == counters.size()) {
				manual.eventLoop.runAll();
			}
		}
		for (int i = 0; i < counters.size(); i++) {
			assertThat((double) client.totals.get("c" + i)).as("c" + i).isEqualTo(counters.get(i).count());
		}
	}

	@Test
	void valueIsSentOnlyOnceNoneOfItsIncrementsWaits() {
		ManualStream manual = new ManualStream(1000);
		CounterSeries counter = manual.counter("orders");
		// More than a chunk waits when the first one is written
		ManualClient client = manual.connectStalled();
		for (int i = 0; i < 3000; i++) {
			counter.increment(1);
			manual.eventLoop.runOnce();
		}
		assertThat(client.stream.deliveries().coalesced()).isPositive();
		manual.readAll(client);
		assertThat(client.totals).containsExactly(Map.entry("orders", 3000L));
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 300, 5000 })
	void clientLearnsOfEveryCounterWhileAFloodNeverLetsItsBufferRunEmpty(int length) {
		ManualStream manual = new ManualStream(1024);
		SampleSeries samples = manual.samples("samples", Tag.of("filler", "x".repeat(length)));
		ManualClient client = manual.connectStalled();
		flood(samples, manual.eventLoop);
		IntStream.range(0, 200).forEach((i) -> manual.counter("c" + i));
		for (int chunks = 0; client.totals.size() < 200; chunks++) {
			assertThat(chunks).isLessThan(500);
			flood(samples, manual.eventLoop);
			assertThat(client.stream.deliveries().waiting()).isGreaterThan(Block.MAX_EVENTS);
			client.written();
		}
	}

	/**
	 * Records more than a client's buffer of 1024 events takes.
	 */
	private static void flood(SampleSeries samples, ManualEventLoop eventLoop) {
		for (int i = 0; i < 2048; i++) {
			if (i % 512 == 0) {
				eventLoop.runOnce();
			}
			samples.record(i);
		}
		eventLoop.runOnce();
	}

	@Test
	void clientThatLagsIsSentTheLastValuesOfAllThatHadOneIdentityInTheirOrder() {
		ManualStream manual = new ManualStream(4);
		CounterSeries counter = manual.counter("orders");
		ManualClient client = manual.connectStalled();
		for (int total : new int[] { 100, 50, 3 }) {
			for (int i = 0; i < total; i++) {
				counter.increment(1);
				manual.eventLoop.runOnce();
			}
			if (total > 3) {
				manual.stream.remove(counter);
				counter = manual.counter("orders");
			}
		}
		manual.eventLoop.runAll();
		manual.readAll(client);
		assertThat(client.received).containsSubsequence(100L, 50L, 3L);
		assertThat(client.totals).containsExactly(Map.entry("orders", 3L));
		assertThat(manual.stream.table.retiring.all()).isEmpty();
	}

	@Test
	void clientThatStallsDoesNotKeepAllMetersThatComeAndGo() {
		ManualStream manual = new ManualStream(16);
		CounterSeries lasting = manual.counter("lasting");
		ManualClient stalled = manual.connectStalled();
		lasting.increment(1);
		for (int i = 0; i < 10_000; i++) {
			CounterSeries counter = manual.counter("c" + i);
			counter.increment(1);
			lasting.increment(1);
			manual.eventLoop.runOnce();
			manual.stream.remove(counter);
			manual.eventLoop.runOnce();
			assertThat(manual.stream.table.size()).isLessThanOrEqualTo(2 + 16 + 1);
		}
		manual.readAll(stalled);
		assertThat(stalled.totals).containsEntry("lasting", 10_001L).containsEntry("c9999", 1L).hasSizeLessThan(50);
		assertThat(manual.stream.table.retiring.all()).isEmpty();
	}

	@Test
	void whatFailsOnItsWayIsCountedAndSentAnew() {
		FailingClock clock = new FailingClock();
		ManualStream manual = new ManualStream(1, clock);
		List<CounterSeries> counters = IntStream.range(0, 3).mapToObj((i) -> manual.counter("c" + i)).toList();
		ManualClient client = manual.connectStalled();
		client.written();
		manual.eventLoop.runAll();
		client.written();
		counters.forEach((counter) -> counter.increment(1));
		counters.forEach((counter) -> counter.increment(1));
		// The first sum is in the block, the second one cannot be stamped
		clock.failAt(2);
		manual.eventLoop.runAll();
		manual.readAll(client);
		assertThat(clock.reads).as("has failed").isNegative();
		assertThat(client.totals).containsExactlyInAnyOrderEntriesOf(Map.of("c0", 2L, "c1", 2L, "c2", 2L));
		ClientCounts counts = client.stream.deliveries();
		// The one that was taken, the sum that failed and that of the same counter
		assertThat(counts.offered()).isEqualTo(3).isEqualTo(counts.sent() + counts.coalesced());
	}

	@Test
	void failureToWakeTheEventLoopIsNoConcernOfThreadsThatRecord() {
		ManualStream manual = new ManualStream(4);
		CounterSeries counter = manual.counter("orders");
		ManualClient client = manual.connectStalled();
		client.written();
		manual.eventLoop.runAll();
		client.written();
		manual.eventLoop.failToExecute();
		counter.increment(1);
		assertThat(counter.count()).isEqualTo(1);
		counter.increment(1);
		manual.eventLoop.runAll();
		assertThat(client.totals).containsEntry("orders", 2L);
	}

	@Test
	void lastValuesOfManyThatHadOneIdentityAreSent64KiBAtATime() {
		ManualStream manual = new ManualStream(1024);
		Tag filler = Tag.of("filler", "x".repeat(500));
		ManualClient client = manual.connectStalled();
		CounterSeries counter = manual.counter("orders", filler);
		manual.eventLoop.runAll();
		for (int i = 0; i < 1000; i++) {
			counter.increment(1);
			manual.eventLoop.runOnce();
			manual.stream.remove(counter);
			counter = manual.counter("orders", filler);
			manual.eventLoop.runOnce();
		}
		counter.increment(7);
		manual.eventLoop.runAll();
		manual.readAll(client);
		assertThat(client.largestChunk).isLessThanOrEqualTo(64 * 1024);
		assertThat(client.totals).containsExactly(Map.entry("orders", 7L));
		assertThat(manual.stream.table.retiring.all()).isEmpty();
	}

	@Test
	void streamGoesOnAfterMemoryWasShort() {
		ManualStream manual = new ManualStream(4);
		CounterSeries counter = manual.counter("orders");
		ManualClient client = manual.connectStalled();
		client.written();
		manual.eventLoop.runAll();
		for (long i = 1; i <= 3; i++) {
			counter.increment(1);
			manual.eventLoop.failToSchedule(1);
			manual.eventLoop.runOnce();
			client.written();
		}
		counter.increment(1);
		manual.eventLoop.runAll();
		client.written();
		assertThat(client.totals).containsEntry("orders", 4L);
	}

	@Test
	void metadataOfAnEventThatWaitsIsSentThoughItsNameIsTakenAndGivenUp() {
		EventStream bare = new EventStream(1, false, Duration.ofMillis(1), Clock.SYSTEM);
		ManualEventLoop eventLoop = new ManualEventLoop();
		bare.open(eventLoop);
		ManualClient client = new ManualClient(bare.connect(), false);
		Descriptor name = new Descriptor("orders", List.of(), null, null);
		SampleSeries first = bare.samples(new Descriptor("first", List.of(), null, null));
		first.record(1);
		eventLoop.runAll();
		SampleSeries predecessor = bare.samples(name);
		predecessor.record(1);
		eventLoop.runOnce();
		bare.remove(predecessor);
		bare.remove(bare.samples(name));
		// One more than may wait for their metadata to be sent
		bare.remove(bare.samples(new Descriptor("other", List.of(), null, null)));
		eventLoop.runAll();
		client.written();
		eventLoop.runAll();
		client.written();
		assertThat(client.described).containsAll(client.named);
	}

	@Test
	void removedSeriesIsLetGoOfWhenTheMetadataOfItsEventsHasBeenSent() {
		EventStream bare = new EventStream(16, false, Duration.ofMillis(1), Clock.SYSTEM);
		ManualEventLoop eventLoop = new ManualEventLoop();
		bare.open(eventLoop);
		ManualClient client = new ManualClient(bare.connect(), false);
		bare.samples(new Descriptor("first", List.of(), null, null)).record(1);
		eventLoop.runAll();
		SampleSeries removed = bare.samples(new Descriptor("removed", List.of(), null, null));
		removed.record(1);
		eventLoop.runAll();
		bare.remove(removed);
		eventLoop.runAll();
		assertThat(bare.table.retiring.all()).as("its event waits").containsExactly(removed);
		while (client.isWriting()) {
			client.written();
			eventLoop.runAll();
		}
		assertThat(client.described).contains("removed");
		assertThat(client.events).isEqualTo(2);
		assertThat(bare.table.retiring.all()).isEmpty();
	}

	@Test
	void clientThatCannotBeSentTheRestLaterIsEndedAndHarmsNobody() {
		ManualStream manual = new ManualStream(1024);
		IntStream.range(0, 60_000).forEach((i) -> manual.counter("counter." + i));
		CounterSeries counter = manual.counter("orders");
		ManualClient viewer = manual.connect();
		manual.eventLoop.runAll();
		manual.eventLoop.failToSchedule(1);
		ManualClient newcomer = manual.connect();
		assertThat(newcomer.failure).isInstanceOf(OutOfMemoryError.class);
		counter.increment(1);
		manual.eventLoop.runAll();
		assertThat(viewer.totals).containsEntry("orders", 1L);
		assertThat(viewer.failure).isNull();
	}

	/**
	 * A clock that can be made to fail, once, at one of its next readings.
	 */
	private static final class FailingClock implements Clock {

		private int reads = Integer.MIN_VALUE;

		void failAt(int read) {
			this.reads = read;
		}

		@Override
		public long wallTime() {
			return Clock.SYSTEM.wallTime();
		}

		@Override
		public long monotonicTime() {
			if (this.reads > 0 && --this.reads == 0) {
				this.reads = Integer.MIN_VALUE;
				throw new IllegalStateException("No time");
			}
			return Clock.SYSTEM.monotonicTime();
		}

	}

	@Test
	void twoMetersOfOneIdentityAreRemovedForGood() {
		ManualStream manual = new ManualStream(4);
		CounterSeries first = manual.counter("orders");
		CounterSeries second = manual.counter("orders");
		ClientStream client = manual.stream.connect();
		manual.stream.remove(first);
		manual.stream.remove(second);
		manual.eventLoop.runAll();
		client.disconnect();
		manual.eventLoop.runAll();
		assertThat(first.index).isEqualTo(Series.UNREGISTERED);
		assertThat(second.index).isEqualTo(Series.UNREGISTERED);
	}

	@Test
	void meterThatIsRemovedIsSentNoMore() {
		try (RunningExporter running = RunningExporter.start()) {
			MeterRegistry registry = running.registry();
			Counter counter = registry.counter("orders");
			StreamClient client = running.connect();
			counter.increment(3);
			registry.remove(counter);
			counter.increment(100);
			Counter other = registry.counter("other");
			other.increment();
			await().untilAsserted(() -> assertThat(client.counter("other")).isEqualTo(1));
			assertThat(client.counter("orders")).isEqualTo(3);
			assertThat(counter.count()).isEqualTo(103);
			StreamClient second = running.connect();
			await().untilAsserted(() -> assertThat(second.counter("other")).isEqualTo(1));
			assertThat(second.metadata("orders")).isNull();
			assertThat(second.counter("orders")).isNull();
		}
	}

	@Test
	void meterThatIsRegisteredAgainBeginsWithMetadataAndZero() {
		try (RunningExporter running = RunningExporter.start()) {
			MeterRegistry registry = running.registry();
			StreamClient client = running.connect();
			Counter first = Counter.builder("orders").description("First").register(registry);
			first.increment(3);
			registry.remove(first);
			Counter second = Counter.builder("orders").description("Second").register(registry);
			first.increment(100);
			second.increment();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
			assertThat(client.metadata("orders").getDescriptionValue()).isEqualTo("Second");
			assertDescribedBeforeUse(client.events());
		}
	}

	@Test
	void lastValueOfARemovedMeterReachesAClientThatLags() {
		try (RunningExporter running = RunningExporter.start("bufferSize", "5")) {
			MeterRegistry registry = running.registry();
			DistributionSummary summary = registry.summary("payload", "filler", FILLER);
			Counter counter = registry.counter("orders");
			StreamClient client = running.connectStalled();
			int recorded = recordUntilDropped(running, client, summary);
			for (int i = 0; i < 50; i++) {
				counter.increment();
				awaitAccepted(running, ++recorded);
			}
			registry.remove(counter);
			Counter again = registry.counter("again");
			again.increment(2);
			registry.remove(again);
			registry.counter("again").increment(7);
			client.resume();
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(50));
			await().untilAsserted(() -> assertThat(client.counter("again")).isEqualTo(7));
			assertDescribedBeforeUse(client.events());
			StreamClient newcomer = running.connect();
			await().untilAsserted(() -> assertThat(newcomer.counter("again")).isEqualTo(7));
			assertThat(newcomer.metadata("orders")).isNull();
		}
	}

	@Test
	void meterThatIsTooLargeIsLeftOutWithOneWarning() {
		try (RunningExporter running = RunningExporter.start(); CapturedLog log = CapturedLog.start()) {
			MeterRegistry registry = running.registry();
			Counter tooLarge = registry.counter("large", "tag", "x".repeat(FrameWriter.MAX_FRAME_LENGTH));
			Counter described = Counter.builder("described")
				.description("x".repeat(FrameWriter.MAX_FRAME_LENGTH))
				.register(registry);
			String fitting = "x".repeat(FrameWriter.MAX_FRAME_LENGTH - 200);
			Counter large = registry.counter("fits", "tag", fitting);
			StreamClient client = running.connect();
			for (int i = 0; i < 3; i++) {
				tooLarge.increment();
				described.increment();
				large.increment();
			}
			assertThat(tooLarge.count()).isEqualTo(3);
			await().untilAsserted(() -> assertThat(client.counter("fits", "tag", fitting)).isEqualTo(3));
			assertThat(client.metadata("large")).isNull();
			assertThat(client.metadata("described")).isNull();
			assertThat(log.warnings()).hasSize(2)
				.anyMatch((line) -> line.contains("'large'"))
				.anyMatch((line) -> line.contains("'described'"));
			registry.remove(tooLarge);
		}
	}

	@Test
	void streamsWhereAHookOfTheApplicationPreventsFusion() {
		Hooks.onOperatorDebug();
		Hooks.onLastOperator("unfusing", Operators.lift((scannable, subscriber) -> new BaseSubscriber<Object>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscriber.onSubscribe(this);
			}

			@Override
			protected void hookOnNext(Object value) {
				subscriber.onNext(value);
			}

		}));
		MetricsTcpMeterRegistry registry = new MetricsTcpMeterRegistry(MetricsTcpConfig.DEFAULT, Clock.SYSTEM);
		Hooks.resetOnLastOperator("unfusing");
		try (RunningExporter running = RunningExporter.start((builder) -> builder.registry(registry))) {
			Counter counter = running.registry().counter("orders");
			DistributionSummary summary = running.registry().summary("payload");
			StreamClient client = running.connect();
			for (int i = 1; i <= 100; i++) {
				counter.increment();
				summary.record(i);
				List<Double> expected = range(1, i);
				await().untilAsserted(() -> assertThat(client.samples("payload")).isEqualTo(expected));
			}
			await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(100));
		}
		finally {
			Hooks.resetOnOperatorDebug();
		}
	}

	/**
	 * Records samples until one is dropped.
	 * @return how many were recorded
	 */
	private static int recordUntilDropped(RunningExporter running, StreamClient client, DistributionSummary summary) {
		int recorded = 0;
		while (running.deliveries(client).dropped() == 0) {
			for (int i = 0; i < 200; i++) {
				summary.record(++recorded);
				awaitAccepted(running, recorded);
			}
		}
		return recorded;
	}

	/**
	 * Waits after each event, so that the ingress, which has the same limit as a client,
	 * loses none.
	 */
	private static void awaitAccepted(RunningExporter running, int accepted) {
		while (running.exporter().events().accepted() < accepted) {
			Thread.onSpinWait();
		}
	}

	private static List<Double> range(int first, int last) {
		return IntStream.rangeClosed(first, last).asDoubleStream().boxed().toList();
	}

	/**
	 * For each meter: metadata, then its value, then live events.
	 */
	private static void assertDescribedBeforeUse(List<Event> events) {
		Set<String> described = new HashSet<>();
		for (Event event : events) {
			if (event.hasMetadata()) {
				described.add(event.getMetadata().getName());
			}
			else {
				assertThat(described).contains(event.getMetric().getName());
			}
		}
	}

	private static void assertCountsBalance(RunningExporter running, StreamClient client) {
		ClientCounts counts = running.deliveries(client);
		assertThat(counts.offered())
			.isEqualTo(counts.sent() + counts.coalesced() + counts.dropped() + counts.waiting());
	}

	private static void inThreads(int number, Runnable task) throws InterruptedException {
		List<Thread> threads = IntStream.range(0, number).mapToObj((i) -> new Thread(task)).toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
	}

	/**
	 * Runs something while threads repeat a task, from before until after.
	 */
	private static void whileOthers(int number, Runnable repeated, Runnable task) throws InterruptedException {
		AtomicBoolean done = new AtomicBoolean();
		List<Thread> threads = IntStream.range(0, number).mapToObj((i) -> new Thread(() -> {
			while (!done.get()) {
				repeated.run();
			}
		})).toList();
		threads.forEach(Thread::start);
		try {
			task.run();
		}
		finally {
			done.set(true);
			for (Thread thread : threads) {
				thread.join();
			}
		}
	}

}
