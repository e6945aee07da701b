package io.github.metricstcp.internal.stream;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.Clock;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Block}.
 */
class BlockTests {

	private final Ingress ingress = new Ingress(1, new EventClock(Clock.SYSTEM));

	private final Series small = series("s");

	private final Series large = series("l".repeat(4096));

	private final Block block = new Block();

	@Test
	void isEmptyAtFirst() {
		assertThat(this.block.isEmpty()).isTrue();
		assertThat(this.block.isFull()).isFalse();
		assertThat(this.block.events()).isZero();
	}

	@Test
	void goesWholeToThoseWhoKeepUp() {
		add(this.small, 1);
		add(this.large, 2);
		assertThat(this.block.whole()).singleElement().isSameAs(this.block);
		assertThat(this.block.events()).isEqualTo(2);
		assertThat(this.block.isEmpty()).isFalse();
	}

	@Test
	void isCutIntoItsEventsForThoseWhoLag() {
		List<byte[]> written = List.of(add(this.small, 1), add(this.large, 2), add(this.small, 3));
		List<QueuedFrames> frames = this.block.frames();
		assertThat(frames).allSatisfy((frame) -> assertThat(frame.events()).isEqualTo(1));
		assertThat(frames).extracting((frame) -> ((Frame) frame).bytes).containsExactlyElementsOf(written);
		assertThat(frames).extracting((frame) -> ((Frame) frame).series)
			.containsExactly(this.small, this.large, this.small);
	}

	@Test
	void isCutOnceForAllWhoLag() {
		add(this.small, 1);
		add(this.small, 2);
		assertThat(this.block.frames()).isSameAs(this.block.frames());
	}

	@Test
	void framesOutliveTheBlock() {
		byte[] first = add(this.small, 1);
		List<QueuedFrames> frames = this.block.frames();
		this.block.clear();
		assertThat(this.block.isEmpty()).isTrue();
		byte[] second = add(this.large, 2);
		assertThat(frames).extracting((frame) -> ((Frame) frame).bytes).containsExactly(first);
		assertThat(this.block.frames()).extracting((frame) -> ((Frame) frame).bytes).containsExactly(second);
	}

	@Test
	void isFullWith512Events() {
		for (int i = 0; i < 512; i++) {
			assertThat(this.block.isFull()).isFalse();
			add(this.small, i);
		}
		assertThat(this.block.isFull()).isTrue();
		assertThat(this.block.frames()).hasSize(512);
		this.block.clear();
		assertThat(this.block.isFull()).isFalse();
	}

	@Test
	void isFullBeforeOneMoreFrameOfEightKibibytesWouldMakeItLongerThan64() {
		while (!this.block.isFull()) {
			assertThat(this.block.writer.length() + 8 * 1024).isLessThanOrEqualTo(64 * 1024);
			add(this.large, 1);
		}
		assertThat(this.block.writer.length()).isBetween(56 * 1024, 64 * 1024);
	}

	@Test
	void holdsTheLargestFrame() {
		Series largest = series("x".repeat(FrameWriter.MAX_FRAME_LENGTH));
		byte[] frame = add(largest, 1);
		assertThat(this.block.isFull()).isTrue();
		assertThat(this.block.frames()).extracting((each) -> ((Frame) each).bytes).containsExactly(frame);
	}

	@Test
	void doesNotHoldOnToSeriesThatAreGone() {
		List<WeakReference<Series>> gone = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Series series = series("gone");
			gone.add(new WeakReference<>(series));
			add(series, 1);
		}
		this.block.frames();
		this.block.clear();
		await().untilAsserted(() -> {
			System.gc();
			assertThat(gone).allSatisfy((reference) -> assertThat(reference.get()).isNull());
		});
	}

	@Test
	void largestFrameIsThatOfAllSteps() {
		add(this.small, 1);
		int large = add(this.large, 1).length;
		assertThat(this.block.largestFrame()).isEqualTo(large);
		add(this.small, 1);
		this.block.clear();
		add(this.small, 1);
		assertThat(this.block.largestFrame()).isEqualTo(large);
	}

	private byte[] add(Series series, long value) {
		int start = this.block.writer.length();
		this.block.writer.metric(series.name, series.labels, 0, series.operation, value);
		this.block.end(series);
		return Arrays.copyOfRange(this.block.writer.bytes(), start, this.block.writer.length());
	}

	private Series series(String name) {
		return new CounterSeries(this.ingress, (flagged) -> {
		}, new Descriptor(name, List.of(), null, null));
	}

}
