package io.github.metricstcp.internal.stream;

import java.time.Duration;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.metricstcp.proto.Metric;
import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients of an application with 100,000 meters.
 */
@Timeout(180)
class ManyMetersTests {

	private static final int METERS = 100_000;

	private static final long MIB = 1024 * 1024;

	@Test
	void newcomersAreSentAllUnderBackPressure() {
		try (RunningExporter running = RunningExporter.start()) {
			List<Counter> counters = register(running.registry());
			for (int i = 0; i < METERS; i++) {
				counters.get(i).increment(i % 10);
			}
			StreamClient stalled = running.connectStalled();
			StreamClient viewer = running.connect();
			await().untilAsserted(() -> assertSent(viewer, counters));
			assertThat(running.deliveries(stalled).bytesSent()).isLessThan(running.deliveries(viewer).bytesSent());
			for (int i = 0; i < METERS; i += 10) {
				counters.get(i).increment();
			}
			await().untilAsserted(() -> assertSent(viewer, counters));
			stalled.resume();
			await().untilAsserted(() -> assertSent(stalled, counters));
		}
	}

	@Test
	void newcomerDoesNotHoldUpTheEventsOfOthers() {
		ManualEventLoop eventLoop = new ManualEventLoop();
		EventStream stream = new EventStream(1024, true, Duration.ofMillis(1), Clock.SYSTEM);
		stream.open(eventLoop);
		for (int i = 0; i < METERS; i++) {
			stream.counter(
					new Descriptor("counter", List.of(Tag.of("id", "an-identifier-of-some-length-" + i)), null, null));
		}
		SampleSeries samples = stream.samples(new Descriptor("samples", List.of(), null, null));
		Subscriber viewer = new Subscriber(stream.connect());
		eventLoop.runAll();
		int all = viewer.bytes;
		assertThat(all).isGreaterThan(METERS * 10);
		Subscriber newcomer = new Subscriber(stream.connect());
		assertThat(newcomer.bytes).as("sent at once, however fast it reads").isLessThan(all / 2);
		int turns = 0;
		for (; newcomer.bytes < all; turns++) {
			int before = newcomer.bytes;
			samples.record(turns);
			eventLoop.runOnce();
			assertThat(viewer.events).as("sent in the same turn").isEqualTo(turns + 1);
			assertThat(newcomer.bytes - before).as("sent in a turn").isLessThanOrEqualTo(4 * 64 * 1024);
		}
		assertThat(turns).as("turns that it took").isGreaterThan(1);
	}

	@Test
	void newcomerKeepsPaceWithAFloodWhileItIsSentTheSnapshot() {
		ManualStream manual = new ManualStream(16 * Block.MAX_EVENTS);
		EventStream stream = manual.stream;
		IntStream.range(0, METERS).forEach((i) -> manual.counter("counter", Tag.of("id", "" + i)));
		// Their frames are so large that a block of them does not fit into a chunk beside
		// values
		SampleSeries samples = manual.samples("samples", Tag.of("id", "x".repeat(68)));
		new Subscriber(stream.connect());
		manual.eventLoop.runAll();
		ClientStream newcomer = stream.connect();
		Subscriber subscriber = new Subscriber(newcomer);
		int turns = 0;
		for (; newcomer.isContinuationScheduled(); turns++) {
			for (int i = 0; i < stream.bufferSize(); i++) {
				samples.record(i);
			}
			manual.eventLoop.runOnce();
			assertThat(newcomer.deliveries().waiting()).as("after turn %d", turns).isLessThan(4 * Block.MAX_EVENTS);
		}
		assertThat(turns).as("turns that it took").isGreaterThan(10);
		manual.eventLoop.runAll();
		assertThat(stream.counts().dropped()).as("by the ingress").isZero();
		assertThat(subscriber.events).isEqualTo(turns * stream.bufferSize());
	}

	@Test
	void newcomersThatStallTakeBitsAndNotFrames() {
		try (RunningExporter running = RunningExporter.start()) {
			register(running.registry());
			DistributionSummary samples = running.registry().summary("samples");
			StreamClient first = running.connectStalled();
			IntStream.range(0, 10_000).forEach(samples::record);
			long before = usedHeap();
			List<StreamClient> stalled = new ArrayList<>(List.of(first));
			while (stalled.size() < 64) {
				stalled.add(running.connectStalled());
			}
			IntStream.range(0, 10_000).forEach(samples::record);
			// More than 30 MiB if each waited for frames, shared by them all
			assertThat(usedHeap() - before).isLessThan(20 * MIB);
			assertThat(stalled).allMatch((client) -> running.deliveries(client).waiting() <= 1024 + Block.MAX_EVENTS);
		}
	}

	private static List<Counter> register(MeterRegistry registry) {
		return IntStream.range(0, METERS)
			.mapToObj((i) -> registry.counter("counter." + i % 100, "id", String.valueOf(i)))
			.toList();
	}

	private static void assertSent(StreamClient client, List<Counter> counters) {
		for (int i = 0; i < METERS; i++) {
			Counter counter = counters.get(i);
			assertThat(client.counter(counter.getId().getName(), "id", String.valueOf(i))).as("counter %d", i)
				.isEqualTo((long) counter.count());
		}
		assertThat(client.metrics(Metric::hasSetCounter)).hasSizeGreaterThanOrEqualTo(METERS);
	}

	private static long usedHeap() {
		MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
		memory.gc();
		return memory.getHeapMemoryUsage().getUsed();
	}

	/**
	 * A client whose writes end at once.
	 */
	private static final class Subscriber extends BaseSubscriber<Chunk> {

		private int bytes;

		private int events;

		Subscriber(ClientStream client) {
			client.chunks().subscribe(this);
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			request(1);
		}

		@Override
		protected void hookOnNext(Chunk chunk) {
			this.bytes += chunk.length();
			this.events += chunk.events;
			request(1);
		}

	}

}
