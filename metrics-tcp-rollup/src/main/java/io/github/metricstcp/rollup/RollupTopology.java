package io.github.metricstcp.rollup;

import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The steps that a rollup has.
 * <ol>
 * <li>Each record is summed up by series where it is read, for all instances of the
 * partition together.</li>
 * <li>With each commit, once a second, the sums go to another topic, by metric and
 * labels: windows travel, not events.</li>
 * <li>There the sums of all partitions are merged, and a window is written once all that
 * is read has come two seconds past its end. This topic has one partition: what comes
 * grows with the number of series and of partitions, and not with that of instances or
 * events, and who reads it finds one application.</li>
 * </ol>
 * The second step is told of a commit by a token, which the first one puts into the cache
 * of a table: Kafka Streams empties such caches when it commits, before the offsets. So
 * what was read, the sums that were sent of it, and the state that goes with them are of
 * one transaction, and nothing is written for an event.
 *
 * @since 0.1.0
 */
public final class RollupTopology {

	static final String INSTANCES = "instances";

	static final String LIVE = "sums";

	static final String FLEET = "fleet";

	static final String FRAMES = "frames";

	static final String SKETCHES = "sketches";

	private static final String TOKENS = "tokens";

	private static final String MERGE = "merge";

	private RollupTopology() {
	}

	/**
	 * Returns the topology of a rollup, for a program that runs it itself. What
	 * {@link Rollup} adds: that time goes on while no records come.
	 * @param settings the settings
	 * @return a new topology
	 */
	public static Topology build(RollupSettings settings) {
		return build(settings, new Tally(settings, (sentence) -> {
		}), SourceEnds.UNKNOWN);
	}

	static Topology build(RollupSettings settings, Tally tally, SourceEnds ends) {
		Serde<byte[]> bytes = Serdes.ByteArray();
		StreamsBuilder builder = new StreamsBuilder();
		builder.addStateStore(new LiveStore.Builder(LIVE));
		builder
			.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(INSTANCES), Serdes.Bytes(), bytes));
		builder.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(FLEET), Serdes.Bytes(), bytes)
			.withCachingEnabled());
		KStream<byte[], byte[]> records = builder.stream(settings.source(),
				Consumed.with(bytes, bytes)
					.withName("records")
					.withTimestampExtractor(new UsePartitionTimeOnInvalidTimestamp())
					.withOffsetResetPolicy(AutoOffsetReset.byDuration(RollupSettings.BEFORE_START)));
		Materialized<byte[], byte[], KeyValueStore<Bytes, byte[]>> tokens = Materialized
			.<byte[], byte[]>as(Stores.inMemoryKeyValueStore(TOKENS))
			.withKeySerde(bytes)
			.withValueSerde(bytes)
			.withCachingEnabled()
			.withLoggingDisabled();
		records.processValues(() -> new SummingProcessor(settings, tally, ends), Named.as("sum"), LIVE, INSTANCES)
			.groupByKey(Grouped.with(bytes, bytes))
			.reduce((before, token) -> token, Named.as("commit"), tokens)
			.toStream(Named.as("committed"))
			.process(SendingProcessor::new, Named.as("send"), LIVE, INSTANCES)
			.repartition(Repartitioned.with(bytes, bytes).withName("windows").withNumberOfPartitions(1))
			.process(() -> new MergingProcessor(settings, tally), Named.as(MERGE), FLEET);
		Topology topology = builder.build();
		ByteArraySerializer serializer = new ByteArraySerializer();
		topology.addSink(FRAMES, settings.output(), serializer, serializer, MERGE);
		topology.addSink(SKETCHES, settings.sketches(), serializer, serializer, MERGE);
		return topology;
	}

}
