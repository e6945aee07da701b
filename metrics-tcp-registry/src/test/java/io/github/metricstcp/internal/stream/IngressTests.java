package io.github.metricstcp.internal.stream;

import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MockClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for {@link Ingress} on one thread.
 */
class IngressTests {

	private final List<CounterSeries> flagged = new ArrayList<>();

	private final AtomicInteger wakeUps = new AtomicInteger();

	@AfterEach
	void resetHooks() {
		Hooks.disableAutomaticContextPropagation();
		Hooks.removeQueueWrapper("test");
	}

	@Test
	void eventsComeOutAsTheyWentIn() {
		MockClock clock = new MockClock();
		Ingress ingress = ingress(1024, clock);
		SampleSeries first = new SampleSeries(ingress, descriptor());
		CounterSeries second = new CounterSeries(ingress, this.flagged::add, descriptor());
		long start = clock.monotonicTime();
		assertThat(ingress.offer(first, 0.5)).isTrue();
		clock.add(7, TimeUnit.NANOSECONDS);
		assertThat(ingress.offer(second, 2)).isTrue();
		assertThat(ingress.isEmpty()).isFalse();
		assertThat(ingress.poll()).usingRecursiveComparison()
			.comparingOnlyFields("value", "monotonicTime")
			.isEqualTo(new RecordedEvent(first, 0.5, start));
		RecordedEvent event = ingress.poll();
		assertThat(event.series).isSameAs(second);
		assertThat(event.value).isEqualTo(2);
		assertThat(event.monotonicTime).isEqualTo(start + 7);
		assertThat(ingress.poll()).isNull();
		assertThat(ingress.isEmpty()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 1000, 1024 })
	void limitIsExact(int limit) {
		Ingress ingress = ingress(limit, Clock.SYSTEM);
		Series series = new SampleSeries(ingress, descriptor());
		// More than once, so that the queue's array is gone round
		for (int round = 0; round < 5; round++) {
			for (int i = 0; i < limit; i++) {
				assertThat(ingress.offer(series, i)).isTrue();
			}
			assertThat(ingress.offer(series, -1)).isFalse();
			assertThat(ingress.poll().value).isEqualTo(0);
			ingress.release();
			assertThat(ingress.offer(series, limit)).isTrue();
			assertThat(ingress.offer(series, -1)).isFalse();
			for (int i = 1; i <= limit; i++) {
				assertThat(ingress.poll().value).isEqualTo(i);
			}
			assertThat(ingress.poll()).isNull();
		}
	}

	@Test
	void takesAnyNumberWithoutALimit() {
		Ingress ingress = ingress(Ingress.UNLIMITED, Clock.SYSTEM);
		Series series = new SampleSeries(ingress, descriptor());
		for (int i = 0; i < 100_000; i++) {
			assertThat(ingress.offer(series, i)).isTrue();
		}
		for (int i = 0; i < 100_000; i++) {
			assertThat(ingress.poll().value).isEqualTo(i);
		}
		assertThat(ingress.isEmpty()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 1024, Ingress.UNLIMITED })
	void positionIsThatOfWhatIsRecordedNext(int limit) {
		Ingress ingress = ingress(limit, Clock.SYSTEM);
		Series series = new SampleSeries(ingress, descriptor());
		for (int i = 0; i < 10_000; i++) {
			assertThat(ingress.position()).isEqualTo(i);
			ingress.offer(series, i);
			if (i % 3 == 2) {
				for (int j = 0; j < 3; j++) {
					assertThat(ingress.poll().value).isEqualTo((double) ingress.polled() - 1);
				}
				assertThat(ingress.polled()).isEqualTo(ingress.position());
				assertThat(ingress.poll()).isNull();
				assertThat(ingress.polled()).isEqualTo(ingress.position());
			}
		}
	}

	@Test
	void firstEventWakesASleepingEventLoop() {
		Ingress ingress = ingress(1024, Clock.SYSTEM);
		Series series = new SampleSeries(ingress, descriptor());
		ingress.offer(series, 1);
		assertThat(this.wakeUps).as("awake").hasValue(0);
		ingress.signal().sleep();
		ingress.offer(series, 2);
		assertThat(this.wakeUps).hasValue(1);
		ingress.offer(series, 3);
		assertThat(this.wakeUps).as("awake again").hasValue(1);
		ingress.signal().sleep();
		ingress.offer(series, 4);
		assertThat(this.wakeUps).hasValue(2);
	}

