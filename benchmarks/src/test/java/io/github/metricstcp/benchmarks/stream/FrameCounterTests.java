package io.github.metricstcp.benchmarks.stream;

import java.util.Arrays;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link FrameCounter}: what it counts, also of a frame that is torn.
 */
class FrameCounterTests {

	// More bytes than the longest frame that a torn one may look like
	private static final int FOLLOWING = 1000;

	private static final byte METRIC = 0x12;

	/**
	 * An increment by 1, stamped with 1,000,000.5 s.
	 */
	private static final byte[] STAMPED = { 16, METRIC, 14, 18, 10, 8, -64, -124, 61, 16, -128, -54, -75, -18, 1, 32,
			1 };

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

	@Test
	void aTornEventIsNotCounted() {
		// The operation is all there, but not the end of the frame
		byte[] frame = Wire.increment();
		frame[0]++;
		frame[2]++;
		FrameCounter counter = new FrameCounter(Quantiles.recorder(), true);
		counter.buffer.put(frame);
		follow(counter);
		counter.read(FrameCounter.Latency.NONE);
		assertThat(counter.events).isEqualTo(FOLLOWING);
		assertThat(counter.total).isEqualTo(FOLLOWING);
		assertThat(counter.torn).isOne();
	}

	@Test
	void emptyFramesDoNotEndTheSearchForTheNextEvent() {
		FrameCounter counter = new FrameCounter(Quantiles.recorder(), true);
		for (int i = 0; i < 3; i++) {
			counter.buffer.put(new byte[] { 1, METRIC, 0 });
		}
		counter.buffer.put(Wire.increment());
		counter.read(FrameCounter.Latency.NONE);
		assertThat(counter.events).isOne();
		assertThat(counter.torn).isOne();
	}

	@Test
	void aLengthWithoutAnEndIsPassedOver() {
		byte[] endless = new byte[100];
		Arrays.fill(endless, (byte) 0xFF);
		FrameCounter counter = new FrameCounter(Quantiles.recorder(), true);
		counter.buffer.put(endless).put((byte) 1);
		follow(counter);
		counter.read(FrameCounter.Latency.NONE);
		assertThat(counter.events).isEqualTo(FOLLOWING);
		assertThat(counter.torn).isOne();
	}

	@Test
	void aNegativeLengthWithinAFrameIsPassedOver() {
		// The number -12 as the length of a field would lead back to the frame's begin
		byte[] negative = { 13, METRIC, 11, 0x0A, -12, -1, -1, -1, -1, -1, -1, -1, -1, 1 };
		FrameCounter counter = new FrameCounter(Quantiles.recorder(), true);
		counter.buffer.put(negative);
		follow(counter);
		counter.read(FrameCounter.Latency.NONE);
		assertThat(counter.events).isEqualTo(FOLLOWING);
		assertThat(counter.torn).isOne();
	}

	@Test
	void latencyIsTheTimeSinceTheEventsTimestamp() {
		SingleWriterRecorder latencies = Quantiles.recorder();
		FrameCounter counter = new FrameCounter(latencies, true);
		counter.buffer.put(STAMPED);
		counter.read(FrameCounter.Latency.OF_INCREMENTS, 1_000_002.75);
		Histogram nanos = latencies.getIntervalHistogram();
		assertThat(nanos.getTotalCount()).isOne();
		assertThat(nanos.valuesAreEquivalent(nanos.getMaxValue(), 2_250_000_000L)).isTrue();
	}

	@Test
	void anEventFromTheFutureHasNoLatency() {
		SingleWriterRecorder latencies = Quantiles.recorder();
		FrameCounter counter = new FrameCounter(latencies, true);
		counter.buffer.put(STAMPED);
		counter.read(FrameCounter.Latency.OF_INCREMENTS, 999_999);
		assertThat(latencies.getIntervalHistogram().getMaxValue()).isZero();
	}

	private static void follow(FrameCounter counter) {
		byte[] frame = Wire.increment();
		for (int i = 0; i < FOLLOWING; i++) {
			counter.buffer.put(frame);
		}
	}

	private static FrameCounter counter(boolean peer) {
		FrameCounter counter = new FrameCounter(Quantiles.recorder(), peer);
		byte[] frame = Wire.increment();
		counter.buffer.put(frame).put(Arrays.copyOf(frame, frame.length / 2));
		follow(counter);
		return counter;
	}

}
