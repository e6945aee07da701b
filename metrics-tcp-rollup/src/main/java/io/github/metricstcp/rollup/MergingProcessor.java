package io.github.metricstcp.rollup;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.metricstcp.kafka.RecordDescription;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The third step: merges what all partitions have sent, and writes windows.
 */
final class MergingProcessor implements Processor<byte[], byte[], byte[], byte[]> {

	private static final Duration TICK = Duration.ofMillis(500);

	/**
	 * The name of the fleet in the stream that is written.
	 */
	private static final String FLEET = "fleet";

	/**
	 * The part of the memory that windows may take which wait for others.
	 */
	private static final int PART = 4;

	private final RollupSettings settings;

	private final Tally tally;

	private @Nullable ProcessorContext<byte[], byte[]> context;

	private @Nullable Fleet fleet;

	private @Nullable Cancellable ticks;

	MergingProcessor(RollupSettings settings, Tally tally) {
		this.settings = settings;
		this.tally = tally;
	}

	@Override
	public void init(ProcessorContext<byte[], byte[]> context) {
		close();
		KeyValueStore<Bytes, byte[]> store = context.getStateStore(RollupTopology.FLEET);
		Fleet fleet = new Fleet(this.settings, this.tally, Runtime.getRuntime().maxMemory() / PART, FLEET,
				new FleetStore(store), new Sinks(context), context.currentSystemTimeMs(), System::nanoTime);
		this.context = context;
		this.fleet = fleet;
		this.ticks = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, (now) -> fleet().tick(now));
	}

	private Fleet fleet() {
		Fleet fleet = this.fleet;
		if (fleet == null) {
			throw new IllegalStateException("It was not initialised");
		}
		return fleet;
	}

	@Override
	public void process(Record<byte[], byte[]> message) {
		ProcessorContext<byte[], byte[]> context = this.context;
		if (context == null) {
			throw new IllegalStateException("It was not initialised");
		}
		fleet().accept(message.key(), message.value(), context.currentSystemTimeMs());
	}

	/**
	 * Cancels what was scheduled. Kafka Streams does not: a task that has failed to
	 * commit is closed and begins again with this same object, and what was scheduled
	 * before would go on with a state that is not the committed one.
	 */
	@Override
	public void close() {
		Cancellable ticks = this.ticks;
		if (ticks != null) {
			ticks.cancel();
			this.ticks = null;
		}
		this.fleet = null;
	}

	/**
	 * The topics that are written.
	 *
	 * @param context the context of the processor
	 */
	private record Sinks(ProcessorContext<byte[], byte[]> context) implements FleetStream.Output {

		@Override
		public void frames(RecordDescription description, byte[] frames, long now) {
			Headers headers = new RecordHeaders();
			description.writeTo(headers);
			this.context.forward(
					new Record<>(description.target().getBytes(StandardCharsets.UTF_8), frames, now, headers),
					RollupTopology.FRAMES);
		}

		@Override
		public void sketch(byte[] key, byte[] sketch, long now) {
			this.context.forward(new Record<>(key, sketch, now, new RecordHeaders()), RollupTopology.SKETCHES);
		}

	}

}
