package io.github.metricstcp.rollup;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.metricstcp.client.wire.EventSink;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.MalformedStreamException;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.RecordDescription;
import io.github.metricstcp.kafka.UnusableRecordException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.rollup.RollupDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is made anew from the state of the last commit, after records that come
 * behind it were read in vain.
 */
class RecoveryTests {

	private static final int COMMIT = 7;

	@Test
	void whatFollowsACommitIsTheSameAfterACrash() throws Exception {
		List<TestRecord<byte[], byte[]>> records = records();
		List<String> undisturbed = run(records, Integer.MAX_VALUE);
		assertThat(undisturbed).hasSizeGreaterThan(50);
		for (int crash = 1; crash < records.size(); crash += 5) {
			assertThat(run(records, crash)).as("after a crash at %s", crash).isEqualTo(undisturbed);
		}
	}

	/**
	 * Instances with all that a state has: restarts, gaps, snapshots, labels and changes.
	 */
	private static List<TestRecord<byte[], byte[]>> records() {
		Random random = new Random(1);
		List<TestRecord<byte[], byte[]>> records = new ArrayList<>();
		List<RelayedInstance> instances = List.of(new RelayedInstance("a:1"), new RelayedInstance("b:1"),
				new RelayedInstance("c:1"));
		instances.forEach((each) -> records.add(each.at(START).total("orders", 10).value("stock", 5).begin()));
		for (int i = 0; i < 90; i++) {
			RelayedInstance instance = instances.get(random.nextInt(instances.size()));
			instance.at(START + i * 700L)
				.increment("orders", random.nextInt(10))
				.increment("series." + random.nextInt(150), 1)
				.sample("time", random.nextDouble())
				.change("stock", random.nextInt(5) - 2);
			switch (random.nextInt(10)) {
				case 0 -> instance.lose();
				case 1 -> records.add(instance.total("orders", 10L * i).snapshot());
				case 2 -> records.add(instance.total("orders", i).value("stock", i).begin());
				case 3 -> records.add(instance.end());
				default -> records.add(instance.events());
			}
		}
		return records;
	}

	/**
	 * Sums up records and merges the sums, with commits, and returns all that is written.
	 * @param crash the number of records after which all that was not committed is lost
	 */
	private List<String> run(List<TestRecord<byte[], byte[]>> records, int crash) throws UnusableRecordException {
		RollupSettings settings = RollupDriver.settings().build();
		KeyValueStore<Bytes, byte[]> instances = store("instances");
		KeyValueStore<Bytes, byte[]> fleet = store("fleet");
		List<String> written = new ArrayList<>();
		int committed = 0;
		Map<Bytes, byte[]> committedFleet = new TreeMap<>();
		Run run = new Run(settings, instances, fleet);
		for (int i = 0; i < records.size(); i++) {
			if (i == crash) {
				// Back to the commit. The messages of the first step go with its state
				set(fleet, committedFleet);
				run = new Run(settings, instances, fleet);
				i = committed;
				crash = Integer.MAX_VALUE;
			}
			TestRecord<byte[], byte[]> each = records.get(i);
			run.partition.accept(RecordDescription.of(each.headers()), each.value(), each.timestamp(),
					each.timestamp());
			if (i % COMMIT == COMMIT - 1) {
				run.commit(each.timestamp());
				written.addAll(run.written);
				run.written.clear();
				committed = i + 1;
				committedFleet = copy(fleet);
			}
		}
		run.commit(START + 600_000);
		written.addAll(run.written);
		return written;
	}

	private static KeyValueStore<Bytes, byte[]> store(String name) {
		KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore(name).get();
		store.init(new MockProcessorContext<>().getStateStoreContext(), store);
		return store;
	}

	private static Map<Bytes, byte[]> copy(KeyValueStore<Bytes, byte[]> store) {
		Map<Bytes, byte[]> copy = new TreeMap<>();
		try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
			while (all.hasNext()) {
				KeyValue<Bytes, byte[]> each = all.next();
				copy.put(each.key, each.value);
			}
		}
		return copy;
	}

	private static void set(KeyValueStore<Bytes, byte[]> store, Map<Bytes, byte[]> content) {
		copy(store).keySet().forEach(store::delete);
		content.forEach(store::put);
	}

	/**
	 * A process, from its start to its end or its crash.
	 */
	private static final class Run implements FleetStream.Output {

		private final List<String> written = new ArrayList<>();

		private final SourcePartition partition;

		private final Fleet fleet;

		private Run(RollupSettings settings, KeyValueStore<Bytes, byte[]> instances,
				KeyValueStore<Bytes, byte[]> fleet) {
			Tally tally = new Tally(settings, (sentence) -> {
			});
			this.partition = new SourcePartition(0, settings, tally, SourceEnds.UNKNOWN, new InstanceStore(instances),
					START);
			this.fleet = new Fleet(settings, tally, 1L << 20, "fleet", new FleetStore(fleet), this, START, () -> 0);
		}

		private void commit(long now) {
			this.partition.take((key, value) -> this.fleet.accept(key, value, now));
			this.fleet.tick(now);
		}

		@Override
		public void frames(RecordDescription description, byte[] frames, long now) {
			this.written
				.add("%s %s %s".formatted(description.sequence(), description.content(), description.firstTime()));
			// Series are in no order
			TreeSet<String> events = new TreeSet<>();
			EventSink<SeriesKey> reader = new EventSink<>() {

				@Override
				public SeriesKey series(SeriesKey key) {
					return key;
				}

				@Override
				public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
					events.add("%s %s %s".formatted(series, operation, operand));
				}

			};
			try {
				new FrameDecoder<>(reader, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, 1_000)
					.decode(ByteBuffer.wrap(frames));
			}
			catch (MalformedStreamException ex) {
				throw new UncheckedIOException(ex);
			}
			this.written.addAll(events);
		}

		@Override
		public void sketch(byte[] key, byte[] sketch, long now) {
			WindowSketch read = WindowSketch.of(sketch);
			this.written.add("%s %s %s %s".formatted(read.name(), read.start(), read.count(), read.sum()));
		}

	}

}
