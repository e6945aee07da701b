package io.github.metricstcp.kafka;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.kafka.PartitionRecords.Entry;
import io.github.metricstcp.kafka.testing.Models;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the records that are made of a stream.
 */
class TargetRelayTests {

	private static final String TARGET = "10.0.0.7:5000";

	private final AtomicLong time = new AtomicLong();

	private final Set<TargetRelay> open = new HashSet<>();

	private RecordQueue queue = new RecordQueue(64 << 20, this.time::get);

	private TargetRelay relay = relay();

	private FrameSource source = new FrameSource(this.relay);

	private TargetRelay relay() {
		return new TargetRelay(TARGET, "shop", 1_000, this.queue, this.open, this.time::get);
	}

	private void use(RecordQueue queue) {
		this.queue = queue;
		this.relay = relay();
		this.source = new FrameSource(this.relay);
	}

	@Test
	void aSessionBeginsWithASnapshotAndEndsWithAReason() throws Exception {
		this.source.open();
		assertThat(this.open).containsExactly(this.relay);
		this.source.total("orders", 5);
		this.source.close("has closed the connection");
		List<FrameBatch> records = taken();
		assertThat(records).extracting((each) -> each.description().content())
			.containsExactly(Content.SNAPSHOT, Content.END);
		assertThat(records).extracting((each) -> each.description().sequence()).containsExactly(0L, 1L);
		assertThat(records.get(1).description().reason()).isEqualTo("has closed the connection");
		assertThat(this.open).isEmpty();
		RecordDescription first = records.get(0).description();
		assertThat(first.target()).isEqualTo(TARGET);
		assertThat(first.alias()).isEqualTo("shop");
		assertThat(first.firstTime()).isEqualTo(FrameSource.SECOND * 1_000_000_000);
		this.source.open();
		this.source.close("x");
		assertThat(taken())
			.allSatisfy((each) -> assertThat(each.description().session()).isNotEqualTo(first.session()));
	}

	@Test
	void anAttemptThatFailsIsNoSession() throws Exception {
		this.relay.connecting();
		this.source.close("connection refused");
		assertThat(taken()).isEmpty();
	}

	@Test
	void recordsHaveWholeFramesOfAtMost64KiB() throws Exception {
		this.source.open();
		for (int i = 0; i < 10_000; i++) {
			this.source.increment("orders", 1);
		}
		this.source.close("x");
		List<FrameBatch> records = taken();
		assertThat(records).hasSizeBetween(5, 20);
		assertThat(records).allSatisfy((each) -> assertThat(each.frames()).hasSizeLessThanOrEqualTo(64 << 10));
		assertThat(records.subList(0, records.size() - 2))
			.allSatisfy((each) -> assertThat(each.frames()).hasSizeGreaterThan(65_000));
		assertThat(records.stream().mapToInt(FrameBatch::events).sum()).isEqualTo(10_000);
		// It reads each record by itself, and refuses one that is no whole frames
		assertThat(Models.total(played(records), "shop", "orders")).isEqualTo(10_000);
	}

	@Test
	void theFramesOfHalfASecondAreOneRecord() throws Exception {
		this.source.open();
		this.source.total("orders", 5);
		this.relay.tick();
		assertThat(taken()).isEmpty();
		this.time.addAndGet(TimeUnit.MILLISECONDS.toNanos(499));
		this.source.increment("orders", 1);
		this.relay.tick();
		assertThat(taken()).isEmpty();
		this.time.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
		this.relay.tick();
		List<FrameBatch> records = taken();
		assertThat(records).hasSize(1);
		assertThat(records.get(0).events()).isEqualTo(2);
		assertThat(records.get(0).description().lastTime()).isEqualTo(FrameSource.SECOND * 1_000_000_000 + 1);
	}