	@Test
	void lingeringEventLoopIsWokenWhenHalfOfTheRoomIsTaken() {
		Ingress ingress = ingress(8, Clock.SYSTEM);
		Series series = new SampleSeries(ingress, descriptor());
		assertThat(ingress.isUrgent()).isFalse();
		ingress.signal().linger();
		for (int i = 0; i < 4; i++) {
			assertThat(ingress.isUrgent()).isFalse();
			ingress.offer(series, i);
		}
		assertThat(this.wakeUps).hasValue(0);
		assertThat(ingress.isUrgent()).isTrue();
		ingress.offer(series, 4);
		assertThat(this.wakeUps).hasValue(1);
		ingress.offer(series, 5);
		assertThat(this.wakeUps).as("awake").hasValue(1);
	}

	@Test
	void lingeringEventLoopIsWokenWhenThereIsNoRoom() {
		Ingress ingress = ingress(1, Clock.SYSTEM);
		ingress.listening = true;
		assertThat(ingress.isUrgent()).as("nothing waits").isFalse();
		SampleSeries samples = new SampleSeries(ingress, descriptor());
		CounterSeries counter = new CounterSeries(ingress, this.flagged::add, descriptor());
		samples.record(1);
		ingress.signal().linger();
		samples.record(2);
		assertThat(this.wakeUps).hasValue(1);
		ingress.signal().linger();
		counter.increment(1);
		assertThat(this.wakeUps).hasValue(2);
	}

	@Test
	void lingeringEventLoopWithoutALimitIsWokenWhenMuchWaits() {
		Ingress ingress = ingress(Ingress.UNLIMITED, Clock.SYSTEM);
		Series series = new SampleSeries(ingress, descriptor());
		ingress.signal().linger();
		for (int i = 0; i < 4096; i++) {
			ingress.offer(series, i);
		}
		assertThat(this.wakeUps).hasValue(0);
		ingress.offer(series, 4096);
		assertThat(this.wakeUps).hasValue(1);
	}

	@Test
	void eventLoopThatWakesByItselfIsNotWoken() {
		Ingress ingress = ingress(1024, Clock.SYSTEM);
		Series series = new SampleSeries(ingress, descriptor());
		assertThat(ingress.signal().awake()).isFalse();
		ingress.signal().sleep();
		assertThat(ingress.signal().awake()).isTrue();
		assertThat(ingress.signal().awake()).isFalse();
		ingress.offer(series, 1);
		assertThat(this.wakeUps).hasValue(0);
	}

	@Test
	void eventLoopThatFallsAsleepAgainBeforeItsWakerGoesOnIsWokenForTheNextEvent() {
		Ingress ingress = ingress(1024, Clock.SYSTEM);
		Series series = new SampleSeries(ingress, descriptor());
		ingress.signal().onWakeUp(() -> {
			// The event, and nothing more
			ingress.poll();
			ingress.poll();
			ingress.signal().sleep();
		});
		ingress.signal().sleep();
		for (int i = 0; i < 3; i++) {
			assertThat(ingress.offer(series, i)).isTrue();
			assertThat(ingress.isEmpty()).as("event %d was polled", i).isTrue();
		}
	}

	@Test
	void offerThatIsRefusedWakesNobody() {
		Ingress ingress = ingress(1, Clock.SYSTEM);
		Series series = new SampleSeries(ingress, descriptor());
		ingress.offer(series, 1);
		ingress.signal().sleep();
		assertThat(ingress.offer(series, 2)).isFalse();
		assertThat(this.wakeUps).hasValue(0);
	}

	@Test
	void incrementThatIsNotTakenRaisesTheFlagOnceAndWakes() {
		Ingress ingress = ingress(1, Clock.SYSTEM);
		ingress.listening = true;
		CounterSeries counter = new CounterSeries(ingress, this.flagged::add, descriptor());
		counter.increment(1);
		assertThat(this.flagged).isEmpty();
		ingress.signal().sleep();
		counter.increment(1);
		assertThat(this.wakeUps).hasValue(1);
		counter.increment(1);
		assertThat(this.flagged).containsExactly(counter);
		counter.lowerFlag();
		counter.increment(1);
		assertThat(this.flagged).containsExactly(counter, counter);
		assertThat(ingress.coalescedCount()).isEqualTo(3);
		assertThat(ingress.droppedCount()).isZero();
		assertThat(counter.count()).isEqualTo(4);
	}

	@Test
	void sampleThatIsNotTakenIsCounted() {
		Ingress ingress = ingress(1, Clock.SYSTEM);
		ingress.listening = true;
		SampleSeries samples = new SampleSeries(ingress, descriptor());
		samples.record(1);
		samples.record(2);
		samples.record(3);
		assertThat(ingress.droppedCount()).isEqualTo(2);
		assertThat(ingress.coalescedCount()).isZero();
	}

