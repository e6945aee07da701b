package io.github.metricstcp.kafka;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the bound of what waits for brokers, and for what is given up.
 */
class RecordQueueTests {

	private final List<Long> lost = new ArrayList<>();

	@Test
	void theOldestRecordsAreGivenUpWhenThereIsNoMoreRoom() throws Exception {
		RecordQueue queue = new RecordQueue(3 * size());
		for (int i = 0; i < 5; i++) {
			queue.add(batch(i));
		}
		assertThat(this.lost).containsExactly(0L, 1L);
		assertThat(taken(queue)).containsExactly(2L, 3L, 4L);
		assertThat(queue.counts()).isEqualTo(new RelayCounts(0, 0, 2, 14, 6, 3 * size()));
	}

	@Test
	void whatWasTakenCountsUntilItIsAcknowledgedAndIsNotGivenUp() throws Exception {
		RecordQueue queue = new RecordQueue(2 * size());
		queue.add(batch(0));
		FrameBatch taken = queue.take(0);
		queue.add(batch(1));
		queue.add(batch(2));
		assertThat(this.lost).containsExactly(1L);
		queue.acknowledged(taken);
		queue.add(batch(3));
		assertThat(this.lost).containsExactly(1L);
		assertThat(taken(queue)).containsExactly(2L, 3L);
		assertThat(queue.counts().records()).isEqualTo(1);
		assertThat(queue.counts().events()).isEqualTo(10);
	}

	@Test
	void whatWasNotAcknowledgedComesFirstAgain() throws Exception {
		RecordQueue queue = new RecordQueue(10 * size());
		for (int i = 0; i < 4; i++) {
			queue.add(batch(i));
		}
		List<FrameBatch> taken = List.of(queue.take(0), queue.take(0));
		queue.putBack(taken);
		assertThat(taken(queue)).containsExactly(0L, 1L, 2L, 3L);
		assertThat(this.lost).isEmpty();
	}

	@Test
	void aRecordThatIsRefusedForItsSizeMakesTheNextOnesSmaller() throws Exception {
		RecordQueue queue = new RecordQueue(1 << 20);
		assertThat(queue.maxFrames()).isEqualTo(64 << 10);
		queue.add(batch(0, 40_000));
		assertThat(queue.refused(queue.take(0))).isTrue();
		assertThat(queue.maxFrames()).isEqualTo(20_000);
		queue.add(batch(1, 1_500));
		assertThat(queue.refused(queue.take(0))).isTrue();
		assertThat(queue.maxFrames()).isEqualTo(1_024);
		queue.add(batch(2, 1_000));
		assertThat(queue.refused(queue.take(0))).isFalse();
		assertThat(this.lost).containsExactly(0L, 1L, 2L);
		assertThat(queue.isEmpty()).isTrue();
	}

	@Test
	void thereIsRoomForASnapshotWhileHalfIsFree() {
		RecordQueue queue = new RecordQueue(4 * size());
		queue.add(batch(0));
		queue.add(batch(1));
		assertThat(queue.hasRoom()).isTrue();
		queue.add(batch(2));
		assertThat(queue.hasRoom()).isFalse();
	}

	private List<Long> taken(RecordQueue queue) throws InterruptedException {
		List<Long> taken = new ArrayList<>();
		for (FrameBatch each = queue.take(0); each != null; each = queue.take(0)) {
			taken.add(each.description().sequence());
		}
		return taken;
	}

	private long size() {
		return batch(0).size();
	}

	private FrameBatch batch(long sequence) {
		return batch(sequence, 1_000);
	}

	private FrameBatch batch(long sequence, int length) {
		RecordDescription description = new RecordDescription("10.0.0.7:5000", "shop", 1, sequence, 0, 0,
				Content.EVENTS, null);
		return new FrameBatch(description, new byte[length], 0, 7, 3, () -> this.lost.add(sequence));
	}

}
