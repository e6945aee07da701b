package io.github.metricstcp.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The application: threads that record, now at leisure, now flat out, and register and
 * remove meters meanwhile. It can be held, so that what it has recorded stands still.
 */
final class Load implements AutoCloseable {

	static final int METERS = 50;

	private static final int PASSING_METERS = 200;

	private static final int THREADS = 3;

	private static final int BURST = 500;

	/**
	 * Makes samples long, so that a client that does not read soon has its socket full.
	 */
	private static final String PADDING = "x".repeat(800);

	private final MeterRegistry registry;

	private final List<Counter> counters = new ArrayList<>();

	private final List<AtomicInteger> gauges = new ArrayList<>();

	private final List<DistributionSummary> summaries = new ArrayList<>();

	private final List<Timer> timers = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	// Fair, so that the threads don't keep out who wants to hold them
	private final ReentrantReadWriteLock recording = new ReentrantReadWriteLock(true);

	private final LongAdder recorded = new LongAdder();

	private final LongAdder samples = new LongAdder();

	private final AtomicLong longestNanos = new AtomicLong();

	private volatile boolean ended;

	private volatile @Nullable Throwable failure;

	Load(MeterRegistry registry, long seed) {
		this.registry = registry;
		for (int i = 0; i < METERS; i++) {
			String number = Integer.toString(i);
			this.counters.add(registry.counter("counter", "n", number));
			AtomicInteger value = new AtomicInteger();
			this.gauges.add(value);
			Gauge.builder("gauge", value, AtomicInteger::get).tag("n", number).register(registry);
			this.summaries.add(registry.summary("summary", "n", number, "padding", PADDING));
			this.timers.add(registry.timer("timer", "n", number));
		}
		SplittableRandom random = new SplittableRandom(seed);
		for (int i = 0; i < THREADS; i++) {
			SplittableRandom own = random.split();
			Thread thread = new Thread(() -> record(own), "chaos-load-" + i);
			thread.setDaemon(true);
			this.threads.add(thread);
		}
	}

	void start() {
		this.threads.forEach(Thread::start);
	}

	private void record(SplittableRandom random) {
		try {
			while (!this.ended) {
				// A second or so in one mood
				boolean flood = random.nextBoolean();
				for (int burst = random.nextInt(200); burst >= 0 && !this.ended; burst--) {
					burst(random);
					if (!flood) {
						LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1, 20)));
					}
				}
			}
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
	}

	private void burst(SplittableRandom random) {
		this.recording.readLock().lock();
		try {
			for (int i = random.nextInt(BURST); i >= 0; i--) {
				record(random.nextInt(20), random);
			}
		}
		finally {
			this.recording.readLock().unlock();
		}
	}

	private void record(int what, SplittableRandom random) {
		int meter = random.nextInt(METERS);
		switch (what) {
			case 0 -> {
				this.samples.increment();
				timed(() -> this.timers.get(meter).record(meter, TimeUnit.MILLISECONDS));
			}
			case 1, 2, 3 -> {
				this.samples.increment();
				timed(() -> this.summaries.get(meter).record(meter));
			}
			case 4 -> this.gauges.get(meter).incrementAndGet();
			case 5 -> passing(random.nextInt(PASSING_METERS)).increment();
			case 6 -> {
				if (random.nextInt(10) == 0) {
					this.registry.remove(passing(random.nextInt(PASSING_METERS)));
				}
			}
			default -> timed(() -> this.counters.get(meter).increment(1 + meter % 3));
		}
		this.recorded.increment();
	}

	private Counter passing(int number) {
		return this.registry.counter("passing." + number % 20, "n", Integer.toString(number));
	}

	private void timed(Runnable recording) {
		long begin = System.nanoTime();
		recording.run();
		long took = System.nanoTime() - begin;
		if (took > this.longestNanos.getPlain()) {
			this.longestNanos.accumulateAndGet(took, Math::max);
		}
	}

	/**
	 * Holds all threads between two recordings.
	 */
	void hold() {
		this.recording.writeLock().lock();
	}

	void release() {
		this.recording.writeLock().unlock();
	}

	/**
	 * Returns all counters that are registered.
	 */
	List<Counter> registeredCounters() {
		return this.registry.getMeters().stream().filter(Counter.class::isInstance).map(Counter.class::cast).toList();
	}

	/**
	 * Returns the value of a gauge.
	 */
	int gauge(int number) {
		return this.gauges.get(number).get();
	}

	/**
	 * Returns the name and tags of a meter in the form that a client is asked for.
	 */
	static String[] labels(Meter meter) {
		return Tags.of(meter.getId().getTags())
			.stream()
			.flatMap((tag) -> List.of(tag.getKey(), tag.getValue()).stream())
			.toArray(String[]::new);
	}

	long recorded() {
		return this.recorded.sum();
	}

	long samples() {
		return this.samples.sum();
	}

	/**
	 * Returns how long the longest call took that recorded something.
	 */
	long longestNanos() {
		return this.longestNanos.get();
	}

	/**
	 * Returns what one of the threads died of, {@code null} if none has.
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Whether all threads have come to their end.
	 */
	boolean hasEnded() {
		return this.threads.stream().noneMatch(Thread::isAlive);
	}

	@Override
	public void close() {
		this.ended = true;
	}

}
