package io.github.metricstcp.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.kafka.PartitionRecords.Entry;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for partitions that fail, and are tried again after a pause.
 */
class PartitionPauseTests {

	private final AtomicLong time = new AtomicLong();

	private final AtomicInteger lost = new AtomicInteger();

	private final RecordQueue queue = new RecordQueue(64 << 20, this.time::get);

	@Test
	void aPartitionThatHasFailedIsTriedWithOneRecordAfterAPause() throws Exception {
		this.queue.spread(4);
		for (int i = 0; i < 3; i++) {
			this.queue.add(batch("away", i, 1_000));
		}
		Entry first = this.queue.take(0);
		Entry second = this.queue.take(0);
		this.queue.failed(first, new TimeoutException());
		// What comes of the second is not known
		assertThat(this.queue.take(0)).isNull();
		pass(60_000);
		assertThat(this.queue.take(0)).isNull();
		this.queue.failed(second, new TimeoutException());
		this.queue.add(batch("there", 0, 1_000));
		this.queue.add(batch("away", 3, 1_000));
		Entry other = this.queue.take(0);
		assertThat(other.batch().description().target()).isEqualTo("there");
		assertThat(this.queue.take(0)).isNull();
		assertThat(this.queue.acknowledged(other)).isFalse();
		pass(500);
		Entry again = this.queue.take(0);
		assertThat(again.batch().description().sequence()).isZero();
		assertThat(this.queue.take(0)).isNull();
		this.queue.failed(again, new TimeoutException());
		pass(500);
		assertThat(this.queue.take(0)).isNull();
		pass(500);
		assertThat(this.queue.acknowledged(this.queue.take(0))).isTrue();
		assertThat(taken()).containsExactly(1L, 2L, 3L);
		assertThat(this.lost).hasValue(0);
	}

	@ParameterizedTest
	@CsvSource({ "60000, 105", "100, 384" })
	void thoseOfOthersGoOnWhileAnyNumberOfPartitionsFail(int length, int tried) throws Exception {
		this.queue.spread(500);
		for (String each : targetsOfAllPartitionsBut("there", 500)) {
			this.queue.add(batch(each, 0, length));
		}
		int failed = 0;
		for (List<Entry> some = entries(); !some.isEmpty(); some = entries()) {
			some.forEach((each) -> this.queue.failed(each, new TimeoutException()));
			failed += some.size();
		}
		assertThat(failed).isEqualTo(499);
		pass(500);
		assertThat(entries()).hasSize(tried);
		this.queue.add(batch("there", 0, 60_000));
		assertThat(entries()).extracting((each) -> each.batch().description().target()).containsExactly("there");
	}

	@Test
	void aQueueThatIsHurriedEndsAllPauses() throws Exception {
		this.queue.add(batch("shop", 0, 1_000));
		for (int i = 0; i < 5; i++) {
			pass(10_000);
			this.queue.failed(this.queue.take(0), new TimeoutException());
		}
		assertThat(this.queue.take(0)).isNull();
		this.queue.hurry();
		this.queue.failed(this.queue.take(0), new TimeoutException());
		pass(499);
		assertThat(this.queue.take(0)).isNull();
		pass(1);
		assertThat(this.queue.take(0)).isNotNull();
	}

	@Test
	void theOutcomeOfWhatWasTakenIsWaitedForUnlessTheQueueIsHurried() throws Exception {
		this.queue.awaitOutcome(60_000);
		this.queue.add(batch("shop", 0, 1_000));
		this.queue.add(batch("shop", 1, 1_000));
		this.queue.add(batch("shop", 2, 1_000));
		Entry first = this.queue.take(0);
		Entry second = this.queue.take(0);
		Thread waiting = waiting();
		this.queue.failed(first, new TimeoutException());
		assertThat(waiting.isAlive()).isTrue();
		this.queue.acknowledged(second);
		waiting.join(30_000);
		assertThat(waiting.isAlive()).isFalse();
		pass(500);
		this.queue.take(0);
		waiting = waiting();
		this.queue.hurry();
		waiting.join(30_000);
		assertThat(waiting.isAlive()).isFalse();
	}

	private Thread waiting() {
		Thread thread = new Thread(() -> {
			try {
				this.queue.awaitOutcome(600_000);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		thread.setDaemon(true);
		thread.start();
		Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
		return thread;
	}

	private void pass(long millis) {
		this.time.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	private static int partition(String target, int count) {
		return Utils.toPositive(Utils.murmur2(target.getBytes(StandardCharsets.UTF_8))) % count;
	}

	private static Collection<String> targetsOfAllPartitionsBut(String other, int count) {
		Map<Integer, String> targets = new TreeMap<>();
		for (int i = 0; targets.size() < count - 1; i++) {
			String target = "target-" + i;
			if (partition(target, count) != partition(other, count)) {
				targets.put(partition(target, count), target);
			}
		}
		return targets.values();
	}

	private List<Long> taken() throws InterruptedException {
		return entries().stream().map((each) -> each.batch().description().sequence()).toList();
	}

	private List<Entry> entries() throws InterruptedException {
		List<Entry> taken = new ArrayList<>();
		for (Entry each = this.queue.take(0); each != null; each = this.queue.take(0)) {
			taken.add(each);
		}
		return taken;
	}

	private FrameBatch batch(String target, long sequence, int length) {
		RecordDescription description = new RecordDescription(target, "shop", 1, sequence, 0, 0, Content.EVENTS, null);
		return new FrameBatch(description, new byte[length], 0, 7, 3, this.lost::incrementAndGet);
	}

}
