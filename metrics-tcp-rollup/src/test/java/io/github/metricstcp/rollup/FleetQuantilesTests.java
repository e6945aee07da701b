package io.github.metricstcp.rollup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.rollup.RollupDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of quantiles over a thousand instances: they are those of all samples together.
 */
class FleetQuantilesTests {

	private static final int INSTANCES = 1_000;

	private static final Duration WINDOW = Duration.ofSeconds(10);

	@Test
	void quantilesAreThoseOfAllSamplesAndNotAverages() {
		Random random = new Random(42);
		List<Double> pooled = new ArrayList<>();
		double averages = 0;
		try (RollupDriver driver = new RollupDriver(RollupDriver.settings().build())) {
			for (int i = 0; i < INSTANCES; i++) {
				RelayedInstance instance = new RelayedInstance("shop-%d:5000".formatted(i)).at(START + i);
				double[] samples = samples(random, i);
				for (double each : samples) {
					instance.sample("time", each);
					pooled.add(each);
				}
				driver.send(instance.begin());
				Arrays.sort(samples);
				averages += quantile(samples, 0.99) / INSTANCES;
			}
			driver.until(Duration.ofSeconds(15));
			double[] all = pooled.stream().mapToDouble(Double::doubleValue).sorted().toArray();
			Percentage one = Percentage.withPercentage(1);
			assertThat(driver.total("time.count")).isEqualTo(all.length);
			assertThat(driver.gauge("time.p50", WINDOW)).isCloseTo(quantile(all, 0.5), one);
			assertThat(driver.gauge("time.p90", WINDOW)).isCloseTo(quantile(all, 0.9), one);
			assertThat(driver.gauge("time.p99", WINDOW)).isCloseTo(quantile(all, 0.99), one);
			assertThat(driver.gauge("time.max", WINDOW)).isEqualTo(all[all.length - 1]);
			assertThat(driver.gauge("time.mean", WINDOW)).isCloseTo(Arrays.stream(all).average().orElseThrow(),
					Percentage.withPercentage(0.0001));
			WindowSketch sketch = driver.sketches.get("time").get(START + WINDOW.toMillis());
			assertThat(sketch.quantile(0.999)).isCloseTo(quantile(all, 0.999), one);
			assertThat(averages).isLessThan(quantile(all, 0.99) / 4);
		}
	}

	/**
	 * Samples of one instance in milliseconds: one of fifty instances is ten times as
	 * slow, and has more requests waiting.
	 */
	private static double[] samples(Random random, int instance) {
		boolean slow = instance % 50 == 0;
		double[] samples = new double[slow ? 400 : 100 + random.nextInt(100)];
		double middle = slow ? 300 : 20 + random.nextInt(20);
		for (int i = 0; i < samples.length; i++) {
			samples[i] = middle * Math.exp(0.4 * random.nextGaussian());
		}
		return samples;
	}

	private static double quantile(double[] sorted, double quantile) {
		return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
	}

}
