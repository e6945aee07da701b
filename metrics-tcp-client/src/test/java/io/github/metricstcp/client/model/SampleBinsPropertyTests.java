package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Property tests of {@link SampleBins}: they hold what a map of all bins holds, and lose
 * no more than their error.
 */
class SampleBinsPropertyTests {

	@Property(tries = 300)
	void binsThatAreMergedHoldWhatAMapHolds(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int parts) {
		Random random = new Random(seed);
		SampleBins bins = new SampleBins();
		TreeMap<Integer, Long> map = new TreeMap<>();
		for (int part = 0; part < parts; part++) {
			SampleBins other = new SampleBins();
			for (int i = random.nextInt(40); i > 0; i--) {
				int key = random.nextInt(-60, 60);
				long count = (random.nextInt(20) == 0) ? random.nextLong(1L << 35) : random.nextInt(1, 4000);
				(random.nextBoolean() ? other : bins).add(key, count);
				map.merge(key, count, Long::sum);
			}
			bins.merge(other);
		}
		assertThat(content(bins)).isEqualTo(map);
	}

	@Property(tries = 100)
	void aSketchHasTheSameBins(@ForAll long seed) {
		Random random = new Random(seed);
		DDSketch sketch = new DDSketch(SampleBins.MAPPING, UnboundedSizeDenseStore::new);
		SampleBins expected = new SampleBins();
		for (int i = 0; i < 500; i++) {
			double sample = (random.nextInt(10) == 0) ? 0
					: Math.scalb(random.nextGaussian(), random.nextInt(-200, 200));
			sketch.accept(sample);
			expected.add(SampleBins.key(sample), 1);
		}
		SampleBins bins = new SampleBins();
		bins.merge(sketch);
		assertThat(content(bins)).isEqualTo(content(expected));
	}

	@Property(tries = 300)
	void quantilesAreAtMostOnePercentOff(@ForAll long seed, @ForAll @IntRange(min = 1, max = 1000) int count) {
		Random random = new Random(seed);
		List<Stats> parts = new ArrayList<>();
		double[] samples = new double[count];
		Stats part = new Stats();
		for (int i = 0; i < count; i++) {
			samples[i] = random.nextGaussian() * Math.exp(3 * random.nextGaussian());
			part.sample(samples[i]);
			if (random.nextInt(100) == 0) {
				parts.add(part);
				part = new Stats();
			}
		}
		parts.add(part);
		Stats all = new Stats();
		parts.forEach(all::merge);
		Arrays.sort(samples);
		for (double quantile : new double[] { 0, 0.1, 0.5, 0.9, 0.99, 0.999, 1 }) {
			double exact = samples[(int) Math.max(0, Math.ceil(quantile * count) - 1)];
			assertThat(all.quantile(quantile)).isCloseTo(exact, within(Math.abs(exact) * 0.0101));
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.MIN_VALUE, Double.MIN_NORMAL, 1e-300, 1, 3, 1e10, 1e308 })
	void aBinIsTwoPercentWide(double sample) {
		for (double each : new double[] { sample, -sample }) {
			int key = SampleBins.key(each);
			assertThat(SampleBins.key(SampleBins.value(key))).isEqualTo(key);
			if (key != 0) {
				assertThat(each).isBetween(SampleBins.lowerBound(key), SampleBins.upperBound(key));
				assertThat(SampleBins.value(key)).isCloseTo(each, within(Math.abs(each) * 0.0101));
			}
		}
	}

	@Test
	void binsNextToZeroAreTakenForOneAnotherIfThereAreTooMany() {
		SampleBins bins = new SampleBins();
		SampleBins other = new SampleBins();
		int excess = 100;
		for (int key = 1; key <= SampleBins.MAX_BINS + excess; key++) {
			other.add(key, 20_000);
			other.add(-key, 1);
		}
		other.add(0, 7);
		bins.merge(other);
		Map<Integer, Long> content = content(bins);
		assertThat(content).hasSize(2 * SampleBins.MAX_BINS + 1)
			.containsEntry(0, 7L)
			.containsEntry(excess + 1, 20_000L * (excess + 1))
			.containsEntry(-excess - 1, excess + 1L)
			.containsEntry(excess + 2, 20_000L)
			.containsEntry(-excess - 2, 1L)
			.containsEntry(SampleBins.MAX_BINS + excess, 20_000L)
			.containsEntry(-SampleBins.MAX_BINS - excess, 1L);
	}

	private static Map<Integer, Long> content(SampleBins bins) {
		Map<Integer, Long> content = new LinkedHashMap<>();
		for (int i = 0; i < bins.size(); i++) {
			assertThat(content.put(bins.key(i), bins.count(i))).isNull();
		}
		assertThat(List.copyOf(content.keySet())).isSorted();
		return content;
	}

}
