package io.github.metricstcp.benchmarks.registry;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of JMH itself here, and of the clock: no registry can be cheaper.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BaselineBenchmark {

	/**
	 * Nothing.
	 */
	@Benchmark
	public void nothing() {
	}

	/**
	 * One reading of the monotonic clock, as every streamed event takes.
	 */
	@Benchmark
	public long clock() {
		return System.nanoTime();
	}

}