	@Test
	void eventThatIsNotTakenWakesASleepingEventLoopAllTheSame() {
		Ingress ingress = ingress(1, Clock.SYSTEM);
		ingress.listening = true;
		SampleSeries samples = new SampleSeries(ingress, descriptor());
		CounterSeries counter = new CounterSeries(ingress, this.flagged::add, descriptor());
		samples.record(1);
		counter.increment(1);
		ingress.signal().sleep();
		samples.record(2);
		assertThat(this.wakeUps).hasValue(1);
		ingress.signal().sleep();
		counter.increment(1);
		assertThat(this.wakeUps).as("with the flag up already").hasValue(2);
	}

	@Test
	void failureToPassOnTheFlagDoesNotReachTheThreadThatRecords() {
		List<CounterSeries> raised = new ArrayList<>();
		AtomicBoolean exhausted = new AtomicBoolean(true);
		Ingress ingress = ingress(1, Clock.SYSTEM);
		ingress.listening = true;
		CounterSeries counter = new CounterSeries(ingress, (flagged) -> {
			if (exhausted.get()) {
				throw new OutOfMemoryError("test");
			}
			raised.add(flagged);
		}, descriptor());
		counter.increment(1);
		assertThatCode(() -> counter.increment(1)).doesNotThrowAnyException();
		exhausted.set(false);
		counter.increment(1);
		assertThat(raised).containsExactly(counter);
		assertThat(counter.count()).isEqualTo(3);
		assertThat(ingress.coalescedCount()).isEqualTo(2);
	}

	@Test
	void failureToWakeDoesNotReachTheThreadThatRecords() {
		Ingress ingress = ingress(1024, Clock.SYSTEM);
		Series series = new SampleSeries(ingress, descriptor());
		ingress.signal().onWakeUp(() -> {
			throw new RejectedExecutionException("The event loop is gone");
		});
		ingress.signal().sleep();
		assertThatCode(() -> assertThat(ingress.offer(series, 1)).isTrue()).doesNotThrowAnyException();
		ingress.signal().onWakeUp(this.wakeUps::incrementAndGet);
		ingress.signal().sleep();
		ingress.offer(series, 2);
		assertThat(this.wakeUps).hasValue(1);
	}

	@Test
	void worksWhileReactorPropagatesContextByItself() {
		Hooks.enableAutomaticContextPropagation();
		assertThat(Hooks.isAutomaticContextPropagationEnabled()).isTrue();
		assertTakesAndWakes();
	}

	@Test
	void worksWhileReactorsQueuesAreWrapped() {
		Hooks.addQueueWrapper("test", EnvelopeQueue::new);
		assertTakesAndWakes();
	}

	private void assertTakesAndWakes() {
		for (int limit : new int[] { 3, Ingress.UNLIMITED }) {
			this.wakeUps.set(0);
			Ingress ingress = ingress(limit, Clock.SYSTEM);
			Series series = new SampleSeries(ingress, descriptor());
			ingress.signal().sleep();
			for (int i = 0; i < 3; i++) {
				assertThat(ingress.offer(series, i)).isTrue();
			}
			assertThat(this.wakeUps).hasValue(1);
			for (int i = 0; i < 3; i++) {
				RecordedEvent event = ingress.poll();
				assertThat(event).isNotNull();
				assertThat(event.value).isEqualTo(i);
			}
			assertThat(ingress.poll()).isNull();
		}
	}

	private Ingress ingress(int limit, Clock clock) {
		Ingress ingress = new Ingress(limit, new EventClock(clock));
		ingress.signal().onWakeUp(this.wakeUps::incrementAndGet);
		return ingress;
	}

	private static Descriptor descriptor() {
		return new Descriptor("test", List.of(), null, null);
	}

	/**
	 * A queue as libraries wrap it that carry something along with each element.
	 */
	private static final class EnvelopeQueue extends AbstractQueue<Object> {

		private final Queue<Object> queue;

		@SuppressWarnings("unchecked")
		EnvelopeQueue(Queue<?> queue) {
			this.queue = (Queue<Object>) queue;
		}

		@Override
		public boolean offer(Object element) {
			return this.queue.offer(new Envelope(element));
		}

		@Override
		public Object poll() {
			return open(this.queue.poll());
		}

		@Override
		public Object peek() {
			return open(this.queue.peek());
		}

		private static Object open(Object envelope) {
			return (envelope != null) ? ((Envelope) envelope).element : null;
		}

		@Override
		public int size() {
			return this.queue.size();
		}

		@Override
		public Iterator<Object> iterator() {
			throw new UnsupportedOperationException();
		}

	}

	private record Envelope(Object element) {
	}

}
