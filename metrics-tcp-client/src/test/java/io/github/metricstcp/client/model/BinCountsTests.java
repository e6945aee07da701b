package io.github.metricstcp.client.model;

import java.util.Random;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BinCounts}.
 */
class BinCountsTests {

	@Test
	void binsThatAreFarFromEachOtherAreCountedToo() {
		Random random = new Random(3);
		double[] samples = DoubleStream
			.concat(DoubleStream.of(1e-300, 1e300, 1e-300, 5e-12, 1e18),
					DoubleStream.generate(() -> Math.exp(random.nextGaussian() * 30)).limit(1000))
			.toArray();
		BinCounts counts = new BinCounts();
		SampleBins expected = new SampleBins();
		for (double sample : samples) {
			counts.add(SampleBins.key(sample), 2);
			expected.add(SampleBins.key(sample), 2);
		}
		SampleBins actual = new SampleBins();
		counts.addTo(actual);
		assertThat(actual.size()).isEqualTo(expected.size());
		for (int i = 0; i < expected.size(); i++) {
			assertThat(actual.key(i)).isEqualTo(expected.key(i));
			assertThat(actual.count(i)).isEqualTo(expected.count(i));
		}
	}

}
