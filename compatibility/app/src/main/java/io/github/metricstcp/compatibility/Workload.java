package io.github.metricstcp.compatibility;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.core.env.Environment;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/**
 * The application's own work, and its own account of it, to be compared with the stream.
 */
@Component
@ManagedResource
public class Workload {

	private static final int THREADS = 4;

	private final Environment environment;

	private final Counter[] counters;

	private final Timer timer;

	// Not read from the meters: of several registries Micrometer asks any one, which may
	// know only the last minute
	private final AtomicLongArray counts = new AtomicLongArray(THREADS);

	/**
	 * Creates the work of an application.
	 * @param registry where it is recorded
	 * @param environment what knows the ports
	 */
	public Workload(MeterRegistry registry, Environment environment) {
		this.environment = environment;
		this.counters = IntStream.range(0, THREADS)
			.mapToObj((thread) -> registry.counter("compat.orders", "thread", String.valueOf(thread)))
			.toArray(Counter[]::new);
		this.timer = registry.timer("compat.work");
	}

	/**
	 * Records from several threads, and returns when all is recorded.
	 * @param events how many increments, and how many samples
	 * @throws InterruptedException if the thread is interrupted
	 * @throws ExecutionException if recording failed
	 */
	@ManagedOperation
	public void work(int events) throws InterruptedException, ExecutionException {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			for (Future<?> done : IntStream.range(0, THREADS)
				.mapToObj((thread) -> threads.submit(() -> record(thread, events / THREADS)))
				.toList()) {
				done.get();
			}
		}
		finally {
			threads.shutdown();
		}
	}

	private void record(int thread, int events) {
		for (int i = 0; i < events; i++) {
			this.counters[thread].increment();
			this.timer.record(i, TimeUnit.MICROSECONDS);
			this.counts.incrementAndGet(thread);
		}
	}

	/**
	 * Returns the application's own totals.
	 * @return how many increments each counter has had, and how many samples the timer,
	 * by name and tags
	 */
	@ManagedOperation
	public Map<String, Long> totals() {
		Map<String, Long> totals = new TreeMap<>();
		long samples = 0;
		for (int thread = 0; thread < THREADS; thread++) {
			totals.put("compat.orders{thread=" + thread + "}", this.counts.get(thread));
			samples += this.counts.get(thread);
		}
		totals.put("compat.work{}", samples);
		return totals;
	}

	/**
	 * Returns the port of the stream.
	 * @return the port, 0 if there is none
	 */
	@ManagedAttribute
	public int getStreamPort() {
		return this.environment.getProperty("local.metrics-tcp.port", Integer.class, 0);
	}

	/**
	 * Returns the port of the web server.
	 * @return the port, 0 if there is none
	 */
	@ManagedAttribute
	public int getWebPort() {
		return this.environment.getProperty("local.server.port", Integer.class, 0);
	}

}
