package io.github.metricstcp.rollup;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WindowSketch}.
 */
class WindowSketchTests {

	private static WindowSketch sketch(Map<String, String> labels) {
		SampleSet samples = new SampleSet();
		for (int i = -100; i <= 1_000; i++) {
			samples.add(i);
		}
		SeriesKey key = new SeriesKey(Kind.HISTOGRAM, "time", labels);
		return WindowSketch.of(key, "seconds", RollupDriver.START, 10_000, samples);
	}

	@Test
	void whatIsWrittenIsRead() {
		WindowSketch read = WindowSketch.of(sketch(Map.of("uri", "/ü", "method", "GET")).toBytes());
		assertThat(read.name()).isEqualTo("time");
		assertThat(read.labels()).isEqualTo(Map.of("uri", "/ü", "method", "GET"));
		assertThat(read.unit()).isEqualTo("seconds");
		assertThat(read.start()).isEqualTo(Instant.ofEpochMilli(RollupDriver.START));
		assertThat(read.length()).isEqualTo(Duration.ofSeconds(10));
		assertThat(read.count()).isEqualTo(1_101);
		assertThat(read.min()).isEqualTo(-100);
		assertThat(read.max()).isEqualTo(1_000);
		assertThat(read.sketch().getCount()).isEqualTo(1_101);
		assertThat(read.quantile(0.5)).isCloseTo(450, Percentage.withPercentage(1));
		assertThat(read.quantile(0)).isCloseTo(-100, Percentage.withPercentage(1));
	}

	@Test
	void quantilesAreThoseOfTheSampleAtTheirPlace() {
		SampleSet samples = new SampleSet();
		for (int i = 1; i <= 250; i++) {
			samples.add(100.0 * i);
		}
		WindowSketch sketch = WindowSketch.of(new SeriesKey(Kind.HISTOGRAM, "time", Map.of()), null, RollupDriver.START,
				10_000, samples);
		for (int i = 1; i <= 250; i++) {
			assertThat(sketch.quantile((i - 0.4) / 250)).isEqualTo(samples.quantile((i - 0.4) / 250))
				.isCloseTo(100.0 * i, Percentage.withPercentage(1));
		}
		assertThat(sketch.quantile(0)).isEqualTo(100);
		assertThat(sketch.quantile(1)).isEqualTo(25_000);
	}

	@Test
	void theKeyIsReadable() {
		assertThat(new String(sketch(Map.of()).key(), StandardCharsets.UTF_8)).isEqualTo("time");
		assertThat(new String(sketch(Map.of("b", "x\\y", "a", "1\"")).key(), StandardCharsets.UTF_8))
			.isEqualTo("time{a=\"1\\\"\",b=\"x\\\\y\"}");
	}

	@Test
	void whatIsNoSketchIsRefused() {
		byte[] bytes = sketch(Map.of("a", "b")).toBytes();
		assertThatIllegalArgumentException().isThrownBy(() -> WindowSketch.of(new byte[0]));
		byte[] other = bytes.clone();
		other[0] = 2;
		assertThatIllegalArgumentException().isThrownBy(() -> WindowSketch.of(other)).withMessageContaining("version");
		for (int length = 1; length < 80; length++) {
			byte[] cut = Arrays.copyOf(bytes, length);
			assertThatIllegalArgumentException().isThrownBy(() -> WindowSketch.of(cut));
		}
	}

	@Test
	void aSketchWithABinThatCanNotBeIsRefused() {
		byte[] bytes = sketch(Map.of()).toBytes();
		int rest = bytes.length - sketch(Map.of()).sketch().serialize().remaining();
		// Positive samples: one bin, whose index is the greatest of an int
		byte[] bin = { 2 << 3 | 2, 17, 1 << 3 | 2, 15, 1 << 3, -2, -1, -1, -1, 15, 2 << 3 | 1, 0, 0, 0, 0, 0, 0, -16,
				63 };
		byte[] other = Arrays.copyOf(bytes, rest + bin.length);
		System.arraycopy(bin, 0, other, rest, bin.length);
		assertThatIllegalArgumentException().isThrownBy(() -> WindowSketch.of(other)).withMessageContaining("bin");
	}

}
