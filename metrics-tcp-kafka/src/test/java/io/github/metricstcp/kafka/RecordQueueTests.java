package io.github.metricstcp.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.kafka.PartitionRecords.Entry;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the bound of what waits for brokers, and for what is given up.
 */
class RecordQueueTests {

	private static final String TARGET = "10.0.0.7:5000";

	private final AtomicLong time = new AtomicLong();

	private final List<Long> lost = new ArrayList<>();

	@Test
	void theOldestRecordsAreGivenUpWhenThereIsNoMoreRoom() throws Exception {
		RecordQueue queue = queue(3 * size());
		for (int i = 0; i < 5; i++) {
			queue.add(batch(i));
		}
		assertThat(this.lost).containsExactly(0L, 1L);
		assertThat(taken(queue)).containsExactly(2L, 3L, 4L);
		assertThat(queue.counts()).isEqualTo(new RelayCounts(0, 0, 2, 14, 6, 0, 3 * size()));
	}

	@Test
	void whatWasTakenCountsUntilItIsAcknowledgedAndIsNotGivenUp() throws Exception {
		RecordQueue queue = queue(2 * size());
		queue.add(batch(0));
		Entry taken = queue.take(0);
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
		RecordQueue queue = queue(10 * size());
		for (int i = 0; i < 4; i++) {
			queue.add(batch(i));
		}
		queue.take(0);
		queue.take(0);
		queue.takeBack();
		assertThat(taken(queue)).containsExactly(0L, 1L, 2L, 3L);
		assertThat(this.lost).isEmpty();
	}

	@Test
	void aRecordThatIsRefusedForItsSizeMakesTheNextOnesSmaller() throws Exception {
		RecordQueue queue = queue(1 << 20);
		assertThat(queue.maxFrames()).isEqualTo(64 << 10);
		queue.add(batch(0, 40_000));
		assertThat(queue.tooLarge(queue.take(0))).isTrue();
		assertThat(queue.maxFrames()).isEqualTo(20_000);
		queue.add(batch(1, 1_500));
		assertThat(queue.tooLarge(queue.take(0))).isTrue();
		assertThat(queue.maxFrames()).isEqualTo(1_024);
		queue.add(batch(2, 1_000));
		assertThat(queue.tooLarge(queue.take(0))).isFalse();
		assertThat(this.lost).containsExactly(0L, 1L, 2L);
		assertThat(queue.isEmpty()).isTrue();
	}

	@Test
	void aRecordThatIsRefusedForGoodHoldsUpNoOthers() throws Exception {
		RecordQueue queue = queue(1 << 20);
		for (int i = 0; i < 4; i++) {
			queue.add(batch(i));
		}
		Entry refused = queue.take(0);
		queue.failed(queue.take(0), null);
		assertThat(queue.giveUp(refused)).isTrue();
		assertThat(queue.giveUp(refused)).isFalse();
		assertThat(this.lost).containsExactly(0L);
		assertThat(queue.counts()).isEqualTo(new RelayCounts(0, 0, 1, 7, 3, 0, 3 * size()));
		assertThat(queue.maxFrames()).isEqualTo(RecordQueue.MAX_FRAMES);
		// The second one says nothing of the partition
		assertThat(queue.failureOfAll(List.of())).isNull();
		pass(500);
		assertThat(queue.acknowledged(queue.take(0))).isTrue();
		assertThat(taken(queue)).containsExactly(2L, 3L);
	}

	@Test
	void largerRecordsAreTriedAgainLessOftenIfTheyAreRefused() throws Exception {
		RecordQueue queue = queue(1 << 20);
		queue.add(batch(0, 60_000));
		queue.tooLarge(queue.take(0));
		pass(599_000);
		queue.watch();
		assertThat(queue.maxFrames()).isEqualTo(30_000);
		pass(1_000);
		queue.watch();
		assertThat(queue.maxFrames()).isEqualTo(60_000);
		queue.add(batch(1, 60_000));
		queue.tooLarge(queue.take(0));
		pass(1_199_000);
		queue.watch();
		assertThat(queue.maxFrames()).isEqualTo(30_000);
		pass(1_000);
		queue.watch();
		assertThat(queue.maxFrames()).isEqualTo(60_000);
		pass(1_200_000);
		queue.watch();
		assertThat(queue.maxFrames()).isEqualTo(64 << 10);
	}

	@Test
	void thereIsRoomForASnapshotWhileHalfIsFree() {
		RecordQueue queue = queue(4 * size());
		queue.add(batch(0));
		queue.add(batch(1));
		assertThat(queue.hasRoom(TARGET)).isTrue();
		queue.add(batch(2));
		assertThat(queue.hasRoom(TARGET)).isFalse();
	}

