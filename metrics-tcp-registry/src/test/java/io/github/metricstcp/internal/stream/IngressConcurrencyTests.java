package io.github.metricstcp.internal.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests that the {@link Ingress} is safe for any number of threads that record while one
 * polls. That an unsafe sink is safe over a queue for many producers is a matter of
 * Reactor's implementation: these tests notice if it changes.
 */
@Timeout(60)
class IngressConcurrencyTests {

	private static final int THREADS = 4;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@CsvSource({ "1, 1000000", "2, 1000000", "3, 1000000", "1000, 1000000", "1024, 1000000", "-1, 250000" })
	void whatWasTakenIsPolledInTheOrderOfItsThreadAndNeverMoreThanTheLimitWaits(int limit, int emits) throws Exception {
		Ingress ingress = ingress((limit != -1) ? limit : Ingress.UNLIMITED);
		List<Future<Long>> taken = new ArrayList<>();
		List<Series> series = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			series.add(series(ingress, i));
		}
		Consumer consumer = new Consumer(ingress, THREADS);
		Future<?> consuming = this.threads.submit(consumer);
		for (Series each : series) {
			taken.add(this.threads.submit(() -> emit(ingress, each, emits)));
		}
		List<Long> takenByThread = new ArrayList<>();
		for (Future<Long> each : taken) {
			takenByThread.add(each.get());
		}
		consumer.finish();
		consuming.get();
		for (int i = 0; i < THREADS; i++) {
			assertThat(consumer.polled.get(i)).isEqualTo(takenByThread.get(i));
		}
		assertThat(consumer.mostWaiting).isLessThanOrEqualTo(ingress.limit());
		if (limit == -1) {
			assertThat(takenByThread).containsOnly((long) emits);
		}
		assertThat(ingress.isEmpty()).isTrue();
	}

	private static long emit(Ingress ingress, Series series, int emits) {
		long taken = 0;
		for (int i = 0; i < emits; i++) {
			if (ingress.offer(series, i)) {
				taken++;
			}
		}
		return taken;
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 1000, 1024 })
	void manyThreadsFillItToTheLimitExactly(int limit) throws Exception {
		Ingress ingress = ingress(limit);
		Series series = series(ingress, 0);
		for (int round = 0; round < 200; round++) {
			List<Future<Long>> taken = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				taken.add(this.threads.submit(() -> emit(ingress, series, limit)));
			}
			long sum = 0;
			for (Future<Long> each : taken) {
				sum += each.get();
			}
			assertThat(sum).isEqualTo(limit);
			for (int i = 0; i < limit; i++) {
				assertThat(ingress.poll()).isNotNull();
			}
			assertThat(ingress.poll()).isNull();
		}
	}

	/**
	 * Each thread records one event and waits until it was polled, so that a single
	 * wake-up that is lost leaves everybody waiting.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void eventAlwaysWakesASleepingThread(int threadCount) throws Exception {
		Ingress ingress = ingress(1024);
		List<Series> series = new ArrayList<>();
		for (int i = 0; i < threadCount; i++) {
			series.add(series(ingress, i));
		}
		Consumer consumer = new Consumer(ingress, threadCount);
		Future<?> consuming = this.threads.submit(consumer);
		List<Future<?>> emitting = new ArrayList<>();
		for (int i = 0; i < threadCount; i++) {
			int thread = i;
			emitting.add(this.threads.submit(() -> {
				for (int j = 0; j < 20_000; j++) {
					assertThat(ingress.offer(series.get(thread), j)).isTrue();
					long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
					while (consumer.polled.get(thread) <= j) {
						assertThat(System.nanoTime()).as("nobody has polled event %d", j).isLessThan(deadline);
						Thread.onSpinWait();
					}
				}
				return null;
			}));
		}
		for (Future<?> each : emitting) {
			each.get();
		}
		consumer.finish();
		consuming.get();
	}

	/**
	 * The same with two threads that never really sleep, so that an event is recorded at
	 * the very moment at which the other thread falls asleep, and very often.
	 */
	@Test
	void eventThatIsRecordedWhileFallingAsleepWakes() throws Exception {
		Ingress ingress = ingress(1024);
		Series series = series(ingress, 0);
		AtomicLong wakeUps = new AtomicLong();
		ingress.signal().onWakeUp(wakeUps::incrementAndGet);
		AtomicLong polled = new AtomicLong();
		AtomicBoolean finished = new AtomicBoolean();
		Future<?> consuming = this.threads.submit(() -> {
			while (!finished.get()) {
				if (ingress.poll() != null) {
					polled.incrementAndGet();
					continue;
				}
				long before = wakeUps.get();
				ingress.signal().sleep();
				if (ingress.isEmpty() || !ingress.signal().awake()) {
					while (wakeUps.get() == before && !finished.get()) {
						Thread.onSpinWait();
					}
				}
			}
		});
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
		for (int i = 0; i < 2_000_000 && System.nanoTime() < end; i++) {
			assertThat(ingress.offer(series, i)).isTrue();
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
			while (polled.get() <= i) {
				if (System.nanoTime() > deadline) {
					finished.set(true);
					fail("Nobody has polled event " + i);
				}
				Thread.onSpinWait();
			}
		}
		finished.set(true);
		consuming.get();
	}

	/**
	 * An increment that was not taken is read of the unstreamed adder, or the flag is up
	 * and it will be.
	 */
	@Test
	void flaggedCounterIsReadAfterItsLastIncrement() throws Exception {
		for (int round = 0; round < 20; round++) {
			Queue<CounterSeries> flagged = new ConcurrentLinkedQueue<>();
			Ingress ingress = new Ingress(1, new EventClock(Clock.SYSTEM));
			ingress.listening = true;
			ingress.offer(series(ingress, 0), 0);
			CounterSeries counter = new CounterSeries(ingress, flagged::add,
					new Descriptor("counter", List.of(), null, null));
			counter.index = 0;
			PublishedState published = new PublishedState();
			published.reset(0, 0);
			List<Future<?>> emitting = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				emitting.add(this.threads.submit(() -> {
					for (int j = 0; j < 20_000; j++) {
						counter.increment(1);
					}
				}));
			}
			long sum = 0;
			boolean over = false;
			while (!over || !flagged.isEmpty()) {
				over = emitting.stream().allMatch(Future::isDone);
				CounterSeries next = flagged.poll();
				if (next != null) {
					next.lowerFlag();
					sum += next.absorb(published);
				}
			}
			assertThat(sum).isEqualTo(THREADS * 20_000);
			assertThat(ingress.coalescedCount()).isEqualTo(THREADS * 20_000);
		}
	}

	private static Ingress ingress(int limit) {
		return new Ingress(limit, new EventClock(Clock.SYSTEM));
	}

	private static Series series(Ingress ingress, int index) {
		Series series = new SampleSeries(ingress, new Descriptor("thread." + index, List.of(), null, null));
		series.index = index;
		return series;
	}

	/**
	 * Polls, and goes to sleep as {@link TurnScheduler} does.
	 */
	private static final class Consumer implements Callable<Void> {

		private final Ingress ingress;

		private final Semaphore wakeUp = new Semaphore(0);

		private final AtomicLongArray polled;

		private final double[] last;

		private long mostWaiting;

		private volatile boolean finished;

		Consumer(Ingress ingress, int threadCount) {
			this.ingress = ingress;
			this.polled = new AtomicLongArray(threadCount);
			this.last = new double[threadCount];
			Arrays.fill(this.last, -1);
			ingress.signal().onWakeUp(this.wakeUp::release);
		}

		@Override
		public @Nullable Void call() throws InterruptedException {
			while (true) {
				// Exact: nobody else takes anything out
				this.mostWaiting = Math.max(this.mostWaiting, this.ingress.position() - this.ingress.polled());
				RecordedEvent event = this.ingress.poll();
				if (event != null) {
					take(event);
					continue;
				}
				this.ingress.signal().sleep();
				if (this.ingress.isEmpty() || !this.ingress.signal().awake()) {
					// It may have been woken for an event that was being recorded
					if (this.finished && this.ingress.isEmpty()) {
						return null;
					}
					this.wakeUp.acquire();
				}
			}
		}

		private void take(RecordedEvent event) {
			int thread = event.series.index;
			assertThat(event.value).isGreaterThan(this.last[thread]);
			this.last[thread] = event.value;
			this.polled.incrementAndGet(thread);
		}

		/**
		 * Ends the consumer once it has polled everything there is.
		 */
		void finish() {
			this.finished = true;
			this.wakeUp.release();
		}

	}

}
