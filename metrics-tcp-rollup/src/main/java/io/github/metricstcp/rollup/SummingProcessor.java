package io.github.metricstcp.rollup;

import io.github.metricstcp.kafka.RecordDescription;
import io.github.metricstcp.kafka.UnusableRecordException;
import io.github.metricstcp.kafka.UnusableRecordException.Fault;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The first step: sums up each record where it is read. All that it hands on is a token,
 * which the next step gets when Kafka Streams commits.
 */
final class SummingProcessor implements FixedKeyProcessor<byte @Nullable [], byte @Nullable [], byte[]> {

	private static final byte[] TOKEN = { 1 };

	private final RollupSettings settings;

	private final Tally tally;

	private final SourceEnds ends;

	private @Nullable FixedKeyProcessorContext<byte @Nullable [], byte[]> context;

	private @Nullable SourcePartition partition;

	SummingProcessor(RollupSettings settings, Tally tally, SourceEnds ends) {
		this.settings = settings;
		this.tally = tally;
		this.ends = ends;
	}

	@Override
	public void init(FixedKeyProcessorContext<byte @Nullable [], byte[]> context) {
		this.context = context;
		KeyValueStore<Bytes, byte[]> store = context.getStateStore(RollupTopology.INSTANCES);
		LiveStore live = context.getStateStore(RollupTopology.LIVE);
		SourcePartition partition = new SourcePartition(context.taskId().partition(), this.settings, this.tally,
				this.ends, new InstanceStore(store), context.currentSystemTimeMs());
		live.begin(partition);
		this.partition = partition;
	}

	@Override
	public void process(FixedKeyRecord<byte @Nullable [], byte @Nullable []> record) {
		FixedKeyProcessorContext<byte @Nullable [], byte[]> context = this.context;
		SourcePartition partition = this.partition;
		if (context == null || partition == null) {
			throw new IllegalStateException("It was not initialised");
		}
		this.tally.record();
		context.recordMetadata().ifPresent((each) -> partition.read(each.offset(), context.currentSystemTimeMs()));
		try {
			RecordDescription description = RecordDescription.of(record.headers());
			byte[] value = record.value();
			if (value == null || record.key() == null) {
				throw new UnusableRecordException(Fault.BROKEN, "it has no key or no value");
			}
			partition.accept(description, value, record.timestamp(), context.currentSystemTimeMs());
		}
		catch (UnusableRecordException ex) {
			this.tally.skipped(context.recordMetadata()
				.map((each) -> "offset %s of partition %s".formatted(each.offset(), each.partition()))
				.orElse("one of unknown offset"), ex);
		}
		if (record.key() != null) {
			context.forward(record.withValue(TOKEN));
		}
	}

}
