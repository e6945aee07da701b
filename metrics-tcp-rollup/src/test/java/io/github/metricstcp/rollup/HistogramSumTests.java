package io.github.metricstcp.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HistogramSum}.
 */
class HistogramSumTests {

	@Test
	void manyWindowsAreSentInMessagesThatBrokersTake() {
		SeriesKey key = new SeriesKey(Kind.HISTOGRAM, "time", Map.of());
		HistogramSum sum = new HistogramSum(key, new SeriesSum.Family());
		for (int window = 0; window < 5_000; window++) {
			for (int i = 0; i < 100; i++) {
				sum.add(window, Math.pow(1.05, i));
			}
		}
		List<Long> windows = new ArrayList<>();
		long samples = 0;
		do {
			byte[] message = sum.take(3, 0, 0);
			assertThat(message).hasSizeLessThan(500_000);
			ByteReader reader = new ByteReader(message);
			assertThat(reader.readInt()).isEqualTo(3);
			reader.readByte();
			for (int i = reader.readInt(); i > 0; i--) {
				windows.add(reader.readVarint());
				samples += SampleSet.of(reader).count();
			}
		}
		while (sum.hasMore());
		assertThat(windows).hasSize(5_000).doesNotHaveDuplicates();
		assertThat(samples).isEqualTo(500_000);
	}

}
