package io.github.metricstcp.rollup;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleSet}.
 */
class SampleSetTests {

	private static final Percentage ONE = Percentage.withPercentage(1);

	private final Random random = new Random(3);

	@Test
	void quantilesOfMergedSetsAreThoseOfAllSamples() {
		check(this.random::nextDouble);
		check(() -> Math.exp(4 * this.random.nextGaussian()));
		check(() -> -Math.exp(this.random.nextGaussian()));
		check(() -> this.random.nextInt(5));
		check(this.random::nextGaussian);
	}

	private void check(DoubleSupplier samples) {
		SampleSet merged = new SampleSet();
		double[] all = new double[20_000];
		SampleSet set = new SampleSet();
		for (int i = 0; i < all.length; i++) {
			all[i] = samples.getAsDouble();
			set.add(all[i]);
			if (i % 777 == 0) {
				merged.merge(written(set));
				set.clear();
			}
		}
		merged.merge(set);
		Arrays.sort(all);
		assertThat(merged.count()).isEqualTo(all.length);
		assertThat(merged.min()).isEqualTo(all[0]);
		assertThat(merged.max()).isEqualTo(all[all.length - 1]);
		assertThat(merged.sum()).isCloseTo(Arrays.stream(all).sum(), Percentage.withPercentage(1e-9));
		for (double quantile : new double[] { 0.001, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1 }) {
			double exact = all[(int) Math.ceil(quantile * all.length) - 1];
			assertThat(merged.quantile(quantile)).as("quantile %s", quantile).isCloseTo(exact, ONE);
			assertThat(merged.sketch().getValueAtQuantile(quantile)).isCloseTo(all[(int) (quantile * (all.length - 1))],
					Percentage.withPercentage(1.0001));
		}
	}

	private static SampleSet written(SampleSet set) {
		ByteWriter writer = new ByteWriter();
		set.writeTo(writer);
		return SampleSet.of(new ByteReader(writer.toBytes()));
	}

	@Test
	void samplesThatAreVeryFarApartTakeBoundedMemory() {
		SampleSet set = new SampleSet();
		for (int i = -300; i <= 300; i++) {
			set.add(Math.pow(10, i));
			set.add(-Math.pow(10, -i));
		}
		set.add(Double.MAX_VALUE);
		set.add(Double.MIN_VALUE);
		set.add(0);
		ByteWriter writer = new ByteWriter();
		set.writeTo(writer);
		assertThat(writer.toBytes()).hasSizeLessThan(2 * 2 * 2_048);
		assertThat(set.count()).isEqualTo(2 * 601 + 3);
		assertThat(set.quantile(0.999)).isCloseTo(1e300, ONE);
		assertThat(set.quantile(0.0001)).isCloseTo(-1e300, ONE);
		SampleSet read = written(set);
		assertThat(read.count()).isEqualTo(set.count());
		assertThat(read.quantile(0.9)).isEqualTo(set.quantile(0.9));
	}

	@Test
	void aSetThatIsClearedIsEmpty() {
		SampleSet set = new SampleSet();
		set.add(1);
		set.add(-1e6);
		set.clear();
		set.add(5);
		assertThat(set.count()).isEqualTo(1);
		assertThat(set.quantile(0.01)).isEqualTo(5);
		assertThat(set.mean()).isEqualTo(5);
	}

}
