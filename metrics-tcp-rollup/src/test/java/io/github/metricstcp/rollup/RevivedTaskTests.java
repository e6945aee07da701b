package io.github.metricstcp.rollup;

import java.util.List;

import io.github.metricstcp.kafka.Content;
import io.github.metricstcp.kafka.RecordDescription;
import io.github.metricstcp.kafka.UnusableRecordException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

import static io.github.metricstcp.rollup.RollupDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of tasks that Kafka Streams closes and begins again with the same processors, as
 * it does if a commit fails. It goes on with what they have scheduled before.
 */
class RevivedTaskTests {

	private static final long TICK = START + 13_000;

	private final RollupSettings settings = RollupDriver.settings().build();

	private final Tally tally = new Tally(this.settings, (sentence) -> {
	});

	private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();

	RevivedTaskTests() {
		this.context.setCurrentSystemTimeMs(START);
	}

	@Test
	void onlyTheFleetThatWasReadLastWritesWindows() throws Exception {
		KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore(RollupTopology.FLEET).get();
		store.init(this.context.getStateStoreContext(), store);
		this.context.addStateStore(store);
		MergingProcessor processor = new MergingProcessor(this.settings, this.tally);
		processor.init(this.context);
		process(processor, 1);
		processor.init(this.context);
		process(processor, 1_000);
		tick();
		assertThat(snapshots()).isEqualTo(1);
		processor.close();
		assertThat(this.context.scheduledPunctuators()).hasSize(2).allMatch(CapturedPunctuator::cancelled);
	}

	/**
	 * Brings a counter, and the time at which the first window can be written.
	 */
	private void process(MergingProcessor processor, long total) {
		PartitionSums sums = new PartitionSums(this.settings, this.tally);
		CounterSum sum = (CounterSum) sums.sum(MergedFleet.counter("orders"));
		sum.retain();
		sum.addBase(total);
		sums.changed(sum);
		sums.take(0, (key, value) -> processor.process(new Record<>(key, value, START)));
		processor.process(new Record<>(ClockMessage.KEY, new ClockMessage(0, 1, TICK).toBytes(), START));
	}

	private long snapshots() throws UnusableRecordException {
		long number = 0;
		for (CapturedForward<? extends byte[], ? extends byte[]> each : this.context.forwarded()) {
			RecordDescription description = RecordDescription.of(each.record().headers());
			number += (description.content() == Content.SNAPSHOT) ? 1 : 0;
		}
		return number;
	}

	@Test
	void sumsAreSentByOneTickOnly() {
		LiveStore live = new LiveStore(RollupTopology.LIVE);
		live.init(this.context.getStateStoreContext(), live);
		this.context.addStateStore(live);
		SendingProcessor processor = new SendingProcessor();
		processor.init(this.context);
		live.begin(new SourcePartition(0, this.settings, this.tally, SourceEnds.UNKNOWN,
				new InstanceStore(MergedFleet.store()), START));
		processor.init(this.context);
		List<CapturedPunctuator> ticks = this.context.scheduledPunctuators();
		assertThat(ticks).extracting(CapturedPunctuator::cancelled).containsExactly(true, false);
		tick();
		processor.close();
		assertThat(ticks).hasSize(2).allMatch(CapturedPunctuator::cancelled);
	}

	private void tick() {
		this.context.scheduledPunctuators()
			.stream()
			.filter((each) -> !each.cancelled())
			.forEach((each) -> each.getPunctuator().punctuate(TICK));
	}

}
