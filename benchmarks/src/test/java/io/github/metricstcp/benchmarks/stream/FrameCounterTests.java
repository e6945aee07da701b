package io.github.metricstcp.benchmarks.stream;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link FrameCounter}: what it makes of a frame that is torn.
 */
class FrameCounterTests {

	// More bytes than the longest frame that a torn one may look like
	private static final int FOLLOWING = 1000;

	@Test
	void aPeersTornFrameIsCountedAndTheNextOnesAreFound() {
		FrameCounter counter = counter(true);
		counter.read(FrameCounter.Latency.NONE);
		assertThat(counter.events).isEqualTo(1 + FOLLOWING);
		assertThat(counter.torn).isOne();
	}

	@Test
	void aTornFrameOfThisExporterFails() {
		assertThatIllegalStateException().isThrownBy(() -> counter(false).read(FrameCounter.Latency.NONE));
	}

	private static FrameCounter counter(boolean peer) {
		FrameCounter counter = new FrameCounter(Quantiles.recorder(), peer);
		byte[] frame = Wire.increment();
		counter.buffer.put(frame).put(Arrays.copyOf(frame, frame.length / 2));
		for (int i = 0; i < FOLLOWING; i++) {
			counter.buffer.put(frame);
		}
		return counter;
	}

}