	@Test
	void thoseOfOthersGoOnWhileOnePartitionAnswersNothing() throws Exception {
		RecordQueue queue = queue(64 << 20);
		queue.spread(4);
		for (int i = 0; i < 200; i++) {
			queue.add(batch("away", i, 60_000));
		}
		// It has what it may have, and room is left
		assertThat(taken(queue)).hasSizeBetween(60, 80);
		for (int i = 0; i < 100; i++) {
			queue.add(batch("there", i, 60_000));
			Entry entry = queue.take(0);
			assertThat(entry.batch().description().target()).isEqualTo("there");
			assertThat(entry.batch().description().sequence()).isEqualTo(i);
			assertThat(queue.acknowledged(entry)).isTrue();
		}
		pass(10_000);
		assertThat(queue.watch()).isTrue();
		queue.add(batch("there", 100, 60_000));
		// Not all of them take records
		assertThat(queue.acknowledged(queue.take(0))).isFalse();
		pass(1_000);
		queue.add(batch("there", 101, 60_000));
		queue.acknowledged(queue.take(0));
		assertThat(queue.failingAlone()).containsExactly(partition("away"));
		assertThat(queue.isStalled()).isFalse();
		assertThat(queue.failureOfAll(List.of())).isNull();
	}

	@Test
	void aRecordThatALaterOneOfItsTargetHasOvertakenIsGivenUp() throws Exception {
		RecordQueue queue = queue(64 << 20);
		for (int i = 0; i < 3; i++) {
			queue.add(batch(i));
		}
		Entry first = queue.take(0);
		Entry second = queue.take(0);
		Entry third = queue.take(0);
		queue.failed(first, new TimeoutException());
		queue.acknowledged(second);
		queue.failed(third, new TimeoutException());
		assertThat(this.lost).containsExactly(0L);
		pass(500);
		assertThat(taken(queue)).containsExactly(2L);
		assertThat(queue.counts().waitingBytes()).isEqualTo(size());
	}

	@Test
	void allHaveFailedIfNoOtherIsAcknowledgedMeanwhile() throws Exception {
		RecordQueue queue = queue(64 << 20);
		queue.spread(4);
		queue.add(batch("away", 0, 1_000));
		queue.add(batch("there", 0, 1_000));
		Entry away = queue.take(0);
		Entry there = queue.take(0);
		TimeoutException failure = new TimeoutException();
		queue.failed(away, failure);
		assertThat(queue.failureOfAll(List.of())).isNull();
		queue.failed(there, failure);
		assertThat(queue.failureOfAll(List.of())).isSameAs(failure);
		assertThat(queue.failureOfAll(List.of(partition("away")))).isSameAs(failure);
		assertThat(queue.failureOfAll(List.of(partition("away"), partition("there")))).isNull();
		queue.takeBack();
		assertThat(queue.failureOfAll(List.of())).isNull();
		away = queue.take(0);
		there = queue.take(0);
		pass(2_000);
		queue.acknowledged(there);
		queue.failed(away, failure);
		assertThat(queue.failureOfAll(List.of())).isNull();
	}

	@Test
	void aPartitionThatFailsTakesTheRoomOfNoSnapshotOfOthers() throws Exception {
		RecordQueue queue = queue(4 * size());
		queue.spread(4);
		for (int i = 0; i < 4; i++) {
			queue.add(batch("away", i, 1_000));
		}
		queue.failed(queue.take(0), new TimeoutException());
		assertThat(queue.hasRoom("there")).isTrue();
		assertThat(queue.hasRoom("away")).isFalse();
		queue.add(batch("there", 0, 1_000));
		assertThat(this.lost).containsExactly(0L);
	}

	@Test
	void partitionsThatAreBusyHaveTheRoomInCommon() {
		RecordQueue queue = queue(8 * size());
		queue.spread(4);
		List<String> targets = List.of("10.0.0.0:5000", "10.0.0.1:5000", "10.0.0.3:5000", "10.0.0.9:5000");
		for (int i = 0; i < 5; i++) {
			assertThat(targets).allMatch(queue::hasRoom);
			queue.add(batch(targets.get(i % 4), i, 1_000));
		}
		assertThat(targets).noneMatch(queue::hasRoom);
	}

	@Test
	void anotherNumberOfPartitionsKeepsTheOrder() throws Exception {
		RecordQueue queue = queue(64 << 20);
		queue.spread(4);
		for (int i = 0; i < 6; i++) {
			queue.add(batch((i % 2 == 0) ? "away" : "there", i, 1_000));
		}
		queue.take(0);
		queue.takeBack();
		queue.spread(1);
		assertThat(taken(queue)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
	}

	private RecordQueue queue(long capacity) {
		return new RecordQueue(capacity, this.time::get);
	}

	private void pass(long millis) {
		this.time.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	private static int partition(String target) {
		return Utils.toPositive(Utils.murmur2(target.getBytes(StandardCharsets.UTF_8))) % 4;
	}

	private List<Long> taken(RecordQueue queue) throws InterruptedException {
		List<Long> taken = new ArrayList<>();
		for (Entry each = queue.take(0); each != null; each = queue.take(0)) {
			taken.add(each.batch().description().sequence());
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
		return batch(TARGET, sequence, length);
	}

	private FrameBatch batch(String target, long sequence, int length) {
		RecordDescription description = new RecordDescription(target, "shop", 1, sequence, 0, 0, Content.EVENTS, null);
		return new FrameBatch(description, new byte[length], 0, 7, 3, () -> this.lost.add(sequence));
	}

}
