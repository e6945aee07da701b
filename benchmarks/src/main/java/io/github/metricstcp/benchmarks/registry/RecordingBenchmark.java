package io.github.metricstcp.benchmarks.registry;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of recording into one meter for the application's thread, flat out. With two
 * threads ({@code -t 2}) both record into the same meter. A registry that keeps what it
 * cannot send runs out of memory then; its JVM ends, and JMH goes on without its figures.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+ExitOnOutOfMemoryError")
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class RecordingBenchmark {

	/**
	 * The registry.
	 */
	@Param
	public RegistryState registry;

	private Subject subject;

	private Counter counter;

	private Timer timer;

	private DistributionSummary summary;

	/**
	 * Makes the registry and its meters.
	 */
	@Setup
	public void open() throws InterruptedException {
		this.subject = Subject.of(this.registry);
		Tags tags = Tags.of("method", "GET", "uri", "/orders/{id}", "status", "200");
		this.counter = this.subject.registry().counter("shop.requests", tags);
		this.timer = this.subject.registry().timer("shop.request.time", tags);
		this.summary = this.subject.registry().summary("shop.request.size", tags);
	}

	/**
	 * Closes the registry.
	 */
	@TearDown
	public void close() throws IOException {
		this.subject.close();
	}

	/**
	 * An increment by one.
	 */
	@Benchmark
	public void counter() {
		this.counter.increment();
	}

	/**
	 * A duration that was measured elsewhere.
	 */
	@Benchmark
	public void timer() {
		this.timer.record(1_234_567, TimeUnit.NANOSECONDS);
	}

	/**
	 * A sample.
	 */
	@Benchmark
	public void summary() {
		this.summary.record(1234.5);
	}

}
