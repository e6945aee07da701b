package io.github.metricstcp.rollup;

import java.time.Duration;

import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The second step: sends what was summed up since the last commit, by series of the
 * fleet, and keeps the state of the instances that goes with it. It gets a token for each
 * instance when Kafka Streams commits, and all are sent with the first of them.
 */
final class SendingProcessor implements Processor<byte[], byte[], byte[], byte[]> {

	private static final Duration TICK = Duration.ofSeconds(1);

	private @Nullable ProcessorContext<byte[], byte[]> context;

	private @Nullable LiveStore live;

	private @Nullable Cancellable ticks;

	@Override
	public void init(ProcessorContext<byte[], byte[]> context) {
		close();
		this.context = context;
		this.live = context.getStateStore(RollupTopology.LIVE);
		this.ticks = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, (now) -> {
			live().partition().tick();
			send(now);
		});
	}

	private LiveStore live() {
		LiveStore live = this.live;
		if (live == null) {
			throw new IllegalStateException("It was not initialised");
		}
		return live;
	}

	@Override
	public void process(Record<byte[], byte[]> token) {
		send(token.timestamp());
	}

	private void send(long time) {
		ProcessorContext<byte[], byte[]> context = this.context;
		if (context == null) {
			throw new IllegalStateException("It was not initialised");
		}
		live().partition().take((key, value) -> context.forward(new Record<>(key, value, Math.max(0, time))));
	}

	/**
	 * Cancels what was scheduled, as Kafka Streams does not: see
	 * {@link MergingProcessor#close()}.
	 */
	@Override
	public void close() {
		Cancellable ticks = this.ticks;
		if (ticks != null) {
			ticks.cancel();
			this.ticks = null;
		}
	}

}
