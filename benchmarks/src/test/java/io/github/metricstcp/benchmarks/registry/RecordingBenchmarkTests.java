package io.github.metricstcp.benchmarks.registry;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecordingBenchmark} and {@link BaselineBenchmark}: that they run.
 */
class RecordingBenchmarkTests {

	@Test
	void everyBenchmarkRunsWithEveryRegistry() throws RunnerException {
		int registries = RegistryState.values().length;
		var results = new Runner(new OptionsBuilder().include(RecordingBenchmark.class.getName())
			.include(BaselineBenchmark.class.getName())
			.forks(0)
			.warmupIterations(0)
			.measurementIterations(1)
			.measurementTime(TimeValue.milliseconds(20))
			.addProfiler(GCProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.shouldFailOnError(true)
			.build()).run();
		assertThat(results).hasSize(3 * registries + 2).allSatisfy((result) -> {
			assertThat(result.getPrimaryResult().getScore()).isPositive();
			assertThat(result.getSecondaryResults()).containsKey("gc.alloc.rate.norm");
		});
		assertThat(results).extracting((result) -> result.getParams().getParam("registry"))
			.containsAll(Arrays.stream(RegistryState.values()).map(Enum::name).toList());
	}

}
