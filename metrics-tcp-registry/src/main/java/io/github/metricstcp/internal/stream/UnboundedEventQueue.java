package io.github.metricstcp.internal.stream;

import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A queue without a bound for many producers and one consumer.
 *
 * @param <E> the type of what waits
 */
final class UnboundedEventQueue<E> extends MpscUnboundedAtomicArrayQueue<E> implements EventBuffer<E> {

	private static final int CHUNK = 1024;

	UnboundedEventQueue() {
		super(CHUNK);
	}

	@Override
	public @Nullable E poll() {
		return relaxedPoll();
	}

	@Override
	public void release() {
		// Nobody waits for room
	}

	@Override
	public long produced() {
		return currentProducerIndex();
	}

	@Override
	public long consumed() {
		return currentConsumerIndex();
	}

}