	@Test
	void aSnapshotFollowsEveryMinuteFromWhichAConsumerCanBegin() throws Exception {
		this.source.open();
		this.source.metadata(Kind.COUNTER, "orders", "What was bought");
		this.source.total("orders", 5);
		this.source.increment("orders", 2);
		this.source.value("stock", 2.5);
		this.source.sample("latency", 1);
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(59));
		this.relay.tick();
		assertThat(taken()).extracting((each) -> each.description().content()).containsExactly(Content.SNAPSHOT);
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(1));
		this.relay.tick();
		this.source.increment("orders", 3);
		this.source.close("x");
		List<FrameBatch> records = taken();
		assertThat(records).extracting((each) -> each.description().content())
			.containsExactly(Content.SNAPSHOT, Content.EVENTS, Content.END);
		assertThat(records).extracting((each) -> each.description().sequence()).containsExactly(1L, 2L, 3L);
		ObserverModel model = played(records);
		assertThat(Models.total(model, "shop", "orders")).isEqualTo(10);
		assertThat(Models.snapshot(model, "shop", "stock").value()).isEqualTo(2.5);
		assertThat(Models.samples(model, "shop", "latency")).isEqualTo(-1);
		assertThat(Models.series(model, "shop", "orders").description()).isEqualTo("What was bought");
	}

	@Test
	void aSnapshotThatIsTooMuchForOneRecordGoesOnInTheNext() throws Exception {
		this.source.open();
		for (int i = 0; i < 900; i++) {
			this.source.label("orders", "a".repeat(200) + i, 1);
		}
		taken();
		this.time.addAndGet(TargetRelay.SNAPSHOT_INTERVAL);
		this.relay.tick();
		List<FrameBatch> records = taken();
		// The rest of what was received, and then the snapshot
		assertThat(records.get(0).events()).isPositive();
		List<FrameBatch> snapshot = records.subList(1, records.size());
		assertThat(snapshot).hasSizeGreaterThan(2);
		assertThat(snapshot.get(0).description().content()).isEqualTo(Content.SNAPSHOT);
		assertThat(snapshot.subList(1, snapshot.size()))
			.allSatisfy((each) -> assertThat(each.description().content()).isEqualTo(Content.EVENTS));
		assertThat(played(snapshot).seriesCount()).isEqualTo(900);
	}

	@Test
	void whatWasGivenUpComesInTheSumsOfASnapshotOnceThereIsRoom() throws Exception {
		use(new RecordQueue(200_000, this.time::get));
		this.source.open();
		this.source.total("orders", 100);
		for (int i = 0; i < 10_000; i++) {
			this.source.increment("orders", 1);
			this.source.sample("latency", 1);
			this.source.value("stock", i);
		}
		this.relay.tick();
		RelayCounts counts = this.queue.counts();
		assertThat(counts.waitingBytes()).isLessThanOrEqualTo(200_000);
		assertThat(counts.droppedSamples()).isPositive();
		assertThat(counts.summedEvents()).isPositive();
		List<Entry> entries = entries();
		entries.forEach(this.queue::acknowledged);
		List<FrameBatch> waiting = entries.stream().map(Entry::batch).toList();
		assertThat(waiting).noneMatch((each) -> each.description().content() == Content.SNAPSHOT);
		this.relay.tick();
		assertThat(taken()).isEmpty();
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(1));
		this.relay.tick();
		this.source.close("x");
		List<FrameBatch> healed = taken();
		assertThat(healed).extracting((each) -> each.description().content())
			.containsSequence(Content.SNAPSHOT, Content.END);
		// For one that has read everything before, and for one that begins here
		List<FrameBatch> all = new ArrayList<>(healed);
		assertThat(Models.total(played(all), "shop", "orders")).isEqualTo(10_100);
		assertThat(Models.snapshot(played(all), "shop", "stock").value()).isEqualTo(9_999);
	}

	@Test
	void aSnapshotDoesNotPushOutWhatWaits() throws Exception {
		use(new RecordQueue(200_000, this.time::get));
		this.source.open();
		for (int i = 0; i < 10_000; i++) {
			this.source.increment("orders", 1);
		}
		long dropped = this.queue.counts().droppedRecords();
		assertThat(dropped).isPositive();
		this.time.addAndGet(10 * TargetRelay.SNAPSHOT_INTERVAL);
		this.relay.tick();
		assertThat(taken()).noneMatch((each) -> each.description().content() == Content.SNAPSHOT);
	}

	@Test
	void snapshotsBecomeRareWhileMoreIsLostAfterEach() throws Exception {
		this.source.open();
		pass(1);
		FrameBatch lost = taken().get(0);
		lost.giveUp();
		pass(0);
		assertThat(taken()).hasSize(1);
		for (int seconds : new int[] { 2, 4, 8, 16, 32, 60, 60 }) {
			assertASnapshotAfter(lost, seconds);
		}
		// Nothing is lost until the next one, which comes every minute
		pass(60);
		assertThat(taken()).hasSize(1);
		assertASnapshotAfter(lost, 1);
		assertASnapshotAfter(lost, 2);
		// Nothing is lost for as long as the next one would have had to wait
		pass(4);
		assertThat(taken()).isEmpty();
		lost.giveUp();
		pass(0);
		assertThat(taken()).hasSize(1);
		assertASnapshotAfter(lost, 2);
	}

	private void assertASnapshotAfter(FrameBatch lost, int seconds) throws InterruptedException {
		lost.giveUp();
		pass(seconds - 1);
		assertThat(taken()).isEmpty();
		pass(1);
		assertThat(taken()).extracting((each) -> each.description().content()).containsExactly(Content.SNAPSHOT);
	}

	private void pass(int seconds) {
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
		this.relay.tick();
	}

	@Test
	void aFrameThatNoRecordHasRoomForIsCountedAndLeftOut() throws Exception {
		this.source.open();
		this.source.label("orders", "a".repeat(70_000), 1);
		this.source.increment("orders", 1);
		this.source.close("x");
		List<FrameBatch> records = taken();
		assertThat(records.stream().mapToInt(FrameBatch::events).sum()).isEqualTo(1);
		assertThat(this.queue.counts().leftOutEvents()).isEqualTo(1);
		assertThat(this.queue.counts().summedEvents()).isZero();
		assertThat(Models.total(played(records), "shop", "orders")).isEqualTo(1);
	}

	@Test
	void aSnapshotDoesNotComeBetweenAFrameAndItsEvent() throws Exception {
		this.source.open();
		this.source.total("orders", 5);
		byte[] frame = FrameSource.event(Kind.COUNTER, "orders", Map.of("channel", "web"), Operation.SET_COUNTER, 6, 9);
		this.relay.frame(frame, 0, frame.length);
		this.time.addAndGet(TargetRelay.SNAPSHOT_INTERVAL);
		this.relay.tick();
		assertThat(taken()).isEmpty();
	}

	private List<FrameBatch> taken() throws InterruptedException {
		return entries().stream().map(Entry::batch).toList();
	}

	private List<Entry> entries() throws InterruptedException {
		List<Entry> taken = new ArrayList<>();
		for (Entry each = this.queue.take(0); each != null; each = this.queue.take(0)) {
			taken.add(each);
		}
		return taken;
	}

	private static ObserverModel played(List<FrameBatch> records) throws UnusableRecordException {
		ObserverModel model = new ObserverModel(TimeSource.system(), 1_000);
		InstanceStream instance = new InstanceStream(TARGET, 1_000,
				() -> model.addTarget(new TargetNames("shop", TARGET, "shop")));
		for (FrameBatch each : records) {
			instance.accept(each.description(), each.frames(), each.time(), each.time(), true);
		}
		return model;
	}

}
